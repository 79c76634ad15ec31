"""Each version of a plan says what changed since the one before, and why."""

import pytest
from django.urls import reverse
from django.utils import translation

from records.models import TreatmentPlan
from records.plan_lines import texts_of
from records.plan_versions import changes_between, versions
from tests import factories

pytestmark = pytest.mark.django_db

EXERCISE = {
    "code": "exercise",
    "label_nl": "Oefentherapie",
    "label_en": "Exercise therapy",
    "hands_off": True,
}


@pytest.fixture
def first(therapist) -> TreatmentPlan:
    return factories.signed_plan(episode_=factories.screened_episode(therapist=therapist))


def next_version(plan: TreatmentPlan, *more: dict, row: dict | None = None, **extra: object) -> TreatmentPlan:
    content = factories.plan_content(amend_reason="Meer oefenen", **extra)
    content["interventions"] = [{**content["interventions"][0], **(row or {})}, *more]
    return factories.sign_content(plan, content)


def told(before: TreatmentPlan, after: TreatmentPlan) -> list[tuple[str, str]]:
    with translation.override("nl"):
        return [(one.kind, one.name) for one in changes_between(before, after)]


def test_a_copy_changed_nothing(first):
    assert told(first, next_version(first)) == []


def test_what_was_changed_added_and_taken_out_is_said(first):
    after = next_version(first, EXERCISE, row={"detail": "Th4-6"}, session_count=8, diagnosis="Anders")
    found = told(first, after)
    assert [kind for kind, _name in found] == ["changed", "changed", "added", "changed"]
    assert "Oefentherapie" in [name for _kind, name in found]
    assert ("removed", "Oefentherapie") in told(after, next_version(after))


def test_texts_that_moved_to_their_intervention_did_not_change(first):
    before = next_version(first, explained_what="Rustig.\nMobilisatie: wiegen.")
    moved = texts_of(before, "nl").rows[before.interventions.get().pk]
    assert moved["what"] == "wiegen."
    assert told(before, next_version(before, row=moved, explained_what="Rustig.")) == []


def test_the_page_says_reason_and_change_of_each_version(therapist_client, first):
    second = next_version(first, row={"detail": "Th4-6"})
    next_version(second, row={"detail": "Th7-9"})
    page = therapist_client.get(reverse("plan", args=[first.episode_id])).content.decode()
    assert page.count('class="plan-changes"') == 2
    assert "<del" in page
    assert page.count("Meer oefenen") == 2


def test_more_versions_cost_no_more_queries(first, django_assert_num_queries):
    plan = first
    for number in range(3):
        plan = next_version(plan, session_count=number + 1)
    rows = TreatmentPlan.objects.select_related("episode__patient").prefetch_related("goals", "interventions")
    with django_assert_num_queries(3):
        assert len(versions(rows.filter(episode=first.episode_id))) == 4
