"""After asking again: which decisions still hold, and the conclusion once more when nothing new came up."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from intake import actions, readings
from intake.actions.rescreening import REMARK_LENGTH
from intake.models import Finding, Intake, Screening
from practice.models import Phase
from tests import factories

CALM = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}


@pytest.fixture
def episode(therapist):
    """Screened with a form in which nothing worrying stood."""
    made = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=made, g_mech="yes")
    return made


def to_decide(intake: Intake) -> set[str]:
    return {finding.rule for finding in intake.findings.all() if finding.is_open}


def test_a_caution_that_stays_the_same_keeps_its_decision(therapist):
    episode = factories.episode(therapist=therapist)
    first = factories.reviewed_intake(episode_=episode, m_meds=["anticoag"])
    made = factories.rescreening(episode_=episode)
    taken_over = made.findings.get(rule="C01").decision
    assert (taken_over.decision, taken_over.decided_by) == ("confirmed", therapist)
    assert taken_over.remark.startswith("Nagevraagd ")
    assert first.findings.get(rule="C01").decisions.count() == 1


def test_the_remark_says_whose_decision_it_was_and_does_not_grow(therapist):
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode, m_meds=["anticoag"])
    with override("en"):
        remarks = [
            factories.rescreening(episode_=episode, occasion=why).findings.get(rule="C01").decision.remark
            for why in ("deviating", "evaluation")
        ]
    assert f"by {therapist} taken over" in remarks[0]
    assert remarks[0] == remarks[1]


def test_a_long_remark_still_fits_its_field(therapist):
    episode = factories.episode(therapist=therapist)
    first = factories.reviewed_intake(episode_=episode, m_meds=["anticoag"])
    finding = first.findings.get(rule="C01")
    actions.decide_finding(finding=finding, decision="confirmed", remark="x" * REMARK_LENGTH, by=therapist)
    made = factories.rescreening(episode_=episode)
    assert len(made.findings.get(rule="C01").decision.remark) == REMARK_LENGTH


def test_new_findings_wait_for_a_decision(episode):
    assert to_decide(factories.rescreening(episode_=episode, r_neuro=["tingling_arm"])) == {"C07"}


def test_other_answers_behind_a_finding_ask_for_a_new_decision(therapist):
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode, r_neuro=["tingling_arm"])
    assert to_decide(factories.rescreening(episode_=episode, r_neuro=["tingling_arm"])) == set()
    assert to_decide(factories.rescreening(episode_=episode, r_neuro=["tingling_leg"])) == {"C07"}


def test_what_waits_for_a_decision_is_not_buried_under_calm_answers(episode):
    """An emergency that was ticked stays until somebody decides on it, also when it was a mistake."""
    made = factories.rescreening(episode_=episode, s_now=["stroke"])
    with pytest.raises(actions.UndecidedError):
        factories.rescreening(episode_=episode)
    assert readings.newest_evidence(episode) == made


def test_nor_is_a_new_form_that_nobody_judged(episode):
    factories.submitted_intake(episode_=episode, m_meds=["anticoag"])
    with pytest.raises(actions.UndecidedError):
        factories.rescreening(episode_=episode)


def test_an_emergency_is_judged_anew_every_time(therapist):
    episode = factories.episode(therapist=therapist)
    first = factories.submitted_intake(episode_=episode, s_now=["tearing"])
    factories.answered_alert(intake=first)
    decisions = {one.pk: ("cleared", "Spierpijn") for one in first.findings.all()}
    told = {"data": {**CALM, "reason": "Gebeld, geen nood"}, "decisions": decisions, "version": 0}
    actions.review_intake(episode=episode, intake=first, **told, by=therapist)
    made = factories.rescreening(episode_=episode, s_now=["tearing"])
    assert made.findings.get(level="emergency").rule in to_decide(made)


def test_an_emergency_that_was_confirmed_by_asking_is_judged_anew_too(therapist):
    episode = factories.episode(therapist=therapist, complaint="headache")
    first = factories.reviewed_intake(episode_=episode, g_regions=["headache"], hd_onset="unknown")
    emergencies = {one.rule for one in first.findings.filter(state="undecided", level="emergency")}
    assert emergencies and emergencies <= to_decide(factories.rescreening(episode_=episode))


def test_a_referral_that_is_told_again_is_judged_anew(therapist):
    """Fever that was cleared some weeks ago and is still there is news."""
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode, decision="cleared", r_general=["fever"])
    assert "G03" in to_decide(factories.rescreening(episode_=episode, r_general=["fever"]))


def test_a_referral_on_answers_that_were_not_asked_again_keeps_its_decision(therapist):
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode, c_chest="press_effort")
    made = factories.rescreening(episode_=episode)
    assert made.findings.get(rule="S01").is_confirmed
    assert to_decide(made) == set()


def test_a_question_left_open_in_the_form_and_settled_then_stays_settled(therapist):
    episode = factories.episode(therapist=therapist, complaint="headache")
    first = factories.reviewed_intake(
        episode_=episode, decision="cleared", g_regions=["headache"], hd_onset="unknown"
    )
    undecided = {one.rule for one in first.findings.filter(state="undecided")}
    made = factories.rescreening(episode_=episode)
    assert undecided and undecided.isdisjoint(to_decide(made))
    assert undecided <= {finding.rule for finding in made.findings.all()}


# Nothing new: the conclusion stands.


def test_nothing_new_signs_the_same_conclusion_once_more(episode, therapist):
    first = Screening.objects.get()
    made = factories.concluded_rescreening(episode_=episode)
    signed = Screening.objects.get(amends=first)
    assert signed.is_signed and signed.intake == made
    assert (signed.conclusion, signed.reason, signed.pattern) == ("suitable", "Overlegd", "recognised")
    assert f"{timezone.localtime(made.submitted_at):%Y}" in signed.amend_reason


def test_the_conclusion_about_a_rescreening_leaves_the_phase_alone(therapist):
    episode = factories.examined_episode(therapist=therapist)
    factories.signed_session(plan=factories.approved_plan(episode_=episode))
    factories.concluded_rescreening(episode_=episode)
    episode.refresh_from_db()
    assert episode.phase == Phase.IN_TREATMENT


def test_confirming_twice_is_confirming_once(episode, therapist):
    made = factories.concluded_rescreening(episode_=episode)
    actions.confirm_screening(rescreening=made, by=therapist)
    assert Screening.objects.count() == 2


def test_nothing_is_confirmed_while_something_waits_for_a_decision(episode, therapist):
    made = factories.rescreening(episode_=episode, r_general=["fever"])
    with pytest.raises(actions.OpenFindingsError):
        actions.confirm_screening(rescreening=made, by=therapist)
    assert Screening.objects.count() == 1


def test_nothing_is_confirmed_about_answers_that_were_overtaken(episode, therapist):
    older = factories.rescreening(episode_=episode)
    factories.rescreening(episode_=episode, occasion="changed")
    with pytest.raises(actions.OvertakenRescreeningError):
        actions.confirm_screening(rescreening=older, by=therapist)


def test_nothing_is_confirmed_in_a_closed_episode(episode, therapist):
    made = factories.rescreening(episode_=episode)
    episode.move_to(Phase.CLOSED)
    with pytest.raises(actions.ClosedError):
        actions.confirm_screening(rescreening=made, by=therapist)


def test_a_finding_that_is_gone_is_gone_from_the_evidence(therapist):
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode, r_neuro=["tingling_arm"])
    made = factories.rescreening(episode_=episode)
    assert not made.findings.filter(rule="C07").exists()
    assert Finding.objects.filter(rule="C07").count() == 1
    assert readings.newest_evidence(episode) == made
