"""What the tests of registering on one screen share: what is typed, and the times that are on offer."""

import datetime

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from practice import actions
from practice.forms import RegistrationForm
from practice.free import working_hours
from practice.models import Appointment, User
from tests import factories

REGISTER = "patient_register"


def next_workday(hour: int = 10) -> datetime.datetime:
    """A weekday some time ahead that is no holiday, at this hour."""
    day = timezone.localdate() + datetime.timedelta(days=7)
    while working_hours(day) is None:
        day += datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def typed(therapist: User | None = None, **extra: object) -> dict[str, object]:
    """What a receptionist types while somebody is on the phone."""
    care = {"complaint": "neck", "therapist": therapist.pk} if therapist else {}
    return {
        "initials": "J.",
        "birth_name": "Jansen",
        "name_use": "birth",
        "birth_date": "02-03-1961",
        "sex": "m",
        "language": "nl",
        "phone": "06 12345678",
        "email": "jansen@example.org",
        "slot_minutes": "45",
        **care,
        **extra,
    }


def register(client: Client, data: dict[str, object]) -> object:
    return client.post(reverse(REGISTER), data)


def offered(form: RegistrationForm) -> list[str]:
    """The times that can be chosen, without "not yet"."""
    return [value for value, _said in form.fields["slot"].widget.choices if value]


def first_offer(therapist: User) -> str:
    return offered(RegistrationForm(initial={"therapist": therapist.pk}))[0]


def taken(therapist: User, start: datetime.datetime, by: User, **extra: object) -> Appointment:
    """That time is gone: somebody else comes then."""
    somebody = factories.patient(by=by)
    data = {"minutes": 45, "kind": "treatment", **extra}
    return actions.book_appointment(patient=somebody, therapist=therapist, start=start, by=by, **data)
