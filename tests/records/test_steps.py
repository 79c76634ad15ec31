"""Where an episode stands: steps, next task, precautions."""

import pytest
from django.utils.translation import override

from intake import actions
from practice.models import Episode, Phase
from records import steps
from records.tasks import Group, next_task
from tests import factories

CALM = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}


@pytest.fixture
def episode(therapist):
    return factories.episode(therapist=therapist)


def states(episode) -> dict[str, str]:
    fresh = Episode.objects.get(pk=episode.pk)
    steps.prefetch([fresh])
    return {step.key: step.state for step in steps.steps(fresh)}


def precautions(episode) -> list[str]:
    return [one.text for one in steps.precautions(Episode.objects.get(pk=episode.pk))]


def group(episode) -> Group:
    return next_task(Episode.objects.get(pk=episode.pk)).group


def test_a_new_episode_waits_for_the_intake(episode):
    assert states(episode)["intake"] == "now"
    assert set(list(states(episode).values())[1:]) == {"waiting"}
    assert group(episode) == Group.LINK


def test_a_submitted_intake_asks_for_the_screening(episode):
    factories.submitted_intake(episode_=episode)
    assert states(episode)["intake"] == "done"
    assert states(episode)["screening"] == "now"
    assert group(episode) == Group.REVIEW


def test_an_emergency_asks_for_attention_at_once(episode):
    intake = factories.submitted_intake(episode_=episode, s_now=["tearing"])
    assert states(episode)["screening"] == "attention"
    assert group(episode) == Group.ALERT
    factories.answered_alert(intake=intake)
    assert group(episode) == Group.URGENT


def test_an_emergency_in_a_form_that_was_not_finished_is_urgent_too(episode):
    intake = factories.alerted_intake(episode_=episode)
    assert states(episode)["intake"] == "attention"
    assert group(episode) == Group.ALERT
    factories.answered_alert(intake=intake)
    assert group(episode) == Group.URGENT


def test_an_attempt_that_reached_nobody_leaves_the_alert_to_be_answered(episode):
    intake = factories.alerted_intake(episode_=episode)
    factories.answered_alert(intake=intake, outcome="not_reached")
    assert group(episode) == Group.ALERT


def test_somebody_screened_without_the_form_goes_on_to_the_history(therapist):
    made = factories.screened_episode(therapist=therapist)
    assert states(made)["intake"] == "unused"
    assert states(made)["history"] == "now"
    assert group(made) == Group.EXAMINE


def test_after_the_examination_comes_the_plan_and_then_the_approval(therapist):
    made = factories.examined_episode(therapist=therapist)
    assert states(made)["plan"] == "now" and group(made) == Group.PLAN
    factories.signed_plan(episode_=made)
    assert states(made)["consent"] == "now" and group(made) == Group.APPROVAL


def test_a_plan_without_a_history_shows_the_history_as_missing(therapist):
    made = factories.screened_episode(therapist=therapist)
    factories.signed_plan(episode_=made)
    assert states(made)["history"] == "attention"


def test_approval_brings_treatment_and_a_draft_session_waits_for_a_signature(therapist):
    made = factories.examined_episode(therapist=therapist)
    plan = factories.approved_plan(episode_=made)
    assert states(made)["treatment"] == "now" and group(made) == Group.TREATMENT
    factories.draft_session(plan=plan)
    assert group(made) == Group.DRAFT


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        ([], "approval to ask"),
        (["refused"], "approval refused"),
        (["given", "withdrawn"], "approval withdrawn"),
    ],
)
def test_without_approval_a_session_is_not_asked_to_be_signed(therapist, decisions, told):
    made = factories.examined_episode(therapist=therapist)
    plan = factories.signed_plan(episode_=made)
    factories.draft_session(plan=plan)
    for decision in decisions:
        data = {"decision": decision, "method": "oral", "by_patient": True, "explained": "Mag altijd"}
        factories.record_consent(plan=plan, data=data, language="nl", by=therapist)
    with override("en"):
        task = next_task(Episode.objects.get(pk=made.pk))
        assert (task.group, str(task.what)) == (Group.APPROVAL, told)


