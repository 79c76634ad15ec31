"""Evaluating and closing an episode, and throwing drafts away."""

from collections.abc import Iterable

from django.db import transaction

from practice import audit
from practice.models import Episode, Phase, User
from practice.signing import SignedRecord, StaleDraftError
from records import drafts
from records.actions import drafting, guard
from records.actions.cosigning import refuse_uncosigned
from records.actions.labels import label_of
from records.errors import (
    EvaluatedError,
    IncompleteError,
    NotRescreenedError,
    RescreeningWaitsError,
    UnsignedDraftsError,
    WrongPhaseError,
)
from records.holds import refuse_held_up
from records.models import Evaluation, GoalOutcome
from records.rescreening import Asked


@transaction.atomic
def save_evaluation(
    *,
    evaluation: Evaluation,
    data: dict[str, object],
    version: int,
    by: User,
    outcomes: Iterable[dict[str, object]] = (),
) -> Evaluation:
    """Keep a draft of an evaluation, made from draft version `version`; it may be new, or amend a signed one.

    `outcomes` (what became of each goal) replace the rows that were there; that of the main goal is the
    result of the evaluation. Raises StaleDraftError, AlreadySignedError, EvaluatedError while a signed one
    stands, EpisodeClosedError.
    """
    episode = guard.open_episode(evaluation.episode_id)
    if episode.phase == Phase.EVALUATED and not evaluation.amends_id:
        raise EvaluatedError(episode.evaluations.signed().latest("signed_at"))
    rows = [GoalOutcome(**row) for row in outcomes]
    for row in rows:
        if row.goal.is_main:
            data = {**data, "goal_result": row.result}
    changed = drafting.fill(evaluation, data)
    other = episode.evaluations.drafts().first()
    if other and not evaluation.pk:
        raise StaleDraftError(other)
    drafting.store(evaluation, version=version, by=by)
    evaluation.goal_outcomes.all().delete()
    for row in rows:
        row.evaluation = evaluation
    GoalOutcome.objects.bulk_create(rows)
    drafting.note_kept(
        "evaluation.saved", by=by, patient=episode.patient, subject=evaluation, changed=changed
    )
    return evaluation


@transaction.atomic
def sign_evaluation(*, evaluation: Evaluation, by: User) -> Evaluation:
    """Freeze the evaluation of a treatment; its episode stays open until it is closed or treatment goes on.

    It rests on a re-screening of the last weeks, or says why there is none (domain reference 4.1, rule 7).
    A correction rests on what it corrects, and leaves the phase.
    Raises WrongPhaseError outside treatment, and AlertWaitsError, UrgentFormWaitsError,
    RescreeningWaitsError, NotRescreenedError, IncompleteError,
    StaleDraftError, AlreadySignedError, EpisodeClosedError.
    """
    episode = guard.open_episode(evaluation.episode_id)
    if not evaluation.amends_id:
        guard.move(episode, Phase.EVALUATED)
    return _sign(evaluation, episode, by)


@transaction.atomic
def close_episode(*, episode: Episode, by: User) -> Episode:
    """Close an episode of which the evaluation is signed.

    Raises AlertWaitsError, RescreeningWaitsError, UrgentFormWaitsError, UnsignedDraftsError,
    CosignatureWaitsError while a note of a trainee is not co-signed, EpisodeClosedError, and WrongPhaseError
    without such an evaluation.
    """
    episode = guard.open_episode(episode.pk)
    if episode.phase != Phase.EVALUATED:
        raise WrongPhaseError
    return _close(episode, by)


@transaction.atomic
def conclude_episode(*, evaluation: Evaluation, by: User) -> Evaluation:
    """Sign the evaluation and close its episode in one go, from whatever phase it is in.

    A trainee's own evaluation waits for its co-signature, so a trainee signs it first and closes later.
    Raises UnsignedDraftsError, CosignatureWaitsError, WrongPhaseError for a correction, and what
    sign_evaluation raises.
    """
    episode = guard.open_episode(evaluation.episode_id)
    if evaluation.amends_id:
        raise WrongPhaseError
    evaluation = _sign(evaluation, episode, by)
    if episode.may_move_to(Phase.EVALUATED):
        guard.move(episode, Phase.EVALUATED)
    _close(episode, by)
    return evaluation


def _sign(evaluation: Evaluation, episode: Episode, by: User) -> Evaluation:
    evaluation = drafting.as_stored(evaluation)
    if not (evaluation.goal_result and evaluation.ending and evaluation.aftercare.strip()):
        raise IncompleteError
    if evaluation.goal_outcomes.filter(result="").exists():
        raise IncompleteError
    refuse_held_up(episode)
    _rest_on_rescreening(evaluation, episode)
    evaluation.sign(by=by)
    audit.record("evaluation.signed", by=by, patient=episode.patient, subject=evaluation)
    return evaluation


def _rest_on_rescreening(evaluation: Evaluation, episode: Episode) -> None:
    asked = Asked.of(episode)
    if asked.waiting:
        raise RescreeningWaitsError
    corrected = evaluation.amends.rescreening if evaluation.amends else None
    evaluation.rescreening = corrected or asked.counts
    if evaluation.rescreening:
        evaluation.not_rescreened_reason = ""
    elif not evaluation.not_rescreened_reason.strip():
        raise NotRescreenedError


def _close(episode: Episode, by: User) -> Episode:
    refuse_held_up(episode)
    waiting = drafts.of_episode(episode)
    if waiting:
        raise UnsignedDraftsError(waiting)
    refuse_uncosigned(episode)
    guard.move(episode, Phase.CLOSED)
    audit.record("episode.closed", by=by, patient=episode.patient, subject=episode, label=f"{episode.pk}")
    return episode


@transaction.atomic
def discard_draft(*, record: SignedRecord, by: User) -> None:
    """Delete a draft and its parts for good. Raises AlreadySignedError when it is signed."""
    find = guard.any_episode if isinstance(record, drafts.AFTERWARDS) else guard.open_episode
    episode = find(record.episode_id)
    drafting.refuse_signed(record)
    audit.record("draft.discarded", by=by, patient=episode.patient, subject=record, label=label_of(record))
    record.delete()
