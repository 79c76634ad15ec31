"""What the desk asked a therapist today: once per episode and step, so that nobody is mailed five times."""

from collections.abc import Iterable

from django.utils import timezone

from practice.models import Episode, Message, MessageKind, MessageState
from records.day_ways import BY_THERAPIST


def once(episode: Episode, step: str) -> str:
    """What makes the outbox take this question to this therapist once a day."""
    return f"asked:{step}:{episode.pk}:{episode.therapist_id}:{timezone.localdate()}"


def asked_today(episodes: Iterable[Episode]) -> dict[tuple[int, str], Message]:
    """The question of today by episode and step, in one query; what could not be sent was not asked."""
    keys = {once(episode, step): (episode.pk, step) for episode in episodes for step in BY_THERAPIST}
    rows = Message.objects.filter(kind=MessageKind.STAFF, once__in=keys).exclude(state=MessageState.FAILED)
    return {keys[row.once]: row for row in rows.select_related("queued_by").defer("text", "html")}
