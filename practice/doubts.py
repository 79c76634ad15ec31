"""What makes an appointment odd but not impossible: said once, and booked all the same when that is meant."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from practice import free
from practice.holidays import holiday
from practice.models import Appointment, Patient
from practice.planning import elsewhere


@dataclass(frozen=True)
class Doubt:
    code: str
    text: object


def doubts(
    patient: Patient | None,
    start: datetime.datetime,
    minutes: int,
    *,
    apart_from: Appointment | None = None,
) -> list[Doubt]:
    """What to ask about this time before it is booked; empty when it is as usual.

    Keeping time free, without a patient, is never odd.
    """
    if patient is None:
        return []
    found = []
    if start < timezone.now():
        found.append(Doubt("past", _("This time is past already.")))
    if not free.is_open(start, minutes):
        found.append(Doubt("closed", _closed(start)))
    for other in elsewhere(patient, start, minutes, apart_from=apart_from)[:1]:
        found.append(Doubt("elsewhere", _already(other)))
    return found


def _closed(start: datetime.datetime) -> object:
    name = holiday(timezone.localdate(start))
    if name:
        return _("This day is a public holiday: %(name)s.") % {"name": name}
    return _("This is outside the usual hours of the practice.")


def _already(other: Appointment) -> object:
    said = {"time": time_format(timezone.localtime(other.start)), "therapist": other.therapist}
    return _("The patient has an appointment at %(time)s with %(therapist)s already.") % said
