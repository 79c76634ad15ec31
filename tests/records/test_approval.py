"""The patient decides on a screen: line by line, and signed."""

import datetime

import pytest
from django.utils import timezone

from practice.models import AuditEvent, Phase
from records import actions, consent_lines
from records.errors import (
    DecisionOrderError,
    HandoverEndedError,
    InvalidConsentError,
    LetterMissingError,
    NotApprovedError,
    SignatureMissingError,
    StalePlanError,
    UndecidedLinesError,
)
from records.models import Consent
from records.signatures import SignatureError
from tests import factories
from tests.records import neck
from tests.records.deciding import PARENT, decide, handover, plan_for, signed

pytestmark = pytest.mark.django_db

MOB, MAY = "do-mob", "may-cervical_treatment"
ASKS = {MOB: {"decision": "question", "question": "Doet het pijn?"}}


@pytest.fixture
def plan(therapist):
    return plan_for(therapist)


@pytest.fixture
def neck_plan(therapist):
    episode = factories.screened_episode(therapist=therapist, complaint="neck")
    neck.checked(episode)
    return neck.signed(episode)


def phase(plan) -> str:
    plan.episode.refresh_from_db()
    return plan.episode.phase


def amended(plan, **extra: object):
    return factories.signed_plan(episode_=plan.episode, amends=plan, **extra)


# --- yes


def test_the_patient_agrees_to_each_line_and_signs(plan):
    consent = decide(handover(plan))
    assert phase(plan) == Phase.APPROVED
    assert {line["decision"] for line in consent.lines} == {"agreed"}
    assert [(one["role"], one["how"]) for one in consent.signatures] == [("patient", "drawn")]
    assert (consent.method, consent.by_patient, consent.recorded_by) == ("screen", True, plan.created_by)


def test_approval_at_home_is_marked_as_such(plan):
    assert decide(handover(plan, kind="remote", token_digest="a" * 64)).method == "remote"


def test_the_log_says_that_the_patient_did_it(plan):
    decide(handover(plan))
    line = AuditEvent.objects.get(verb="consent.given")
    assert (line.actor, line.actor_name) == (None, plan.episode.patient.full_name)


def test_a_line_without_an_answer_is_not_approved(plan):
    with pytest.raises(UndecidedLinesError) as caught:
        decide(handover(plan), answers={MOB: {}})
    assert caught.value.keys == [MOB]


@pytest.mark.parametrize("says", ["question", "declined", "maybe", "", None, ["agreed"]])
def test_what_is_no_yes_to_an_intervention_is_not_approved(plan, says):
    with pytest.raises(UndecidedLinesError):
        decide(handover(plan), answers={MOB: {"decision": says}})
    assert not Consent.objects.exists()


def test_the_neck_may_be_declined_and_the_rest_stays_approved(neck_plan):
    consent = decide(handover(neck_plan), answers={MAY: {"decision": "declined"}})
    assert consent.is_given
    assert consent.special_agreed == []


def test_a_yes_to_the_neck_comes_after_the_letter(neck_plan):
    with pytest.raises(LetterMissingError):
        decide(handover(neck_plan))
    assert decide(handover(neck_plan, letter_given=True)).special_agreed == [neck.NECK]


# --- who signs


@pytest.mark.parametrize(
    ("years", "signs", "missing"),
    [
        (16, [], ["patient"]),
        (14, ["patient"], ["representative"]),
        (14, ["representative"], ["patient"]),
        (8, ["patient"], ["representative"]),
    ],
)
def test_everybody_who_decides_signs(therapist, years, signs, missing):
    made = handover(plan_for(therapist, years), **(PARENT if years < 16 else {}))
    with pytest.raises(SignatureMissingError) as caught:
        decide(made, signatures=signed(*signs))
    assert caught.value.roles == missing


def test_a_fourteen_year_old_and_a_parent_sign_together(therapist):
    consent = decide(
        handover(plan_for(therapist, 14), **PARENT), signatures=signed("patient", "representative")
    )
    assert (consent.by_patient, consent.representative_name) == (True, "Els de Boer")
    assert [one["relation"] for one in consent.signatures] == ["", "parent"]


def test_with_a_reason_a_fourteen_year_old_signs_alone(therapist):
    made = handover(plan_for(therapist, 14), exception_reason="Wil het weloverwogen")
    assert decide(made).representative_name == ""


def test_an_eight_year_old_may_sign_beside_a_parent(therapist):
    consent = decide(
        handover(plan_for(therapist, 8), **PARENT), signatures=signed("patient", "representative")
    )
    assert (consent.by_patient, len(consent.signatures)) == (False, 2)


def test_a_mentor_signs_for_an_adult_who_cannot_decide(plan):
    made = handover(
        plan,
        able_to_decide=False,
        capacity_remark="Begrijpt de uitleg niet",
        representative_name="Els de Boer",
        representative_relation="mentor",
    )
    assert decide(made, signatures=signed("representative")).representative_relation == "mentor"


def test_nobody_signs_for_an_adult_who_decides_alone(plan):
    with pytest.raises(InvalidConsentError):
        decide(handover(plan), signatures=signed("patient", "representative"))


