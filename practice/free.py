"""When somebody is free: the working hours of the practice, less what is taken.

A time is proposed on a working day between OPENS and CLOSES; at other hours it can be booked, but nobody is
asked to come then. A practice with other hours changes the constants.
"""

import bisect
import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from practice.holidays import holiday
from practice.models import Room, TakenSlot, User
from practice.planning import GRID

OPENS, CLOSES = datetime.time(8), datetime.time(18)
WORKDAYS = range(5)  # Monday to Friday
HORIZON = datetime.timedelta(weeks=8)  # no further ahead is looked
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From one moment until another."""

    start: datetime.datetime
    end: datetime.datetime


def is_open(start: datetime.datetime, minutes: int) -> bool:
    """True when an appointment of so many minutes fits in the working hours of its day."""
    hours = working_hours(timezone.localdate(start))
    end = start + datetime.timedelta(minutes=minutes)
    return hours is not None and hours.start <= start and end <= hours.end


def working_hours(day: datetime.date) -> Span | None:
    """When patients are seen on this day; None on a day without."""
    if day.weekday() not in WORKDAYS or holiday(day):
        return None
    opens, closes = (timezone.make_aware(datetime.datetime.combine(day, time)) for time in (OPENS, CLOSES))
    return Span(opens.astimezone(datetime.UTC), closes.astimezone(datetime.UTC))


def busy(therapist: User, day: datetime.date, room: Room | None = None) -> list[Span]:
    """When the therapist, or the room when there is one, is taken on this day; earliest first, one query."""
    start, end = (
        timezone.make_aware(datetime.datetime.combine(one, datetime.time.min)) for one in (day, day + DAY)
    )
    spans: list[Span] = []
    for at in taken_steps(therapist, room, start, end):
        if spans and spans[-1].end == at:
            spans[-1] = Span(spans[-1].start, at + GRID)
        else:
            spans.append(Span(at, at + GRID))
    return spans


def next_free(
    therapist: User, after: datetime.datetime, minutes: int, room: Room | None = None, count: int = 5
) -> list[datetime.datetime]:
    """The first `count` moments from `after` on at which so many minutes are free, earliest first.

    They do not overlap. Fewer, or none, when the coming weeks are full. One query.
    """
    found = []
    for moment in _free(therapist, room, after, minutes):
        if len(found) == count:
            break
        found.append(moment)
    return found


def nearest_free(
    therapist: User, start: datetime.datetime, minutes: int, room: Room | None = None, count: int = 5
) -> list[datetime.datetime]:
    """The `count` free moments that lie nearest to `start`, none of them past, earliest first. One query."""
    midnight = timezone.localtime(start).replace(hour=0, minute=0)
    after = max(midnight, timezone.now())
    found: list[datetime.datetime] = []
    for moment in _free(therapist, room, after, minutes):
        found.append(moment)
        if len([one for one in found if one >= start]) == count:
            break
    return sorted(sorted(found, key=lambda one: abs(one - start))[:count])


def taken_steps(
    therapist: User, room: Room | None, start: datetime.datetime, end: datetime.datetime
) -> list[datetime.datetime]:
    """Each step of the grid that the therapist, or the room when there is one, no longer has; one query."""
    whose = Q(therapist=therapist) | Q(room=room) if room else Q(therapist=therapist)
    slots = TakenSlot.objects.filter(whose, at__gte=start, at__lt=end)
    return list(slots.order_by("at").values_list("at", flat=True).distinct())


def _free(
    therapist: User, room: Room | None, after: datetime.datetime, minutes: int
) -> Iterator[datetime.datetime]:
    """Moments one after the other at which so many minutes are free."""
    first, length = _on_the_grid(after), datetime.timedelta(minutes=minutes)
    taken = taken_steps(therapist, room, first, first + HORIZON)
    for number in range(HORIZON.days):
        hours = working_hours(timezone.localdate(first) + number * DAY)
        for gap in _gaps(hours, first, taken) if hours else ():
            moment = gap.start
            while moment + length <= gap.end:
                yield moment
                moment += length


def _gaps(hours: Span, first: datetime.datetime, taken: list[datetime.datetime]) -> Iterator[Span]:
    """What is free of these hours from `first` on."""
    begin = max(hours.start, first)
    for at in taken[bisect.bisect_left(taken, hours.start) : bisect.bisect_left(taken, hours.end)]:
        if at > begin:
            yield Span(begin, at)
        begin = max(begin, at + GRID)
    if begin < hours.end:
        yield Span(begin, hours.end)


def _on_the_grid(moment: datetime.datetime) -> datetime.datetime:
    """This moment, or the next one on the grid, in UTC."""
    utc = moment.astimezone(datetime.UTC)
    late = datetime.timedelta(minutes=utc.minute % 5, seconds=utc.second, microseconds=utc.microsecond)
    return utc + GRID - late if late else utc
