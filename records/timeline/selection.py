"""Which events are shown, and how they are put together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from records.timeline.events import Event


@dataclass(frozen=True)
class Wanted:
    """What the reader asks for; empty means all of it."""

    kinds: tuple[str, ...] = ()
    text: str = ""
    since: date | None = None
    until: date | None = None
    oldest_first: bool = False

    def has(self, event: Event) -> bool:
        day = day_of(event)
        return (
            (not self.kinds or not set(self.kinds).isdisjoint(event.kinds))
            and all(word in event.words for word in self.text.casefold().split())
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )


@dataclass(frozen=True)
class Day:
    on: date
    events: list[Event]


@dataclass(frozen=True)
class Month:
    first: date
    days: list[Day]


def day_of(event: Event) -> date:
    return timezone.localtime(event.at).date()


def select(events: Iterable[Event], wanted: Wanted) -> list[Event]:
    """The events that are asked for, newest first unless asked otherwise."""
    found = sorted((event for event in events if wanted.has(event)), key=lambda event: event.at)
    return found if wanted.oldest_first else found[::-1]


def by_month(events: Iterable[Event]) -> list[Month]:
    """Events in their order, per month and day."""
    days = [Day(on, list(group)) for on, group in groupby(events, key=day_of)]
    return [
        Month(first, list(group)) for first, group in groupby(days, key=lambda day: day.on.replace(day=1))
    ]
