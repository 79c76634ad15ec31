"""Keeping, signing and correcting sessions."""

import datetime

import pytest
from django.utils import timezone

from practice.models import Phase
from practice.signing import StaleDraftError
from records.actions.consent import record_consent
from records.actions.session import save_session, sign_session
from records.errors import (
    AlreadySignedError,
    BackAtScreeningError,
    EpisodeClosedError,
    NotApprovedError,
    SameTimeError,
    SpecialNotAgreedError,
)
from records.models import Session
from tests import factories

pytestmark = pytest.mark.django_db

NEEDLE = {"code": "needle", "label_nl": "Dry needling", "label_en": "Dry needling"}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


@pytest.fixture
def plan(episode):
    return factories.approved_plan(episode_=episode)


def phase(episode) -> str:
    episode.refresh_from_db()
    return episode.phase


def withdraw(plan):
    data = {"decision": "withdrawn", "method": "oral", "by_patient": True, "explained": "Mag altijd"}
    record_consent(plan=plan, data=data, language="nl", by=plan.created_by)


def test_the_first_signed_session_starts_treatment(plan, episode):
    factories.signed_session(plan=plan)
    assert phase(episode) == Phase.IN_TREATMENT


def test_a_session_cannot_be_signed_without_consent(episode):
    session = factories.draft_session(plan=factories.signed_plan(episode_=episode))
    with pytest.raises(NotApprovedError):
        sign_session(session=session, by=episode.therapist)


def test_a_session_cannot_be_signed_without_consent_to_the_newest_plan(plan, episode):
    session = factories.draft_session(plan=plan)
    factories.signed_plan(episode_=episode, amends=plan)
    with pytest.raises(NotApprovedError):
        sign_session(session=session, by=episode.therapist)


def test_the_draft_is_kept_when_signing_is_refused(plan, episode):
    session = factories.draft_session(plan=plan)
    withdraw(plan)
    with pytest.raises(NotApprovedError):
        sign_session(session=session, by=episode.therapist)
    assert Session.objects.get(pk=session.pk).subjective == "Het gaat beter."


def test_a_session_counts_under_the_plan_that_was_approved_last(plan, episode):
    session = factories.draft_session(plan=plan)
    newer = factories.approved_plan(episode_=episode, amends=plan)
    assert sign_session(session=session, by=episode.therapist).plan == newer


def test_what_needs_its_own_permission_is_not_done_without(plan, episode):
    session = factories.draft_session(plan=plan)
    data = {"subjective": "Beter", "plan_note": "Naalden"}
    save_session(session=session, data=data, interventions=[NEEDLE], version=1, by=episode.therapist)
    with pytest.raises(SpecialNotAgreedError, match="Dry needling"):
        sign_session(session=session, by=episode.therapist)


def test_a_session_is_not_signed_while_waiting_for_the_gp(plan, episode):
    session = factories.draft_session(plan=plan)
    episode.refresh_from_db()
    episode.move_to(Phase.GP_ADVISED)
    with pytest.raises(BackAtScreeningError):
        sign_session(session=session, by=episode.therapist)


def test_a_correction_is_a_new_row_and_both_stay(plan):
    first = factories.signed_session(plan=plan)
    second = factories.signed_session(plan=plan, amends=first, plan_note="Mobilisatie Th5-7.")
    assert second.amends == first
    assert Session.objects.get(pk=first.pk).plan_note == "Mobilisatie Th4-6."


def test_the_record_is_corrected_also_after_approval_was_withdrawn(plan, episode):
    first = factories.signed_session(plan=plan)
    withdraw(plan)
    assert factories.signed_session(plan=plan, amends=first).is_signed
    assert phase(episode) == Phase.WITHDRAWN


def test_a_session_is_corrected_once_and_then_the_correction(plan):
    first = factories.signed_session(plan=plan)
    second = factories.signed_session(plan=plan, amends=first)
    with pytest.raises(AlreadySignedError):
        factories.draft_session(plan=plan, amends=first)
    assert factories.signed_session(plan=plan, amends=second).is_signed


def test_a_double_click_makes_one_draft(plan):
    now = timezone.now().replace(second=0, microsecond=0)
    factories.draft_session(plan=plan, held_at=now)
    with pytest.raises(StaleDraftError):
        factories.draft_session(plan=plan, held_at=now)


def test_two_sessions_do_not_begin_at_the_same_minute(plan):
    now = timezone.now().replace(second=0, microsecond=0)
    factories.signed_session(plan=plan, held_at=now)
    with pytest.raises(SameTimeError):
        factories.draft_session(plan=plan, held_at=now)


def test_two_sessions_on_one_day_are_fine(plan):
    now = timezone.now()
    factories.signed_session(plan=plan, held_at=now)
    assert factories.signed_session(plan=plan, held_at=now - datetime.timedelta(hours=2)).is_signed


def test_signing_what_another_tab_changed_is_refused(plan, therapist):
    session = factories.draft_session(plan=plan)
    there = Session.objects.get(pk=session.pk)
    save_session(session=there, data={"objective": "Daar"}, interventions=[], version=1, by=therapist)
    with pytest.raises(StaleDraftError):
        sign_session(session=session, by=therapist)


def test_a_signed_session_takes_no_more_typing(plan, therapist):
    session = factories.signed_session(plan=plan)
    with pytest.raises(AlreadySignedError):
        save_session(session=session, data={"objective": "x"}, interventions=[], version=1, by=therapist)


def test_a_closed_episode_takes_no_session(plan, episode):
    episode.refresh_from_db()
    episode.move_to(Phase.CLOSED)
    with pytest.raises(EpisodeClosedError):
        factories.draft_session(plan=plan)
