"""The device in the patient's hands: it shows one plan, and nothing else until staff sign in again."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from practice.models import Relation
from records.models import Consent
from tests import factories
from tests.conftest import signed_in
from tests.pages import page

pytestmark = pytest.mark.django_db

PLAN = "We maken je bovenrug soepel."
MOTHER = {"representative": "other", "other_name": "Els de Boer", "other_relation": Relation.PARENT}
DRAWN = json.dumps(
    {
        "size": [300, 200],
        "strokes": [[[10 * x, 20 + 9 * (x % 3)] for x in range(1, 20)], [[40, 40], [90, 120]]],
    }
)


def plan_for(therapist, years: int = 40, **extra: object):
    patient = factories.patient(birth_date=factories.years_ago(years), **extra)
    episode = factories.screened_episode(therapist=therapist, patient_=patient)
    return factories.signed_plan(episode_=episode)


@pytest.fixture
def plan(therapist):
    return plan_for(therapist)


def start(client: Client, plan, **said: object):
    return client.post(reverse("handover_start", args=[plan.episode_id]), said)


@pytest.fixture
def tablet(therapist_client, plan) -> Client:
    """The therapist's browser, after the plan was handed over on it."""
    start(therapist_client, plan)
    return therapist_client


def read(client: Client):
    return client.get(reverse("approval"))


def agreeing(client: Client, **extra: object) -> dict[str, object]:
    """Yes to every line that the page asks about."""
    form = read(client).context["form"]
    lines = {f"line_{line.key}": "agreed" for line in form.asked.open}
    return {"seen": form["seen"].value(), "go": "on", **lines, **extra}


def send(client: Client, **typed: object):
    return client.post(reverse("approval"), typed)


def test_one_tap_hands_the_plan_of_an_adult_over(therapist_client, plan):
    response = start(therapist_client, plan)
    assert response["Location"] == reverse("approval")
    assert PLAN in page(read(therapist_client))


def test_the_staff_session_is_over_in_this_browser_only(therapist, therapist_client, plan):
    elsewhere = signed_in(therapist)
    start(therapist_client, plan)
    assert "sessionid" not in {name for name, one in therapist_client.cookies.items() if one.value}
    assert elsewhere.get(reverse("work_list")).status_code == 200


def test_a_patient_signs_by_drawing(tablet):
    assert send(tablet, **agreeing(tablet, patient_strokes=DRAWN))["Location"] == reverse("approval_done")
    consent = Consent.objects.get()
    assert (consent.decision, consent.method, consent.signatures[0]["how"]) == ("given", "screen", "drawn")
    assert "You agreed to the plan" in page(tablet.get(reverse("approval_done")))
