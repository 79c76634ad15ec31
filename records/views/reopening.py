"""Opening a closed episode again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from practice.methods import reads_or_writes
from practice.models import Episode
from records import actions
from records.errors import NotClosedError, RecordError
from records.forms.reopening import ReopeningForm
from records.views.gate import episode_for, may_write


@reads_or_writes
@may_write
def episode_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then open the episode again; an episode that is open leads to its record."""
    episode = episode_for(request, pk)
    if not episode.is_closed:
        return redirect("episode_detail", pk)
    form = ReopeningForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _reopened(request, episode, form.cleaned_data["reason"]):
        return redirect("episode_detail", pk)
    context = {"episode": episode, "heading": _("Open the episode again"), "form": form}
    return render(request, "records/reopening.html", context)


def _reopened(request: HttpRequest, episode: Episode, reason: str) -> bool:
    try:
        actions.reopen_episode(episode=episode, reason=reason, by=request.user)
    except NotClosedError:
        return True  # the button was pressed twice
    except RecordError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("The episode is open again."))
    return True
