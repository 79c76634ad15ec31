"""What a re-screening leaves alone: the desk, the patient's form, and everything that is about that form."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import actions, readings
from intake.desk import attention
from intake.evidence import Evidence
from practice.models import Episode
from records import steps
from tests import factories
from tests.pages import main


@pytest.fixture
def episode(therapist, receptionist):
    made = factories.episode(therapist=therapist, by=receptionist)
    factories.reviewed_intake(episode_=made, g_goal="Weer tuinieren", g_mech="yes")
    return made


def test_the_desk_sees_the_same_page_as_before(desk, episode):
    address = reverse("patient_detail", args=[episode.patient_id])
    before = main(desk.get(address))
    factories.settled_rescreening(episode_=episode, s_now=["stroke"])
    factories.rescreening(episode_=episode, occasion="changed", r_general=["fever"])
    assert main(desk.get(address)) == before


def test_nobody_waits_for_the_desk_because_of_it(episode, receptionist):
    before = attention(receptionist, timezone.now())
    factories.rescreening(episode_=episode, r_general=["fever"])
    assert attention(receptionist, timezone.now()) == before


def test_the_link_of_a_new_form_stays_at_the_desk(desk, episode, receptionist):
    actions.invite_patient(episode=episode, by=receptionist)
    factories.rescreening(episode_=episode)
    page = main(desk.get(reverse("patient_detail", args=[episode.patient_id])))
    assert reverse("intake_revoke", args=[episode.pk]) in page


def test_a_new_link_opens_a_form_and_no_rescreening(episode, receptionist):
    factories.rescreening(episode_=episode)
    invitation, _token = actions.invite_patient(episode=episode, by=receptionist)
    assert not invitation.intake.is_rescreening


def test_the_patients_answers_stay_those_of_the_form(therapist_client, episode):
    factories.concluded_rescreening(episode_=episode, r_general=["fatigue"])
    pages = therapist_client.get(reverse("intake_answers", args=[episode.pk])).context["pages"]
    assert {answer.intake for page in pages for answer in page.answers} == {readings.form_sent(episode)}


def test_the_history_begins_with_the_patients_own_words(therapist_client, episode):
    factories.concluded_rescreening(episode_=episode)
    form = therapist_client.get(reverse("history", args=[episode.pk])).context["form"]
    assert form["request_for_help"].value() == "Weer tuinieren"
    assert form.record.intake == readings.form_sent(episode)


def test_the_step_of_the_intake_keeps_its_date(episode):
    sent = readings.form_sent(episode).submitted_at
    factories.rescreening(episode_=episode)
    dates = {step.key: step.date for step in steps.steps(Episode.objects.get(pk=episode.pk))}
    assert dates["intake"] == sent


def test_findings_and_precautions_are_those_of_the_newest_evidence(episode):
    made = factories.rescreening(episode_=episode, r_neuro=["tingling_arm"])
    fresh = Episode.objects.get(pk=episode.pk)
    assert Evidence.of(fresh).intake == made
    assert Evidence.of_form(fresh).intake == readings.form_sent(fresh)
    assert {one.rule for one in steps.findings(fresh)} >= {"C07"}
    assert [one.level for one in steps.precautions(fresh)] == ["caution"]


def test_a_form_that_comes_in_later_is_the_newest_evidence(episode):
    factories.rescreening(episode_=episode)
    later = factories.submitted_intake(episode_=episode)
    assert readings.newest_evidence(Episode.objects.get(pk=episode.pk)) == later


def late_form(episode, by):
    """A calm form that was still open when the safety questions were asked again and an emergency came up."""
    invitation, _token = actions.invite_patient(episode=episode, by=by)
    asked = factories.rescreening(episode_=episode, s_now=["stroke"])
    form = actions.submit_intake(intake=factories.fill_in(invitation.intake, g_regions=["upper_back"]))
    return asked, form


def test_a_calm_form_that_comes_in_later_silences_no_emergency(episode, receptionist):
    asked, form = late_form(episode, receptionist)
    fresh = Episode.objects.get(pk=episode.pk)
    assert readings.waiting(fresh) == [asked, form]
    assert steps.urgent_intake(fresh) == asked
    assert steps.precautions(fresh)[0].level == "emergency"
    assert (Evidence.of(fresh).intake, Evidence.of(fresh).level) == (form, "emergency")


def test_the_conclusion_on_the_later_form_decides_on_the_emergency_too(episode, receptionist, therapist):
    asked, form = late_form(episode, receptionist)
    told = {"screening": episode.screenings.get(), "intake": form, "reason": "Nieuw", "by": therapist}
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable", "reason": "Nagevraagd"}
    own = {one.pk: ("cleared", "Nagevraagd") for one in form.findings.all() if one.needs_decision}
    with pytest.raises(actions.OpenFindingsError):
        actions.amend_screening(data=data, decisions=own, **told)
    every = {one.pk: ("cleared", "Nagevraagd") for one in asked.findings.all() if one.needs_decision}
    actions.amend_screening(data=data, decisions=own | every, **told)
    assert readings.waiting(Episode.objects.get(pk=episode.pk)) == []


def test_the_page_of_the_screening_asks_for_the_emergency_beside_the_later_form(
    therapist_client, episode, receptionist
):
    asked, _form = late_form(episode, receptionist)
    emergency = next(one for one in asked.findings.all() if one.level == "emergency" and one.is_raised)
    page = therapist_client.get(reverse("screening_amend", args=[episode.pk]))
    assert f'name="finding-{emergency.pk}-decision"' in page.content.decode()
    results = main(therapist_client.get(reverse("rescreening_results", args=[episode.pk])))
    assert emergency.text in results or reverse("screening_amend", args=[episode.pk]) in results
