"""The page that books a series: look, change, book all or none; and no word of the plan for the desk."""

import pytest
from django.urls import reverse

from practice.actions import block_time
from practice.models import Appointment, AppointmentState, AuditEvent
from tests import factories
from tests.calendar_world import DAY, booked, on, quiet_monday
from tests.marked import MARK
from tests.pages import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday():
    return quiet_monday()


@pytest.fixture
def episode(therapist):
    made = factories.screened_episode(therapist=therapist)
    frequency = f"eens per week, {MARK} bij meer pijn"
    factories.approved_plan(episode_=made, session_count=4, frequency=frequency, diagnosis=MARK)
    return made


def asked(therapist, monday, number=3, **extra):
    setup = {"number": number, "rhythm": "1-1", "day": f"{monday:%d-%m-%Y}", "time": "10:00"}
    return {**setup, "therapist": therapist.pk, "minutes": 30, "room": "", **extra}


def sent(therapist, monday, number=3, **extra):
    """What the page sends when nothing was changed."""
    lines = {"lines": number}
    for position in range(number):
        lines |= {f"use_{position}": "on", f"day_{position}": f"{monday + 7 * position * DAY:%d-%m-%Y}"}
        lines |= {f"time_{position}": "10:00"}
    return {**asked(therapist, monday, number), **lines, **extra}


def page(client, episode, data=None):
    return client.get(reverse("appointment_series", args=[episode.pk]), data or {})


def book(client, episode, data):
    return client.post(reverse("appointment_series_book", args=[episode.pk]), data)


def test_the_desk_reads_number_and_rhythm_and_nothing_else_of_the_plan(desk, episode, therapist, monday):
    for data in ({}, asked(therapist, monday)):
        text = main(page(desk, episode, data))
        assert MARK not in text
        assert "een keer per week" in text or "once a week" in text
    assert 'value="4"' in main(page(desk, episode))


def test_without_an_approved_plan_number_and_rhythm_are_given_by_hand(desk, therapist, monday):
    made = factories.episode(therapist=therapist)
    assert page(desk, made).status_code == 200
    book(desk, made, sent(therapist, monday))
    assert made.appointments.count() == 3


def test_proposed_times_can_be_booked_as_they_stand(desk, episode, therapist, monday):
    text = main(page(desk, episode, asked(therapist, monday)))
    assert all(f'value="{monday + 7 * week * DAY:%d-%m-%Y}"' in text for week in range(3))
    response = book(desk, episode, sent(therapist, monday))
    assert response.url == reverse("patient_detail", args=[episode.patient_id])
    starts = [on(monday + 7 * week * DAY, "10:00") for week in range(3)]
    assert list(episode.appointments.values_list("start", flat=True)) == starts


def test_a_line_that_is_not_ticked_is_not_booked(desk, episode, therapist, monday):
    data = sent(therapist, monday)
    del data["use_1"]
    book(desk, episode, data)
    assert episode.appointments.count() == 2


def test_one_time_that_is_gone_books_nothing_and_keeps_the_rest(desk, episode, therapist, monday):
    block_time(therapist=therapist, start=on(monday + 7 * DAY, "10:00"), minutes=30, by=therapist)
    response = book(desk, episode, sent(therapist, monday, time_2="half elf"))
    text = main(response)
    assert episode.appointments.count() == 0
    assert text.count("is-taken") == 1
    assert 'value="half elf"' in text


def test_the_nearest_free_time_is_taken_with_its_button(desk, episode, therapist, monday):
    block_time(therapist=therapist, start=on(monday, "10:00"), minutes=45, by=therapist)
    address = reverse("appointment_series", args=[episode.pk])
    assert 'name="nearest" value="0"' in main(desk.post(address, sent(therapist, monday)))
    text = main(desk.post(address, sent(therapist, monday, nearest="0")))
    assert 'value="09:30"' in text
    assert "is-taken" not in text


def test_looking_again_books_nothing(desk, episode, therapist, monday):
    desk.post(reverse("appointment_series", args=[episode.pk]), sent(therapist, monday))
    assert Appointment.objects.count() == 0


