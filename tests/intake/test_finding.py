"""The desk's first page: one search box, and who waits for something."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import actions
from intake.models import Intake, Invitation
from practice.models import Episode, Message, Patient, User
from tests import factories, mail_world
from tests.pages import main, page, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def episode(therapist, receptionist) -> Episode:
    return factories.episode(therapist=therapist, by=receptionist)


@pytest.fixture
def invitation(episode, receptionist) -> Invitation:
    return actions.invite_patient(episode=episode, by=receptionist)[0]


def days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def test_the_day_starts_at_the_search_box(desk):
    response = desk.get(reverse("home"), follow=True)
    assert "autofocus" in page(response)


def test_a_patient_is_found_without_javascript(desk, episode):
    response = desk.post(reverse("patient_list"), {"q": "berg"}, follow=True)
    assert response.redirect_chain == [(reverse("patient_list") + "?q=berg", 302)]
    assert "Berg, Sanne van den" in main(response)
    assert "Upper back: no intake sent yet" in main(response)


def test_results_appear_while_typing(desk, episode):
    response = desk.post(reverse("patient_list"), {"q": "berg"}, headers={"HX-Request": "true"})
    assert "Berg, Sanne van den" in page(response)
    assert "<html" not in page(response)
    assert response["HX-Replace-Url"] == reverse("patient_list") + "?q=berg"


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_a_bsn_finds_its_patient_and_never_stands_in_an_address(desk, receptionist, htmx):
    patient = factories.patient(by=receptionist, bsn="999990019")
    response = desk.post(reverse("patient_list"), {"q": "9999.90.019"}, headers=htmx)
    assert reverse("patient_detail", args=[patient.pk]) in (page(response) or response["Location"])
    assert "99019" not in response.get("Location", "") + response.get("HX-Replace-Url", "")


def test_an_unknown_bsn_is_said_so_and_forgotten(desk, receptionist):
    response = desk.post(reverse("patient_list"), {"q": "999990019"}, follow=True)
    assert "Nobody here has this BSN" in main(response)
    assert "999990019" not in main(response)


def test_a_bsn_in_an_address_finds_nobody(desk, receptionist):
    factories.patient(by=receptionist, bsn="999990019")
    assert "Nobody found" in main(desk.get(reverse("patient_list"), {"q": "999990019"}))


def test_a_patient_number_leads_straight_to_the_patient(desk, episode):
    response = desk.post(reverse("patient_list"), {"q": str(episode.patient.number)})
    assert response["Location"] == reverse("patient_detail", args=[episode.patient_id])


def test_nobody_found_offers_to_register(desk, receptionist):
    response = desk.get(reverse("patient_list"), {"q": "nobody 1-1-1970"})
    assert "Nobody found" in main(response)
    assert reverse("patient_register") + "?q=nobody" in main(response)


@pytest.mark.parametrize("text", ["\x00", "%", "x" * 9000, "' OR 1=1 --", "9" * 500, "🦴", "   "])
def test_no_search_breaks_the_page(desk, episode, text):
    assert desk.get(reverse("patient_list"), {"q": text, "page": "x"}).status_code == 200
    assert desk.post(reverse("patient_list"), {"q": text}, follow=True).status_code == 200


def test_a_therapist_finds_own_patients_only(therapist_client, other_therapist, episode, receptionist):
    other = factories.patient(by=receptionist, birth_name="Bergman", bsn="999990019")
    factories.episode(therapist=other_therapist, patient_=other)
    found = main(therapist_client.get(reverse("patient_list"), {"q": "berg"}))
    assert "Sanne van den" in found
    assert "Bergman" not in found
    empty = main(therapist_client.get(reverse("patient_list")))
    assert "Bergman" not in empty
    by_bsn = therapist_client.post(reverse("patient_list"), {"q": "999990019"})
    assert by_bsn["Location"] == reverse("patient_list")


@pytest.fixture
def world(therapist, receptionist) -> tuple[User, User]:
    return therapist, receptionist


def many(number: int, therapist, receptionist) -> None:
    for index in range(number):
        patient = factories.patient(by=receptionist, birth_name=f"Berg{index}")
        episode = factories.episode(therapist=therapist, patient_=patient)
        actions.invite_patient(episode=episode, by=receptionist)
    Invitation.objects.update(created_at=days_ago(4))


@pytest.mark.parametrize(("text", "few", "more"), [("", 1, 49), ("berg", 1, 19), ("berg", 21, 29)])
def test_fifty_patients_cost_as_many_queries_as_one(desk, world, text, few, more):
    """More than fit on the screen cost two more, which look for the best of them."""
    many(few, *world)
    before = queries_of(desk, reverse("patient_list"), {"q": text})
    many(more, *world)
    assert queries_of(desk, reverse("patient_list"), {"q": text}) == before


def test_more_than_a_screenful_is_said_and_not_counted(desk, therapist, receptionist):
    many(21, therapist, receptionist)
    found = main(desk.get(reverse("patient_list"), {"q": "berg"}))
    assert "More than 20 patients found: type more" in found
    assert found.count("data-result") == 20


# Who waits for the desk


def waiting(client) -> str:
    return main(client.get(reverse("patient_list"))).split('id="recent"')[0]


def test_a_quiet_desk_says_so(desk):
    assert "Nobody waits for the desk" in waiting(desk)


def test_a_patient_without_episode_waits(desk, receptionist):
    factories.patient(by=receptionist)
    assert "registered, no episode yet" in waiting(desk)


def test_an_episode_without_intake_waits(desk, episode):
    assert "no intake sent yet" in waiting(desk)


def test_a_fresh_link_does_not_wait(desk, invitation):
    assert "Nobody waits" in waiting(desk)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"locked_at": timezone.now()}, "link locked"),
        ({"expires_at": days_ago(1)}, "link expired"),
        ({"created_at": days_ago(3)}, "link not opened yet"),
        ({"opened_at": days_ago(4)}, "link opened, form not started"),
    ],
)
def test_trouble_with_a_link_waits(desk, invitation, change, sentence):
    Invitation.objects.update(**change)
    assert sentence in waiting(desk)


def test_a_link_that_could_not_be_mailed_waits(desk, invitation):
    Invitation.objects.update(message=mail_world.queued(patient=invitation.intake.episode.patient))
    Message.objects.update(state="failed")
    assert "mail could not be sent" in waiting(desk)


def test_a_form_left_half_way_waits(desk, invitation):
    Intake.objects.update(status="started", started_at=days_ago(5), saved_at=days_ago(4))
    assert "started, not finished" in waiting(desk)


def test_a_withdrawn_link_waits(desk, invitation, receptionist):
    actions.revoke_invitation(invitation=invitation, by=receptionist)
    assert "link withdrawn" in waiting(desk)


def test_who_came_from_another_system_without_an_episode_does_not_wait(desk, receptionist):
    patient = factories.patient(by=receptionist)
    Patient.objects.filter(pk=patient.pk).update(previous_number="A-17")
    assert "Nobody waits" in waiting(desk)
