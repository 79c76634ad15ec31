"""Evaluating and closing an episode, and throwing a draft away."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.models import Occasion
from practice import planning
from practice.methods import reads_or_writes
from practice.models import Episode, Phase, User
from practice.signing import SignedRecord
from records import actions, aftercare, drafts, steps
from records.course_of import course_of
from records.errors import RecordError
from records.evaluations import evaluations_of, held_until
from records.forms.closing import ClosingForm
from records.models import Evaluation
from records.rescreening import Asked
from records.views import drafting
from records.views.gate import episode_for, may_read, may_write


@reads_or_writes
@may_read
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of the evaluation; once signed, the sheet. A POST keeps a draft."""
    episode = episode_for(request, pk)
    if request.method == "POST":
        return _write(request, episode)
    done = episode.phase in (Phase.EVALUATED, Phase.CLOSED)
    return _read(request, episode) if done else _page(request, _form(episode))


@require_safe
@may_write
def closing_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to add to or correct the evaluation that stands; a draft of a new one goes first."""
    episode = episode_for(request, pk)
    form = _form(episode, correcting=True)
    if episode.is_closed or not form.record.amends_id:
        return redirect("closing", pk)
    return _page(request, form)


@reads_or_writes
@may_write
def closing_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep and sign the evaluation, and close the episode."""
    episode = episode_for(request, pk)
    if request.method != "POST":
        return redirect("closing", pk)
    return _write(request, episode, signing=True)


@reads_or_writes
@may_write
def closing_evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep and sign the evaluation; the episode stays open."""
    episode = episode_for(request, pk)
    if request.method != "POST":
        return redirect("closing", pk)
    said = _("The evaluation is signed.")
    return _write(request, episode, signing=True, sign=actions.sign_evaluation, said=said)


@reads_or_writes
@may_write
def closing_rescreen(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft, and go and ask the safety questions again, or conclude what was asked."""
    episode = episode_for(request, pk)
    if request.method != "POST":
        return redirect("closing", pk)
    return _write(request, episode, done=_to_rescreening)


def _to_rescreening(stored: Evaluation) -> HttpResponse:
    if Asked.of(stored.episode).waiting:
        return redirect("rescreening_results", stored.episode_id)
    return redirect(f"{reverse('rescreening', args=[stored.episode_id])}?occasion={Occasion.EVALUATION}")


@reads_or_writes
@may_write
def episode_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an episode that was evaluated."""
    episode = episode_for(request, pk)
    if request.method == "POST":
        try:
            actions.close_episode(episode=episode, by=request.user)
        except RecordError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The episode is closed."))
    return redirect("closing", pk)


def _form(episode: Episode, *typed: object, signing: bool = False, correcting: bool = False) -> ClosingForm:
    steps.prefetch([episode])
    rows = episode.evaluations.all()
    corrected = steps.standing(rows) if correcting or episode.phase == Phase.EVALUATED else None
    record = steps.draft(rows) or Evaluation(episode=episode, amends=corrected)
    untreated = not record.pk and not any(session.is_signed for session in episode.sessions.all())
    proposed = {"not_rescreened_reason": _("No treatment was given.")} if untreated and not corrected else {}
    return ClosingForm(*typed, record=record, signing=signing, initial=proposed)


def _write(
    request: HttpRequest,
    episode: Episode,
    *,
    signing: bool = False,
    sign: Callable[..., Evaluation] = actions.conclude_episode,
    said: object = gettext_lazy("The episode is closed."),
    done: Callable[[Evaluation], HttpResponse] | None = None,
) -> HttpResponse:
    """`sign` is the action that signs; `said` tells that it did; `done` leads on from what is kept."""
    form = _form(episode, request.POST, signing=signing, correcting=bool(request.POST.get("amends")))
    return drafting.write(
        request,
        form,
        save=lambda: actions.save_evaluation(
            evaluation=form.record,
            data=form.data_for_action,
            outcomes=form.outcomes,
            version=form.version,
            by=request.user,
        ),
        sign=lambda stored: sign(evaluation=stored, by=request.user),
        show=partial(_page, request),
        done=done or partial(_done, request, said),
        places=partial(_places, request.user),
    )


def _places(by: User, record: Evaluation) -> dict[str, str]:
    """Where the form is kept, signed and thrown away. A trainee, and a correction, sign without closing."""
    places = drafting.addresses(record, "closing", record.episode_id)
    if record.amends_id or by.is_trainee:
        places["sign_at"] = reverse("closing_evaluate", args=[record.episode_id])
    return {"address": "", **places}


def _done(request: HttpRequest, said: object, stored: Evaluation) -> HttpResponse:
    if stored.is_signed:
        messages.success(request, said)
    elif stored.amends_id:
        return redirect("closing_amend", stored.episode_id)
    return redirect("closing", stored.episode_id)


def _page(request: HttpRequest, form: ClosingForm, **extra: object) -> HttpResponse:
    record, episode = form.record, form.episode
    context = {
        "episode": episode,
        "heading": _("Add to the evaluation") if record.amends_id else _("Evaluation and closure"),
        "form": form,
        "goals": form.goals.rows(),
        "course": course_of(episode),
        "held": held_until(episode.sessions.all()),
        "to_come": planning.to_come(episode),
        "usual": [(one.code, one.label(get_language())) for one in aftercare.load().values()],
        "waiting": _waiting(episode, besides=record),
        "may_close_later": record.amends_id is None and episode.may_move_to(Phase.EVALUATED),
        **_places(request.user, record),
        **extra,
    }
    return render(request, "records/closing.html", context)


class _Waiting:
    """A draft that stands in the way, with where to finish it and where to throw it away."""

    def __init__(self, draft: SignedRecord) -> None:
        self.draft, self.page, self.discard_page = draft, drafts.page(draft), drafts.discard_page(draft)


def _waiting(episode: Episode, *, besides: Evaluation | None = None) -> list[_Waiting]:
    return [_Waiting(draft) for draft in drafts.of_episode(episode) if draft != besides]


def _read(request: HttpRequest, episode: Episode) -> HttpResponse:
    found = evaluations_of(episode)
    context = {
        "episode": episode,
        "heading": _("Evaluation and closure"),
        "evaluations": found.standing,
        "draft": found.draft,
        "waiting": _waiting(episode),
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
