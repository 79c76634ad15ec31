"""A day at the desk: appointments, who waits, and attempts to reach somebody."""

import datetime

from django.utils import timezone

from practice import actions
from practice.models import Appointment, ContactAttempt, Episode, Patient, Room, User, WaitingEntry
from tests import factories

NAMES = iter(f"Dagpatient{number}" for number in range(1, 100_000))


def at(hour: int, minute: int = 0, days: int = 0) -> datetime.datetime:
    """This time today, or so many days from now."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def room(name: str = "Kamer 1") -> Room:
    return Room.objects.get_or_create(name=name)[0]


def somebody(by: User, **extra: object) -> Patient:
    """Another patient, of a name of his or her own."""
    return factories.patient(by=by, **{"birth_name": next(NAMES), **extra})


def visit(
    *, patient: Patient, therapist: User, by: User, kind: str = "treatment", **extra: object
) -> Appointment:
    """An appointment of today at ten, unless told otherwise."""
    values = {"start": at(10), "minutes": 30, "state": "booked", **extra}
    return Appointment.objects.create(patient=patient, therapist=therapist, kind=kind, booked_by=by, **values)


def waits(
    *, patient: Patient, by: User, kind: str = "waiting", days: int = 0, **extra: object
) -> WaitingEntry:
    """Somebody on the list, for so many days already."""
    entry = actions.add_waiting(patient=patient, kind=kind, by=by, **extra)
    if days:
        since = timezone.now() - datetime.timedelta(days=days)
        WaitingEntry.objects.filter(pk=entry.pk).update(since=since)
        entry.refresh_from_db()
    return entry


def rang(*, patient: Patient, by: User, outcome: str = "no_answer", **extra: object) -> ContactAttempt:
    return actions.record_contact(patient=patient, way="phone", outcome=outcome, by=by, **extra)


def checked(patient: Patient, by: User) -> None:
    actions.check_identity(patient=patient, kind="passport", number="SPECI2014", by=by)


def ready_episode(*, therapist: User, by: User) -> Episode:
    """Of somebody whose document was seen, screened and with an approved plan."""
    episode = factories.screened_episode(therapist=therapist, patient_=somebody(by), by=by)
    factories.approved_plan(episode_=episode)
    checked(episode.patient, by)
    return episode
