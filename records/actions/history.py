"""Keeping, signing and correcting the history."""

from django.db import transaction

from practice import audit
from practice.models import User
from records.actions import drafting, first
from records.models import History


@transaction.atomic
def save_history(*, history: History, data: dict[str, object], version: int, by: User) -> History:
    """Keep a draft made from draft version `version`; it may be new, or amend a signed history.

    Raises StaleDraftError, AlreadySignedError, NotScreenedError, EpisodeClosedError.
    """
    episode = first.screened_episode(history.episode_id)
    first.refuse_second(history)
    changed = drafting.fill(history, data)
    drafting.store(history, version=version, by=by)
    audit.record("history.saved", by=by, patient=episode.patient, subject=history, changed=changed)
    return history


@transaction.atomic
def sign_history(*, history: History, by: User) -> History:
    """Freeze the history.

    Raises StaleDraftError, AlreadySignedError, NotScreenedError, EpisodeClosedError.
    """
    episode = first.screened_episode(history.episode_id)
    history = drafting.as_stored(history)
    history.sign(by=by)
    verb = "history.amended" if history.amends_id else "history.signed"
    audit.record(verb, by=by, patient=episode.patient, subject=history)
    return history