def test_after_withdrawal_a_draft_of_a_new_plan_waits_for_its_signature(therapist):
    made = factories.examined_episode(therapist=therapist)
    plan = factories.approved_plan(episode_=made)
    data = {"decision": "withdrawn", "method": "oral", "by_patient": True, "explained": "Mag altijd"}
    factories.record_consent(plan=plan, data=data, language="nl", by=therapist)
    factories.draft_plan(episode_=made, amends=plan)
    assert group(made) == Group.DRAFT


def test_the_step_after_an_intake_is_to_judge_it(episode):
    factories.answered_alert(intake=factories.submitted_intake(episode_=episode, s_now=["tearing"]))
    with override("en"):
        assert next_task(Episode.objects.get(pk=episode.pk)).what == "judge the intake (Emergency)"


def test_waiting_for_the_gp_marks_the_screening(episode, therapist):
    data = {"all_clear": False, "pattern": "unknown", "conclusion": "contact_gp", "advice_given": "Bel"}
    factories.review_intake(episode=episode, intake=None, data=data, decisions={}, version=0, by=therapist)
    assert states(episode)["screening"] == "attention"
    assert group(episode) == Group.WAITING_GP


def test_a_closed_episode_has_nothing_to_do(episode):
    episode.move_to(Phase.CLOSED)
    assert set(states(episode).values()) == {"unused", "done"}
    assert next_task(Episode.objects.get(pk=episode.pk)).url == ""


def test_precautions_last_until_the_therapist_clears_them(episode, therapist):
    intake = factories.submitted_intake(episode_=episode, m_meds=["anticoag"])
    finding = intake.findings.get(rule="C01")
    with override("en"):
        assert f"not judged yet: {finding.short_text}" in precautions(episode)
        for decision, shown in (("confirmed", True), ("cleared", False)):
            actions.decide_finding(finding=finding, decision=decision, remark="", by=therapist)
            assert (finding.short_text in precautions(episode)) is shown


def test_the_banner_names_no_disease_that_was_only_thought_of(episode):
    intake = factories.submitted_intake(episode_=episode, m_meds=["anticoag"], r_general=["weight_loss"])
    suspected = [finding.suspected for finding in intake.findings.all() if finding.suspected]
    assert suspected
    assert not [words for words in suspected if words in " ".join(precautions(episode))]


def test_an_emergency_in_the_banner_says_so_and_is_no_caution(episode, therapist):
    intake = factories.submitted_intake(episode_=episode, s_now=["tearing"])
    with override("en"):
        [found] = [one for one in steps.precautions(episode) if one.level == "emergency"]
        assert found.text.startswith("Emergency, not judged yet: ")
        finding = intake.findings.get(level="emergency")
        actions.decide_finding(finding=finding, decision="confirmed", remark="", by=therapist)
        assert f"Emergency: {finding.short_text}" in precautions(episode)


def test_an_emergency_that_was_taken_back_is_named_in_the_banner_by_its_symptom(episode):
    made = factories.alerted_intake(episode_=episode)
    made = factories.save_page(intake=made, page="now", cleaned={"s_now": ["none"]}, version=99)
    factories.submit_intake(intake=factories.fill_in(made, g_regions=["upper_back"]))
    with override("en"):
        [found] = [one for one in steps.precautions(episode) if one.level == "emergency"]
    assert found.text.startswith("Emergency, not judged yet, answer taken back: Scheve mond")


def test_a_newer_intake_has_to_be_judged_again(episode, therapist):
    first = factories.submitted_intake(episode_=episode)
    decisions = {one.pk: ("cleared", "") for one in first.findings.all()}
    factories.review_intake(
        episode=episode, intake=first, data=CALM, decisions=decisions, version=0, by=therapist
    )
    assert group(episode) == Group.EXAMINE
    factories.submitted_intake(episode_=episode)
    assert group(episode) == Group.REVIEW
