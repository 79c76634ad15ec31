"""Appointments for tests: at a fixed hour of a working day to come, through the actions of the screens."""

import datetime

from django.utils import timezone

from practice.actions import appointments
from practice.models import Appointment, AppointmentKind, Room, User
from practice.planning import at_local
from tests import factories


def workday(days: int = 1) -> datetime.date:
    """The day so many working days from today; 0 is today, whatever day it is."""
    day = timezone.localdate()
    while days:
        day += datetime.timedelta(days=1)
        days -= day.weekday() < 5
    return day


def at(time: str = "09:30", days: int = 1) -> datetime.datetime:
    """The moment that clocks in the practice show this time, so many working days from now."""
    return at_local(workday(days), datetime.time.fromisoformat(time))


def room(name: str = "Kamer 1", **extra: object) -> Room:
    return Room.objects.get_or_create(name=name, defaults=extra)[0]


def appointment(*, therapist: User, time: str = "09:30", days: int = 1, **extra: object) -> Appointment:
    """A booked appointment of half an hour with a patient of this therapist."""
    values = {"minutes": 30, "kind": AppointmentKind.TREATMENT, "by": therapist, **extra}
    if "patient" not in values:
        values["episode"] = factories.episode(therapist=therapist)
        values["patient"] = values["episode"].patient
    return appointments.book(therapist=therapist, start=at(time, days), **values)


def blocked(*, therapist: User, time: str = "12:30", days: int = 1, minutes: int = 30) -> Appointment:
    return appointments.block(therapist=therapist, start=at(time, days), minutes=minutes, by=therapist)
