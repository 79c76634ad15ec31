"""What has to be measured when (domain reference 7). No Django, no clock, no database.

At the start, after three weeks, at each evaluation of the plan, and at the end. A moment is done once the
instrument was used on that day or later, or at most a week before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from records.instruments import END, EVALUATION, START, THREE_WEEKS, Instrument

EARLY = 7  # days before its moment that a measure counts for it
AFTER_START = 21  # days from the start to the moment after three weeks


@dataclass(frozen=True)
class Moment:
    """A day on which something is to be measured; `kind` is one of instruments.MOMENTS."""

    kind: str
    day: date


@dataclass(frozen=True)
class Due:
    """What is to be measured now, and since when."""

    instrument: Instrument
    moment: str
    since: date


@dataclass(frozen=True)
class Calendar:
    """When things happen in one episode; None for what is not known."""

    start: date | None  # the first plan, or the history before it
    evaluate_on: date | None = None
    every_weeks: int | None = None
    ending: date | None = None  # an evaluation is being written, or is signed


def moments(calendar: Calendar, today: date) -> list[Moment]:
    """Every moment until `today`, oldest first."""
    if calendar.start is None:
        return []
    found = [Moment(START, calendar.start), Moment(THREE_WEEKS, calendar.start + timedelta(days=AFTER_START))]
    found += [Moment(EVALUATION, day) for day in _evaluations(calendar, today)]
    if calendar.ending:
        found.append(Moment(END, calendar.ending))
    return sorted((one for one in found if one.day <= today), key=lambda one: one.day)


def upcoming(calendar: Calendar, today: date) -> Moment | None:
    """The first moment after `today`; none once the end is reached."""
    if calendar.start is None or calendar.ending:
        return None
    later = [Moment(THREE_WEEKS, calendar.start + timedelta(days=AFTER_START))]
    if calendar.evaluate_on:
        later.append(Moment(EVALUATION, _next_evaluation(calendar, today)))
    return min((one for one in later if one.day > today), key=lambda one: one.day, default=None)


def due(
    fitting: Iterable[Instrument],
    used: Mapping[str, Sequence[date]],
    calendar: Calendar,
    today: date,
) -> list[Due]:
    """What was to be measured by `today` and is not: of each instrument its latest moment only.

    `used` holds the days on which each instrument was used, by code.
    """
    known = moments(calendar, today)
    found = (_due(one, used.get(one.code, ()), known) for one in fitting)
    return [one for one in found if one]


def _due(instrument: Instrument, days: Sequence[date], known: Sequence[Moment]) -> Due | None:
    asked = [one for one in known if one.kind in instrument.moments]
    if not asked:
        return None
    latest = asked[-1]
    if latest.kind == START and days:
        return None  # whenever it was: a start value is there
    is_done = any(day >= latest.day - timedelta(days=EARLY) for day in days)
    return None if is_done else Due(instrument, latest.kind, latest.day)


def _next_evaluation(calendar: Calendar, today: date) -> date:
    """The first one after `today`; the last one there was when no further one is planned."""
    latest = [calendar.evaluate_on, *_evaluations(calendar, today)][-1]
    return latest + timedelta(weeks=calendar.every_weeks or 0) if latest <= today else latest


def _evaluations(calendar: Calendar, today: date) -> Iterator[date]:
    day = calendar.evaluate_on
    while day and day <= today:
        yield day
        day = day + timedelta(weeks=calendar.every_weeks) if calendar.every_weeks else None
