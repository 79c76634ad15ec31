"""What a patient filled in and did not send is deleted in time; what was told in an emergency stays."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from intake import actions, desk
from intake.actions import drafts
from intake.models import EmergencyAlert, Intake, IntakeStatus, Invitation, InvitationState
from intake.told import told_for
from practice import audit
from practice.actions.importing import start_import
from practice.models import AuditEvent, Episode, ImportState, PatientImport, Phase, Throttle
from tests import factories
from tests.intake.browsing import PatientBrowser

pytestmark = pytest.mark.django_db

KNOWN = {"ad_birthdate": "1985-04-12", "ad_sex": "f"}


def days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def deleted(*arguments: str) -> str:
    """What the command says."""
    said = io.StringIO()
    call_command("delete_drafts", *arguments, stdout=said)
    return said.getvalue()


def grow_old(days: int = 31) -> None:
    then = days_ago(days)
    Intake.objects.exclude(saved_at=None).update(saved_at=then)
    Intake.objects.exclude(started_at=None).update(started_at=then)
    Intake.objects.update(created_at=then)
    Invitation.objects.update(created_at=then, expires_at=then + datetime.timedelta(days=14))


@pytest.fixture
def draft(link):
    return factories.fill_in(link[0].intake, until="where")


def stored() -> Intake:
    return Intake.objects.get()


def test_a_draft_that_nobody_touched_in_30_days_is_deleted(draft):
    grow_old()
    assert deleted() == "Deleted 1 draft(s).\n"
    intake = stored()
    assert (intake.answers, intake.unfinished, intake.page_versions, intake.half_pages) == (KNOWN, {}, {}, [])
    assert (intake.pages_done, intake.pages_total, intake.current_page) == (0, 0, "")
    assert (intake.started_at, intake.saved_at) == (None, None)
    assert intake.status == IntakeStatus.INVITED
    assert Invitation.objects.get().state == InvitationState.REVOKED
    event = AuditEvent.objects.get(verb="intake.draft_deleted")
    assert (event.patient, event.actor_role) == (intake.episode.patient, audit.SYSTEM)


def test_a_second_run_finds_nothing_and_says_nothing(draft):
    grow_old()
    deleted()
    events = AuditEvent.objects.count()
    assert deleted() == ""
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("days", [0, 29])
def test_a_younger_draft_stays(draft, days):
    grow_old(days)
    assert deleted() == ""
    assert stored().answers == draft.answers


def test_what_was_saved_last_counts_and_not_when_the_form_was_made(draft):
    grow_old()
    Intake.objects.update(saved_at=days_ago(29))
    assert deleted() == ""


def test_a_form_that_was_sent_stays(link):
    sent = actions.submit_intake(intake=factories.fill_in(link[0].intake))
    Invitation.objects.update(created_at=days_ago(90))
    before = timezone.now() + datetime.timedelta(days=1)
    assert not actions.delete_draft(intake=sent, before=before, by=audit.SYSTEM)
    assert stored().answers == sent.answers


def test_a_link_that_nobody_used_ends_too(link):
    grow_old()
    deleted()
    assert actions.open_link(token=link[1]) is None
    assert Episode.objects.get().phase == Phase.NEW


def test_a_new_link_after_that_is_left_alone(link, receptionist):
    grow_old()
    deleted()
    _, token = actions.invite_patient(episode=link[0].intake.episode, by=receptionist)
    assert deleted() == ""
    assert actions.open_link(token=token)


def test_a_link_that_was_sent_lately_opens_a_form_to_begin_anew(draft, receptionist):
    grow_old()
    _, token = actions.invite_patient(episode=draft.episode, by=receptionist)
    deleted()
    assert stored().answers == KNOWN
    assert PatientBrowser().enter(token).see("now").status_code == 200


def test_the_desk_sees_that_a_new_link_is_needed(draft, receptionist):
    grow_old()
    deleted()
    [item] = desk.attention(receptionist, timezone.now())
    assert (item.rank, item.episode) == (1, draft.episode)
    assert str(item.reason) == str(desk.EXPIRED)


def test_dry_run_only_counts(draft):
    grow_old()
    Throttle.objects.create(scope="link", key="k", since=days_ago(1))
    assert deleted("--dry-run") == "1 draft(s) and 1 count(s) would be deleted.\n"
    assert stored().answers == draft.answers
    assert Throttle.objects.exists()


def test_old_counts_of_wrong_tries_go_too_and_young_ones_stay(db):
    Throttle.objects.create(scope="link", key="old", since=days_ago(1))
    Throttle.objects.create(scope="link", key="young")
    assert deleted() == ""
    assert Throttle.objects.get().key == "young"


def test_the_number_of_days_is_a_setting(draft, settings):
    settings.INTAKE_DRAFT_DAYS = 3
    grow_old(4)
    deleted()
    assert stored().answers == KNOWN


def test_who_saves_at_that_moment_keeps_the_draft(draft):
    grow_old()
    seen_by_the_command = stored()
    Intake.objects.update(saved_at=timezone.now())
    assert not actions.delete_draft(intake=seen_by_the_command, before=days_ago(30), by=audit.SYSTEM)
    assert stored().answers == draft.answers


def test_who_saves_just_after_it_finds_the_link_closed(draft, link):
    browser = PatientBrowser().enter(link[1])
    grow_old()
    Invitation.objects.update(expires_at=timezone.now() + datetime.timedelta(days=1))
    deleted()
    assert browser.send("where", g_regions=["neck"]).status_code == 404
    assert stored().answers == KNOWN


def test_one_draft_that_cannot_be_deleted_does_not_keep_the_others(
    draft, therapist, receptionist, monkeypatch
):
    other = factories.patient(by=receptionist, birth_name="Bos")
    made, _ = factories.invitation(therapist=therapist, patient_=other)
    factories.fill_in(made.intake, until="where")
    grow_old()
    empty = drafts._empty

    def fail(intake):
        if intake.pk == draft.pk:
            raise DatabaseError
        empty(intake)

    monkeypatch.setattr(drafts, "_empty", fail)
    with pytest.raises(CommandError, match="1 draft"):
        deleted()
    assert Intake.objects.get(pk=made.intake_id).saved_at is None
    assert Intake.objects.get(pk=draft.pk).answers == draft.answers


# Emergencies


@pytest.fixture
def told(draft):
    """The draft of a patient who was told to call for help, and confirmed it."""
    answered = actions.save_page(
        intake=draft, page="now", cleaned={"s_now": ["chest_pressure"]}, version=draft.draft_version
    )
    return actions.confirm_emergency(intake=answered)


def test_what_was_told_in_an_emergency_stays(told):
    grow_old()
    before = [(one.rule.id, one.because) for one in told_for(EmergencyAlert.objects.get())]
    deleted()
    alert = EmergencyAlert.objects.get()
    assert before
    assert [(one.rule.id, one.because) for one in told_for(alert)] == before
    assert not any(one.stands for one in told_for(alert))
    assert stored().emergency_at == told.emergency_at


def test_the_same_emergency_in_new_answers_is_told_anew(told, receptionist):
    grow_old()
    deleted()
    actions.invite_patient(episode=told.episode, by=receptionist)
    begun = stored()
    again = actions.save_page(
        intake=begun, page="now", cleaned={"s_now": ["chest_pressure"]}, version=begun.draft_version
    )
    assert again.awaits_confirmation
    assert len(again.emergency_rules) == 2


def test_an_emergency_nobody_was_told_about_yet_is_not_deleted(draft):
    grow_old()
    Intake.objects.update(alarm_waits_since=days_ago(31))
    assert deleted() == ""
    assert stored().answers == draft.answers


def test_who_did_not_confirm_the_message_sees_it_on_coming_back(draft, receptionist):
    actions.save_page(
        intake=draft, page="now", cleaned={"s_now": ["chest_pressure"]}, version=draft.draft_version
    )
    grow_old()
    deleted()
    _, token = actions.invite_patient(episode=draft.episode, by=receptionist)
    browser = PatientBrowser().enter(token)
    assert browser.see("now").url == reverse("intake_emergency")
    assert browser.get(reverse("intake_emergency")).status_code == 200


def test_a_list_of_patients_that_was_brought_and_forgotten_is_wiped(manager):
    run = start_import(name="lijst.csv", text="[]", lines=0, mapping={}, by=manager)
    PatientImport.objects.update(made_at=days_ago(2))
    call_command("delete_drafts")
    run.refresh_from_db()
    assert (run.state, run.text) == (ImportState.CANCELLED, None)
