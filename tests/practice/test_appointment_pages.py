"""The pages of an appointment: moved, cancelled, put back, and who came."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from practice.actions import appointments
from practice.models import Appointment, AppointmentState, AuditEvent, Episode, TakenSlot
from tests import factories, planning_world
from tests.planning_world import at, workday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def episode(therapist) -> Episode:
    return factories.episode(therapist=therapist)


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def text(response: HttpResponse) -> str:
    return response.content.decode()


def post_move(client: Client, booked: Appointment, **extra: object) -> HttpResponse:
    data = {"therapist": booked.therapist_id, "day": f"{workday():%d-%m-%Y}", "time": "14:00"}
    data |= {"minutes": "30", "version": booked.version, **extra}
    return client.post(reverse("appointment_move", args=[booked.pk]), data)


def post_state(client: Client, booked: Appointment, state: str, **extra: object) -> HttpResponse:
    data = {"state": state, "version": booked.version, **extra}
    return client.post(reverse("appointment_state", args=[booked.pk]), data)


def today(booked: Appointment) -> Appointment:
    """The same appointment, an hour ago."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - datetime.timedelta(hours=1)
    Appointment.objects.filter(pk=booked.pk).update(start=hour)
    return Appointment.objects.get(pk=booked.pk)


def test_reading_an_appointment_is_in_the_log(desk, therapist):
    booked = planning_world.appointment(therapist=therapist)
    desk.get(reverse("appointment", args=[booked.pk]))
    assert AuditEvent.objects.get(verb="appointment.read").patient == booked.patient


def test_an_appointment_of_another_therapist_does_not_exist(other_therapist_client, therapist):
    booked = planning_world.appointment(therapist=therapist)
    assert other_therapist_client.get(reverse("appointment", args=[booked.pk])).status_code == 404


def test_moving_keeps_the_rest(desk, therapist):
    booked = planning_world.appointment(therapist=therapist)
    post_move(desk, booked)
    booked.refresh_from_db()
    assert (booked.start, booked.minutes, booked.therapist) == (at("14:00"), 30, therapist)


def test_who_moves_what_a_colleague_moved_sees_it_and_loses_nothing(desk, therapist):
    booked = planning_world.appointment(therapist=therapist)
    where = {"therapist": therapist, "room": None, "minutes": 30}
    appointments.move(appointment=booked, start=at("11:00"), version=1, by=therapist, **where)
    response = post_move(desk, booked)
    assert "11:00" in text(response)
    assert 'value="14:00"' in text(response)
    post_move(desk, booked, version=response.context["appointment"].version)
    booked.refresh_from_db()
    assert booked.start == at("14:00")


def test_moving_to_a_taken_time_offers_free_ones(desk, therapist):
    booked = planning_world.appointment(therapist=therapist)
    planning_world.appointment(therapist=therapist, time="14:00")
    response = post_move(desk, booked)
    assert "busy" in response.context["form"].errors["time"][0]
    assert at("13:30") in response.context["offers"]


def test_what_was_cancelled_meanwhile_is_not_moved(desk, therapist):
    booked = planning_world.appointment(therapist=therapist)
    appointments.cancel(appointment=booked, reason="patient", version=1, by=therapist)
    assert post_move(desk, booked).url == reverse("appointment", args=[booked.pk])


def test_cancelling_and_putting_back(desk, therapist):
    booked = planning_world.appointment(therapist=therapist)
    desk.post(reverse("appointment_cancel", args=[booked.pk]), {"version": 1, "reason": "patient"})
    booked.refresh_from_db()
    assert booked.is_cancelled
    post_state(desk, booked, "restore")
    booked.refresh_from_db()
    assert (booked.state, booked.slots.count()) == ("booked", 6)


def test_cancelling_asks_for_a_reason(desk, therapist):
    booked = planning_world.appointment(therapist=therapist)
    response = desk.post(reverse("appointment_cancel", args=[booked.pk]), {"version": 1})
    assert response.context["form"].errors["reason"] == ["Choose a reason."]


def test_time_that_was_kept_free_is_released_without_a_reason(desk, therapist):
    free = planning_world.blocked(therapist=therapist)
    desk.post(reverse("appointment_cancel", args=[free.pk]), {"version": 1, "reason": "mistake"})
    assert not TakenSlot.objects.exists()


