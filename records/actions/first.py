"""Checks before history and examination: the screening, and that an episode has one history."""

from practice.models import Episode, Phase
from practice.signing import SignedRecord, StaleDraftError
from records.actions import guard
from records.errors import AlreadySignedError, NotScreenedError

UNSCREENED = {Phase.NEW, Phase.INTAKE_SENT, Phase.INTAKE_DONE}


def screened_episode(episode_id: int, *, suitable: bool = False) -> Episode:
    """The episode, locked; screened, and when `suitable` is asked not waiting for the GP.

    Raises EpisodeClosedError, NotScreenedError.
    """
    episode = guard.open_episode(episode_id)
    if episode.phase in UNSCREENED or (suitable and episode.phase == Phase.GP_ADVISED):
        raise NotScreenedError
    return episode


def refuse_second(record: SignedRecord) -> None:
    """When somebody else made the first one: raises StaleDraftError for a draft, else AlreadySignedError."""
    if record.pk or record.amends_id:
        return
    other = type(record)._base_manager.filter(episode=record.episode_id, amends=None).first()
    if other and other.is_signed:
        raise AlreadySignedError
    if other:
        raise StaleDraftError(other)
