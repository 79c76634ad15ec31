"""Appointments: booked, moved, cancelled, and who came. The database holds each five minutes once."""

import datetime
import itertools
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from practice import audit, planning
from practice.actions.messages import about_appointment, cancel_messages_about
from practice.models import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    CancelReason,
    Episode,
    Patient,
    Room,
    TakenSlot,
    User,
)
from practice.planning import NotPossibleError, Place, StaleAppointmentError, Taken

__all__ = [
    "NotPossibleError",
    "StaleAppointmentError",
    "Taken",
    "arrive",
    "block",
    "book",
    "book_many",
    "cancel",
    "miss",
    "move",
    "restore",
]


@transaction.atomic
def book(
    *,
    therapist: User,
    start: datetime.datetime,
    minutes: int,
    kind: str,
    by: User,
    patient: Patient | None = None,
    episode: Episode | None = None,
    room: Room | None = None,
    series: uuid.UUID | None = None,
) -> Appointment:
    """Book one appointment of so many minutes.

    Raises Taken when therapist or room is busy then, NotPossibleError when it cannot be at all.
    """
    whom = {"patient": patient, "episode": episode, "room": room, "series": series}
    return book_many(therapist=therapist, starts=[start], minutes=minutes, kind=kind, by=by, **whom)[0]


@transaction.atomic
def book_many(
    *,
    therapist: User,
    starts: Iterable[datetime.datetime],
    minutes: int,
    kind: str,
    by: User,
    patient: Patient | None = None,
    episode: Episode | None = None,
    room: Room | None = None,
    series: uuid.UUID | None = None,
) -> list[Appointment]:
    """Book them all or none, earliest first.

    Raises Taken, whose `clashes` name every start that cannot be had, or NotPossibleError.
    """
    patient, therapists, rooms = _lock([patient], [therapist], [room])
    place = Place(therapists[0], rooms[0] if room else None, minutes)
    place.check()
    planning.check_patient(patient, _as_it_is_now(episode), kind)
    moments = _in_order(starts, minutes)
    same = {"patient": patient, "episode": episode, "therapist": place.therapist, "room": place.room}
    same |= {"kind": kind, "minutes": minutes, "series": series, "booked_by": by}
    booked = [Appointment.objects.create(start=start, **same) for start in moments]
    _take(place, booked)
    for appointment in booked:
        _note("appointment.booked", appointment, by)
    return booked


@transaction.atomic
def block(*, therapist: User, start: datetime.datetime, minutes: int, by: User) -> Appointment:
    """Keep time free of patients: lunch, a meeting, leave. Raises as book does."""
    return book(therapist=therapist, start=start, minutes=minutes, kind=AppointmentKind.BLOCKED, by=by)


@transaction.atomic
def move(
    *,
    appointment: Appointment,
    start: datetime.datetime,
    minutes: int,
    therapist: User,
    room: Room | None,
    version: int,
    by: User,
) -> Appointment:
    """Give a booked appointment another time, length, therapist or room; the old time is free again.

    Raises Taken, NotPossibleError, and StaleAppointmentError when it is no longer as it was at `version`.
    """
    _patient, therapists, rooms = _lock(
        [appointment.patient], [appointment.therapist, therapist], [appointment.room, room]
    )
    stored = _stored(appointment, version)
    if stored.state != AppointmentState.BOOKED:
        raise NotPossibleError(planning.ONLY_BOOKED)
    therapist, room = therapists[therapists.index(therapist)], room and rooms[rooms.index(room)]
    place = Place(therapist, room, minutes)
    place.check()
    planning.check_start(start)
    values = {"start": start, "minutes": minutes, "therapist": therapist, "room": room}
    changed = [name for name, value in values.items() if getattr(stored, name) != value]
    if not changed:
        return stored
    for name, value in values.items():
        setattr(stored, name, value)
    stored.slots.all().delete()
    _take(place, [stored])
    return _saved(stored, "appointment.moved", by, changed)


@transaction.atomic
def cancel(*, appointment: Appointment, reason: str, version: int, by: User) -> Appointment:
    """Cancel a booked appointment; its time is free at once. What is cancelled already stays as it is.

    Raises NotPossibleError, and StaleAppointmentError when it is no longer as it was at `version`.
    """
    if reason not in CancelReason.values:
        raise NotPossibleError(planning.NEEDS_REASON)
    _lock([appointment.patient], [], [])
    stored = _again(appointment)
    if stored.is_cancelled:
        return stored
    _refuse_stale(stored, version)
    if stored.state != AppointmentState.BOOKED:
        raise NotPossibleError(planning.ONLY_BOOKED)
    stored.slots.all().delete()
    stored.state, stored.cancel_reason = AppointmentState.CANCELLED, reason
    return _saved(stored, "appointment.cancelled", by, ["state", "cancel_reason"])


@transaction.atomic
def arrive(*, appointment: Appointment, version: int, by: User) -> Appointment:
    """Note that the patient came, on the day itself or later; also of who was thought not to come.

    Raises NotPossibleError, and StaleAppointmentError when it is no longer as it was at `version`.
    """
    may_be = (AppointmentState.BOOKED, AppointmentState.NO_SHOW)
    return _came(appointment, version, by, AppointmentState.ARRIVED, may_be)


