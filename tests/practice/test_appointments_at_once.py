"""Many at the desk want the same moment: one of them gets it, on both engines."""

import itertools

import pytest

from practice.actions import appointments
from practice.actions.appointments import StaleAppointmentError, Taken
from practice.models import Appointment, AppointmentState, Role, TakenSlot, User
from tests import factories, planning_world
from tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

TWENTY = 20


@pytest.fixture
def people(practice) -> list[User]:
    return [factories.user(Role.THERAPIST) for _ in range(TWENTY)]


def tried(act: object) -> str:
    """What came of it, as the name of the refusal; "had" when there was none."""
    try:
        act()
    except (Taken, StaleAppointmentError) as refusal:
        return type(refusal).__name__
    return "had"


def together(*acts: object) -> list[str]:
    """Each of them in a thread of its own; sorted, since nobody knows who comes first."""
    todo = iter(acts)
    return sorted(all_at_once(len(acts), lambda: tried(next(todo))))


def booking(therapist: User, patient: object, time: str = "09:30", **extra: object) -> object:
    return lambda: planning_world.appointment(therapist=therapist, time=time, patient=patient, **extra)


def moving(appointment: Appointment, time: str, **extra: object) -> object:
    where = {"therapist": appointment.therapist, "room": appointment.room, "minutes": 30, **extra}
    start = planning_world.at(time)
    return lambda: appointments.move(
        appointment=appointment, start=start, version=appointment.version, by=appointment.booked_by, **where
    )


def test_twenty_who_book_one_therapist_at_one_time_leave_one_appointment(people):
    patients = [factories.patient(by=people[0]) for _ in range(TWENTY)]
    outcome = together(*(booking(people[0], patient) for patient in patients))
    assert outcome == ["Taken"] * (TWENTY - 1) + ["had"]
    assert Appointment.objects.count() == 1
    assert TakenSlot.objects.count() == 6


def test_twenty_who_book_one_room_with_twenty_therapists_leave_one_appointment(people):
    patient, room = factories.patient(by=people[0]), planning_world.room()
    outcome = together(*(booking(one, patient, room=room) for one in people))
    assert outcome == ["Taken"] * (TWENTY - 1) + ["had"]
    assert Appointment.objects.get().room == room


def test_of_times_that_overlap_each_minute_is_taken_once(people):
    patient = factories.patient(by=people[0])
    times = [f"{9 + number // 12:02}:{number % 12 * 5:02}" for number in range(TWENTY)]
    outcome = together(*(booking(people[0], patient, time) for time in times))
    stand = sorted(Appointment.objects.all(), key=lambda one: one.start)
    assert outcome.count("had") == len(stand)
    assert all(one.end <= later.start for one, later in itertools.pairwise(stand))
    assert TakenSlot.objects.count() == 6 * len(stand)


def test_of_two_who_want_each_others_time_neither_gets_it(people):
    early = planning_world.appointment(therapist=people[0], time="09:00")
    late = planning_world.appointment(therapist=people[0], time="10:00")
    assert together(moving(early, "10:00"), moving(late, "09:00")) == ["Taken", "Taken"]
    assert TakenSlot.objects.filter(appointment=early, at=early.start).exists()
    assert TakenSlot.objects.filter(appointment=late, at=late.start).exists()


def test_two_who_change_therapists_crosswise_into_free_time_both_get_it(people):
    one = planning_world.appointment(therapist=people[0], time="09:00", room=planning_world.room("A"))
    other = planning_world.appointment(therapist=people[1], time="10:00", room=planning_world.room("B"))
    first = moving(one, "09:00", therapist=people[1], room=other.room)
    second = moving(other, "10:00", therapist=people[0], room=one.room)
    assert together(first, second) == ["had", "had"]
    assert TakenSlot.objects.count() == 12


def test_of_two_who_move_one_appointment_the_second_is_told(people):
    one = planning_world.appointment(therapist=people[0])
    outcome = together(moving(one, "11:00"), moving(one, "14:00"))
    assert outcome == ["StaleAppointmentError", "had"]
    assert TakenSlot.objects.count() == 6


def test_who_books_the_time_that_is_being_cancelled_gets_it_or_hears_that_it_is_taken(people):
    one, patient = planning_world.appointment(therapist=people[0]), factories.patient(by=people[0])
    cancelling = {"appointment": one, "reason": "patient", "version": one.version, "by": people[0]}
    outcome = together(lambda: appointments.cancel(**cancelling), booking(people[0], patient))
    stand = Appointment.objects.exclude(state=AppointmentState.CANCELLED)
    assert stand.count() == outcome.count("had") - 1
    assert TakenSlot.objects.count() == 6 * stand.count()


def test_putting_back_and_booking_anew_never_share_the_time(people):
    one, patient = planning_world.appointment(therapist=people[0]), factories.patient(by=people[0])
    gone = appointments.cancel(appointment=one, reason="patient", version=1, by=people[0])
    back = {"appointment": gone, "version": gone.version, "by": people[0]}
    outcome = together(lambda: appointments.restore(**back), booking(people[0], patient))
    assert outcome == ["Taken", "had"]
    assert TakenSlot.objects.count() == 6


def test_a_series_of_which_one_time_is_being_booked_leaves_all_or_nothing(people):
    patient, other = factories.patient(by=people[0]), factories.patient(by=people[0])
    starts = [planning_world.at(days=days) for days in (1, 2, 3)]
    series = {"therapist": people[0], "starts": starts, "minutes": 30, "kind": "treatment", "patient": other}
    outcome = together(
        lambda: appointments.book_many(by=people[0], **series), booking(people[0], patient, days=2)
    )
    assert outcome == ["Taken", "had"]
    assert Appointment.objects.count() in (1, 3)
