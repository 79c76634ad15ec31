"""Sending the link, taking it back, freeing it."""

import datetime
import smtplib

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake import actions
from intake.models import Intake, IntakeStatus, Invitation, InvitationState, token_digest
from practice.models import AuditEvent, Phase, PhaseError
from tests import factories, mail_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(therapist, receptionist):
    return factories.episode(therapist=therapist, by=receptionist)


@pytest.fixture
def mailed(episode, receptionist, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation, token = actions.invite_patient(episode=episode, by=receptionist, email="s@example.org")
    return invitation, token


def test_inviting_makes_an_intake_in_the_language_of_the_patient(therapist, receptionist):
    patient = factories.patient(by=receptionist, language="en")
    episode = factories.episode(therapist=therapist, patient_=patient)
    invitation, _ = actions.invite_patient(episode=episode, by=receptionist)
    assert invitation.intake.language == "en"


def test_an_intake_starts_with_what_the_registration_knows(episode, receptionist):
    invitation, _ = actions.invite_patient(episode=episode, by=receptionist)
    assert invitation.intake.answers == {"ad_birthdate": "1985-04-12", "ad_sex": "f"}


def test_inviting_moves_a_new_episode_on(episode, receptionist):
    actions.invite_patient(episode=episode, by=receptionist)
    episode.refresh_from_db()
    assert episode.phase == Phase.INTAKE_SENT


def test_a_closed_episode_gets_no_link(episode, receptionist):
    episode.move_to(Phase.CLOSED)
    with pytest.raises(PhaseError):
        actions.invite_patient(episode=episode, by=receptionist)


def test_only_the_digest_of_the_token_is_stored(episode, receptionist):
    invitation, token = actions.invite_patient(episode=episode, by=receptionist)
    assert len(token) >= 43
    assert invitation.token_digest == token_digest(token)
    assert token not in str(list(Invitation.objects.values()))


def test_a_second_link_ends_the_first_and_keeps_the_draft(episode, receptionist):
    first, first_token = actions.invite_patient(episode=episode, by=receptionist)
    second, second_token = actions.invite_patient(episode=episode, by=receptionist)
    assert second.intake == first.intake
    assert actions.open_link(token=first_token) is None
    assert actions.open_link(token=second_token) == second


def test_an_intake_has_at_most_one_open_link(episode, receptionist):
    invitation, _ = actions.invite_patient(episode=episode, by=receptionist)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(intake=invitation.intake, token_digest="other", created_by=receptionist)


def test_the_mail_holds_the_link_and_until_when(mailed):
    invitation, token = mailed
    [message] = mail.outbox
    assert f"/i/{token}/" in message.body
    assert timezone.localtime(invitation.expires_at).strftime("%d-%m-%Y") in message.body
    assert message.to == ["s@example.org"]
    assert invitation.sent_to == "s@example.org"


def test_the_mail_says_nothing_about_the_complaint(mailed):
    [message] = mail.outbox
    text = (message.subject + message.body + message.alternatives[0].content).lower()
    assert not [word for word in ("bovenrug", "upper back", "pijn", "pain", "1985") if word in text]


def test_under_16_the_mail_speaks_to_the_parents(therapist, receptionist, django_capture_on_commit_callbacks):
    child = factories.patient(by=receptionist, language="en", birth_date=factories.years_ago(10))
    episode = factories.episode(therapist=therapist, patient_=child)
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite_patient(episode=episode, by=receptionist, email="parent@example.org")
    [message] = mail.outbox
    assert "parents or guardians" in message.body
    assert "your child's birth date" in message.body


def test_without_an_address_nothing_is_mailed(episode, receptionist, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite_patient(episode=episode, by=receptionist)
    assert mail.outbox == []


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected, ConnectionRefusedError, TimeoutError])
@pytest.mark.parametrize("when", ["open", "refuse"])
def test_a_mail_server_that_is_down_does_not_undo_the_invitation(
    *, episode, receptionist, django_capture_on_commit_callbacks, settings, error, when
):
    settings.EMAIL_BACKEND = mail_world.BACKEND
    mail_world.Server.begin((when, error()))
    with django_capture_on_commit_callbacks(execute=True):
        invitation, _ = actions.invite_patient(episode=episode, by=receptionist, email="s@example.org")
    invitation.refresh_from_db()
    assert invitation.mail_failed
    assert invitation.sent_to == "s@example.org"
    assert invitation.is_usable


def test_a_revoked_link_no_longer_opens(episode, receptionist):
    invitation, token = actions.invite_patient(episode=episode, by=receptionist)
    actions.revoke_invitation(invitation=invitation, by=receptionist)
    assert actions.open_link(token=token) is None
    episode.refresh_from_db()
    assert episode.phase == Phase.NEW


def test_revoking_a_used_link_changes_nothing(therapist):
    episode = factories.episode(therapist=therapist)
    intake = factories.submitted_intake(episode_=episode)
    invitation = intake.invitations.get()
    assert actions.revoke_invitation(invitation=invitation, by=therapist).state == InvitationState.USED


def test_an_expired_link_does_not_open(episode, receptionist):
    _, token = actions.invite_patient(episode=episode, by=receptionist)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert actions.open_link(token=token) is None


@pytest.mark.parametrize("token", ["", "x", "é" * 300, "a\x00b"])
def test_a_token_nobody_handed_out_opens_nothing(episode, receptionist, token):
    actions.invite_patient(episode=episode, by=receptionist)
    assert actions.open_link(token=token) is None


def guess(invitation, times):
    return [
        actions.check_birth_date(invitation=invitation, date=datetime.date(1990, 1, 1)) for _ in range(times)
    ]


def test_the_right_birth_date_starts_the_intake(episode, receptionist):
    invitation, _ = actions.invite_patient(episode=episode, by=receptionist)
    assert actions.check_birth_date(invitation=invitation, date=datetime.date(1985, 4, 12))
    assert Intake.objects.get().status == IntakeStatus.STARTED


def test_five_wrong_birth_dates_lock_the_link_even_for_the_right_one(episode, receptionist):
    invitation, token = actions.invite_patient(episode=episode, by=receptionist)
    assert guess(invitation, 5) == [False] * 5
    assert not actions.check_birth_date(invitation=invitation, date=datetime.date(1985, 4, 12))
    assert actions.open_link(token=token).is_locked


def test_reception_frees_a_locked_link_with_all_attempts(episode, receptionist):
    invitation, token = actions.invite_patient(episode=episode, by=receptionist)
    guess(invitation, 5)
    actions.unlock_invitation(invitation=invitation, by=receptionist)
    assert actions.open_link(token=token)
    assert guess(invitation, 4) == [False] * 4
    assert actions.check_birth_date(invitation=invitation, date=datetime.date(1985, 4, 12))


def test_what_happens_to_a_link_is_in_the_log(episode, receptionist):
    invitation, token = actions.invite_patient(episode=episode, by=receptionist)
    actions.open_link(token=token)
    guess(invitation, 5)
    actions.unlock_invitation(invitation=invitation, by=receptionist)
    actions.revoke_invitation(invitation=invitation, by=receptionist)
    verbs = (
        AuditEvent.objects.filter(verb__startswith="intake.").order_by("pk").values_list("verb", flat=True)
    )
    refused = ["intake.link_refused"] * 5
    assert list(verbs) == [
        *("intake.invited", "intake.link_opened", *refused, "intake.locked"),
        *("intake.unlocked", "intake.revoked"),
    ]
