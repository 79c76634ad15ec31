"""When a therapist is free, and what people type for a time."""

import datetime

import pytest
from django.utils import timezone

from practice import free
from practice.doubts import doubts
from practice.time_words import read_time
from tests import factories, planning_world
from tests.planning_world import at

pytestmark = pytest.mark.django_db


def times(moments: list[datetime.datetime]) -> list[str]:
    return [f"{timezone.localtime(moment):%H:%M}" for moment in moments]


def test_an_empty_day_is_free_from_the_first_minute(therapist):
    assert times(free.next_free(therapist, at("07:00"), 60, count=3)) == ["08:00", "09:00", "10:00"]


def test_free_time_begins_where_an_appointment_ends(therapist):
    planning_world.appointment(therapist=therapist, time="08:10", minutes=25)
    assert times(free.next_free(therapist, at("08:00"), 20, count=2)) == ["08:35", "08:55"]


def test_a_gap_that_is_too_short_is_passed_over(therapist):
    planning_world.blocked(therapist=therapist, time="08:20", minutes=560)
    assert times(free.next_free(therapist, at("08:00"), 20, count=1)) == ["08:00"]
    following = free.next_free(therapist, at("08:00"), 25, count=1)
    assert timezone.localdate(following[0]) > planning_world.workday(1)


def test_a_room_is_free_too(therapist, other_therapist):
    room = planning_world.room()
    planning_world.appointment(therapist=other_therapist, time="08:00", room=room)
    assert times(free.next_free(therapist, at("08:00"), 30, room=room, count=1)) == ["08:30"]


def test_nothing_is_proposed_on_a_day_without_hours():
    assert free.working_hours(datetime.date(2027, 5, 6)) is None  # Ascension Day
    assert free.working_hours(datetime.date(2027, 5, 8)) is None  # a Saturday


def test_half_a_step_is_rounded_up(therapist):
    odd = at("10:00") + datetime.timedelta(minutes=1)
    assert times(free.next_free(therapist, odd, 30, count=1)) == ["10:05"]


def test_the_nearest_free_times_lie_on_both_sides(therapist):
    planning_world.appointment(therapist=therapist, time="10:00")
    near = free.nearest_free(therapist, at("10:00"), 30, count=4)
    assert times(near) == ["09:00", "09:30", "10:30", "11:00"]


def test_who_is_full_for_weeks_has_no_free_time(therapist, monkeypatch):
    monkeypatch.setattr(free, "HORIZON", datetime.timedelta(days=1))
    planning_world.blocked(therapist=therapist, time="08:00", minutes=600)
    assert free.next_free(therapist, at("07:00"), 30) == []


def test_busy_times_that_touch_are_one(therapist):
    planning_world.appointment(therapist=therapist, time="09:00")
    planning_world.appointment(therapist=therapist, time="09:30")
    planning_world.appointment(therapist=therapist, time="11:00")
    spans = free.busy(therapist, planning_world.workday(1))
    assert [(*times([span.start]), *times([span.end])) for span in spans] == [
        ("09:00", "10:00"),
        ("11:00", "11:30"),
    ]


@pytest.mark.parametrize("booked", [0, 40])
def test_looking_for_free_time_is_one_query(therapist, booked, django_assert_num_queries):
    patient = factories.patient()
    for number in range(booked):
        time, days = f"{8 + number % 10:02}:00", 1 + number // 10
        planning_world.appointment(therapist=therapist, time=time, days=days, patient=patient)
    with django_assert_num_queries(1):
        free.next_free(therapist, at("07:00"), 30)
    with django_assert_num_queries(1):
        free.nearest_free(therapist, at("10:00"), 30)


def codes(patient: object, moment: datetime.datetime, **extra: object) -> list[str]:
    return [doubt.code for doubt in doubts(patient, moment, 30, **extra)]


def test_an_ordinary_time_raises_no_doubt(therapist):
    assert codes(factories.patient(), at()) == []


def test_a_patient_who_is_elsewhere_then_raises_a_doubt(therapist):
    booked = planning_world.appointment(therapist=therapist, minutes=60)
    assert codes(booked.patient, at("10:00")) == ["elsewhere"]
    assert codes(booked.patient, at("10:30")) == []
    assert codes(booked.patient, at("10:00"), apart_from=booked) == []


def test_an_hour_at_which_the_practice_is_closed_raises_a_doubt(therapist):
    assert codes(factories.patient(), at("17:45")) == ["closed"]


def test_the_past_raises_a_doubt(therapist):
    assert "past" in codes(factories.patient(), timezone.now() - datetime.timedelta(hours=1))


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        *(("9:30", "09:30"), ("9.30", "09:30"), ("0930", "09:30"), ("930", "09:30"), ("9u30", "09:30")),
        *(
            (" 14:05 ", "14:05"),
            ("9", "09:00"),
            ("17 uur", "17:00"),
            ("9.30 uur", "09:30"),
            ("9 30", "09:30"),
        ),
        *(("half tien", "09:30"), ("half 10", "09:30"), ("half drie", "14:30"), ("Half Een", "12:30")),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, time):
    assert read_time(typed) == datetime.time.fromisoformat(time)


@pytest.mark.parametrize(
    "typed", ["", "25:00", "9:60", "straks", "half dertien", "9:3", "٩:30", "1" * 40, "\0"]
)
def test_what_is_no_time_is_not_guessed(typed):
    assert read_time(typed) is None
