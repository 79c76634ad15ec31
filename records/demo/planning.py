"""Who comes when: the days before today, today, and the weeks to come."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from practice.actions import appointments
from practice.models import Appointment, AppointmentKind, Episode, Room, User
from practice.planning import at_local
from records.demo.clock import when, workday
from records.demo.people import PEOPLE
from records.demo.steps import member

ROOMS = ("Kamer 1", "Kamer 2", "Oefenzaal")
FIRST, TREATMENT, EVALUATION, PHONE = "first", "treatment", "evaluation", "phone"
EARLY, LATE = datetime.timedelta(minutes=5), datetime.timedelta(minutes=20)
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)


@dataclass(frozen=True)
class Visit:
    """One of PEOPLE comes, so many working days ago (to come when negative); `then` is how it went."""

    days: int
    time: str
    who: str
    kind: str = TREATMENT
    minutes: int = 30
    room: str = ""
    then: str = ""


VISITS = (
    Visit(4, "08:30", "marjan", room="Kamer 1", then="arrived"),
    Visit(4, "10:30", "ingrid", room="Kamer 2", then="arrived"),
    Visit(1, "09:30", "ilse", room="Kamer 2", then="arrived"),
    Visit(1, "10:00", "hendrikjan", room="Kamer 1", then="missed"),
    Visit(1, "14:00", "fatima", FIRST, 45, "Kamer 1", then="cancelled"),
    Visit(0, "08:30", "marjan", room="Kamer 1"),
    Visit(0, "08:45", "daan", room="Oefenzaal"),
    Visit(0, "09:00", "ruud", FIRST, 45, "Kamer 2"),
    Visit(0, "09:15", "julia", room="Kamer 1"),
    Visit(0, "10:00", "lotte", FIRST, 45, "Kamer 1"),
    Visit(0, "10:30", "ingrid", room="Kamer 2"),
    Visit(0, "11:00", "karel", PHONE, 15),
    Visit(0, "11:00", "bram", room="Oefenzaal"),
    Visit(0, "13:30", "thijs", FIRST, 45, "Kamer 1"),
    Visit(0, "14:00", "anouk", EVALUATION, room="Kamer 2"),
    Visit(0, "15:00", "youssef", room="Kamer 1"),
    Visit(-1, "09:00", "sanne", FIRST, 45, "Kamer 1"),
    Visit(-1, "10:00", "zeynep", FIRST, 45, "Kamer 2"),
    Visit(-2, "11:00", "fatima", FIRST, 45, "Kamer 1"),
    Visit(-2, "13:30", "ilse", room="Kamer 2"),
)
THERAPISTS = ("joris", "noor", "marieke", "tess")


def booked() -> None:
    """Rooms, three days of appointments, a series, lunch and an afternoon of leave."""
    for name in ROOMS:
        Room.objects.create(name=name)
    for visit in VISITS:
        _went(_booked(visit), visit.then or "arrived")
    _series("marjan", "08:30", 3)
    _series("ingrid", "10:30", 2)
    for name in THERAPISTS:
        _not_available(member(name), 0, "12:30", 30)
    _not_available(member("joris"), -1, "12:30", 270)


def _moment(days: int, time: str) -> datetime.datetime:
    return at_local(workday(days), datetime.time.fromisoformat(time))


def _episode(who: str) -> Episode:
    found = Episode.objects.open().filter(patient__email=PEOPLE[who]["email"])
    return found.select_related("patient", "therapist").first()


def _about(episode: Episode) -> dict[str, object]:
    return {"patient": episode.patient, "episode": episode, "therapist": episode.therapist}


def _booked(visit: Visit) -> Appointment:
    episode, room = _episode(visit.who), Room.objects.filter(name=visit.room).first()
    start = _moment(visit.days, visit.time)
    with when(min(episode.opened_at, start) + EARLY):
        values = {"start": start, "minutes": visit.minutes, "kind": visit.kind, "room": room}
        return appointments.book(**values, **_about(episode), by=member("balie"))


def _went(booking: Appointment, then: str) -> None:
    """How it went, once it is past."""
    if booking.start > timezone.now():
        return
    what = {"appointment": booking, "version": booking.version, "by": member("balie")}
    if then == "cancelled":
        with when(booking.start - DAY):
            appointments.cancel(**what, reason="patient")
    elif then == "missed":
        with when(booking.start + LATE):
            appointments.miss(**what)
    else:
        with when(booking.start - EARLY):
            appointments.arrive(**what)


def _series(who: str, time: str, count: int) -> None:
    """Once a week from next week on."""
    episode, first = _episode(who), _moment(-5, time)
    values = {"minutes": 30, "kind": AppointmentKind.TREATMENT, "series": uuid.uuid4()}
    day = timezone.localdate(first)
    days = [day + number * WEEK for number in range(count)]
    starts = [at_local(one, datetime.time.fromisoformat(time)) for one in days]
    with when(timezone.now() - DAY):
        appointments.book_many(starts=starts, **values, **_about(episode), by=member("balie"))


def _not_available(therapist: User, days: int, time: str, minutes: int) -> None:
    with when(timezone.now() - WEEK):
        appointments.block(
            therapist=therapist, start=_moment(days, time), minutes=minutes, by=member("balie")
        )
