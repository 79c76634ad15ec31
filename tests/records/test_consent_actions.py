"""What the patient decides about a plan, and what follows from it."""

import datetime

import pytest
from django.utils import timezone

from practice.models import AuditEvent, Phase
from records.actions.consent import record_consent
from records.consent_text import consent_text
from records.errors import (
    BackAtScreeningError,
    DecisionOrderError,
    EpisodeClosedError,
    InvalidConsentError,
    StalePlanError,
)
from records.models import Consent
from tests import factories

pytestmark = pytest.mark.django_db

TOLD = "Zonder behandeling kan het langer duren."
MOTHER = {"representative_name": "Els de Boer", "representative_relation": "parent"}


def plan_for(therapist, years: int = 40, **extra: object):
    born = timezone.localdate() - datetime.timedelta(days=round(years * 365.25) + 30)
    episode = factories.screened_episode(therapist=therapist, patient_=factories.patient(birth_date=born))
    return factories.signed_plan(episode_=episode, **extra)


@pytest.fixture
def plan(therapist):
    return plan_for(therapist)


def decide(plan, decision: str = "given", **data: object) -> Consent:
    data = {"decision": decision, "method": "oral", "by_patient": True, "explained": TOLD, **data}
    return record_consent(plan=plan, data=data, language="nl", by=plan.created_by)


def phase(plan) -> str:
    plan.episode.refresh_from_db()
    return plan.episode.phase


def test_approval_opens_the_way_to_treatment(plan):
    decide(plan)
    assert phase(plan) == Phase.APPROVED


def test_a_refusal_leaves_the_plan_proposed(plan):
    decide(plan, "refused")
    assert phase(plan) == Phase.PLANNED


def test_after_a_refusal_the_patient_may_still_agree(plan):
    decide(plan, "refused")
    decide(plan)
    assert phase(plan) == Phase.APPROVED


def test_withdrawing_stops_treatment(plan):
    given = decide(plan)
    withdrawn = decide(plan, "withdrawn")
    assert withdrawn.withdraws == given
    assert phase(plan) == Phase.WITHDRAWN


def test_after_withdrawing_the_patient_may_agree_again(plan):
    for decision in ("given", "withdrawn", "given"):
        decide(plan, decision)
    assert phase(plan) == Phase.APPROVED
    assert plan.consents.count() == 3


def test_only_a_standing_approval_is_withdrawn(plan):
    with pytest.raises(DecisionOrderError):
        decide(plan, "withdrawn")


def test_an_approval_is_not_refused_afterwards(plan):
    decide(plan)
    with pytest.raises(DecisionOrderError):
        decide(plan, "refused")


@pytest.mark.parametrize("decisions", [["given"], ["refused"], ["given", "withdrawn"]])
def test_a_double_click_records_once(plan, decisions):
    for decision in [*decisions, decisions[-1]]:
        decide(plan, decision)
    assert plan.consents.count() == len(decisions)


def test_the_text_is_stored_as_it_was_shown(plan):
    assert decide(plan).text_shown == consent_text(plan, "nl")


def test_approval_of_a_plan_that_was_amended_in_another_tab_is_refused(plan):
    decide(plan)
    factories.signed_plan(episode_=plan.episode, amends=plan)
    with pytest.raises(StalePlanError):
        decide(plan, "withdrawn")


def test_a_draft_is_not_approved(therapist):
    episode = factories.screened_episode(therapist=therapist)
    with pytest.raises(StalePlanError):
        decide(factories.draft_plan(episode_=episode))


def test_a_fourteen_year_old_decides_together_with_a_parent(therapist):
    plan = plan_for(therapist, years=14)
    with pytest.raises(InvalidConsentError) as caught:
        decide(plan)
    assert caught.value.problems == ["representative_missing"]
    assert decide(plan, **MOTHER).patient_age == 14


def test_an_eight_year_old_is_decided_for_by_a_parent(therapist):
    consent = decide(plan_for(therapist, years=8), by_patient=False, **MOTHER)
    assert consent.representative_name == "Els de Boer"


def test_nobody_decides_for_a_sixteen_year_old(therapist):
    with pytest.raises(InvalidConsentError):
        decide(plan_for(therapist, years=16), **MOTHER)


def test_a_mentor_decides_for_an_adult_who_cannot(plan):
    unable = {"by_patient": False, "able_to_decide": False, "capacity_remark": "Dementie, begrijpt het niet"}
    decide(plan, representative_name="J. Bos", representative_relation="mentor", **unable)
    assert phase(plan) == Phase.APPROVED


def test_dry_needling_is_agreed_to_on_its_own(therapist):
    plan = plan_for(therapist)
    needle = {"code": "needle", "label_nl": "Dry needling", "label_en": "Dry needling", "hands_on": True}
    content = factories.plan_content(amend_reason="Ook naalden")
    content["interventions"].append(needle)
    amended = factories.sign_content(plan, content)
    asked = ["dry_needling", "needle", "junk"]
    assert decide(amended, special_agreed=asked).special_agreed == ["dry_needling"]


def test_withdrawing_is_possible_while_waiting_for_the_gp(plan):
    decide(plan)
    plan.episode.refresh_from_db()
    plan.episode.move_to(Phase.GP_ADVISED)
    decide(plan, "withdrawn")
    assert phase(plan) == Phase.GP_ADVISED
    assert not plan.episode.plans.newest().is_approved


def test_a_plan_is_not_approved_while_waiting_for_the_gp(plan):
    plan.episode.refresh_from_db()
    plan.episode.move_to(Phase.GP_ADVISED)
    with pytest.raises(BackAtScreeningError):
        decide(plan)
    assert plan.consents.count() == 0


def test_a_closed_episode_takes_no_decision(plan):
    plan.episode.refresh_from_db()
    plan.episode.move_to(Phase.CLOSED)
    with pytest.raises(EpisodeClosedError):
        decide(plan)


def test_the_log_says_who_recorded_which_decision(plan):
    decide(plan)
    line = AuditEvent.objects.get(verb="consent.given")
    assert line.actor == plan.created_by
    assert line.patient == plan.episode.patient
