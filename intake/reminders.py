"""Who is to be reminded now: of an appointment, or of an intake that is not finished. Reads only.

An appointment: as many hours before as APPOINTMENT_REMINDER_HOURS says, on a day people work.
An intake: when nobody touched it for three days, twice at most, and once two days before the first
appointment. Never two of these within a day, and only while the link works.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from intake.models import IntakeKind, IntakeStatus, Invitation, InvitationState
from practice.actions.messages import about_appointment
from practice.holidays import holiday
from practice.models import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    Message,
    MessageKind,
    Patient,
    Phase,
)

QUIET = timedelta(days=3)
MOST_QUIET_REMINDERS = 2
BEFORE_FIRST = timedelta(days=2)
APART = timedelta(days=1)
# The longest that weekends and holidays in a row move a reminder forward.
LONGEST_BREAK = timedelta(days=5)


def due_at(start: datetime) -> datetime:
    """When a reminder of an appointment goes out: so many hours before, or earlier on a day people work."""
    moment = timezone.localtime(start - timedelta(hours=settings.APPOINTMENT_REMINDER_HOURS))
    while moment.weekday() >= 5 or holiday(moment.date()):
        moment -= timedelta(days=1)
    return moment


def about_start(appointment: Appointment) -> str:
    """What the outbox knows a reminder of this appointment, at the time it has now, by begins with this."""
    return f"{about_appointment(appointment)}{appointment.start.astimezone(UTC):%Y%m%dT%H%M}:"


def appointments_due(now: datetime) -> Iterator[tuple[Appointment, int]]:
    """Each appointment its patient is to be reminded of, with how many reminders of it there were before.

    Somebody who booked after the moment of the reminder knows when to come, unless an earlier reminder says
    another time.
    """
    until = now + timedelta(hours=settings.APPOINTMENT_REMINDER_HOURS) + LONGEST_BREAK
    booked = Appointment.objects.filter(state=AppointmentState.BOOKED, start__gt=now, start__lte=until)
    booked = booked.filter(patient__isnull=False, patient__merged_into=None)
    rows = booked.select_related("patient", "therapist").prefetch_related("patient__representatives")
    appointments = [one for one in rows if due_at(one.start) <= now]
    reminders = _reminders(one.patient_id for one in appointments)
    for appointment in appointments:
        earlier = [once for once in reminders if once.startswith(about_appointment(appointment))]
        is_known = bool(earlier) and earlier[-1].startswith(about_start(appointment))
        if not is_known and (earlier or appointment.booked_at <= due_at(appointment.start)):
            yield appointment, len(earlier)


def _reminders(patients: Iterator[int]) -> list[str]:
    """What was ever queued about appointments of these patients, oldest first."""
    found = Message.objects.filter(kind=MessageKind.APPOINTMENT_REMINDER, patient__in=set(patients))
    return list(found.exclude(once=None).order_by("pk").values_list("once", flat=True))


def overtaken() -> list[Message]:
    """Reminders that did not go out, of an appointment that was moved, cancelled or is otherwise over."""
    waiting = Message.objects.unsent().filter(kind=MessageKind.APPOINTMENT_REMINDER).exclude(once=None)
    by_once = {message.once: message for message in waiting.without_text()}
    numbers = {int(once.split(":")[1]) for once in by_once}
    booked = Appointment.objects.filter(pk__in=numbers, state=AppointmentState.BOOKED)
    standing = tuple(about_start(appointment) for appointment in booked)
    return [message for once, message in by_once.items() if not once.startswith(standing)]


@dataclass(frozen=True)
class Overdue:
    """An intake to remind of; `key` says for what reason, so that each reason counts once."""

    invitation: Invitation
    key: str


def intakes_due(now: datetime) -> Iterator[Overdue]:
    """Each link whose patient is to be reminded now."""
    invitations = list(_usable(now))
    firsts = _first_appointments(invitations, now)
    reminded = _reminded(invitations)
    for invitation in invitations:
        sent = reminded.get(invitation.pk, {})
        touched = max([_touched(invitation), *sent.values()])
        if key := _reason(touched, sent, firsts.get(invitation.intake.episode.patient_id), now):
            yield Overdue(invitation, key)


def _usable(now: datetime) -> QuerySet:
    """Links to an intake that can be opened, of a form that is not sent in and that is still asked for."""
    return (
        Invitation.objects.filter(state=InvitationState.OPEN, locked_at=None, expires_at__gt=now)
        .filter(intake__kind=IntakeKind.FIRST, intake__episode__phase=Phase.INTAKE_SENT)
        .filter(intake__episode__patient__merged_into=None)
        .exclude(intake__status=IntakeStatus.SUBMITTED)
        .select_related("message", "intake__episode__patient")
        .prefetch_related("intake__episode__patient__representatives")
    )


def _touched(invitation: Invitation) -> datetime:
    """When the patient, or we, last did something about this form."""
    intake = invitation.intake
    moments = (invitation.created_at, invitation.opened_at, intake.started_at, intake.saved_at)
    return max(moment for moment in moments if moment)


def _first_appointments(invitations: list[Invitation], now: datetime) -> dict[int, Appointment]:
    """The next first appointment of each patient, by the patient."""
    patients = [invitation.intake.episode.patient_id for invitation in invitations]
    booked = Appointment.objects.filter(patient__in=patients, state=AppointmentState.BOOKED)
    soon = booked.filter(kind=AppointmentKind.FIRST, start__gt=now, start__lte=now + BEFORE_FIRST)
    return {one.patient_id: one for one in soon.order_by("-start")}


def _reminded(invitations: list[Invitation]) -> dict[int, dict[str, datetime]]:
    """Per link: for what reasons the patient was reminded, and when."""
    patients = [invitation.intake.episode.patient_id for invitation in invitations]
    found = Message.objects.filter(kind=MessageKind.INTAKE_REMINDER, patient__in=patients)
    reminded: dict[int, dict[str, datetime]] = {}
    for once, queued_at in found.exclude(once=None).values_list("once", "queued_at"):
        _word, number, key = once.split(":", 2)
        reminded.setdefault(int(number), {})[key] = queued_at
    return reminded


def _reason(touched: datetime, sent: dict[str, datetime], first: Appointment | None, now: datetime) -> str:
    """Why to remind now, as a key; empty when there is no reason."""
    if first and f"reminder:first:{first.pk}" not in sent and now - touched >= APART:
        return f"reminder:first:{first.pk}"
    quiet = sum(key.startswith("reminder:quiet:") for key in sent)
    if quiet < MOST_QUIET_REMINDERS and now - touched >= QUIET:
        return f"reminder:quiet:{quiet + 1}"
    return ""


def patient_of(invitation: Invitation) -> Patient:
    return invitation.intake.episode.patient
