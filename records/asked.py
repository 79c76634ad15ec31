"""What the desk asked a therapist today: once per episode and step, so that nobody is mailed five times."""

from collections.abc import Iterable

from django.utils import timezone

from practice.models import Episode, Message, MessageKind
from records.day_ways import BY_THERAPIST


def once(episode: Episode, step: str) -> str:
    """What makes the outbox take this question once a day."""
    return f"asked:{step}:{episode.pk}:{timezone.localdate()}"


def asked_today(episodes: Iterable[Episode]) -> dict[tuple[int, str], Message]:
    """The question of today by episode and step, in one query."""
    keys = {once(episode, step): (episode.pk, step) for episode in episodes for step in BY_THERAPIST}
    rows = Message.objects.filter(kind=MessageKind.STAFF, once__in=keys).select_related("queued_by")
    return {keys[row.once]: row for row in rows.defer("text", "html")}
