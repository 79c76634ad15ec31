"""A staff session that nobody touches is over; a page that saves or renews itself does not keep it."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from practice import idle
from practice.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def left_alone(client: Client, seconds: float) -> None:
    session = client.session
    session[idle.TOUCHED] = time.time() - seconds
    session.save()


def touched_ago(client: Client) -> float:
    return time.time() - client.session[idle.TOUCHED]


@pytest.fixture
def over(settings) -> float:
    return settings.STAFF_IDLE_MINUTES * 60 + idle.GRACE + 1


def test_signing_in_is_use(therapist_client):
    assert touched_ago(therapist_client) < 5


def test_who_left_it_alone_signs_in_again_and_comes_back(therapist_client, over):
    left_alone(therapist_client, over)
    answer = therapist_client.get(reverse("work_list"))
    assert answer.url == f"{reverse('account_login')}?next={reverse('work_list')}"
    assert AuditEvent.objects.filter(verb="staff.signed_out").count() == 1


def test_just_in_time_is_in_time(therapist_client, over):
    left_alone(therapist_client, over - 10)
    assert therapist_client.get(reverse("work_list")).status_code == 200
    assert touched_ago(therapist_client) < 5


@pytest.mark.parametrize("headers", [JSON, {"HX-Request": "true"}])
def test_what_a_page_does_by_itself_is_no_use(therapist_client, headers):
    left_alone(therapist_client, 300)
    therapist_client.get(reverse("alert_count"), headers=headers)
    assert touched_ago(therapist_client) > 290


def test_who_types_or_points_is_there(therapist_client):
    left_alone(therapist_client, 300)
    assert therapist_client.post(reverse("still_here"), headers=JSON).status_code == 200
    assert touched_ago(therapist_client) < 5


def test_too_late_to_stay(therapist_client, over):
    left_alone(therapist_client, over)
    answer = therapist_client.post(reverse("still_here"), headers=JSON)
    assert (answer.status_code, answer.json()) == (401, {"problem": "signed_out"})


def test_what_was_typed_without_a_script_waits_to_be_sent_again(therapist, therapist_client, over):
    episode = factories.screened_episode(therapist=therapist)
    left_alone(therapist_client, over)
    answer = therapist_client.post(reverse("history", args=[episode.pk]), {"course": "Zes weken"})
    assert answer.status_code == 401
    assert ("course", "Zes weken") in answer.context["kept"]


def test_a_page_of_a_patient_does_not_keep_a_colleague_signed_in(therapist_client):
    left_alone(therapist_client, 300)
    therapist_client.get(reverse("intake_birth_date"))
    assert touched_ago(therapist_client) > 290


def test_every_page_of_staff_asks_before(therapist_client, settings):
    page = therapist_client.get(reverse("work_list")).content.decode()
    assert f'data-seconds="{settings.STAFF_IDLE_MINUTES * 60}"' in page
    assert "idle.js" not in Client().get(reverse("account_login")).content.decode()
