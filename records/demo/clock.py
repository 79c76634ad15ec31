"""The clock of the demo: its stories happened over the past weeks, so their steps carry those times."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(days: int, time: str) -> Iterator[None]:
    """Inside, Django's clock says `time` ("09:30") so many working days ago; today (0) at most now."""
    with _clock_says(_moment(days, time)):
        yield


@contextmanager
def ago(minutes: int) -> Iterator[None]:
    """Inside, Django's clock says so many minutes ago."""
    with _clock_says(_real_now() - datetime.timedelta(minutes=minutes)):
        yield


@contextmanager
def when(moment: datetime.datetime) -> Iterator[None]:
    """Inside, Django's clock says this moment; at most now."""
    with _clock_says(min(moment, _real_now())):
        yield


@contextmanager
def _clock_says(moment: datetime.datetime) -> Iterator[None]:
    class Then(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return moment.astimezone(tz)

    # Every "now" of Django and of our models goes through this one name.
    with patch("django.utils.timezone.datetime", Then):
        yield


def _moment(days: int, time: str) -> datetime.datetime:
    moment = datetime.datetime.combine(workday(days), datetime.time.fromisoformat(time))
    return min(timezone.make_aware(moment), _real_now())


def _real_now() -> datetime.datetime:
    """Now, also inside `at`."""
    return datetime.datetime.now(timezone.get_default_timezone())


def workday(days: int) -> datetime.date:
    """The day so many working days ago, or to come when negative; for 0 today, whatever day it is."""
    day, step = _real_now().date(), datetime.timedelta(days=1 if days < 0 else -1)
    days = abs(days)
    while days:
        day += step
        days -= day.weekday() < 5
    return day
