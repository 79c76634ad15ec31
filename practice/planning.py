"""What an appointment may be: when, how long, with whom, and the sentences for what is in the way."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import (
    GRID_MINUTES,
    LONGEST_MINUTES,
    Appointment,
    AppointmentKind,
    AppointmentState,
    Episode,
    Patient,
    Role,
    Room,
    TakenSlot,
    User,
)

GRID = datetime.timedelta(minutes=GRID_MINUTES)
# How far back something may still be noted, and how far ahead it makes sense to plan.
BACK, AHEAD = datetime.timedelta(days=31), datetime.timedelta(days=730)

ONLY_BOOKED = _("This is only possible while the appointment is booked. Put it back to booked first.")
NEEDS_REASON = _("Choose why the appointment is cancelled.")
NOBODY_COMES = _("Nobody is expected at this time.")
NOT_BEGUN = _("This appointment has not begun yet.")
NOT_TODAY = _("This appointment is on a later day.")
OVERLAP = _("Two of these times overlap. Choose more time in between.")


class AppointmentError(Exception):
    """Base of these errors; `message` is a translated sentence for the person who tried."""

    message: object = ""

    def __init__(self, message: object = "") -> None:
        super().__init__()
        self.message = message or self.message

    def __str__(self) -> str:
        return str(self.message)


class NotPossibleError(AppointmentError):
    """This appointment cannot be made or changed so; the message says what to do."""


class StaleAppointmentError(AppointmentError):
    """A colleague changed the appointment in the meantime; `newer` is the row as it is now."""

    message = _("A colleague changed this appointment in the meantime. Look at it as it is now.")

    def __init__(self, newer: Appointment) -> None:
        super().__init__()
        self.newer = newer


@dataclass(frozen=True)
class Clash:
    """A start that cannot be had, and who or what is busy then."""

    start: datetime.datetime
    therapist_busy: bool
    room_busy: bool


class Taken(AppointmentError):
    """The time is gone; `clashes` has a line for each start that cannot be had, earliest first."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__()
        self.clashes = clashes
        self.therapist_busy = any(clash.therapist_busy for clash in clashes)
        self.room_busy = any(clash.room_busy for clash in clashes)
        self.message = self._sentence()

    def _sentence(self) -> object:
        if self.therapist_busy and self.room_busy:
            return _("The therapist and the room are both taken at this time.")
        return _("The room is taken at this time.") if self.room_busy else _("The therapist is busy then.")


