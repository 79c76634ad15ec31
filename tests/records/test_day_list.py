"""The day at the desk: who comes, who is ready, and who needs something."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from practice.models import Appointment, AuditEvent, Episode
from practice.planning import at_local
from records import day_list
from tests import factories
from tests.desk_world import at, ready_episode, room, somebody, visit
from tests.pages import main, queries_of

pytestmark = pytest.mark.django_db

DAY = "day_list"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def seen(client, **query: str) -> str:
    return main(client.get(reverse(DAY), query))


def test_the_day_of_the_desk_starts_here(desk, receptionist, therapist):
    visit(patient=somebody(receptionist), therapist=therapist, by=receptionist)
    response = desk.get(reverse("home"))
    assert response["Location"] == reverse(DAY)
    assert "autofocus" in seen(desk)


def test_a_therapist_starts_at_the_work_list(therapist_client):
    assert therapist_client.get(reverse("home"))["Location"] == reverse("work_list")


def test_a_therapist_sees_the_own_day_only(other_therapist_client, receptionist, therapist):
    patient = somebody(receptionist)
    visit(patient=patient, therapist=therapist, by=receptionist)
    assert patient.birth_name not in seen(other_therapist_client)


def test_who_only_takes_over_a_visit_gets_no_way_into_the_patients_page(
    other_therapist_client, other_therapist, receptionist, therapist
):
    episode = factories.episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, episode=episode, therapist=other_therapist, by=receptionist)
    shown = seen(other_therapist_client)
    assert episode.patient.birth_name in shown
    assert reverse("patient_detail", args=[episode.patient_id]) not in shown
    assert reverse("consent", args=[episode.pk]) not in shown


def test_the_patients_stand_in_order_of_time(desk, receptionist, therapist):
    late, early = somebody(receptionist), somebody(receptionist)
    visit(patient=late, therapist=therapist, by=receptionist, start=at(15))
    visit(patient=early, therapist=therapist, by=receptionist, start=at(8, 30))
    shown = seen(desk)
    assert shown.index(early.birth_name) < shown.index(late.birth_name)


def test_the_summary_counts_who_is_ready(desk, receptionist, therapist):
    ready = ready_episode(therapist=therapist, by=receptionist)
    visit(patient=ready.patient, episode=ready, therapist=therapist, by=receptionist)
    visit(patient=somebody(receptionist), therapist=therapist, by=receptionist, start=at(11))
    visit(patient=somebody(receptionist), therapist=therapist, by=receptionist, start=at(12), state="no_show")
    assert "1 of 2 ready; <strong>1 needs something" in seen(desk)


def test_only_who_needs_something_can_be_shown(desk, receptionist, therapist):
    ready, other = ready_episode(therapist=therapist, by=receptionist), somebody(receptionist)
    visit(patient=ready.patient, episode=ready, therapist=therapist, by=receptionist)
    visit(patient=other, therapist=therapist, by=receptionist, start=at(11))
    shown = seen(desk, need="1")
    assert other.birth_name in shown
    assert ready.patient.birth_name not in shown


def test_the_desk_can_look_at_one_therapist(desk, receptionist, therapist, other_therapist):
    mine, other = somebody(receptionist), somebody(receptionist)
    visit(patient=mine, therapist=therapist, by=receptionist)
    visit(patient=other, therapist=other_therapist, by=receptionist)
    shown = seen(desk, therapist=str(therapist.pk))
    assert mine.birth_name in shown
    assert other.birth_name not in shown


def test_yesterday_and_tomorrow_are_one_press_away(desk, receptionist, therapist):
    patient = somebody(receptionist)
    visit(patient=patient, therapist=therapist, by=receptionist, start=at(9, days=1), room=room())
    assert patient.birth_name not in seen(desk)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    shown = seen(desk, day=f"{tomorrow}")
    assert patient.birth_name in shown
    assert "Kamer 1" in shown


def test_an_empty_day_says_what_will_be_here(desk):
    assert "No appointments on this day" in seen(desk)


def test_a_list_on_which_nobody_needs_anything_says_so(desk, receptionist, therapist):
    ready = ready_episode(therapist=therapist, by=receptionist)
    visit(patient=ready.patient, episode=ready, therapist=therapist, by=receptionist)
    assert "Everything is ready" in seen(desk, need="1")


def test_time_that_is_kept_free_is_no_visit(desk, receptionist, therapist):
    visit(patient=None, therapist=therapist, by=receptionist, kind="blocked")
    assert "No appointments on this day" in seen(desk)


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2026-02-31", "\x00", "😀"])
def test_a_day_that_cannot_be_is_today(desk, day):
    assert "Today" in seen(desk, day=day)


@pytest.mark.parametrize("therapist", ["x", "-1", "1" * 30, "²", "\x00"])
def test_a_therapist_who_cannot_be_is_everybody(desk, therapist):
    assert desk.get(reverse(DAY), {"therapist": therapist}).status_code == 200


@pytest.mark.parametrize("day", ["2026-11-24", "2027-03-28", "2027-10-31"])
def test_a_day_goes_from_midnight_to_midnight_also_when_the_clock_changes(receptionist, therapist, day):
    patient, wanted = somebody(receptionist), datetime.date.fromisoformat(day)
    for number, time in ((-1, "23:55"), (0, "00:00"), (0, "23:55"), (1, "00:00")):
        start = at_local(wanted + datetime.timedelta(days=number), datetime.time.fromisoformat(time))
        visit(patient=patient, therapist=therapist, by=receptionist, start=start)
    assert [one.appointment.start.minute for one in day_list.read(receptionist, wanted).visits] == [0, 55]


def test_a_day_is_looked_up_in_an_index(db):
    if connection.vendor == "postgresql":  # a table of few rows is read from end to end by right
        connection.cursor().execute("SET LOCAL enable_seqscan = off")
    plan = Appointment.objects.on_day(timezone.localdate()).explain()
    assert "index" in plan.lower()
    assert "seq scan" not in plan.lower()
    assert "SCAN practice_appointment" not in plan


def test_a_missed_visit_leads_to_the_waiting_list(desk, receptionist, therapist):
    patient = somebody(receptionist)
    visit(patient=patient, therapist=therapist, by=receptionist, state="no_show")
    assert f"{reverse('waiting_add', args=[patient.pk])}?kind=waiting" in seen(desk)


def test_nobody_came_tomorrow_yet(desk, receptionist, therapist):
    visit(patient=somebody(receptionist), therapist=therapist, by=receptionist, start=at(10, days=1))
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert 'value="arrived"' not in seen(desk, day=tomorrow.isoformat())


def test_opening_the_day_is_in_the_log(desk, receptionist):
    seen(desk)
    assert AuditEvent.objects.filter(verb="day.read", actor=receptionist).exists()


def test_fifty_visits_cost_as_many_queries_as_one(desk, therapist, receptionist):
    def book(number: int, episode: Episode) -> None:
        start = at(8) + datetime.timedelta(minutes=10 * number)
        where = {"episode": episode, "room": room(f"Kamer {number}")}
        visit(patient=episode.patient, therapist=therapist, by=receptionist, start=start, **where)

    def full() -> Episode:
        episode = ready_episode(therapist=therapist, by=receptionist)
        factories.submitted_intake(episode_=episode)
        return episode

    def new() -> Episode:
        return factories.episode(therapist=therapist, patient_=somebody(receptionist), by=receptionist)

    book(0, full())
    one = queries_of(desk, reverse(DAY))
    for number in range(1, 50):
        book(number, full() if number < 3 else new())
    assert len(day_list.read(receptionist, timezone.localdate()).visits) == 50
    assert queries_of(desk, reverse(DAY)) == one
