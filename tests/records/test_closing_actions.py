"""Evaluating and closing an episode; throwing drafts away."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from practice.models import AuditEvent, Phase
from practice.signing import StaleDraftError
from records import drafts
from records.actions.closing import (
    close_episode,
    conclude_episode,
    discard_draft,
    save_evaluation,
    sign_evaluation,
)
from records.errors import (
    AlreadySignedError,
    EpisodeClosedError,
    EvaluatedError,
    IncompleteError,
    UnsignedDraftsError,
    WrongPhaseError,
)
from records.models import Evaluation, Session, TreatmentPlan
from tests import factories

pytestmark = pytest.mark.django_db

COMPLETE = {
    "goal_result": "reached",
    "ending": "goal_reached",
    "aftercare": "Blijf bewegen.",
    "not_rescreened_reason": "De patiënt kwam niet meer.",
}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def evaluation(episode, **extra: object) -> Evaluation:
    return save_evaluation(
        evaluation=Evaluation(episode=episode), data={**COMPLETE, **extra}, version=0, by=episode.therapist
    )


def close(episode, **extra: object) -> Evaluation:
    return conclude_episode(evaluation=evaluation(episode, **extra), by=episode.therapist)


def test_signing_the_evaluation_closes_the_episode(episode):
    factories.signed_session(plan=factories.approved_plan(episode_=episode))
    assert close(episode).is_signed
    episode.refresh_from_db()
    assert episode.is_closed
    assert episode.closed_at


def test_an_episode_is_closed_early_without_a_goal(therapist):
    episode = factories.episode(therapist=therapist)
    close(episode, goal_result="no_goal", ending="referred")
    episode.refresh_from_db()
    assert episode.phase == Phase.CLOSED


@pytest.mark.parametrize("missing", ["goal_result", "ending", "aftercare"])
def test_an_incomplete_evaluation_closes_nothing(episode, missing):
    with pytest.raises(IncompleteError):
        close(episode, **{missing: ""})
    episode.refresh_from_db()
    assert not episode.is_closed


def test_an_episode_with_unsigned_drafts_stays_open(episode):
    session = factories.draft_session(plan=factories.approved_plan(episode_=episode))
    with pytest.raises(UnsignedDraftsError) as caught:
        close(episode)
    assert caught.value.drafts == [session]


def test_after_discarding_the_drafts_the_episode_closes(episode, therapist):
    session = factories.draft_session(plan=factories.approved_plan(episode_=episode))
    discard_draft(record=session, by=therapist)
    assert close(episode).is_signed
    assert not Session.objects.exists()


def test_a_closed_episode_refuses_to_close_again(episode):
    close(episode)
    with pytest.raises(EpisodeClosedError):
        evaluation(episode)


@pytest.fixture
def treated(episode):
    factories.signed_session(plan=factories.approved_plan(episode_=episode))
    return episode


def phase(episode) -> str:
    episode.refresh_from_db()
    return episode.phase


def test_an_evaluated_episode_stays_open_until_it_is_closed(treated, therapist):
    assert sign_evaluation(evaluation=evaluation(treated), by=therapist).is_signed
    assert phase(treated) == Phase.EVALUATED
    close_episode(episode=treated, by=therapist)
    assert phase(treated) == Phase.CLOSED
    assert AuditEvent.objects.filter(verb="episode.closed").count() == 1


def test_only_a_treatment_is_evaluated_to_close_later(episode, therapist):
    draft = evaluation(episode)
    with pytest.raises(WrongPhaseError):
        sign_evaluation(evaluation=draft, by=therapist)
    draft.refresh_from_db()
    assert not draft.is_signed


def test_an_incomplete_evaluation_leaves_the_phase_alone(treated, therapist):
    with pytest.raises(IncompleteError):
        sign_evaluation(evaluation=evaluation(treated, aftercare=" "), by=therapist)
    assert phase(treated) == Phase.IN_TREATMENT


def test_without_an_evaluation_there_is_nothing_to_close(treated, therapist):
    with pytest.raises(WrongPhaseError):
        close_episode(episode=treated, by=therapist)


def test_an_evaluated_episode_does_not_close_over_a_draft(treated, therapist):
    sign_evaluation(evaluation=evaluation(treated), by=therapist)
    session = factories.draft_session(plan=treated.plans.get(), held_at=timezone.now())
    with pytest.raises(UnsignedDraftsError) as caught:
        close_episode(episode=treated, by=therapist)
    assert caught.value.drafts == [session]


def test_a_session_after_the_evaluation_takes_up_treatment_and_asks_for_another(treated, therapist):
    first = sign_evaluation(evaluation=evaluation(treated), by=therapist)
    with pytest.raises(EvaluatedError) as caught:
        evaluation(treated)
    assert caught.value.standing == first
    factories.signed_session(plan=treated.plans.get(), held_at=timezone.now())
    assert phase(treated) == Phase.IN_TREATMENT
    assert sign_evaluation(evaluation=evaluation(treated), by=therapist) != first
    assert treated.evaluations.signed().count() == 2


def test_two_tabs_make_one_evaluation(episode):
    evaluation(episode)
    with pytest.raises(StaleDraftError):
        evaluation(episode)


def test_a_discarded_plan_takes_its_goals_along(episode, therapist):
    discard_draft(record=factories.draft_plan(episode_=episode), by=therapist)
    assert not TreatmentPlan.objects.exists()


def test_what_is_signed_is_not_discarded(episode, therapist):
    plan = factories.signed_plan(episode_=episode)
    with pytest.raises(AlreadySignedError):
        discard_draft(record=plan, by=therapist)


def test_throwing_a_draft_away_is_logged(episode, therapist):
    plan = factories.draft_plan(episode_=episode)
    number = plan.pk
    discard_draft(record=plan, by=therapist)
    line = AuditEvent.objects.get(verb="draft.discarded")
    assert (line.subject_type, line.subject_id, line.subject_label) == ("treatmentplan", str(number), "v1")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_log_names_records_without_words_of_a_language(episode, language):
    held_at = timezone.make_aware(datetime.datetime(2026, 11, 2, 14, 30))
    with override(language):
        factories.signed_session(plan=factories.approved_plan(episode_=episode), held_at=held_at)
    lines = AuditEvent.objects.filter(patient=episode.patient)
    assert set(
        lines.filter(verb__in=["plan.signed", "consent.given"]).values_list("subject_label", flat=True)
    ) == {"v1"}
    assert lines.get(verb="session.signed").subject_label == "2026-11-02 14:30"


def test_the_drafts_of_an_episode_are_those_of_every_step(episode):
    plan = factories.draft_plan(episode_=episode)
    ending = evaluation(episode)
    assert drafts.of_episode(episode) == [plan, ending]


def test_a_signed_row_is_not_found_as_a_draft(episode):
    plan = factories.signed_plan(episode_=episode)
    assert drafts.find(episode, "plan", plan.pk) is None


@pytest.mark.parametrize(("kind", "pk"), [("plan", 999), ("junk", 1), ("plan", 2**70)])
def test_a_draft_that_is_not_there_is_not_found(episode, kind, pk):
    assert drafts.find(episode, kind, pk) is None