@dataclass(frozen=True)
class Place:
    """With whom and where, and for how many minutes."""

    therapist: User
    room: Room | None
    minutes: int

    def steps(self, start: datetime.datetime) -> list[datetime.datetime]:
        """Each step of the grid from `start` on that an appointment of this length covers."""
        return [start + GRID * number for number in range(self.minutes // GRID_MINUTES)]

    def slots(self, appointment: Appointment) -> list[TakenSlot]:
        """The rows that keep this time for `appointment`."""
        whose = {"appointment": appointment, "therapist": self.therapist, "room": self.room}
        return [TakenSlot(at=at, **whose) for at in self.steps(appointment.start)]

    def check(self) -> None:
        """Raises NotPossibleError for a length off the grid, who does not treat here, a room out of use."""
        if self.minutes % GRID_MINUTES or not GRID_MINUTES <= self.minutes <= LONGEST_MINUTES:
            raise NotPossibleError(_("An appointment lasts 5 to 600 minutes, in steps of 5."))
        if self.therapist.role != Role.THERAPIST or not self.therapist.is_active:
            raise NotPossibleError(_("Choose a therapist who works here now."))
        if self.room is not None and not self.room.is_active:
            raise NotPossibleError(_("This room is not in use. Choose another one, or none."))

    def clashes(self, starts: Iterable[datetime.datetime], *, own: Appointment | None = None) -> list[Clash]:
        """Which of `starts` cannot be had now; the time of the appointment `own` counts as free."""
        wanted = {at: start for start in starts for at in self.steps(start)}
        if not wanted:
            return []
        end = max(wanted) + GRID
        taken = TakenSlot.objects.filter(at__gte=min(wanted), at__lt=end).exclude(appointment=own)
        by_therapist = taken.filter(therapist=self.therapist).values_list("at", flat=True)
        by_room = taken.filter(room=self.room).values_list("at", flat=True) if self.room else []
        busy = {wanted[at] for at in by_therapist if at in wanted}
        full = {wanted[at] for at in by_room if at in wanted}
        return [Clash(start, start in busy, start in full) for start in sorted(busy | full)]


def check_start(start: datetime.datetime) -> None:
    """Raises NotPossibleError for a moment off the five-minute grid, or too far from now."""
    now = timezone.now()
    if start.second or start.microsecond or start.minute % GRID_MINUTES:
        raise NotPossibleError(_("An appointment begins on a multiple of five minutes, for example 9:30."))
    if start < now - BACK:
        raise NotPossibleError(_("This lies more than a month back. Check the date."))
    if start > now + AHEAD:
        raise NotPossibleError(_("This is more than two years ahead. Check the date."))


def check_patient(patient: Patient | None, episode: Episode | None, kind: str) -> None:
    """Raises NotPossibleError when this is not somebody to book for, or not an open episode of theirs."""
    if kind not in AppointmentKind.values:
        raise NotPossibleError(_("Choose what the appointment is for."))
    if (kind == AppointmentKind.BLOCKED) is not (patient is None):
        raise NotPossibleError(
            _("An appointment is with a patient; time that is not available is with nobody.")
        )
    if episode is not None and (patient is None or episode.patient_id != patient.pk):
        raise NotPossibleError(_("This episode is of somebody else. Choose one of this patient."))
    if episode is not None and episode.is_closed:
        raise NotPossibleError(_("This episode is closed. Choose another one, or open it again first."))


def at_local(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """The moment at which clocks in the practice show this, in UTC.

    Raises NotPossibleError for an hour the clock skips in spring, or goes through twice in autumn.
    """
    zone = timezone.get_current_timezone()
    first, second = (datetime.datetime.combine(day, time, zone).replace(fold=fold) for fold in (0, 1))
    moment = first.astimezone(datetime.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise NotPossibleError(_("This time does not exist: the clock goes forward that night."))
    if second.astimezone(datetime.UTC) != moment:
        raise NotPossibleError(_("This time comes twice: the clock goes back that night. Choose another."))
    return moment


def elsewhere(
    patient: Patient, start: datetime.datetime, minutes: int, *, apart_from: Appointment | None = None
) -> list[Appointment]:
    """Booked appointments of this patient that overlap with this time."""
    end = start + datetime.timedelta(minutes=minutes)
    near = {"start__lt": end, "start__gt": start - datetime.timedelta(minutes=LONGEST_MINUTES)}
    booked = patient.appointments.filter(state=AppointmentState.BOOKED, **near).select_related("therapist")
    return [one for one in booked if one.end > start and one != apart_from]


def the_same(
    patient: Patient | None, therapist: User, start: datetime.datetime, minutes: int
) -> Appointment | None:
    """The appointment that was booked by the same form a moment ago, when the button was pressed twice."""
    same = {"patient": patient, "therapist": therapist, "start": start, "minutes": minutes}
    return Appointment.objects.filter(state=AppointmentState.BOOKED, **same).order_by("pk").first()


@dataclass(frozen=True)
class PatientAppointments:
    """What one patient has and had; of some, somebody else's, no more is told than stands in the list."""

    coming: list[Appointment]  # from today on, earliest first
    before: list[Appointment]  # newest first; what is cancelled too
    may_open: set[int]


def of_patient(patient: Patient, user: User) -> PatientAppointments:
    """The appointments of this patient as `user` may see them. Two queries."""
    rows = list(patient.appointments.select_related("therapist", "room", "episode"))
    today = timezone.localdate()
    coming = [one for one in rows if not one.is_cancelled and timezone.localdate(one.start) >= today]
    before = [one for one in reversed(rows) if one not in coming]
    visible = patient.appointments.visible_to(user).values_list("pk", flat=True)
    return PatientAppointments(coming, before, set(visible))


def to_come(episode: Episode) -> list[Appointment]:
    """What is booked for this episode from now on, earliest first. Closing it cancels nothing by itself."""
    booked = episode.appointments.filter(state=AppointmentState.BOOKED, start__gte=timezone.now())
    return list(booked.select_related("therapist", "room"))
