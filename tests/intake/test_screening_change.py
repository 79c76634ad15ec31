"""A conclusion changes: the GP reported back, or the therapist thinks again. Both stay visible."""

import pytest
from django.urls import reverse

from intake import actions
from intake.models import Screening
from practice.models import Phase
from practice.signing import SignedRecordError
from tests import factories
from tests.intake.judgements import CHEST, CONTACT_GP, SUITABLE, decided, phase, sign


@pytest.fixture
def episode(therapist):
    return factories.episode(therapist=therapist)


def test_the_gps_answer_makes_it_suitable_and_keeps_the_old_conclusion(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    sign(therapist_client, episode, {**CONTACT_GP, **decided(intake, "confirmed")})
    data = {**SUITABLE, **decided(intake), "reason": "Huisarts: hart is in orde"}
    address = reverse("screening_gp_back", args=[episode.pk])
    assert "amend_reason" in therapist_client.post(address, data).context["form"].errors
    therapist_client.post(address, {**data, "amend_reason": "Huisarts belde terug"})
    assert phase(episode) == Phase.SCREENED
    page = therapist_client.get(reverse("screening", args=[episode.pk])).content.decode()
    assert "Huisarts belde terug" in page and "Drukkende pijn bij inspanning" in page


def test_what_the_gp_reported_is_reason_enough(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    sign(therapist_client, episode, {**CONTACT_GP, **decided(intake, "confirmed")})
    address = reverse("screening_gp_back", args=[episode.pk])
    assert not therapist_client.get(address).context["form"]["advice_given"].value()
    data = {**SUITABLE, **decided(intake, "confirmed"), "amend_reason": "Huisarts: hart is in orde"}
    assert therapist_client.post(address, data).status_code == 302
    assert phase(episode) == Phase.SCREENED


def test_the_gp_may_still_be_needed(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    sign(therapist_client, episode, {**CONTACT_GP, **decided(intake, "confirmed")})
    data = {**CONTACT_GP, **decided(intake, "confirmed"), "amend_reason": "Wacht op de cardioloog"}
    therapist_client.post(reverse("screening_gp_back", args=[episode.pk]), data)
    assert phase(episode) == Phase.GP_ADVISED
    assert Screening.objects.count() == 2


def test_the_gps_answer_is_asked_only_while_waiting_for_the_gp(therapist_client, episode):
    factories.submitted_intake(episode_=episode)
    answer = therapist_client.get(reverse("screening_gp_back", args=[episode.pk]))
    assert answer.url == reverse("screening", args=[episode.pk])


def test_a_conclusion_is_amended_once_from_the_same_state(therapist, episode):
    made = factories.screened_episode(therapist=therapist, complaint="neck").screenings.get()
    data = {"all_clear": True, "pattern": "partly", "conclusion": "suitable"}
    told = {"screening": made, "intake": None, "data": data, "decisions": {}, "by": therapist}
    actions.amend_screening(**told, reason="Patroon herzien")
    with pytest.raises(SignedRecordError):
        actions.amend_screening(**told, reason="Nog een keer")


def test_a_later_doubt_sends_an_examined_patient_to_the_gp(therapist, episode):
    screened = factories.screened_episode(therapist=therapist, complaint="neck")
    data = {"all_clear": False, "pattern": "unknown", "conclusion": "contact_gp", "advice_given": "Bel"}
    made = screened.screenings.get()
    actions.amend_screening(
        screening=made, intake=None, data=data, decisions={}, reason="Nieuwe klachten", by=therapist
    )
    assert phase(screened) == Phase.GP_ADVISED


def test_changing_a_decision_keeps_the_earlier_one(therapist, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    finding = intake.findings.get(rule="S01")
    for decision in ("confirmed", "confirmed", "cleared"):
        actions.decide_finding(finding=finding, decision=decision, remark="", by=therapist)
    assert list(finding.decisions.values_list("decision", flat=True)) == ["confirmed", "cleared"]
