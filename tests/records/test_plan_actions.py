"""Making, signing and changing a plan."""

import pytest

from practice.models import AuditEvent, Phase
from practice.signing import StaleDraftError
from records.actions.plan import save_plan, sign_plan
from records.errors import AlreadySignedError, EpisodeClosedError, IncompleteError, NotScreenedError
from records.models import TreatmentPlan
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def test_signing_a_plan_proposes_it_to_the_patient(episode):
    plan = factories.signed_plan(episode_=episode)
    episode.refresh_from_db()
    assert plan.is_signed
    assert episode.phase == Phase.PLANNED


def test_the_first_plan_is_version_one_and_a_change_is_version_two(episode):
    first = factories.approved_plan(episode_=episode)
    second = factories.signed_plan(episode_=episode, amends=first)
    assert (first.version, second.version) == (1, 2)
    assert second.amends == first


def test_an_amended_plan_asks_for_consent_again(episode):
    first = factories.approved_plan(episode_=episode)
    factories.signed_plan(episode_=episode, amends=first)
    episode.refresh_from_db()
    assert not episode.plans.newest().is_approved
    assert episode.phase == Phase.PLANNED


def test_the_old_plan_keeps_its_consent(episode):
    first = factories.approved_plan(episode_=episode)
    factories.signed_plan(episode_=episode, amends=first)
    assert TreatmentPlan.objects.get(pk=first.pk).is_approved


def test_a_plan_needs_a_concluded_screening(therapist):
    unscreened = factories.episode(therapist=therapist)
    plan = factories.draft_plan(episode_=unscreened)
    with pytest.raises(NotScreenedError):
        sign_plan(plan=plan, by=therapist)
    plan.refresh_from_db()
    assert not plan.is_signed


@pytest.mark.parametrize(
    "missing",
    ["diagnosis", "explained_what", "explained_why", "explained_risks", "explained_alternatives"],
)
def test_a_plan_that_was_not_fully_explained_is_not_signed(episode, missing):
    plan = factories.draft_plan(episode_=episode, **{missing: " "})
    with pytest.raises(IncompleteError):
        sign_plan(plan=plan, by=episode.therapist)


@pytest.mark.parametrize("missing", ["goals", "interventions"])
def test_a_plan_without_main_goal_or_intervention_is_not_signed(episode, missing):
    content = {**factories.plan_content(), missing: []}
    plan = save_plan(plan=TreatmentPlan(episode=episode), **content, version=0, by=episode.therapist)
    with pytest.raises(IncompleteError):
        sign_plan(plan=plan, by=episode.therapist)


def test_two_tabs_with_a_new_plan_make_one_draft(episode):
    factories.draft_plan(episode_=episode)
    with pytest.raises(StaleDraftError):
        factories.draft_plan(episode_=episode)
    assert episode.plans.count() == 1


def test_saving_over_a_newer_draft_is_refused(episode):
    plan = factories.draft_plan(episode_=episode)
    here, there = (TreatmentPlan.objects.get(pk=plan.pk) for _tab in "ab")
    save_plan(plan=there, **factories.plan_content(diagnosis="Daar"), version=1, by=episode.therapist)
    with pytest.raises(StaleDraftError) as caught:
        save_plan(plan=here, **factories.plan_content(diagnosis="Hier"), version=1, by=episode.therapist)
    assert caught.value.newer.diagnosis == "Daar"


def test_signing_what_another_tab_changed_is_refused(episode):
    plan = factories.draft_plan(episode_=episode)
    there = TreatmentPlan.objects.get(pk=plan.pk)
    save_plan(plan=there, **factories.plan_content(), version=1, by=episode.therapist)
    with pytest.raises(StaleDraftError):
        sign_plan(plan=plan, by=episode.therapist)


def test_a_plan_is_signed_once(episode):
    plan = factories.draft_plan(episode_=episode)
    sign_plan(plan=plan, by=episode.therapist)
    with pytest.raises(AlreadySignedError):
        sign_plan(plan=plan, by=episode.therapist)


def test_only_the_newest_plan_is_changed(episode):
    first = factories.approved_plan(episode_=episode)
    factories.signed_plan(episode_=episode, amends=first)
    with pytest.raises(AlreadySignedError):
        factories.draft_plan(episode_=episode, amends=first)


def test_beside_a_signed_plan_no_second_first_plan_starts(episode):
    factories.signed_plan(episode_=episode)
    with pytest.raises(AlreadySignedError):
        factories.draft_plan(episode_=episode)


def test_a_closed_episode_takes_no_plan(episode):
    episode.move_to(Phase.CLOSED)
    with pytest.raises(EpisodeClosedError):
        factories.draft_plan(episode_=episode)


def test_the_log_names_the_plan_and_nothing_clinical(episode):
    factories.draft_plan(episode_=episode)
    line = AuditEvent.objects.get(verb="plan.saved")
    assert "diagnosis" in line.changed_fields
    assert "rugpijn" not in str(line.__dict__)
