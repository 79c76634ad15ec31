"""Appointments for the rest of a plan: how many, on which days, and whether each of those times is free.

Of the plan only its number and rhythm go in here, so that the desk can book without reading it.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils import timezone

from practice import free
from practice.holidays import holiday
from practice.models import Appointment, AppointmentKind, AppointmentState, Episode, Patient, User
from practice.planning import GRID, NotPossibleError, Place, at_local, check_start
from records import steps
from records.rhythm import Rhythm, proposed, read_rhythm

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
MOST = 24  # appointments in one series
TREATING = (AppointmentKind.TREATMENT, AppointmentKind.EVALUATION)
NEAR_DAYS = (0, 1, -1, 2, -2, 3, -3, 4, 5, 6)  # where a free time is looked for, nearest first
QUARTER = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class Wish:
    """What the approved plan asks for: `left` of its appointments are neither held nor booked."""

    left: int
    booked: int
    rhythm: Rhythm | None  # None when its words were not understood


@dataclass(frozen=True)
class Line:
    """One appointment of a series to be. `problem` is a sentence; `nearest` a free time instead."""

    number: int
    day: str
    time: str
    is_used: bool = True
    start: datetime.datetime | None = None
    is_free: bool = False
    problem: object = ""
    nearest: datetime.datetime | None = None
    instead_of: datetime.datetime | None = None  # the time in the rhythm, when that was taken
    elsewhere: Appointment | None = None  # the patient is expected then by somebody else
    holiday: object = ""

    @property
    def local(self) -> datetime.datetime | None:
        return self.start and timezone.localtime(self.start)


def wish(episode: Episode) -> Wish | None:
    """What is left of the newest plan; None when no plan is approved or it says no number."""
    plan = steps.newest_plan(episode)
    if plan is None or not plan.is_approved or not plan.session_count:
        return None
    held = [timezone.localdate(one.held_at) for one in episode.sessions.current()]
    booked = [one for one in coming(episode) if timezone.localdate(one.start) not in held]
    left = max(plan.session_count - len(held) - len(booked), 0)
    return Wish(left=min(left, MOST), booked=len(booked), rhythm=read_rhythm(plan.frequency))


def coming(episode: Episode) -> list[Appointment]:
    """The treatments of this episode from today on that were not cancelled or missed."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    states = (AppointmentState.BOOKED, AppointmentState.ARRIVED)
    rows = episode.appointments.filter(start__gte=start, kind__in=TREATING, state__in=states)
    return list(rows.select_related("therapist", "room"))


def first_start(episode: Episode, therapist: User, minutes: int, how: Rhythm | None) -> datetime.datetime:
    """Where a series begins: in rhythm after the last appointment, or else the first time that is free."""
    last = episode.appointments.standing().filter(kind__in=TREATING).order_by("start").last()
    if last is None:
        found = free.next_free(therapist, timezone.now() + DAY, minutes, count=1)
        return timezone.localtime(found[0] if found else timezone.now() + DAY)
    local = timezone.localtime(last.start).replace(tzinfo=None)
    step = (how.weeks if how and how.times == 1 else 1) * WEEK
    while (local := local + step).date() <= timezone.localdate():
        pass
    return timezone.make_aware(local)


def propose(
    first: datetime.datetime, how: Rhythm, number: int, place: Place, patient: Patient
) -> tuple[list[Line], list[tuple[datetime.date, object]]]:
    """A line for each appointment, at the hour of `first`, and the public holidays that were passed over.

    Where that hour is taken, the line has the nearest free time instead.
    """
    local = timezone.localtime(first)
    days, skipped = proposed(local.date(), how, number, holiday)
    wanted = [_line(position, day, local.time()) for position, day in enumerate(days)]
    lines = [_instead(line) for line in check(wanted, place, patient)]
    return check(lines, place, patient), [(day, holiday(day)) for day in skipped]


