"""Reading the plan at home: nothing of it exists until the practice switches it on."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from practice.models import AuditEvent
from records.models import Consent, Handover
from tests import factories
from tests.pages import page
from tests.records.handing import DRAWN, WORDS, agreeing, plan_for, read, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(therapist):
    return plan_for(therapist)


@pytest.fixture
def switched_on(settings) -> None:
    settings.REMOTE_APPROVAL = True


@pytest.fixture
def link(switched_on, therapist_client, plan, django_capture_on_commit_callbacks) -> str:
    """The address in the mail that the therapist sent."""
    with django_capture_on_commit_callbacks(execute=True):
        therapist_client.post(
            reverse("approval_send", args=[plan.episode_id]), {"email": "sanne@example.org"}
        )
    return re.search(r"http://[^/]+(/a/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def home(link) -> Client:
    """The patient's browser, with the link opened."""
    client = Client()
    client.get(link)
    return client


def give(client: Client, plan, days: int = 0):
    born = plan.episode.patient.birth_date
    return client.post(
        reverse("approval_birth_date"), {"day": born.day, "month": born.month, "year": born.year - days}
    )


def test_switched_off_there_is_no_button_and_no_address(therapist_client, plan):
    assert "/consent/send/" not in page(therapist_client.get(reverse("consent", args=[plan.episode_id])))
    for name, args in (
        ("approval_send", [plan.episode_id]),
        ("approval_revoke", [plan.episode_id]),
        ("approval_enter", ["x"]),
        ("approval_birth_date", []),
    ):
        assert therapist_client.get(reverse(name, args=args)).status_code == 404


def test_switched_off_later_a_link_that_was_open_shows_nothing(home, plan, settings):
    give(home, plan)
    assert WORDS in page(read(home))
    settings.REMOTE_APPROVAL = False
    assert read(home).status_code == 404


def test_the_mail_says_nothing_about_the_plan_and_the_token_is_stored_nowhere(link, plan):
    [message] = mail.outbox
    token = link.split("/")[2]
    assert WORDS not in message.body
    assert len(token) >= 43
    assert token not in str(list(Handover.objects.values()))
    assert token not in str(list(AuditEvent.objects.values()))


def test_a_patient_reads_and_signs_at_home(home, plan):
    assert read(home)["Location"] == reverse("approval_birth_date")
    assert give(home, plan)["Location"] == reverse("approval")
    send(home, **agreeing(home, patient_strokes=DRAWN))
    assert Consent.objects.get().method == "remote"


def test_five_wrong_birth_dates_lock_the_link(home, link, plan):
    for _ in range(5):
        give(home, plan, days=1)
    assert Handover.objects.get().locked_at
    assert give(home, plan).status_code == 200
    assert WORDS not in page(read(home))
    assert Client().get(link).status_code == 404


def test_after_a_pause_the_birth_date_is_asked_again(home, plan, settings):
    give(home, plan)
    settings.INTAKE_IDLE_MINUTES = -1
    assert read(home)["Location"] == reverse("approval_birth_date")


def test_the_therapist_takes_the_link_back(home, link, therapist_client, plan):
    give(home, plan)
    therapist_client.post(reverse("approval_revoke", args=[plan.episode_id]))
    assert WORDS not in page(read(home))
    assert Client().get(link).status_code == 404


def test_a_newer_link_ends_the_one_before(link, therapist_client, plan):
    therapist_client.post(reverse("approval_send", args=[plan.episode_id]), {"email": "sanne@example.org"})
    assert Client().get(link).status_code == 404


def test_a_mail_that_cannot_go_is_said(switched_on, therapist_client, plan):
    answer = therapist_client.post(reverse("approval_send", args=[plan.episode_id]), {"email": "geen adres"})
    assert "email" in answer.context["form"].errors


def test_other_pages_of_a_patient_at_home_stay_open(home, plan):
    _, token = factories.invitation(therapist=plan.episode.therapist)
    assert home.get(reverse("intake_enter", args=[token]))["Location"] == reverse("intake_birth_date")


def test_wrong_links_are_counted_per_connection(switched_on, db, settings):
    settings.INTAKE_TRIES_PER_ADDRESS = 2
    answers = [Client().get(reverse("approval_enter", args=["gokje"])).status_code for _ in range(3)]
    assert answers == [404, 404, 429]
