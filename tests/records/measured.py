"""Episodes with measures at several days, for tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from practice.models import Episode, Role
from records.actions.measures import record_measure
from records.models import OutcomeMeasure
from tests import factories


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def measured(episode: Episode, code: str, value: object, days: int = 0, **extra: object) -> OutcomeMeasure:
    """A result of so many days ago."""
    values = {"value": Decimal(str(value)), "measured_at": ago(days), "by": episode.therapist, **extra}
    return record_measure(episode=episode, instrument=code, **values)


def pairs(episode: Episode, *told: tuple[int, object, object]) -> None:
    """(days ago, activities, taking part)"""
    for days, activities, part in told:
        measured(episode, "psk", activities, days, parts=named(activities))
        measured(episode, "participation", part, days)


def named(*scores: object) -> Sequence[dict[str, object]]:
    return [{"text": f"Activiteit {number}", "score": score} for number, score in enumerate(scores, 1)]


def treated(**extra: object) -> Episode:
    """A screened episode of somebody's own."""
    return factories.screened_episode(therapist=factories.user(Role.THERAPIST), **extra)
