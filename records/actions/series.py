"""Booking the appointments of a plan in one go."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction

from practice.actions import book_appointments
from practice.models import Appointment, AppointmentKind, Episode, User
from practice.planning import Place


@transaction.atomic
def book_series(
    *, episode: Episode, place: Place, starts: Iterable[datetime.datetime], by: User
) -> list[Appointment]:
    """Book a treatment of this episode at each of these times, all or none; they know of each other.

    Raises Taken, whose `clashes` name every start that cannot be had any more, or NotPossibleError.
    """
    return book_appointments(
        therapist=place.therapist,
        starts=starts,
        minutes=place.minutes,
        kind=AppointmentKind.TREATMENT,
        by=by,
        patient=episode.patient,
        episode=episode,
        room=place.room,
        series=uuid.uuid4(),
    )
