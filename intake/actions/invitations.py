"""The link to an intake: send it, take it back, free it, open it, and prove to be the patient."""

import datetime
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from intake import mail
from intake.approvals import version_in_use
from intake.models import Intake, IntakeKind, IntakeStatus, Invitation, InvitationState, token_digest
from intake.walk import known_answers
from practice import audit, throttle
from practice.actions.messages import cancel_messages_about
from practice.models import Episode, Phase, PhaseError, User

TOKEN_BYTES = 32  # 256 bits
LINK_TRIES = "intake.link"  # what practice/throttle.py counts failures under


@transaction.atomic
def invite_patient(*, episode: Episode, by: User, email: str = "") -> tuple[Invitation, str]:
    """Make a new link to the intake of this episode, and mail it when `email` is given.

    An intake that is open already is used again, with its draft; an earlier link stops working.
    Returns the invitation and the raw token, which is stored nowhere but in the mail, until that is sent.
    The mail waits in the outbox from the commit on; `invitation.message` says how it goes.
    Raises PhaseError when the episode is closed.
    """
    episode = Episode.objects.select_for_update(of=("self",)).select_related("patient").get(pk=episode.pk)
    if episode.is_closed:
        raise PhaseError("A closed episode has no intake.")
    invitation, token = _new_link(_open_intake(episode, by), by)
    if episode.phase == Phase.NEW:
        episode.move_to(Phase.INTAKE_SENT)
    audit.record("intake.invited", by=by, patient=episode.patient, subject=invitation, label=str(invitation))
    _mail_link(invitation, token, email, by)
    return invitation, token


@transaction.atomic
def send_follow_up(*, episode: Episode, by: User, email: str = "") -> tuple[Invitation, str]:
    """Make a new link to a follow-up: measures that the patient fills in at home. It moves no phase.

    A follow-up that is open already is used again, with its draft; an earlier link stops working. Returns and
    mails as invite_patient does. Raises PhaseError when the episode is closed.
    """
    episode = Episode.objects.select_for_update(of=("self",)).select_related("patient").get(pk=episode.pk)
    if episode.is_closed:
        raise PhaseError("A closed episode is not followed up.")
    kind = {"episode": episode, "kind": IntakeKind.FOLLOW_UP}
    intake = Intake.objects.filter(**kind).exclude(status=IntakeStatus.SUBMITTED).first()
    intake = intake or Intake.objects.create(**kind, language=episode.patient.language, created_by=by)
    invitation, token = _new_link(intake, by)
    audit.record("follow_up.sent", by=by, patient=episode.patient, subject=invitation, label=str(invitation))
    _mail_link(invitation, token, email, by)
    return invitation, token


