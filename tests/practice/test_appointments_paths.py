"""The same moment is wanted on different ways: one of them gets it, on both engines."""

import pytest

from practice import actions
from practice.actions.appointments import StaleAppointmentError, Taken
from practice.models import Appointment, Patient, TakenSlot, User
from tests import factories, merge_world, planning_world
from tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: object) -> list[str]:
    """What came of each, in a thread of its own, as the name of the refusal ("had" for none); sorted."""
    todo = iter(acts)

    def tried() -> str:
        try:
            next(todo)()
        except (Taken, StaleAppointmentError) as refusal:
            return type(refusal).__name__
        return "had"

    return sorted(all_at_once(len(acts), tried))


def registering(therapist: User, by: User, name: str) -> object:
    data = factories.patient_data(birth_name=name)
    first = {"start": planning_world.at(), "minutes": 45, "kind": "first", "room": None}
    episode = {"complaint": "neck", "therapist": therapist}
    return lambda: actions.register_patient(data=data, episode=episode, appointment=first, by=by)


def lasting(appointment: Appointment, minutes: int) -> object:
    """The same start, another duration."""
    same = {name: getattr(appointment, name) for name in ("start", "therapist", "room", "version")}
    return lambda: actions.move_appointment(
        appointment=appointment, minutes=minutes, by=appointment.booked_by, **same
    )


def booking(therapist: User, patient: Patient, time: str, **extra: object) -> object:
    return lambda: planning_world.appointment(therapist=therapist, time=time, patient=patient, **extra)


def test_of_two_who_register_somebody_for_one_time_the_second_registers_nobody(receptionist, therapist):
    acts = [registering(therapist, receptionist, name) for name in ("Vroeg", "Laat", "Later", "Laatst")]
    assert together(*acts) == ["Taken"] * 3 + ["had"]
    assert Patient.objects.count() == Appointment.objects.count() == 1
    assert TakenSlot.objects.count() == 9


def test_a_longer_appointment_and_the_next_one_never_share_a_minute(therapist):
    one, patient = planning_world.appointment(therapist=therapist), factories.patient(by=therapist)
    outcome = together(lasting(one, 60), booking(therapist, patient, "10:00"))
    assert outcome == ["Taken", "had"]
    assert TakenSlot.objects.count() == 12


def test_two_who_put_back_in_one_room_get_it_once(therapist, other_therapist):
    room, gone = planning_world.room(), []
    for one in (therapist, other_therapist):
        booked = planning_world.appointment(therapist=one, room=room)
        gone.append(actions.cancel_appointment(appointment=booked, reason="patient", version=1, by=one))

    def putting_back(one: Appointment) -> object:
        return lambda: actions.restore_appointment(appointment=one, version=2, by=one.booked_by)

    assert together(*map(putting_back, gone)) == ["Taken", "had"]
    assert TakenSlot.objects.count() == 6


def test_two_series_that_cross_leave_one_whole(therapist):
    def series(patient: Patient, *days: int) -> object:
        starts = [planning_world.at(days=day) for day in days]
        whom = {"patient": patient, "therapist": therapist, "kind": "treatment", "minutes": 30}
        return lambda: actions.book_appointments(starts=starts, by=therapist, **whom)

    one, other = (factories.patient(by=therapist) for _ in range(2))
    assert together(series(one, 1, 2, 3), series(other, 5, 4, 3)) == ["Taken", "had"]
    assert TakenSlot.objects.count() == 18


def test_who_is_booked_while_two_registrations_become_one_is_booked_for_the_one_that_is_left(therapist):
    kept = factories.patient(by=therapist)
    gone = merge_world.double_of(kept)
    outcome = together(
        lambda: merge_world.merge(kept=kept, gone=gone, by=therapist), booking(therapist, gone, "09:30")
    )
    assert outcome == ["had", "had"]
    assert Appointment.objects.get().patient == kept
    assert TakenSlot.objects.count() == 6
