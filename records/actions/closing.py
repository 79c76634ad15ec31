"""Evaluating and closing an episode, and throwing drafts away."""

from django.db import transaction

from practice import audit
from practice.models import Phase, User
from practice.signing import SignedRecord, StaleDraftError
from records import drafts
from records.actions import drafting, guard
from records.errors import IncompleteError, UnsignedDraftsError
from records.models import Evaluation


@transaction.atomic
def save_evaluation(*, evaluation: Evaluation, data: dict[str, object], version: int, by: User) -> Evaluation:
    """Keep a draft of the closing evaluation, made from draft version `version`; it may be new.

    Raises StaleDraftError, AlreadySignedError, EpisodeClosedError.
    """
    episode = guard.open_episode(evaluation.episode_id)
    changed = drafting.fill(evaluation, data)
    other = episode.evaluations.drafts().first()
    if other and not evaluation.pk:
        raise StaleDraftError(other)
    drafting.store(evaluation, version=version, by=by)
    audit.record("evaluation.saved", by=by, patient=episode.patient, subject=evaluation, changed=changed)
    return evaluation


@transaction.atomic
def close_episode(*, evaluation: Evaluation, by: User) -> Evaluation:
    """Sign the evaluation and close its episode, from whatever phase it is in.

    Raises UnsignedDraftsError, IncompleteError, StaleDraftError, AlreadySignedError, EpisodeClosedError.
    """
    episode = guard.open_episode(evaluation.episode_id)
    evaluation = drafting.as_stored(evaluation)
    waiting = [draft for draft in drafts.of_episode(episode) if draft != evaluation]
    if waiting:
        raise UnsignedDraftsError(waiting)
    if not (evaluation.goal_result and evaluation.ending and evaluation.aftercare.strip()):
        raise IncompleteError
    evaluation.sign(by=by)
    audit.record("evaluation.signed", by=by, patient=episode.patient, subject=evaluation)
    if episode.may_move_to(Phase.EVALUATED):
        guard.move(episode, Phase.EVALUATED)
    guard.move(episode, Phase.CLOSED)
    audit.record("episode.closed", by=by, patient=episode.patient, subject=episode, label=f"{episode.pk}")
    return evaluation


@transaction.atomic
def discard_draft(*, record: SignedRecord, by: User) -> None:
    """Delete a draft and its parts for good. Raises AlreadySignedError when it is signed."""
    episode = guard.open_episode(record.episode_id)
    drafting.refuse_signed(record)
    audit.record("draft.discarded", by=by, patient=episode.patient, subject=record, label=str(record))
    record.delete()