def _new_link(intake: Intake, by: User) -> tuple[Invitation, str]:
    """The only link of this intake that works, with its raw token."""
    end_links(intake, InvitationState.REVOKED, by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = {"intake": intake, "token_digest": token_digest(token), "created_by": by}
    return Invitation.objects.create(**made), token


def _open_intake(episode: Episode, by: User) -> Intake:
    """The intake that waits for its answers, made now if there is none."""
    patient = episode.patient
    forms = Intake.objects.filter(episode=episode, kind=IntakeKind.FIRST)
    intake = forms.exclude(status=IntakeStatus.SUBMITTED).first()
    return intake or Intake.objects.create(
        episode=episode,
        content_version=version_in_use(),
        language=patient.language,
        answers=known_answers(patient),
        created_by=by,
    )


def _mail_link(invitation: Invitation, token: str, email: str, by: User) -> None:
    invitation.message = mail.invite(invitation, token, email, by)
    if invitation.message:
        invitation.sent_to = email
        invitation.save(update_fields=["sent_to", "message"])


def end_links(intake: Intake, state: str, by: audit.Actor) -> None:
    """Every link of this intake that is open ends in this state, and no mail with it is sent any more."""
    for invitation in intake.invitations.filter(state=InvitationState.OPEN):
        _end(invitation, state, by)


def _end(invitation: Invitation, state: str, by: audit.Actor) -> None:
    still_open = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.OPEN)
    if still_open.update(state=state, ended_at=timezone.now()):
        cancel_messages_about(once=mail.about_link(invitation), by=by)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Take the link back; a draft is kept. A link that is used or revoked already stays as it is."""
    invitation = _locked(invitation)
    if invitation.state != InvitationState.OPEN:
        return invitation
    _end(invitation, InvitationState.REVOKED, by)
    episode = Episode.objects.select_for_update().get(pk=invitation.intake.episode_id)
    if episode.phase == Phase.INTAKE_SENT and not invitation.intake.is_follow_up:
        episode.move_to(Phase.NEW)
    _note("intake.revoked", invitation, by)
    return _locked(invitation)


@transaction.atomic
def unlock_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Free a link that was locked by wrong birth dates; the patient has all attempts again."""
    invitation = _locked(invitation)
    invitation.failed_attempts, invitation.locked_at = 0, None
    invitation.save(update_fields=["failed_attempts", "locked_at"])
    _note("intake.unlocked", invitation, by)
    return invitation


@transaction.atomic
def open_link(*, token: str) -> Invitation | None:
    """The invitation this token belongs to, while it is open; None for every other token, which is counted.

    A locked one is found too: who holds its token learns that it waits for the desk. All conditions are in
    the query, so an expired, a revoked, a used and an unknown token cost the same work.
    """
    is_open = {"state": InvitationState.OPEN, "expires_at__gt": timezone.now()}
    digest = token_digest(token)
    is_its_link = Q(token_digest=digest) | Q(reminder_digest=digest)
    invitation = _locked_rows().filter(is_its_link, **is_open).first()
    if invitation is None:
        throttle.count_failure(LINK_TRIES)
        return None
    invitation.opened_at = invitation.opened_at or timezone.now()
    invitation.save(update_fields=["opened_at"])
    _note("intake.link_opened", invitation, audit.PATIENT)
    return invitation


@transaction.atomic
def check_birth_date(*, invitation: Invitation, date: datetime.date) -> bool:
    """Is this the patient's birth date? Too many wrong ones lock the link.

    The row is locked while counting, so guesses at the same time all count. A locked, used, revoked or
    expired link says no to every date.
    """
    invitation = _locked(invitation)
    if not invitation.is_usable:
        return False
    right = invitation.intake.episode.patient.birth_date == date
    if right:
        _let_in(invitation)
    else:
        _count_wrong(invitation)
    return right


def _let_in(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(failed_attempts=0)
    Intake.objects.filter(pk=invitation.intake_id, status=IntakeStatus.INVITED).update(
        status=IntakeStatus.STARTED, started_at=timezone.now()
    )


def _count_wrong(invitation: Invitation) -> None:
    invitation.failed_attempts += 1
    if invitation.failed_attempts >= settings.INTAKE_BIRTH_DATE_ATTEMPTS:
        invitation.locked_at = timezone.now()
    invitation.save(update_fields=["failed_attempts", "locked_at"])
    _note("intake.link_refused", invitation, audit.PATIENT)
    throttle.count_failure(LINK_TRIES)
    if invitation.is_locked:
        _note("intake.locked", invitation, audit.SYSTEM)


def _locked(invitation: Invitation) -> Invitation:
    """The row as it is now, locked for this transaction."""
    return _locked_rows().get(pk=invitation.pk)


def _locked_rows() -> QuerySet:
    return Invitation.objects.select_for_update(of=("self",)).select_related("intake__episode__patient")


def _note(verb: str, invitation: Invitation, by: audit.Actor) -> None:
    patient = invitation.intake.episode.patient
    audit.record(verb, by=by, patient=patient, subject=invitation, label=str(invitation))
