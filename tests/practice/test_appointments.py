"""What can happen to an appointment, and what is in the way."""

import datetime

import pytest
from django.utils import timezone, translation

from practice.actions import appointments
from practice.actions.appointments import NotPossibleError, StaleAppointmentError, Taken
from practice.models import Appointment, AppointmentState, AuditEvent, TakenSlot, User
from practice.planning import at_local
from tests import factories, planning_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> None:
    translation.activate("en")


@pytest.fixture
def booked(therapist) -> Appointment:
    return planning_world.appointment(therapist=therapist)


def begun(appointment: Appointment) -> Appointment:
    """The same appointment, half an hour ago."""
    earlier = timezone.now().replace(minute=0, second=0, microsecond=0) - datetime.timedelta(hours=1)
    Appointment.objects.filter(pk=appointment.pk).update(start=earlier)
    return Appointment.objects.get(pk=appointment.pk)


def moved(appointment: Appointment, **extra: object) -> Appointment:
    values = {"start": planning_world.at("11:00"), "minutes": 30, "room": None, "version": 1, **extra}
    values = {"therapist": appointment.therapist, "by": appointment.booked_by, **values}
    return appointments.move(appointment=appointment, **values)


def cancelled(appointment: Appointment, **extra: object) -> Appointment:
    values = {"reason": "patient", "version": appointment.version, "by": appointment.booked_by, **extra}
    return appointments.cancel(appointment=appointment, **values)


def restored(appointment: Appointment) -> Appointment:
    return appointments.restore(
        appointment=appointment, version=appointment.version, by=appointment.booked_by
    )


def test_an_appointment_takes_its_time_in_steps_of_five_minutes(booked):
    assert booked.slots.count() == 6
    assert booked.slots.order_by("at").first().at == booked.start


def test_booking_is_in_the_log_of_the_patient(booked):
    line = AuditEvent.objects.get(verb="appointment.booked")
    assert (line.patient, line.subject_id) == (booked.patient, str(booked.pk))


def test_a_therapist_is_not_booked_twice(booked):
    with pytest.raises(Taken) as taken:
        planning_world.appointment(therapist=booked.therapist, time="09:55")
    assert (taken.value.therapist_busy, taken.value.room_busy) == (True, False)
    assert Appointment.objects.count() == 1


def test_a_room_is_not_booked_twice(therapist, other_therapist):
    room = planning_world.room()
    planning_world.appointment(therapist=therapist, room=room)
    with pytest.raises(Taken) as taken:
        planning_world.appointment(therapist=other_therapist, room=room)
    assert (taken.value.therapist_busy, taken.value.room_busy) == (False, True)


def test_one_appointment_begins_when_the_other_ends(booked):
    assert planning_world.appointment(therapist=booked.therapist, time="10:00").pk


def test_without_a_room_two_therapists_work_at_the_same_time(booked, other_therapist):
    assert planning_world.appointment(therapist=other_therapist).start == booked.start


def test_a_series_is_booked_as_a_whole_or_not_at_all(booked):
    starts = [planning_world.at(days=days) for days in (3, 2, 1)]
    whom = {"patient": booked.patient, "therapist": booked.therapist, "by": booked.therapist}
    with pytest.raises(Taken) as taken:
        appointments.book_many(starts=starts, minutes=30, kind="treatment", **whom)
    assert [clash.start for clash in taken.value.clashes] == [booked.start]
    assert Appointment.objects.count() == 1


def test_a_series_comes_back_in_order_of_time(booked):
    starts = [planning_world.at("14:00", days) for days in (3, 1, 2)]
    whom = {"patient": booked.patient, "therapist": booked.therapist, "by": booked.therapist}
    made = appointments.book_many(starts=starts, minutes=30, kind="treatment", **whom)
    assert [one.start for one in made] == sorted(starts)


def test_a_series_does_not_run_into_itself(booked):
    starts = [planning_world.at("14:00"), planning_world.at("14:20")]
    with pytest.raises(NotPossibleError, match="overlap"):
        appointments.book_many(
            starts=starts,
            minutes=30,
            kind="treatment",
            therapist=booked.therapist,
            patient=booked.patient,
            by=booked.therapist,
        )


def test_moving_frees_the_old_time_and_takes_the_new(booked):
    again = moved(booked)
    assert again.version == 2
    assert {slot.at for slot in again.slots.all()} == {
        again.start + datetime.timedelta(minutes=5 * step) for step in range(6)
    }
    assert AuditEvent.objects.get(verb="appointment.moved").changed_fields == ["start"]


def test_an_appointment_moves_into_its_own_time(booked):
    assert moved(booked, start=planning_world.at("09:45")).slots.count() == 6


def test_moving_to_a_taken_time_leaves_everything_as_it_was(booked):
    planning_world.appointment(therapist=booked.therapist, time="11:00")
    with pytest.raises(Taken):
        moved(booked)
    booked.refresh_from_db()
    assert booked.start == planning_world.at()
    assert booked.slots.count() == 6


def test_who_moves_what_a_colleague_moved_is_told(booked):
    moved(booked)
    with pytest.raises(StaleAppointmentError) as stale:
        moved(booked, start=planning_world.at("15:00"))
    assert stale.value.newer.start == planning_world.at("11:00")


def test_cancelling_frees_the_time_and_keeps_the_reason(booked):
    gone = cancelled(booked)
    assert (gone.state, gone.cancel_reason, gone.slots.count()) == ("cancelled", "patient", 0)
    assert planning_world.appointment(therapist=booked.therapist)


def test_cancelling_needs_a_reason_of_the_list(booked):
    with pytest.raises(NotPossibleError):
        cancelled(booked, reason="hij heeft rugpijn")