@pytest.mark.parametrize(
    "wrong",
    [{"role": "buurman"}, {"name": "  "}, {"how": "faxed"}, {"strokes": [[[1, 1]]]}, {"strokes": "x"}],
)
def test_what_is_no_signature_is_refused(plan, wrong):
    with pytest.raises((SignatureError, SignatureMissingError)):
        decide(handover(plan), signatures=[{**signed("patient")[0], **wrong}])


def test_one_person_signs_once(plan):
    with pytest.raises(SignatureError):
        decide(handover(plan), signatures=signed("patient", "patient"))


# --- questions


def test_a_question_is_kept_and_nothing_is_treated(plan):
    consent = decide(handover(plan), "questions", answers=ASKS, signatures=[])
    [asked] = [line for line in consent.lines if line["decision"] == "question"]
    assert (asked["heading"], asked["question"]) == ("Mobilisatie", "Doet het pijn?")
    assert phase(plan) == Phase.PLANNED
    with pytest.raises(NotApprovedError):
        factories.signed_session(plan=plan)


def test_a_question_keeps_what_any_database_can_keep(plan):
    asks = {MOB: {"decision": "question", "question": "Pijn\0\ud800? " + "x" * 3000}}
    consent = decide(handover(plan), "questions", answers=asks, signatures=[])
    [asked] = [line["question"] for line in consent.lines if line["question"]]
    assert asked.startswith("Pijn? x")
    assert Consent.objects.get().is_intact


def test_the_rest_may_stay_open_while_there_is_a_question(plan):
    consent = decide(handover(plan), "questions", answers={**ASKS, "course": {"decision": ""}}, signatures=[])
    assert {line["key"]: line["decision"] for line in consent.lines} == {"course": "", MOB: "question"}


def test_without_a_question_there_are_no_questions(plan):
    with pytest.raises(UndecidedLinesError):
        decide(handover(plan), "questions", signatures=[])


def test_after_the_answer_only_that_line_is_asked_again(plan):
    decide(handover(plan), "questions", answers=ASKS, signatures=[])
    again = handover(plan)
    assert [line.key for line in consent_lines.asked(plan, "nl").open] == [MOB]
    consent = decide(again, answers={MOB: {"decision": "agreed"}})
    assert {line["key"]: line["asked"] for line in consent.lines} == {"course": False, MOB: True}
    assert phase(plan) == Phase.APPROVED


def test_a_question_about_the_neck_agrees_to_nothing_yet(neck_plan):
    consent = decide(handover(neck_plan), "questions", answers=ASKS, signatures=[])
    assert consent.special_agreed == []


# --- no


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_saying_no_keeps_what_was_explained(plan, decision):
    if decision == "withdrawn":
        decide(handover(plan))
    typed = [{"role": "patient", "name": "Noor Visser", "how": "typed"}]
    consent = decide(handover(plan), decision, answers={}, signatures=typed)
    assert "huisarts" in consent.explained or "GP" in consent.explained
    assert {line["decision"] for line in consent.lines} == {"declined"}


def test_after_withdrawal_no_session_is_signed_and_the_record_stays(plan):
    decide(handover(plan))
    held = factories.signed_session(plan=plan)
    decide(handover(plan), "withdrawn")
    assert phase(plan) == Phase.WITHDRAWN
    later = factories.draft_session(plan=plan, held_at=timezone.now() + datetime.timedelta(hours=1))
    with pytest.raises(NotApprovedError):
        actions.sign_session(session=later, by=plan.created_by)
    assert list(plan.episode.sessions.signed()) == [held]


@pytest.mark.parametrize("signs", ["patient", "representative"])
def test_one_of_child_and_parent_is_enough_to_say_no(therapist, signs):
    made = handover(plan_for(therapist, 14), **PARENT)
    consent = decide(made, "refused", signatures=signed(signs))
    assert (consent.by_patient, bool(consent.representative_name)) == (
        signs == "patient",
        signs == "representative",
    )


def test_a_no_is_signed_too(plan):
    with pytest.raises(SignatureMissingError):
        decide(handover(plan), "refused", signatures=[])


# --- out of turn


def test_sent_twice_is_noted_once(plan):
    made = handover(plan)
    assert decide(made) == decide(made)


def test_the_same_question_through_another_hand_over_is_noted_once_more(plan):
    made = [decide(handover(plan), "questions", answers=ASKS, signatures=[]) for _time in range(2)]
    assert made[0] != made[1]
    assert [one.handover.ended_at is None for one in made] == [False, False]


def test_one_hand_over_takes_one_decision(plan):
    made = handover(plan)
    decide(made)
    with pytest.raises(DecisionOrderError):
        decide(made, "withdrawn")


def test_a_hand_over_that_ended_takes_no_decision(plan):
    made = handover(plan, ended_at=timezone.now())
    with pytest.raises(HandoverEndedError):
        decide(made)


def test_a_plan_that_was_amended_meanwhile_is_read_first(plan):
    made = handover(plan)
    amended(plan)
    with pytest.raises(StalePlanError):
        decide(made)


def test_other_words_than_those_that_were_read_are_not_approved(plan):
    with pytest.raises(StalePlanError):
        decide(handover(plan), seen=consent_lines.shown_digest(plan, "en"))


def test_what_was_recorded_in_words_meanwhile_is_read_first(plan):
    made = handover(plan)
    neck.decide(plan, decision="refused")
    with pytest.raises(DecisionOrderError):
        decide(made)