@transaction.atomic
def miss(*, appointment: Appointment, version: int, by: User) -> Appointment:
    """Note that the patient did not come, once it has begun. The time stays taken: it was spent waiting.

    Raises NotPossibleError, and StaleAppointmentError when it is no longer as it was at `version`.
    """
    return _came(appointment, version, by, AppointmentState.NO_SHOW, (AppointmentState.BOOKED,))


def _came(
    appointment: Appointment, version: int, by: User, state: AppointmentState, may_be: tuple[str, ...]
) -> Appointment:
    _lock([appointment.patient], [], [])
    stored = _again(appointment)
    if stored.state == state:
        return stored  # the button was pressed twice
    _refuse_stale(stored, version)
    if stored.patient_id is None:
        raise NotPossibleError(planning.NOBODY_COMES)
    if stored.state not in may_be:
        raise NotPossibleError(planning.ONLY_BOOKED)
    if state == AppointmentState.NO_SHOW and stored.start > timezone.now():
        raise NotPossibleError(planning.NOT_BEGUN)
    if timezone.localdate(stored.start) > timezone.localdate():
        raise NotPossibleError(planning.NOT_TODAY)
    stored.state = state
    verb = "appointment.arrived" if state == AppointmentState.ARRIVED else "appointment.missed"
    return _saved(stored, verb, by, ["state"])


@transaction.atomic
def restore(*, appointment: Appointment, version: int, by: User) -> Appointment:
    """Put it back to booked: undo of a cancellation, a no-show or an arrival.

    Raises Taken when somebody else has the time of a cancelled one by now, NotPossibleError, and
    StaleAppointmentError when it is no longer as it was at `version`.
    """
    patient, _therapists, _rooms = _lock([appointment.patient], [appointment.therapist], [appointment.room])
    stored = _again(appointment)
    if stored.state == AppointmentState.BOOKED:
        return stored
    _refuse_stale(stored, version)
    if stored.is_cancelled:
        place = Place(stored.therapist, stored.room, stored.minutes)
        place.check()
        planning.check_patient(patient, stored.episode, stored.kind)
        _take(place, [stored])
    stored.state, stored.cancel_reason = AppointmentState.BOOKED, ""
    return _saved(stored, "appointment.restored", by, ["state", "cancel_reason"])


def _lock(
    patients: list[Patient | None], therapists: list[User], rooms: list[Room | None]
) -> tuple[Patient | None, list[User], list[Room]]:
    """Always in this order, so that two colleagues who plan the same people never wait for each other."""

    def locked(model: type[Patient | User | Room], rows: list[object]) -> list[object]:
        keys = {row.pk for row in rows if row is not None}
        found = model.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        return list(found) if keys else []

    # A registration that was made one with another a moment ago lives on in that one.
    known = [Patient.objects.living(one) if one.merged_into_id else one for one in locked(Patient, patients)]
    return known[0] if known else None, locked(User, therapists), locked(Room, rooms)


def _as_it_is_now(episode: Episode | None) -> Episode | None:
    return episode and Episode.objects.get(pk=episode.pk)


def _in_order(starts: Iterable[datetime.datetime], minutes: int) -> list[datetime.datetime]:
    """The starts in UTC, earliest first. Raises NotPossibleError when two of them overlap."""
    moments = sorted(start.astimezone(datetime.UTC) for start in starts)
    for moment in moments:
        planning.check_start(moment)
    length = datetime.timedelta(minutes=minutes)
    if any(later - earlier < length for earlier, later in itertools.pairwise(moments)):
        raise NotPossibleError(planning.OVERLAP)
    return moments


def _take(place: Place, appointments: list[Appointment]) -> None:
    """Take the time of all of them, or none and raise Taken. The unique constraints decide."""
    try:
        with transaction.atomic():
            TakenSlot.objects.bulk_create(slot for one in appointments for slot in place.slots(one))
    except IntegrityError:
        clashes = place.clashes([one.start for one in appointments])
        if not clashes:
            raise
        raise Taken(clashes) from None


def _again(appointment: Appointment) -> Appointment:
    """The row as it is now, locked until the transaction ends."""
    return Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)


def _stored(appointment: Appointment, version: int) -> Appointment:
    stored = _again(appointment)
    _refuse_stale(stored, version)
    return stored


def _refuse_stale(stored: Appointment, version: int) -> None:
    if stored.version != version:
        raise StaleAppointmentError(stored)


def _saved(stored: Appointment, verb: str, by: User, changed: list[str]) -> Appointment:
    stored.version += 1
    stored.save()
    if {"start", "state"} & set(changed):
        cancel_messages_about(once=about_appointment(stored), by=by)
    _note(verb, stored, by, changed)
    return stored


def _note(verb: str, appointment: Appointment, by: User, changed: Iterable[str] = ()) -> None:
    audit.record(
        verb,
        by=by,
        patient=appointment.patient,
        subject=appointment,
        label=str(appointment),
        changed=list(changed),
    )
