"""Days on which patients are seen, whatever day the tests run."""

import datetime

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from practice.actions import book_appointment
from practice.free import working_hours
from practice.models import Appointment, AppointmentKind, Episode
from practice.planning import at_local

DAY = datetime.timedelta(days=1)


def open_days(number: int) -> list[datetime.date]:
    """The next working days from tomorrow on that are no public holiday."""
    days, day = [], timezone.localdate()
    while len(days) < number:
        day += DAY
        if working_hours(day):
            days.append(day)
    return days


def quiet_monday() -> datetime.date:
    """A Monday to come, at the beginning of ten weeks without a public holiday. There is one every summer."""
    day = timezone.localdate() + 7 * DAY
    day -= day.weekday() * DAY
    while not all(working_hours(day + number * DAY) for number in range(70) if number % 7 < 5):
        day += 7 * DAY
    return day


def on(day: datetime.date, time: str = "09:30") -> datetime.datetime:
    """The moment at which clocks in the practice show this."""
    return at_local(day, datetime.time.fromisoformat(time))


def booked(episode: Episode, day: datetime.date, time: str = "09:30", **extra: object) -> Appointment:
    """A treatment of half an hour in this episode."""
    values = {"therapist": episode.therapist, "minutes": 30, "kind": AppointmentKind.TREATMENT}
    whom = {"patient": episode.patient, "episode": episode, "by": episode.therapist}
    return book_appointment(start=on(day, time), **{**values, **whom, **extra})


def look(client: Client, **asked: object) -> str:
    """The calendar as this browser shows it."""
    response = client.get(reverse("calendar"), asked)
    assert response.status_code == 200, response.status_code
    return response.content.decode()