def _line(number: int, day: datetime.date, time: datetime.time) -> Line:
    return Line(number, f"{day:%d-%m-%Y}", f"{time:%H:%M}", start=_start(day, time))


def _start(day: datetime.date, time: datetime.time) -> datetime.datetime | None:
    try:
        return at_local(day, time)
    except NotPossibleError:
        return None


def _instead(line: Line) -> Line:
    """The line at its nearest free time, when its own is taken and there is one."""
    return line if line.is_free or line.nearest is None else at(line, line.nearest, instead_of=line.start)


def at(line: Line, start: datetime.datetime, instead_of: datetime.datetime | None = None) -> Line:
    """The same line at another time."""
    local = timezone.localtime(start)
    said = {"day": f"{local:%d-%m-%Y}", "time": f"{local:%H:%M}"}
    return replace(line, **said, start=start, instead_of=instead_of, problem="", nearest=None)


def check(lines: Iterable[Line], place: Place, patient: Patient) -> list[Line]:
    """The lines with what is known about their times now. Two queries, however many there are.

    A line that is not used takes no time, and one that overlaps with a line before it is not free.
    """
    known = [_possible(line) for line in lines]
    starts = [line.start for line in known if line.start and not line.problem]
    taken = _taken(starts, place)
    others = _of_patient(patient, starts, place.minutes)
    checked = []
    for line in known:
        found = _checked(line, place, taken, others)
        if found.is_used and found.is_free:
            taken = taken | set(place.steps(found.start))
        checked.append(found)
    return checked


def _possible(line: Line) -> Line:
    """The line, with what is wrong with its day or time by themselves."""
    if line.start is None or line.problem:
        return line
    try:
        check_start(line.start)
    except NotPossibleError as error:
        return replace(line, is_free=False, problem=str(error), nearest=None)
    return line


def _checked(line: Line, place: Place, taken: set[datetime.datetime], others: list[Appointment]) -> Line:
    if line.start is None or line.problem:
        return line
    is_free = taken.isdisjoint(place.steps(line.start)) and line.start > timezone.now()
    end = line.start + GRID * (place.minutes // 5)
    return replace(
        line,
        is_free=is_free,
        nearest=None if is_free else next(_near(line.start, place, taken), None),
        elsewhere=next((one for one in others if one.start < end and one.end > line.start), None),
        holiday=holiday(timezone.localdate(line.start)),
    )


def _taken(starts: list[datetime.datetime], place: Place) -> set[datetime.datetime]:
    """Each step of the grid, a week round these starts, that therapist or room no longer has."""
    if not starts:
        return set()
    return set(free.taken_steps(place.therapist, place.room, min(starts) - WEEK, max(starts) + 2 * WEEK))


def _of_patient(patient: Patient, starts: list[datetime.datetime], minutes: int) -> list[Appointment]:
    if not starts:
        return []
    span = {"start__gt": min(starts) - DAY, "start__lt": max(starts) + GRID * (minutes // 5)}
    rows = patient.appointments.filter(state=AppointmentState.BOOKED, **span)
    return list(rows.select_related("therapist").order_by("start"))


def _near(
    wanted: datetime.datetime, place: Place, taken: set[datetime.datetime]
) -> Iterator[datetime.datetime]:
    """Free times in the working hours, nearest first: on the same day, and then on the days round it."""
    day, now = timezone.localdate(wanted), timezone.now()
    for number in NEAR_DAYS:
        hours = free.working_hours(day + number * DAY)
        if hours is None:
            continue
        wish_of_day = wanted + number * DAY
        quarters = int((hours.end - hours.start) / QUARTER)
        moments = sorted(
            (hours.start + QUARTER * step for step in range(quarters)), key=lambda one: abs(one - wish_of_day)
        )
        length = GRID * (place.minutes // 5)
        yield from (
            one
            for one in moments
            if one > now and one + length <= hours.end and taken.isdisjoint(place.steps(one))
        )
