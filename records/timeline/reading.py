"""All of it together."""

from itertools import chain

from practice.models import Episode
from records.timeline import after, before, care
from records.timeline.events import Event


def read(episode: Episode) -> list[Event]:
    """Every event of this episode, oldest first; the number of queries is fixed."""
    found = chain(before.events(episode), care.events(episode), after.events(episode))
    return sorted(found, key=lambda event: event.at)
