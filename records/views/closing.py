"""Evaluating and closing an episode, and throwing a draft away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from practice.models import Episode
from practice.signing import SignedRecord
from records import actions, drafts, steps
from records.errors import RecordError
from records.forms.closing import ClosingForm
from records.models import Evaluation
from records.views.drafting import episode_for, keep, may_read, may_write, reads_or_writes, wants_to_sign


@reads_or_writes
@may_read
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of the evaluation; once signed, the sheet."""
    episode = episode_for(request, pk)
    steps.prefetch([episode])
    if episode.is_closed and request.method != "POST":
        return _read(request, episode)
    draft = steps.draft(episode.evaluations.all()) or Evaluation(episode=episode)
    data = request.POST if request.method == "POST" else None
    form = ClosingForm(data, record=draft, signing=wants_to_sign(request))
    return _page(request, form) if data is None or not form.is_valid() else _write(request, form)


def _write(request: HttpRequest, form: ClosingForm) -> HttpResponse:
    outcome = keep(
        request,
        form,
        save=lambda: actions.save_evaluation(
            evaluation=form.record, data=form.data_for_action, version=form.version, by=request.user
        ),
        sign=lambda stored: actions.close_episode(evaluation=stored, by=request.user),
    )
    if outcome.record is None:
        return _page(request, form, conflict=outcome.conflict)
    if outcome.signed:
        messages.success(request, _("The episode is closed."))
    elif not wants_to_sign(request):
        messages.success(request, _("Draft saved."))
    return redirect("closing", outcome.record.episode_id)


def _page(request: HttpRequest, form: ClosingForm, **extra: object) -> HttpResponse:
    episode = form.record.episode
    waiting = [draft for draft in drafts.of_episode(episode) if draft != form.record]
    context = {
        "episode": episode,
        "heading": _("Evaluation and closure"),
        "form": form,
        "plan": steps.newest_plan(episode),
        "waiting": [_Waiting(draft) for draft in waiting],
        **extra,
    }
    return render(request, "records/closing.html", context)


class _Waiting:
    """A draft that stands in the way, with where to finish it and where to throw it away."""

    def __init__(self, draft: SignedRecord) -> None:
        self.draft, self.page, self.discard_page = draft, drafts.page(draft), drafts.discard_page(draft)


def _read(request: HttpRequest, episode: Episode) -> HttpResponse:
    context = {
        "episode": episode,
        "heading": _("Evaluation and closure"),
        "evaluation": steps.standing(episode.evaluations.all()),
        "plan": steps.newest_plan(episode),
    }
    return render(request, "records/closing_read.html", context)


@reads_or_writes
@may_write
def draft_discard(request: HttpRequest, pk: int, kind: str, record_pk: int) -> HttpResponse:
    """Ask once, then throw the draft away."""
    episode = episode_for(request, pk)
    draft = drafts.find(episode, kind, record_pk)
    if draft is None:
        raise Http404
    if request.method != "POST":
        context = {"episode": episode, "heading": _("Discard this draft?"), "draft": draft}
        return render(request, "records/draft_discard.html", {**context, "back": drafts.page(draft)})
    try:
        actions.discard_draft(record=draft, by=request.user)
    except RecordError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The draft is thrown away."))
    return redirect("episode_detail", pk)
