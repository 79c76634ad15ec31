"""Treatment of the neck is asked apart, and a no leaves the rest of the plan approved."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from practice.models import Phase, Relation
from records import interventions
from records.consent_text import sections
from records.decisions import agreed_to, not_agreed_to
from records.errors import BackAtScreeningError, DecisionOrderError, LetterMissingError
from records.models import Consent, PlannedIntervention, TreatmentPlan
from records.planned import State, planned
from tests import factories
from tests.records import neck
from tests.records.test_consent import given, text, url
from tests.records.test_neck_steps import ALL, examine

pytestmark = pytest.mark.django_db

ASKED = "special_cervical_treatment"


@pytest.fixture
def episode(therapist):
    made = factories.screened_episode(therapist=therapist, complaint="neck")
    neck.checked(made)
    return made


@pytest.fixture
def plan(episode):
    return neck.signed(episode)


def state(plan) -> dict[str, State]:
    fresh = TreatmentPlan.objects.get(pk=plan.pk)
    return {one.row.code: one.state for one in planned(fresh)}


def phase(plan) -> str:
    plan.episode.refresh_from_db()
    return plan.episode.phase


# --- asking


def test_a_yes_comes_after_the_letter(therapist_client, plan):
    form = therapist_client.post(url(plan), given(plan, **{ASKED: "yes"})).context["form"]
    assert list(form.errors) == ["letter_given"]
    therapist_client.post(url(plan), given(plan, **{ASKED: "yes", "letter_given": "on"}))
    consent = Consent.objects.get()
    assert (consent.special_agreed, consent.letter_given) == ([neck.NECK], True)


def test_the_question_is_not_skipped(therapist_client, plan):
    response = therapist_client.post(url(plan), given(plan))
    assert list(response.context["form"].errors) == [ASKED]


def test_a_plan_that_leaves_the_neck_alone_asks_nothing_about_it(therapist_client, episode):
    form = therapist_client.get(url(neck.signed(episode, on_neck=False))).context["form"]
    assert ASKED not in form.fields


def test_the_question_is_asked_once_for_all_treatment_of_the_neck(therapist_client, episode):
    told = neck.content()
    told["interventions"].append(
        {"code": "soft", "label_nl": "Massage", "label_en": "Massage", "hands_on": True}
    )
    told["interventions"][-1]["on_neck"] = True
    made = factories.save_plan(plan=TreatmentPlan(episode=episode), **told, version=0, by=episode.therapist)
    plan = factories.sign_plan(plan=made, by=episode.therapist)
    [asked] = therapist_client.get(url(plan)).context["form"].asked
    assert [row.code for row in asked.about] == ["mob", "soft"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", ("Mobilisatie", "NVMT", "beroerte")), ("en", ("Mobilisation", "NVMT", "stroke"))],
)
def test_the_patient_reads_what_it_covers_the_letter_and_the_risk(plan, language, words):
    name = interventions.load().permissions[neck.NECK].name(language)
    [told] = [text for heading, text in sections(plan, language) if heading.endswith(f": {name}")]
    assert all(word in told for word in words)


def test_the_text_that_was_shown_is_kept(plan):
    assert "NVMT" in neck.decide(plan, neck.NECK).text_shown


def test_the_patient_reads_that_not_every_check_was_done(episode, therapist):
    other = factories.screened_episode(therapist=therapist, complaint="neck")
    assert neck.REASON in neck.decide(neck.signed(other, neck_deviation=neck.REASON), neck.NECK).text_shown
    assert neck.REASON not in neck.decide(neck.signed(episode), neck.NECK).text_shown


# --- what the answer means


def test_before_the_approval_everything_waits(plan):
    assert set(state(plan).values()) == {State.APPROVAL}


def test_with_consent_the_neck_may_be_treated(plan):
    neck.decide(plan, neck.NECK)
    assert set(state(plan).values()) == {State.ACTIVE}


def test_a_no_about_the_neck_leaves_the_rest_of_the_plan_approved(plan):
    neck.decide(plan)
    assert phase(plan) == Phase.APPROVED
    assert state(plan) == {"mob": State.PERMISSION, "exercise": State.ACTIVE}


def test_a_reason_to_deviate_shows_as_such(therapist):
    made = factories.screened_episode(therapist=therapist, complaint="neck")
    plan = neck.signed(made, neck_deviation=neck.REASON)
    assert state(plan)["mob"] == State.APPROVAL
    neck.decide(plan, neck.NECK)
    assert state(plan) == {"mob": State.DEVIATING, "exercise": State.ACTIVE}


def test_a_step_that_was_taken_back_makes_the_neck_wait_again(episode, plan):
    neck.decide(plan, neck.NECK)
    examine(episode, amends=episode.examinations.get(), **{**ALL, "eyes": False})
    assert state(plan)["mob"] == State.STEPS


@pytest.mark.parametrize("page", ["plan", "episode_detail"])
def test_the_plan_says_what_still_waits(therapist_client, plan, page):
    therapist_client.cookies["django_language"] = "en"
    neck.decide(plan)
    seen = text(therapist_client.get(reverse(page, args=[plan.episode_id])))
    assert "waits for approval of neck treatment" in seen
    assert "No permission for: Treatment of the neck by hand (Mobilisation)" in seen


# --- deciding again


def test_the_patient_may_agree_to_the_neck_later(therapist_client, plan):
    first = neck.decide(plan)
    later = given(plan, after=first.pk, **{ASKED: "yes", "letter_given": "on"})
    therapist_client.post(url(plan), later)
    assert state(plan)["mob"] == State.ACTIVE
    assert phase(plan) == Phase.APPROVED


def test_the_patient_may_take_back_the_neck_alone(therapist_client, plan):
    first = neck.decide(plan, neck.NECK)
    factories.signed_session(plan=plan)
    therapist_client.post(url(plan), given(plan, after=first.pk, **{ASKED: "no"}))
    assert state(plan) == {"mob": State.PERMISSION, "exercise": State.ACTIVE}
    assert phase(plan) == Phase.IN_TREATMENT


def test_the_answer_of_before_is_shown(therapist_client, plan):
    neck.decide(plan, neck.NECK)
    form = therapist_client.get(url(plan)).context["form"]
    assert (form[ASKED].value(), form["letter_given"].value()) == ("yes", True)


def test_an_older_tab_does_not_change_the_answer(therapist_client, plan):
    neck.decide(plan)
    response = therapist_client.post(url(plan), given(plan, **{ASKED: "yes", "letter_given": "on"}))
    assert response.status_code == 200
    assert Consent.objects.get().special_agreed == []


def test_a_double_click_records_one_answer(therapist_client, plan):
    for _click in "ab":
        assert therapist_client.post(url(plan), given(plan, **{ASKED: "no"})).status_code == 302
    assert Consent.objects.count() == 1


def test_two_answers_at_once_ask_to_look_again(plan):
    neck.decide(plan)
    with pytest.raises(DecisionOrderError):
        neck.decide(plan, neck.NECK)


def test_taking_the_approval_back_stops_the_neck_too(plan):
    neck.decide(plan, neck.NECK)
    neck.decide(plan, decision="withdrawn")
    assert set(state(plan).values()) == {State.APPROVAL}


def test_a_changed_plan_asks_about_the_neck_again(episode, plan):
    neck.decide(plan, neck.NECK)
    assert state(neck.signed(episode, amends=plan))["mob"] == State.APPROVAL


def test_an_unchanged_yes_about_the_neck_is_there_already(therapist_client, episode, plan):
    neck.decide(plan, neck.NECK)
    later = neck.signed(episode, amends=plan)
    form = therapist_client.get(url(later)).context["form"]
    assert (form[ASKED].value(), form["letter_given"].value()) == ("yes", True)


def test_at_the_gp_the_patient_agrees_to_less_but_not_to_more(episode, plan):
    first = neck.decide(plan)
    episode.refresh_from_db()
    episode.move_to(Phase.GP_ADVISED)
    with pytest.raises(BackAtScreeningError):
        neck.decide(plan, neck.NECK, after=first.pk)


def test_at_the_gp_the_neck_may_be_taken_back(episode, plan):
    first = neck.decide(plan, neck.NECK)
    episode.refresh_from_db()
    episode.move_to(Phase.GP_ADVISED)
    assert neck.decide(plan, after=first.pk).special_agreed == []


def test_child_and_parent_decide_on_the_neck_together(therapist_client, therapist):
    child = factories.patient(birth_date=factories.years_ago(14))
    made = factories.screened_episode(therapist=therapist, patient_=child, complaint="neck")
    neck.checked(made)
    plan = neck.signed(made)
    mother = child.representatives.create(name="Els de Boer", relation=Relation.PARENT)
    typed = given(plan, by_patient="on", **{ASKED: "yes", "letter_given": "on"})
    assert list(therapist_client.post(url(plan), typed).context["form"].errors) == ["representative"]
    therapist_client.post(url(plan), {**typed, "representative": mother.pk})
    assert state(plan)["mob"] == State.ACTIVE


# --- the first release, and the floor


@pytest.mark.parametrize(("agreed", "expected"), [(["manip_neck"], True), ([], False)])
def test_an_answer_of_the_first_release_still_reads_right(episode, agreed, expected):
    plan = neck.signed(episode)
    # As it was stored then: without a tick for the neck.
    row = PlannedIntervention(plan=plan, code="manip_neck", label_nl="Manipulatie", hands_on=True)
    consent = Consent(plan=plan, decision="given", special_agreed=agreed)
    assert row.is_on_neck
    assert consent.covers(row) is expected


def test_a_yes_of_the_first_release_is_not_stretched_to_other_treatment_of_the_neck(plan):
    consent = Consent(plan=plan, decision="given", special_agreed=["manip_neck"])
    assert not consent.covers(plan.interventions.get(code="mob"))


def test_what_was_agreed_to_is_named(plan):
    consent = neck.decide(plan, neck.NECK)
    with override("nl"):
        assert agreed_to(consent) == ["Behandeling van de nek met de handen (Mobilisatie)"]
    assert not_agreed_to(consent) == []


def test_no_yes_without_the_letter(plan):
    with pytest.raises(LetterMissingError):
        neck.decide(plan, neck.NECK, letter_given=False)


def test_behind_the_actions_the_database_refuses_a_yes_without_the_letter(plan, therapist):
    row = {"plan": plan, "decision": "given", "by_patient": True, "patient_age": 40, "method": "oral"}
    row |= {"text_shown": "x", "text_language": "nl", "recorded_by": therapist, "recorded_at": timezone.now()}
    with pytest.raises(DatabaseError, match="neck_with_letter"), transaction.atomic():
        Consent.objects.create(**row, special_agreed=[neck.NECK])
    assert Consent.objects.create(**row, special_agreed=[neck.NECK], letter_given=True).pk