def test_the_button_pressed_twice_books_once(desk, episode, therapist, monday):
    for _ in range(2):
        assert book(desk, episode, sent(therapist, monday)).status_code == 302
    assert episode.appointments.count() == 3


def test_a_closed_episode_gets_no_series(desk, episode, therapist, monday):
    type(episode).objects.filter(pk=episode.pk).update(phase="closed", closed_at="2026-01-01T00:00Z")
    response = book(desk, episode, sent(therapist, monday))
    assert response.status_code == 200
    assert episode.appointments.count() == 0


def test_a_therapist_books_in_the_own_calendar_only(therapist_client, episode, other_therapist, monday):
    response = book(therapist_client, episode, sent(other_therapist, monday))
    assert response.status_code == 200
    assert episode.appointments.count() == 0


@pytest.mark.parametrize(
    "odd",
    [
        {"lines": "0"},
        {"lines": "99999999999999999999"},
        {"lines": "x"},
        {"day_0": "a\x00b"},
        {"day_0": "31-12-9999"},
        {"time_0": "25:99"},
        {"day_0": "😀" * 50},
        {"therapist": "9" * 30},
        {"room": "x"},
        {"minutes": "-5"},
        {"rhythm": "9-9"},
        {"number": "1e9"},
    ],
)
def test_odd_input_gets_a_sentence(desk, episode, therapist, monday, odd):
    data = {**sent(therapist, monday), **odd}
    assert book(desk, episode, data).status_code == 200
    assert desk.post(reverse("appointment_series", args=[episode.pk]), data).status_code == 200
    assert page(desk, episode, {**asked(therapist, monday), **odd}).status_code == 200
    assert episode.appointments.count() == 0


def test_reading_is_noted_as_looking_at_the_state(desk, episode, receptionist):
    page(desk, episode)
    assert AuditEvent.objects.filter(verb="episode.state_read", actor=receptionist).exists()


def test_more_appointments_take_no_more_queries(
    desk, episode, therapist, monday, django_assert_max_num_queries
):
    booked(episode, monday, "09:00")
    page(desk, episode)
    with django_assert_max_num_queries(30):
        page(desk, episode, asked(therapist, monday, number=20))


# --- what is left of a series


@pytest.fixture
def three(desk, episode, therapist, monday):
    book(desk, episode, sent(therapist, monday))
    return list(episode.appointments.order_by("start"))


def cancel(client, row, **extra):
    data = {"version": row.version, "reason": "patient", **extra}
    return client.post(reverse("appointment_series_cancel", args=[row.pk]), data)


def test_from_one_appointment_the_rest_of_the_series_is_cancelled(desk, three):
    cancel(desk, three[1])
    states = [row.state for row in Appointment.objects.order_by("start")]
    assert states == [AppointmentState.BOOKED, AppointmentState.CANCELLED, AppointmentState.CANCELLED]


def test_the_page_lists_what_would_go(desk, three):
    text = main(desk.get(reverse("appointment_series_cancel", args=[three[1].pk])))
    assert text.count("10:00") == 2


def test_another_series_stays(desk, three, episode, therapist, monday):
    other = booked(episode, monday + DAY, "11:00")
    cancel(desk, three[0])
    other.refresh_from_db()
    assert other.state == AppointmentState.BOOKED


def test_an_appointment_that_a_colleague_changed_cancels_nothing(desk, three):
    Appointment.objects.filter(pk=three[0].pk).update(version=7)
    cancel(desk, three[0])
    assert not Appointment.objects.filter(state=AppointmentState.CANCELLED).exists()


def test_without_a_reason_nothing_is_cancelled(desk, three):
    assert cancel(desk, three[0], reason="").status_code == 200
    assert not Appointment.objects.filter(state=AppointmentState.CANCELLED).exists()


def test_a_single_appointment_has_no_rest(desk, episode, monday):
    row = booked(episode, monday)
    assert cancel(desk, row).status_code == 302
    row.refresh_from_db()
    assert row.state == AppointmentState.BOOKED
