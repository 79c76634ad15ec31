"""What every action on a record does first: lock the episode, refuse when it is closed."""

from practice.models import Episode, PhaseError
from records.errors import EpisodeClosedError, WrongPhaseError


def open_episode(episode_id: int) -> Episode:
    """The episode, locked until the transaction ends. Raises EpisodeClosedError."""
    episode = Episode.objects.select_for_update().get(pk=episode_id)
    if episode.is_closed:
        raise EpisodeClosedError
    return episode


def any_episode(episode_id: int) -> Episode:
    """The episode, locked, closed or not: letters and permissions come after closing too."""
    return Episode.objects.select_for_update().get(pk=episode_id)


def move(episode: Episode, phase: str, *, refused: type[WrongPhaseError] = WrongPhaseError) -> None:
    """Move the episode to `phase`; raises `refused` when that cannot follow."""
    try:
        episode.move_to(phase)
    except PhaseError as error:
        raise refused from error
