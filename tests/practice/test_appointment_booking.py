"""The page on which the desk and the therapist book."""

from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from practice.models import Appointment, Episode
from tests import factories, planning_world
from tests.planning_world import at, workday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def episode(therapist) -> Episode:
    return factories.episode(therapist=therapist)


def typed(episode: Episode, **extra: object) -> dict[str, object]:
    """The form as the desk fills it in."""
    return {
        "therapist": episode.therapist_id,
        "episode": episode.pk,
        "day": f"{workday():%d-%m}",
        "time": "930",
        "minutes": "30",
        "kind": "treatment",
        **extra,
    }


def address(episode: Episode, **extra: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"patient": episode.patient_id, **extra}.items())
    return f"{reverse('appointment_book')}?{query}"


def book(client: Client, episode: Episode, **extra: object) -> HttpResponse:
    return client.post(address(episode), typed(episode, **extra))


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_desk_books(desk, episode):
    response = book(desk, episode)
    booked = Appointment.objects.get()
    assert response.url == reverse("appointment", args=[booked.pk])
    assert (booked.start, booked.patient, booked.episode) == (at("09:30"), episode.patient, episode)


def test_pressing_twice_books_once(desk, episode):
    first, second = book(desk, episode), book(desk, episode)
    assert first.url == second.url
    assert "booked already" in said(second)
    assert Appointment.objects.count() == 1


def test_the_form_begins_with_the_therapist_and_the_episode_there_is(desk, episode):
    initial = desk.get(address(episode)).context["form"].initial
    assert (initial["therapist"], initial["episode"]) == (episode.therapist_id, episode.pk)
    assert initial["kind"] == "first"


def test_free_times_are_offered_before_anything_is_typed(desk, episode):
    offers = desk.get(address(episode)).context["offers"]
    assert len(offers) == 5
    assert min(offers) > timezone.now()


def test_a_free_time_of_the_calendar_is_filled_in(desk, episode):
    page = text(desk.get(address(episode, start=f"{workday():%Y-%m-%d}T10:15")))
    assert f'value="{workday():%d-%m-%Y}"' in page
    assert 'value="10:15"' in page


def test_choosing_an_offered_time_fills_it_in_and_books_nothing(desk, episode):
    pick = f"{workday():%Y-%m-%d}T11:00"
    response = book(desk, episode, look="1", pick=pick, day="", time="")
    assert 'value="11:00"' in text(response)
    assert not Appointment.objects.exists()


def test_looking_for_free_times_keeps_what_was_typed(desk, episode):
    response = book(desk, episode, look="1", time="", own_minutes="50")
    assert response.context["offers"]
    assert 'value="50"' in text(response)
    assert "error-summary" not in text(response)


def test_a_taken_time_says_who_is_busy_and_offers_others(desk, episode, therapist):
    other = planning_world.appointment(therapist=therapist, patient=factories.patient(first_name="Geheim"))
    response = book(desk, episode)
    assert f"{therapist} is busy at this time" in response.context["form"].errors["time"][0]
    assert at("10:00") in response.context["offers"]
    assert other.patient.first_name not in text(response)
    assert Appointment.objects.count() == 1


def test_an_offered_time_is_booked_with_one_press(desk, episode, therapist):
    planning_world.appointment(therapist=therapist)
    book(desk, episode, pick=f"{workday():%Y-%m-%d}T10:00")
    assert Appointment.objects.filter(patient=episode.patient, start=at("10:00")).exists()


def test_a_taken_room_is_named(desk, episode, other_therapist):
    room = planning_world.room("Kamer 4")
    planning_world.appointment(therapist=other_therapist, room=room)
    response = book(desk, episode, room=room.pk)
    assert "Kamer 4 is taken" in response.context["form"].errors["time"][0]


def test_a_patient_who_is_elsewhere_then_is_booked_when_that_is_meant(desk, episode, other_therapist):
    planning_world.appointment(therapist=other_therapist, patient=episode.patient)
    first = book(desk, episode)
    assert [doubt.code for doubt in first.context["doubts"]] == ["elsewhere"]
    assert book(desk, episode, sure="elsewhere ").status_code == 302


