"""Screening as a whole: levels, messages, what stays undecided, and the promises to the patient form."""

import pytest
from hypothesis import HealthCheck, given, settings

from intake.questionnaire import load
from intake.screening import LEVELS, REFERRING, message, screen
from tests.intake.patients import Patient, complete_forms, patient

SOME = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_nothing_answered_fires_nothing_and_tells_what_is_open() -> None:
    result = screen({}, age=None, sex=None)
    assert (result.level, result.outcome, result.patient_message) == ("none", "suitable", "M_OK")
    assert result.fired == ()
    assert "E01" in {rule.id for rule in result.undecided}
    assert result.not_answered[0] == "s_now"


def test_the_highest_level_counts_and_all_findings_are_told() -> None:
    result = patient("age=50 g_regions:upper_back s_now:tearing r_general:weight_loss ps_stress=9").screen()
    assert (result.level, result.outcome, result.patient_message) == ("emergency", "contact_gp", "M_112")
    assert [finding.rule.id for finding in result.fired] == ["E02", "G02", "I03"]
    assert result.fired[0].because == ("s_now:tearing",)


def test_on_a_tie_the_first_rule_chooses_the_message() -> None:
    result = patient("c_chest:press_effort r_general:rash_blisters").screen()
    assert [finding.rule.id for finding in result.fired][:2] == ["S01", "S06"]
    assert result.patient_message == "M_TODAY_CHEST"


def test_caution_and_information_let_the_patient_come() -> None:
    result = patient("m_meds:anticoag ps_stress=9").screen()
    assert (result.level, result.outcome, result.patient_message) == ("caution", "suitable", "M_OK")


def test_an_undecided_rule_never_raises_the_level() -> None:
    result = patient("age=60 g_regions:low_back r_general:none lb_belly:unknown").screen()
    assert "G21" in {rule.id for rule in result.undecided}
    assert result.outcome == "suitable"


def test_i_do_not_know_leaves_a_rule_undecided_for_the_therapist() -> None:
    asked = "g_regions:upper_back s_now:none g_character:aching g_duration:lt_1w"
    for onset, undecided in (("unknown", True), ("gradual", False)):
        rules = {
            rule.id for rule in patient(f"{asked} g_onset:{onset} g_character:tearing").screen().undecided
        }
        assert ("E02" in rules) is undecided


def test_reassurance_that_was_not_given_does_not_silence_an_alarm() -> None:
    pleural = "g_regions:upper_back g_radiation:chest g_worse:breathing g_worse:coughing"
    assert patient(pleural).screen().level == "same_day_gp"
    assert patient(f"{pleural} g_mech:yes").screen().level == "caution"


def test_a_question_rightly_not_asked_is_not_held_against_anyone() -> None:
    result = patient("age=40 g_regions:upper_back").screen()
    assert "v_signs" not in result.not_answered
    assert "S22" not in {rule.id for rule in result.undecided}


def test_the_message_comes_in_the_language_of_the_patient() -> None:
    assert message("M_112", "nl").startswith("Je antwoorden")
    assert message("M_112", "en-gb").startswith("Your answers")
    with pytest.raises(KeyError):
        message("M_NOWHERE", "nl")


@SOME
@given(complete_forms())
def test_a_complete_form_leaves_nothing_undecided(someone: Patient) -> None:
    result = someone.screen()
    assert result.undecided == ()
    assert result.not_answered == ()
    assert result.level in (*LEVELS, "none")
    assert (result.outcome == "contact_gp") == (result.level in REFERRING)
    assert all(finding.because for finding in result.fired)


@SOME
@given(complete_forms())
def test_an_emergency_shown_halfway_still_stands_at_the_end(someone: Patient) -> None:
    """The form warns after each page, so a later answer may not show that the warning was needless."""
    finished = someone.fired()
    so_far: dict[str, object] = {}
    for page in load().pages:
        so_far |= {q.id: someone.answers[q.id] for q in page.questions if q.id in someone.answers}
        halfway = screen(so_far, age=someone.age, sex=someone.sex)
        early = {finding.rule.id for finding in halfway.fired if finding.rule.level == "emergency"}
        assert early <= finished, page.id