def test_cancelling_twice_is_cancelling_once(booked):
    cancelled(booked)
    assert cancelled(booked).version == 2
    assert AuditEvent.objects.filter(verb="appointment.cancelled").count() == 1


def test_a_cancelled_appointment_is_not_moved(booked):
    gone = cancelled(booked)
    with pytest.raises(NotPossibleError):
        moved(gone, version=gone.version)


def test_a_cancellation_is_undone_while_the_time_is_free(booked):
    back = restored(cancelled(booked))
    assert (back.state, back.cancel_reason, back.slots.count()) == ("booked", "", 6)


def test_a_cancellation_is_not_undone_over_somebody_else(booked):
    gone = cancelled(booked)
    planning_world.appointment(therapist=booked.therapist)
    with pytest.raises(Taken):
        restored(gone)
    assert Appointment.objects.get(pk=gone.pk).state == AppointmentState.CANCELLED


def test_who_did_not_come_keeps_the_time(booked):
    missed = appointments.miss(appointment=begun(booked), version=1, by=booked.booked_by)
    assert (missed.state, missed.slots.count()) == ("no_show", 6)


def test_who_came_late_came_after_all(booked):
    missed = appointments.miss(appointment=begun(booked), version=1, by=booked.booked_by)
    came = appointments.arrive(appointment=missed, version=missed.version, by=booked.booked_by)
    assert came.state == AppointmentState.ARRIVED


def test_nobody_is_missed_before_the_time(booked):
    with pytest.raises(NotPossibleError, match="not begun"):
        appointments.miss(appointment=booked, version=1, by=booked.booked_by)


def test_nobody_arrives_on_an_earlier_day(booked):
    with pytest.raises(NotPossibleError, match="later day"):
        appointments.arrive(appointment=booked, version=1, by=booked.booked_by)


def test_nobody_arrives_in_time_that_is_not_available(therapist):
    free = begun(planning_world.blocked(therapist=therapist))
    with pytest.raises(NotPossibleError, match="Nobody"):
        appointments.arrive(appointment=free, version=1, by=therapist)


def test_an_arrival_is_undone(booked):
    came = appointments.arrive(appointment=begun(booked), version=1, by=booked.booked_by)
    assert restored(came).state == AppointmentState.BOOKED


def test_time_that_is_not_available_is_taken(therapist):
    planning_world.blocked(therapist=therapist, time="09:00", minutes=600)
    with pytest.raises(Taken):
        planning_world.appointment(therapist=therapist)


@pytest.mark.parametrize(
    "extra",
    [{"minutes": 0}, {"minutes": 32}, {"minutes": 605}, {"minutes": -30}, {"kind": "lunch"}, {"days": 600}],
)
def test_what_an_appointment_cannot_be_is_refused_with_a_sentence(therapist, extra):
    with pytest.raises(NotPossibleError) as refusal:
        planning_world.appointment(therapist=therapist, **extra)
    assert str(refusal.value)
    assert not TakenSlot.objects.exists()


def test_it_begins_on_the_grid_of_five_minutes(therapist):
    with pytest.raises(NotPossibleError, match="multiple of five"):
        planning_world.appointment(therapist=therapist, time="09:31")


def test_nothing_is_booked_with_somebody_who_left(therapist):
    therapist.is_active = False
    therapist.save()
    with pytest.raises(NotPossibleError):
        planning_world.appointment(therapist=therapist)


def test_nothing_is_moved_to_somebody_who_left_a_moment_ago(booked, other_therapist):
    User.objects.filter(pk=other_therapist.pk).update(is_active=False)
    where = {"start": booked.start, "minutes": 30, "room": None, "version": 1, "by": booked.therapist}
    with pytest.raises(NotPossibleError):
        appointments.move(appointment=booked, therapist=other_therapist, **where)


def test_nothing_is_booked_with_the_desk(receptionist, therapist):
    with pytest.raises(NotPossibleError):
        planning_world.appointment(therapist=receptionist, patient=factories.patient())


def test_a_room_out_of_use_is_not_booked(therapist):
    with pytest.raises(NotPossibleError, match="room"):
        planning_world.appointment(therapist=therapist, room=planning_world.room("Oud", is_active=False))


def test_the_episode_is_one_of_this_patient(therapist):
    episode, other = factories.episode(therapist=therapist), factories.patient()
    with pytest.raises(NotPossibleError, match="somebody else"):
        planning_world.appointment(therapist=therapist, patient=other, episode=episode)


def test_nothing_is_booked_on_a_closed_episode(therapist):
    episode = factories.episode(therapist=therapist)
    episode.move_to("closed")
    with pytest.raises(NotPossibleError, match="closed"):
        planning_world.appointment(therapist=therapist, patient=episode.patient, episode=episode)


def test_a_booking_for_a_registration_that_became_part_of_another_is_of_that_one(therapist):
    gone, kept = factories.patient(), factories.patient()
    gone.merged_into = kept
    gone.save()
    assert planning_world.appointment(therapist=therapist, patient=gone).patient == kept


def test_an_hour_that_the_clock_skips_does_not_exist():
    with pytest.raises(NotPossibleError, match="forward"):
        at_local(datetime.date(2027, 3, 28), datetime.time(2, 30))


def test_an_hour_that_comes_twice_is_refused():
    with pytest.raises(NotPossibleError, match="twice"):
        at_local(datetime.date(2027, 10, 31), datetime.time(2, 30))


@pytest.mark.parametrize(("day", "hour"), [(28, 7), (27, 8)])
def test_around_the_night_of_the_clock_half_past_nine_stays_half_past_nine(day, hour):
    moment = at_local(datetime.date(2027, 3, day), datetime.time(9, 30))
    assert moment == datetime.datetime(2027, 3, day, hour, 30, tzinfo=datetime.UTC)
