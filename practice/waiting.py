"""Reading the waiting list: who waits how long, and who was rung when."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from practice import free
from practice.actions.waiting import LOOK_TWICE
from practice.forms.appointment import USUAL_MINUTES
from practice.models import (
    Appointment,
    ContactAttempt,
    ContactWay,
    DayPart,
    Patient,
    User,
    WaitingEntry,
    WaitingKind,
    WaitingUrgency,
    of_person,
)

SOONEST_FIRST = Case(
    When(urgency=WaitingUrgency.TODAY, then=Value(0)),
    When(urgency=WaitingUrgency.WEEK, then=Value(1)),
    default=Value(2),
)
ENDED = "ended"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AT, OFFERED = 200, 6  # free times looked at, and shown


@dataclass(frozen=True)
class Tried:
    """The attempts to reach one patient, newest first, as they stand at `now`."""

    attempts: list[ContactAttempt]
    now: datetime.datetime

    @property
    def last(self) -> ContactAttempt | None:
        return next(iter(self.attempts), None)

    @property
    def newest(self) -> int:
        """The number of the newest attempt that was read; 0 for none."""
        return self.last.pk if self.last else 0

    @property
    def rung_today(self) -> int:
        """How often the phone rang today."""
        today = timezone.localdate(self.now)
        rung = (one for one in self.attempts if one.way == ContactWay.PHONE)
        return sum(timezone.localdate(one.tried_at) == today for one in rung)

    @property
    def again_at(self) -> datetime.datetime | None:
        """From when to try again, as the last attempt says; None when that is now."""
        again = self.last.again_at if self.last else None
        return again if again and again > self.now else None

    @property
    def asks_to_look(self) -> bool:
        """True when the phone rang so lately that whoever calls now should first look at that."""
        rung = next((one for one in self.attempts if one.way == ContactWay.PHONE), None)
        if rung is None or rung.tried_at < self.now - LOOK_TWICE:
            return False
        return rung.again_at is None or rung.again_at > self.now


@dataclass(frozen=True)
class Row:
    """One entry of the list. Its patient has `tried_to_reach` and `coming` at hand."""

    entry: WaitingEntry
    now: datetime.datetime

    @cached_property
    def tried(self) -> Tried:
        return Tried(self.entry.patient.tried_to_reach, self.now)

    @property
    def attempts(self) -> int:
        """How many attempts were made since this entry waits."""
        return sum(one.tried_at >= self.entry.since for one in self.entry.patient.tried_to_reach)

    @property
    def days(self) -> int:
        """Whole days of waiting; of a recall since the day it was due."""
        begun = self.entry.due_on or timezone.localdate(self.entry.since)
        return max((timezone.localdate(self.now) - begun).days, 0)

    @property
    def booked(self) -> Appointment | None:
        """The next appointment of this patient that may end the waiting."""
        return next(filter(self.may_end_with, self.entry.patient.coming), None)

    def may_end_with(self, appointment: Appointment) -> bool:
        """False for an appointment before the day a recall begins: that is another one."""
        due = self.entry.due_on
        return due is None or timezone.localdate(appointment.start) >= due

    @property
    def wishes(self) -> list[str]:
        return wishes_in_words(self.entry)


def wishes_in_words(entry: WaitingEntry) -> list[str]:
    """The parts of the week in which the patient can come; empty for any."""
    return [str(part.label) for part in DayPart if part.value in entry.wishes]


def open_entries(user: User, kind: str, today: datetime.date) -> QuerySet:
    """Who waits for this, the most urgent first and then the longest; recalls from the day they are due."""
    found = WaitingEntry.objects.open().visible_to(user).filter(kind=kind)
    return in_order(found.filter(_due(today)))


def planned_recalls(user: User, today: datetime.date) -> QuerySet:
    """Recalls whose day is still to come, the first one first."""
    found = WaitingEntry.objects.open().visible_to(user).filter(kind=WaitingKind.RECALL, due_on__gt=today)
    return with_people(found).order_by("due_on", "pk")


def ended_entries(user: User) -> QuerySet:
    """What was ended, the last one first."""
    found = WaitingEntry.objects.visible_to(user).filter(closed_at__isnull=False)
    return with_people(found).order_by("-closed_at", "-pk")


def _due(today: datetime.date) -> Q:
    return Q(due_on__isnull=True) | Q(due_on__lte=today)


def in_order(entries: QuerySet) -> QuerySet:
    return with_people(entries).order_by(SOONEST_FIRST, "due_on", "since", "pk")


def with_people(entries: QuerySet) -> QuerySet:
    """Everything a row shows, in a number of queries that does not grow with the rows."""
    people = ("patient", "therapist", "episode__therapist", "urgency_by", "added_by", "closed_by")
    return entries.select_related(*people).prefetch_related(
        Prefetch("patient__contact_attempts", _attempts(), to_attr="tried_to_reach"),
        Prefetch("patient__appointments", _coming(), to_attr="coming"),
    )


def _attempts() -> QuerySet:
    return ContactAttempt.objects.select_related("tried_by")


def _coming() -> QuerySet:
    coming = Appointment.objects.standing().filter(start__gte=timezone.now())
    return coming.select_related("therapist").order_by("start", "pk")


def tried(patient: Patient, now: datetime.datetime) -> Tried:
    """The attempts to reach this patient."""
    return Tried(list(_attempts().filter(of_person(patient.pk))), now)


def rows(entries: QuerySet, now: datetime.datetime) -> list[Row]:
    found = list(entries)
    _add_attempts_of_the_gone([entry.patient for entry in found])
    return [Row(entry, now) for entry in found]


def _add_attempts_of_the_gone(patients: list[Patient]) -> None:
    """Attempts under a registration that lives on in one of these count too: the same phone rang."""
    rows = {patient.pk for patient in patients}
    gone = list(_attempts().filter(patient__merged_into__in=rows).annotate(kept=F("patient__merged_into")))
    for patient in patients if gone else ():
        theirs = {one.pk: one for one in gone if one.kept == patient.pk}
        theirs |= {one.pk: one for one in patient.tried_to_reach}
        newest = sorted(theirs.values(), key=lambda one: (one.tried_at, one.pk), reverse=True)
        patient.tried_to_reach = newest


def calls_to_make(user: User, now: datetime.datetime) -> list[Row]:
    """Who is to be called back; those who asked to be called later come last."""
    entries = open_entries(user, WaitingKind.CALL_BACK, timezone.localdate(now))
    return sorted(rows(entries, now), key=lambda row: row.tried.again_at or row.now)


def counts(user: User, today: datetime.date) -> dict[str, int]:
    """How many wait for each kind today."""
    due = WaitingEntry.objects.open().visible_to(user).filter(_due(today))
    found = dict(due.order_by().values_list("kind").annotate(Count("pk", distinct=True)))
    return {kind: found.get(kind, 0) for kind in WaitingKind.values}


def matching_times(entry: WaitingEntry, now: datetime.datetime) -> list[datetime.datetime]:
    """The first free times of the therapist that fit the wishes; none when any will do, or who left."""
    if entry.therapist is None or not entry.therapist.is_active:
        return []
    moments = free.next_free(entry.therapist, now, USUAL_MINUTES, count=LOOK_AT)
    return [moment for moment in moments if not entry.wishes or part_of_week(moment) in entry.wishes][
        :OFFERED
    ]


def part_of_week(moment: datetime.datetime) -> str:
    """The part of the week (a DayPart) in which this lies; a part of its own in a weekend."""
    local = timezone.localtime(moment)
    return f"{DAYS[local.weekday()]}_{'am' if local.hour < 12 else 'pm'}"
