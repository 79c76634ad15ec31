"""Handing a plan over in a test, and what a patient does with it."""

import json

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from practice.models import Relation, User
from records.models import TreatmentPlan
from tests import factories

WORDS = "We maken je bovenrug soepel."  # of the plan that factories make
MOTHER = {"representative": "other", "other_name": "Els de Boer", "other_relation": Relation.PARENT}
DRAWN = json.dumps(
    {
        "size": [300, 200],
        "strokes": [[[10 * x, 20 + 9 * (x % 3)] for x in range(1, 20)], [[40, 40], [90, 120]]],
    }
)


def plan_for(therapist: User, years: int = 40, **extra: object) -> TreatmentPlan:
    """A plan to decide on, of a patient who reads English."""
    born = factories.years_ago(years)
    patient = factories.patient(birth_date=born, **{"language": "en", **extra})
    episode = factories.screened_episode(therapist=therapist, patient_=patient)
    return factories.signed_plan(episode_=episode)


def start(client: Client, plan: TreatmentPlan, **said: object) -> HttpResponse:
    return client.post(reverse("handover_start", args=[plan.episode_id]), said)


def read(client: Client) -> HttpResponse:
    return client.get(reverse("approval"))


def agreeing(client: Client, **extra: object) -> dict[str, object]:
    """Yes to every line that the page asks about."""
    form = read(client).context["form"]
    lines = {f"line_{line.key}": "agreed" for line in form.asked.open}
    return {"seen": form["seen"].value(), "go": "on", **lines, **extra}


def send(client: Client, **typed: object) -> HttpResponse:
    return client.post(reverse("approval"), typed)
