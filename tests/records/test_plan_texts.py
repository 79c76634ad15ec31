"""Texts that stand with each intervention: what is read, and what counts as the same as before."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from records.actions.plan import save_plan, sign_plan
from records.consent_lines import AGREED, CHANGED
from records.errors import IncompleteError
from records.interventions import load
from records.models import TreatmentPlan
from records.plan_lines import plan_lines
from tests import factories
from tests.records.deciding import decide, handover
from tests.records.test_consent_lines import MOB, OWN, parts, states
from tests.records.test_plan_explained import as_sent

pytestmark = pytest.mark.django_db

CONTENT = load().find("mob")
TEXTS = {"what": "Ik wieg.", "why": "Dat is fijn.", "risks": "Even stijf.", "alternatives": "Wachten."}
NOTHING = {f"explained_{topic}": "" for topic in TEXTS}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def signed(episode, *rows: dict, amends: TreatmentPlan | None = None, **extra: object) -> TreatmentPlan:
    content = {**factories.plan_content(**extra), "interventions": list(rows)}
    plan = TreatmentPlan(episode=episode, amends=amends)
    by = episode.therapist
    return sign_plan(plan=save_plan(plan=plan, **content, version=0, by=by), by=by)


# --- what is read


def test_its_own_text_is_read(episode):
    plan = signed(episode, {**MOB, **TEXTS}, **NOTHING)
    told = parts(plan, "do-mob", "en")
    assert [told[name] for name in ("What", "Why", "Risks", "Other possibilities")] == list(TEXTS.values())


def test_a_text_of_the_content_is_read_in_the_reading_language(episode):
    plan = signed(episode, {**MOB, **TEXTS, "what": CONTENT.what["nl"]}, **NOTHING)
    assert parts(plan, "do-mob", "en")["What"] == CONTENT.what["en"]
    assert parts(plan, "do-mob", "nl")["Wat"] == CONTENT.what["nl"]


def test_what_is_said_of_it_for_the_plan_as_a_whole_is_not_lost(episode):
    plan = signed(episode, {**MOB, **TEXTS}, explained_what="Mobilisatie: en soms ook staand.")
    assert parts(plan, "course", "en")["What we are going to do"] == "Mobilisatie: en soms ook staand."


def test_a_topic_left_empty_is_read_from_the_content(episode):
    plan = signed(episode, {**MOB, "what": "Ik wieg.", "why": "Fijn."}, **NOTHING)
    assert parts(plan, "do-mob", "en")["Other possibilities"] == CONTENT.alternatives["en"]


# --- the same as before


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"explained_what": f"Mobilisatie: {CONTENT.what['nl']}"},
        {"explained_what": "Mobilisatie: eigen woorden.\nWe maken je los."},
        {"explained_what": f"- Mobilisatie: {CONTENT.what['en']}", "explained_risks": "Mobilisatie: stijf."},
    ],
    ids=["from the content", "filled in from the content", "own words", "in two languages"],
)
def test_a_plan_from_before_is_copied_without_asking_anything_again(therapist_client, episode, told):
    before = factories.signed_plan(episode_=episode, **told)
    decide(handover(before))
    form = therapist_client.get(reverse("plan_amend", args=[episode.pk])).context["form"]
    typed = {**as_sent(form), "amend_reason": "Alleen de diagnose", "diagnosis": "Anders"}
    therapist_client.post(reverse("plan_sign", args=[episode.pk]), typed)
    now = episode.plans.newest()
    assert now.version == 2
    assert now.interventions.get().what
    assert set(states(now).values()) == {AGREED}


def test_another_text_is_asked_again(episode):
    before = signed(episode, {**MOB, **TEXTS}, **NOTHING)
    decide(handover(before))
    now = signed(episode, {**MOB, **TEXTS, "risks": "Twee dagen stijf."}, amends=before, amend_reason="x")
    assert states(now)["do-mob"] == CHANGED


def test_a_fingerprint_does_not_follow_the_content(episode, monkeypatch):
    plan = signed(episode, {**MOB, **TEXTS, "what": CONTENT.what["nl"]}, **NOTHING)
    before = [line.fingerprint for line in plan_lines(plan, "nl")]
    monkeypatch.setitem(CONTENT.what, "nl", "Nieuwe woorden in de lijst.")
    assert [line.fingerprint for line in plan_lines(plan, "nl")] == before


def test_a_later_evaluation_is_asked_again_and_the_level_of_a_goal_is_not(episode):
    goal = {"is_main": True, "text": "Een uur achter het bureau zitten"}
    before = signed(episode, {**MOB, **TEXTS}, **NOTHING)
    decide(handover(before))
    content = factories.plan_content(amend_reason="x", **NOTHING)
    content |= {"interventions": [{**MOB, **TEXTS}], "goals": [{**goal, "icf_level": "activity"}]}
    now = factories.sign_content(before, content)
    assert set(states(now).values()) == {AGREED}
    decide(handover(now))
    content["data"] |= {"evaluate_on": "2027-03-01", "evaluate_every_weeks": 3}
    assert states(factories.sign_content(now, content))["course"] == CHANGED


# --- signing


@pytest.mark.parametrize("missing", ["what", "why"])
def test_without_a_general_part_each_intervention_says_what_and_why(episode, missing):
    with pytest.raises(IncompleteError):
        signed(episode, {**MOB, **TEXTS}, {**OWN, **TEXTS, missing: " "}, **NOTHING)


def test_the_database_refuses_a_plan_that_explains_nothing(episode):
    plan = factories.draft_plan(episode_=episode, **NOTHING)
    with pytest.raises(DatabaseError), transaction.atomic():
        plan.sign(by=episode.therapist)
