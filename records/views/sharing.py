"""The page on which is recorded what the patient decides about sharing data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practice.methods import reads_or_writes
from practice.models import Episode
from records import actions, sharing, steps
from records.errors import RecordError
from records.forms.sharing import SharingForm
from records.models import SharingDecision, SharingKind
from records.views.gate import episode_for, may_read


@reads_or_writes
@may_read
def sharing_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided, newest first, and the form for the next decision. One tap takes over a yes."""
    episode = episode_for(request, pk)
    if request.method != "POST":
        named = request.GET.get("receiver", "")
        initial = {"kind": SharingKind.OTHER, "receiver": named} if named else {}
        return _page(request, episode, SharingForm(episode=episode, initial=initial))
    if "take_over" in request.POST:
        return _take_over(request, episode)
    form = SharingForm(request.POST, episode=episode)
    return _record(request, episode, form) if form.is_valid() else _page(request, episode, form)


def _take_over(request: HttpRequest, episode: Episode) -> HttpResponse:
    """A yes that the patient gave in the intake or to the therapist becomes a decision."""
    steps.prefetch([episode])
    found = sharing.proposal(episode)
    if found is None or not found.one_tap:
        return redirect("sharing", episode.pk)
    data = {"kind": SharingKind.GP, "receiver": "", "decision": SharingDecision.GIVEN, "by_patient": True}
    made = actions.record_sharing(
        episode=episode, data={**data, "method": found.method, "text_shown": found.text}, by=request.user
    )
    return _lead_on(request, made)


def _record(request: HttpRequest, episode: Episode, form: SharingForm) -> HttpResponse:
    try:
        made = actions.record_sharing(episode=episode, data=form.data_for_action, by=request.user)
    except RecordError as error:
        form.add_error(None, str(error))
        return _page(request, episode, form)
    return _lead_on(request, made)


def _lead_on(request: HttpRequest, made: object) -> HttpResponse:
    decided = capfirst(made.get_decision_display())
    messages.success(request, _("Recorded: %(decision)s.") % {"decision": decided})
    return redirect("sharing", made.episode_id)


def _page(request: HttpRequest, episode: Episode, form: SharingForm) -> HttpResponse:
    steps.prefetch([episode])
    context = {
        "episode": episode,
        "heading": _("Permission to share"),
        "form": form,
        "decisions": list(episode.sharing_consents.select_related("recorded_by").reverse()),
        "proposal": sharing.proposal(episode),
    }
    return render(request, "records/sharing.html", context)