def test_one_doubt_confirmed_is_not_another_confirmed(desk, episode, other_therapist):
    planning_world.appointment(therapist=other_therapist, patient=episode.patient, time="18:00")
    assert book(desk, episode, time="18:00", sure="closed").status_code == 200
    assert book(desk, episode, time="18:00", sure="closed elsewhere").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("day", "31-02-2027"), ("day", "ooit"), ("day", "\0"), ("day", ""), ("day", "1-1-9999")),
        *(("time", "25:00"), ("time", "straks"), ("time", ""), ("time", "9:31"), ("time", "😀")),
        *(("minutes", "31"), ("minutes", "x"), ("own_minutes", "7"), ("own_minutes", "99999")),
        *(("own_minutes", "-5"), ("therapist", "9" * 30), ("therapist", ""), ("therapist", "x")),
        *(("room", "999999"), ("kind", "blocked"), ("kind", "x"), ("room", str(2**63))),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_keeps_the_rest(desk, episode, field, value):
    response = book(desk, episode, **{field: value})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert 'value="930"' in text(response) or field == "time"
    assert not Appointment.objects.exists()


def test_a_duration_of_ones_own_is_taken(desk, episode):
    book(desk, episode, own_minutes="55")
    assert Appointment.objects.get().minutes == 55


def test_an_hour_that_the_clock_skips_is_explained(desk, episode):
    response = book(desk, episode, day="28-03-2027", time="02:30")
    assert "does not exist" in response.context["form"].errors["time"][0]


@pytest.mark.parametrize(
    "query", ["patient=x", "patient=99999999", f"patient={2**63}", "episode=0", "patient="]
)
def test_an_address_about_nobody_is_not_found(desk, practice, query):
    assert desk.get(f"{reverse('appointment_book')}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["start=x", "start=%00", "start=9999-12-31T23:59", "episode=x", "room=x"])
def test_nonsense_in_the_rest_of_the_address_is_left_out(desk, episode, query):
    assert desk.get(f"{address(episode)}&{query}").status_code == 200


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+05:00"])
def test_the_end_of_time_is_no_moment_to_pick(desk, episode, moment):
    assert book(desk, episode, pick=moment).status_code in (200, 302)
    assert desk.get(f"{address(episode)}&{urlencode({'start': moment})}").status_code == 200


def test_without_a_patient_the_patient_is_found_first(desk, episode):
    found = desk.post(f"{reverse('appointment_book')}?start=2027-01-04T09:30", {"q": "berg"})
    assert f"patient={episode.patient_id}&amp;start=2027-01-04T09%3A30" in text(found)


def test_a_therapist_finds_no_patient_of_somebody_else(other_therapist_client, episode):
    found = other_therapist_client.post(reverse("appointment_book"), {"q": "berg"})
    assert f"patient={episode.patient_id}" not in text(found)


def test_a_therapist_books_only_in_the_own_calendar(therapist_client, episode, other_therapist):
    assert book(therapist_client, episode, therapist=other_therapist.pk).status_code == 200
    assert book(therapist_client, episode).status_code == 302
    assert Appointment.objects.get().therapist == episode.therapist


def test_time_is_kept_free_without_a_patient(desk, therapist):
    data = {"therapist": therapist.pk, "day": "morgen", "time": "12:30", "minutes": "30"}
    desk.post(f"{reverse('appointment_book')}?kind=blocked", data)
    assert Appointment.objects.get().kind == "blocked"


def test_the_page_to_keep_time_free_opens_before_a_therapist_is_chosen(desk, therapist, other_therapist):
    page = desk.get(f"{reverse('appointment_book')}?kind=blocked")
    assert page.status_code == 200 and page.context["form"].initial["therapist"] == ""


def test_who_has_no_episode_gets_an_appointment_page_too(desk, therapist, other_therapist):
    patient = factories.patient()
    assert desk.get(f"{reverse('appointment_book')}?patient={patient.pk}").status_code == 200


def test_a_therapist_whose_patient_another_treats_starts_with_the_own_calendar(
    therapist_client, therapist, other_therapist, episode
):
    factories.episode(therapist=other_therapist, patient_=episode.patient, complaint="neck")
    page = therapist_client.get(address(episode))
    assert page.context["form"].initial["therapist"] == therapist.pk


def test_durations_speak_the_language_of_who_reads_them(desk, episode, settings):
    assert "30 minutes" in text(desk.get(address(episode)))
    settings.LANGUAGE_CODE = "nl"
    assert "30 minuten" in text(desk.get(address(episode)))
