"""A series out of a plan: how many are left, which times are proposed, and what is free."""

import datetime

import pytest
from django.utils import timezone

from practice.actions import block_time, cancel_appointment
from practice.models import AppointmentKind, Room
from practice.planning import Place
from records import series
from records.actions import book_series, record_consent
from records.rhythm import Rhythm
from tests import factories
from tests.calendar_world import DAY, booked, on, open_days, quiet_monday

pytestmark = pytest.mark.django_db
WEEKLY = Rhythm(1, 1)


@pytest.fixture
def episode(therapist):
    made = factories.screened_episode(therapist=therapist)
    factories.approved_plan(episode_=made, session_count=6, frequency="2x per week")
    return made


@pytest.fixture
def place(therapist):
    return Place(therapist, None, 30)


@pytest.fixture
def monday():
    return quiet_monday()


def proposed(episode, place, first, number=3, how=WEEKLY):
    lines, _skipped = series.propose(first, how, number, place, episode.patient)
    return [line.local.strftime("%d-%m %H:%M") for line in lines]


def said(*moments):
    return [timezone.localtime(one).strftime("%d-%m %H:%M") for one in moments]


def test_a_plan_says_how_many_and_how_often(episode):
    assert series.wish(episode) == series.Wish(left=6, booked=0, rhythm=Rhythm(2, 1))


def test_what_was_held_or_is_booked_is_not_booked_again(episode, monday):
    factories.signed_session(plan=episode.plans.get())
    booked(episode, monday)
    gone = booked(episode, monday + DAY)
    cancel_appointment(appointment=gone, reason="patient", version=gone.version, by=episode.therapist)
    booked(episode, monday + 2 * DAY, kind=AppointmentKind.PHONE)
    assert series.wish(episode) == series.Wish(left=4, booked=1, rhythm=Rhythm(2, 1))


def test_who_is_treated_today_is_counted_once(episode):
    factories.signed_session(plan=episode.plans.get())
    booked(episode, timezone.localdate(), "08:00")
    assert series.wish(episode).left == 5


def test_without_approval_there_is_nothing_to_go_by(therapist):
    made = factories.screened_episode(therapist=therapist)
    assert series.wish(made) is None
    factories.signed_plan(episode_=made, frequency="1x per week")
    assert series.wish(made) is None


def test_who_took_the_approval_back_has_no_plan_to_go_by(episode):
    data = {"decision": "withdrawn", "method": "oral", "by_patient": True, "explained": "Mag altijd"}
    record_consent(plan=episode.plans.get(), data=data, language="nl", by=episode.therapist)
    episode.refresh_from_db()
    assert series.wish(episode) is None


def test_the_same_hour_of_the_same_day_is_proposed_each_week(episode, place, monday):
    first = on(monday, "10:00")
    weeks = [on(monday + 7 * number * DAY, "10:00") for number in range(3)]
    assert proposed(episode, place, first) == said(*weeks)


def test_where_that_hour_is_taken_the_nearest_free_time_stands(episode, place, therapist, monday):
    block_time(therapist=therapist, start=on(monday, "10:00"), minutes=45, by=therapist)
    lines, _skipped = series.propose(on(monday, "10:00"), WEEKLY, 1, place, episode.patient)
    assert said(lines[0].start) == said(on(monday, "09:30"))
    assert (lines[0].is_free, lines[0].instead_of) == (True, on(monday, "10:00"))


def test_a_day_that_is_full_leads_to_the_day_after(episode, place, therapist, monday):
    block_time(therapist=therapist, start=on(monday, "08:00"), minutes=600, by=therapist)
    assert proposed(episode, place, on(monday, "10:00"), 1) == said(on(monday + DAY, "10:00"))


def test_a_room_that_is_taken_counts_as_taken(episode, therapist, other_therapist, monday):
    room = Room.objects.create(name="Oefenzaal")
    booked(factories.episode(therapist=other_therapist), monday, "10:00", room=room)
    assert proposed(episode, Place(therapist, None, 30), on(monday, "10:00"), 1) == said(on(monday, "10:00"))
    assert proposed(episode, Place(therapist, room, 30), on(monday, "10:00"), 1) == said(on(monday, "09:30"))


def test_two_lines_do_not_take_the_same_time(episode, place, monday):
    line = series.Line(0, "", "", start=on(monday, "10:00"))
    again = series.Line(1, "", "", start=on(monday, "10:15"))
    first, second = series.check([line, again], place, episode.patient)
    assert (first.is_free, second.is_free) == (True, False)


def test_a_line_that_is_not_ticked_takes_no_time(episode, place, monday):
    line = series.Line(0, "", "", is_used=False, start=on(monday, "10:00"))
    again = series.Line(1, "", "", start=on(monday, "10:00"))
    assert series.check([line, again], place, episode.patient)[1].is_free


def test_a_public_holiday_is_passed_over_by_name(episode, place):
    christmas = datetime.date(timezone.localdate().year, 12, 25)
    if christmas - timezone.localdate() < 10 * DAY:
        christmas = christmas.replace(year=christmas.year + 1)
    lines, skipped = series.propose(on(christmas - 7 * DAY, "10:00"), WEEKLY, 2, place, episode.patient)
    assert christmas in [day for day, name in skipped if name]
    assert christmas not in [line.local.date() for line in lines]


def test_an_appointment_of_the_patient_elsewhere_is_named(episode, place, other_therapist, monday):
    booked(episode, monday, "10:15", therapist=other_therapist)
    lines, _skipped = series.propose(on(monday, "10:00"), WEEKLY, 1, place, episode.patient)
    assert lines[0].elsewhere.therapist == other_therapist


def test_a_series_goes_on_where_the_last_appointment_was(episode, therapist, monday):
    booked(episode, monday, "14:00")
    found = series.first_start(episode, therapist, 30, WEEKLY)
    assert (found.date(), found.hour) == (monday + 7 * DAY, 14)


def test_a_first_series_begins_at_the_first_free_time(episode, therapist):
    found = series.first_start(episode, therapist, 30, WEEKLY)
    assert found > timezone.now()
    assert found.date() in open_days(3)


def test_twenty_lines_take_no_more_queries_than_one(
    episode, place, therapist, monday, django_assert_num_queries
):
    booked(episode, monday, "10:00")
    for number in (1, 20):
        with django_assert_num_queries(4):
            series.propose(on(monday, "10:00"), WEEKLY, number, place, episode.patient)


def test_a_series_is_booked_as_one(episode, place, monday):
    starts = [on(monday + 7 * number * DAY, "10:00") for number in range(3)]
    made = book_series(episode=episode, place=place, starts=starts, by=episode.therapist)
    assert len({one.series for one in made}) == 1
    assert [one.episode for one in made] == [episode] * 3