def test_what_somebody_else_has_by_now_is_not_put_back(desk, therapist):
    booked = planning_world.appointment(therapist=therapist)
    gone = appointments.cancel(appointment=booked, reason="patient", version=1, by=therapist)
    planning_world.appointment(therapist=therapist)
    assert "cannot be put back" in said(post_state(desk, gone, "restore"))


def test_the_desk_notes_who_is_here_and_goes_back_to_its_list(desk, therapist):
    booked = today(planning_world.appointment(therapist=therapist))
    response = post_state(desk, booked, "arrived", next="/healthz?day=1")
    assert response.url == "/healthz?day=1"
    booked.refresh_from_db()
    assert booked.state == AppointmentState.ARRIVED


@pytest.mark.parametrize(
    "back", ["https://elders.example.org/", "//elders.example.org", "\0", "javascript:x"]
)
def test_it_never_goes_back_to_another_site(desk, therapist, back):
    booked = today(planning_world.appointment(therapist=therapist))
    assert post_state(desk, booked, "arrived", next=back).url == reverse("appointment", args=[booked.pk])


@pytest.mark.parametrize("extra", [{"state": "x"}, {"version": "x"}, {"version": "9" * 40}, {"version": ""}])
def test_a_state_that_makes_no_sense_changes_nothing(desk, therapist, extra):
    booked = planning_world.appointment(therapist=therapist)
    data = {"state": "arrived", "version": 1, **extra}
    assert desk.post(reverse("appointment_state", args=[booked.pk]), data).status_code == 302
    booked.refresh_from_db()
    assert booked.state == AppointmentState.BOOKED


def test_who_loses_to_a_colleague_reads_a_sentence(desk, therapist):
    booked = today(planning_world.appointment(therapist=therapist))
    Appointment.objects.filter(pk=booked.pk).update(version=7)
    assert "colleague" in said(post_state(desk, booked, "missed"))


def test_the_page_of_the_patient_shows_what_comes_first(desk, therapist, episode):
    soon = planning_world.appointment(therapist=therapist, patient=episode.patient)
    before = today(planning_world.appointment(therapist=therapist, patient=episode.patient, time="15:00"))
    Appointment.objects.filter(pk=before.pk).update(start=before.start - datetime.timedelta(days=3))
    shown = desk.get(reverse("patient_detail", args=[episode.patient_id])).context["appointments"]
    assert ([one.pk for one in shown.coming], [one.pk for one in shown.before]) == ([soon.pk], [before.pk])


def test_a_therapist_opens_from_there_only_what_is_in_the_own_calendar(
    therapist_client, therapist, other_therapist, episode
):
    own = planning_world.appointment(therapist=therapist, patient=episode.patient)
    planning_world.appointment(therapist=other_therapist, patient=episode.patient, time="15:00")
    shown = therapist_client.get(reverse("patient_detail", args=[episode.patient_id])).context
    assert shown["appointments"].may_open == {own.pk}


def asked(client: Client, path: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_fifty_appointments_ask_no_more_than_one(desk, therapist, episode):
    path = reverse("patient_detail", args=[episode.patient_id])
    about = {"therapist": therapist, "patient": episode.patient, "room": planning_world.room()}
    planning_world.appointment(**about)
    desk.get(path)
    one = asked(desk, path)
    for number in range(49):
        planning_world.appointment(**about, time=f"{8 + number % 9:02}:00", days=2 + number // 9)
    assert asked(desk, path) == one


def test_who_closes_an_episode_sees_what_is_still_booked(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    booked = planning_world.appointment(therapist=therapist, patient=episode.patient, episode=episode)
    page = text(therapist_client.get(reverse("closing", args=[episode.pk])))
    assert reverse("appointment", args=[booked.pk]) in page


def test_an_appointment_of_a_closed_episode_is_pointed_out_at_the_desk(desk, therapist, episode):
    planning_world.appointment(therapist=therapist, patient=episode.patient, episode=episode)
    episode.move_to("closed")
    assert "episode is closed" in text(desk.get(reverse("patient_detail", args=[episode.patient_id])))
