"""Reminders in tests: on a Monday without holidays near it, by the clock of the practice."""

import datetime

from django.core import mail

from intake.actions import invite_patient, queue_reminders
from intake.models import Invitation
from practice import audit, outbox
from practice.actions import appointments
from practice.models import Appointment, Episode
from practice.planning import at_local
from tests import mail_world

MONDAY = datetime.date(2026, 11, 23)


def moment(days: int, time: str) -> datetime.datetime:
    """So many days after that Monday."""
    return at_local(MONDAY + datetime.timedelta(days=days), datetime.time.fromisoformat(time))


def clock(days: int = 0, time: str = "09:00") -> object:
    """Inside, it is so many days after that Monday."""
    return mail_world.at(moment(days, time))


def run() -> int:
    """As the timer does: how many reminders were queued."""
    queued = queue_reminders(by=audit.SYSTEM)
    outbox.send_waiting()
    return queued


def booked(episode: Episode, *, days: int, time: str = "10:00", on: int = 0, **extra: object) -> Appointment:
    """An appointment `days` after that Monday, booked `on` so many days after it."""
    with clock(on, "08:00"):
        return appointments.book(
            therapist=episode.therapist,
            start=moment(days, time),
            patient=episode.patient,
            episode=episode,
            by=episode.opened_by,
            **{"minutes": 30, "kind": "treatment", **extra},
        )


def move(appointment: Appointment, days: int, time: str) -> None:
    appointment.refresh_from_db()
    appointments.move(
        appointment=appointment,
        start=moment(days, time),
        minutes=30,
        therapist=appointment.therapist,
        room=None,
        version=appointment.version,
        by=appointment.therapist,
    )


def invited(episode: Episode) -> tuple[Invitation, str]:
    """A link that was mailed on that Monday."""
    with clock():
        made = invite_patient(episode=episode, by=episode.opened_by, email=episode.patient.email)
        outbox.send_waiting()
    mail.outbox.clear()
    return made
