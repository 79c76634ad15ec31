"""The therapist goes above or below what the form says, with a reason; the form's result stays as it was."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from intake import actions
from intake.models import Intake, Screening
from tests import factories
from tests.intake.judgements import CHEST, CONTACT_GP, SUITABLE, decided, sign
from tests.pages import main

pytestmark = pytest.mark.django_db
WHY = "Huisarts zag dit vorige week al"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def episode(therapist):
    return factories.episode(therapist=therapist)


@pytest.fixture
def today(episode) -> Intake:
    """A form that says: the GP today."""
    return factories.submitted_intake(episode_=episode, **CHEST)


@pytest.fixture
def calm(episode) -> Intake:
    return factories.submitted_intake(episode_=episode)


def concluded(client, intake, urgency, **other):
    data = {**CONTACT_GP, **decided(intake, "confirmed"), "urgency": urgency, **other}
    return sign(client, intake.episode, data)


def errors(answer) -> set[str]:
    return set(answer.context["form"].errors) if answer.context else set()


def form_of(client, episode, name="screening"):
    return client.get(reverse(name, args=[episode.pk])).context["form"]


def test_how_soon_starts_with_what_the_form_says(therapist_client, today):
    assert form_of(therapist_client, today.episode)["urgency"].value() == "same_day_gp"


def test_a_calm_form_proposes_no_urgency(therapist_client, calm):
    assert not form_of(therapist_client, calm.episode)["urgency"].value()


def test_contacting_the_gp_asks_how_soon(therapist_client, today):
    assert errors(concluded(therapist_client, today, "")) == {"urgency"}


def test_what_the_form_says_needs_no_reason(therapist_client, today):
    assert concluded(therapist_client, today, "same_day_gp").status_code == 302
    assert Screening.objects.get().urgency == "same_day_gp"
    assert not Screening.objects.get().differs


@pytest.mark.parametrize("urgency", ["gp_before_treatment", "emergency"])
def test_going_below_or_above_the_form_needs_a_reason_of_ten_characters(therapist_client, today, urgency):
    told = {"deviating_signs": "Druk"}
    assert errors(concluded(therapist_client, today, urgency, reason="te kort", **told)) == {"reason"}
    assert concluded(therapist_client, today, urgency, reason=WHY, **told).status_code == 302


def test_deviating_signs_are_a_reason_to_go_above_the_form(therapist_client, calm):
    told = {"deviating_signs": "Bleek, klam en kortademig aan tafel"}
    assert concluded(therapist_client, calm, "emergency", **told).status_code == 302
    assert Screening.objects.get().why_it_differs == told["deviating_signs"]


def test_they_are_no_reason_to_go_below_it(therapist_client, today):
    told = {"deviating_signs": "Drukkende pijn bij inspanning"}
    assert errors(concluded(therapist_client, today, "gp_before_treatment", **told)) == {"reason"}


def test_sending_a_calm_patient_to_the_gp_on_a_gut_feeling_asks_why(therapist_client, calm):
    told = {"all_clear": "yes", "deviating_signs": "", "reason": ""}
    assert errors(concluded(therapist_client, calm, "gp_before_treatment", **told)) == {"reason"}


def test_an_emergency_becomes_today_only_after_its_alert_was_answered(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, s_now=["tearing"])
    told = {"reason": WHY}
    assert errors(concluded(therapist_client, intake, "same_day_gp", **told)) == {"patient_reached"}
    assert concluded(therapist_client, intake, "emergency").status_code == 302


def test_a_lower_urgency_than_a_finding_confirmed_by_asking_needs_a_reason(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, g_regions=["headache"], hd_onset="unknown")
    found = intake.findings.filter(state="undecided", level="emergency").first()
    data = {**CONTACT_GP, **decided(intake), f"finding-{found.pk}-decision": "confirmed"}
    refused = sign(therapist_client, episode, {**data, "urgency": "gp_before_treatment"})
    assert errors(refused) == {"reason", "patient_reached"}


def test_the_result_of_the_form_stays_as_it_was(therapist_client, today):
    before = Intake.objects.values().get(pk=today.pk)
    concluded(therapist_client, today, "gp_before_treatment", reason=WHY)
    assert Intake.objects.values().get(pk=today.pk) == before
    assert before["level"] == "same_day_gp"


@pytest.mark.parametrize("name", ["screening", "episode_detail"])
def test_the_signed_sheet_says_both_and_why(therapist_client, today, therapist, name):
    concluded(therapist_client, today, "gp_before_treatment", reason=WHY)
    sheet = main(therapist_client.get(reverse(name, args=[today.episode_id])))
    assert f"form: GP today; therapist: before treatment starts, because: {WHY}" in sheet
    assert str(therapist) in sheet


def test_suitable_against_the_form_is_said_as_well(therapist_client, today):
    sign(
        therapist_client, today.episode, {**SUITABLE, **decided(today), "urgency": "emergency", "reason": WHY}
    )
    made = Screening.objects.get()
    assert (made.urgency, made.differs) == ("", True)
    sheet = main(therapist_client.get(reverse("screening", args=[today.episode_id])))
    assert f"form: GP today; therapist: Manual therapy is suitable, because: {WHY}" in sheet


def test_a_change_of_the_conclusion_may_change_the_urgency_and_says_why(therapist_client, today):
    concluded(therapist_client, today, "same_day_gp")
    data = {**CONTACT_GP, **decided(today, "confirmed"), "urgency": "gp_before_treatment"}
    address = reverse("screening_amend", args=[today.episode_id])
    assert form_of(therapist_client, today.episode, "screening_amend")["urgency"].value() == "same_day_gp"
    assert errors(therapist_client.post(address, data)) >= {"amend_reason"}
    assert therapist_client.post(address, {**data, "amend_reason": WHY}).status_code == 302
    made = Screening.objects.last()
    assert (made.urgency, made.why_it_differs) == ("gp_before_treatment", WHY)


def test_after_the_gp_reported_how_soon_is_asked_anew(therapist_client, today):
    concluded(therapist_client, today, "same_day_gp")
    assert not form_of(therapist_client, today.episode, "screening_gp_back")["urgency"].value()
    data = {**CONTACT_GP, **decided(today, "confirmed"), "amend_reason": WHY}
    address = reverse("screening_gp_back", args=[today.episode_id])
    assert errors(therapist_client.post(address, {**data, "urgency": ""})) == {"urgency"}
    assert therapist_client.post(address, {**data, "urgency": "gp_before_treatment"}).status_code == 302
    assert Screening.objects.last().urgency == "gp_before_treatment"


def test_suitable_is_refused_by_the_action_while_an_alert_waits(therapist, episode):
    factories.alerted_intake(episode_=episode)
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable", "reason": WHY}
    told = {"episode": episode, "intake": None, "decisions": {}, "version": 0, "by": therapist}
    with pytest.raises(actions.WaitingAlertError):
        actions.review_intake(**told, data=data)
    assert not Screening.objects.exists()


def test_the_database_knows_urgency_only_with_the_gp(therapist, episode):
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable", "urgency": "same_day_gp"}
    told = {"episode": episode, "intake": None, "decisions": {}, "version": 0, "by": therapist}
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.review_intake(**told, data=data)
