"""What the desk may know of an intake: where the link is, how far the form is, who waits for something."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from intake import readings
from intake.models import Intake, IntakeKind, IntakeStatus, Invitation, InvitationState, Screening
from intake.registration import to_look_at
from practice.desk import Lamp, masked_email
from practice.models import Episode, MessageState, Patient, Phase, User

PATIENCE = datetime.timedelta(days=3)
RECENT = 8
LATELY, MOST_WITHOUT_EPISODE = datetime.timedelta(days=90), 50
EXPIRED = _("link expired")
# What the desk never reads: the answers, and what the rules made of them.
CLINICAL = (
    *("answers", "unfinished", "page_versions", "half_pages", "emergency_rules", "not_answered"),
    *("level", "outcome", "patient_message"),
)
MAIL_TROUBLE = {
    MessageState.QUEUED: _("mail could not be sent yet"),
    MessageState.UNSURE: _("mail perhaps not sent"),
    MessageState.FAILED: _("mail could not be sent"),
}


@dataclass(frozen=True)
class Attention:
    """Somebody the desk has to do something for. `episode` is None when none was opened."""

    rank: int
    reason: object
    since: datetime.datetime
    patient: Patient
    episode: Episode | None = None


def newest_intake(episode: Episode) -> Intake | None:
    """The newest form; what the therapist asks again is not for the desk."""
    return next(iter(readings.forms(episode)), None)


def newest_invitation(intake: Intake | None) -> Invitation | None:
    return next(iter(intake.invitations.all()), None) if intake else None


def intake_lamp(episode: Episode) -> Lamp:
    """How far the newest intake of this episode is; reads intakes and their invitations."""
    intake = newest_intake(episode)
    invitation = newest_invitation(intake)
    if intake is None:
        return Lamp("waiting", _("not sent"))
    if intake.is_submitted:
        return Lamp("done", _("submitted"), [_on(intake.submitted_at)])
    trouble = link_trouble(invitation)
    notes = [*_progress(intake), *_sending(invitation)]
    if trouble:
        return Lamp("caution", trouble, notes, trouble=True)
    return Lamp("now", _draft_word(intake, invitation), notes)


def _draft_word(intake: Intake, invitation: Invitation) -> object:
    if intake.status == IntakeStatus.STARTED:
        return _("started")
    if invitation.opened_at:
        return _("link opened")
    if not invitation.sent_to:
        return _("link shown")
    return _("link waits to be mailed") if invitation.mail_waits else _("link sent")


def _progress(intake: Intake) -> list[object]:
    if intake.status != IntakeStatus.STARTED or not intake.pages_total:
        return []
    return [_("%(done)s of %(total)s pages done") % {"done": intake.pages_done, "total": intake.pages_total}]


def _sending(invitation: Invitation | None) -> list[object]:
    if invitation is None:
        return []
    made = {"date": _on(invitation.created_at), "address": masked_email(invitation.sent_to)}
    notes = [_how_sent(invitation) % made]
    if invitation.state == InvitationState.OPEN:
        notes.append(_("works until %(date)s") % {"date": _on(invitation.expires_at)})
    return notes


def _how_sent(invitation: Invitation) -> object:
    state = invitation.message.state if invitation.message else MessageState.SENT
    if not invitation.sent_to or state == MessageState.CANCELLED:
        return _("made %(date)s, not mailed")
    sent = state == MessageState.SENT
    return _("sent %(date)s to %(address)s") if sent else _("made %(date)s, to be mailed to %(address)s")


def _on(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def link_trouble(invitation: Invitation | None) -> object:
    """Why the patient cannot use the link; empty when it works."""
    if invitation is None or invitation.state != InvitationState.OPEN:
        return EXPIRED if _ended_late(invitation) else _("link withdrawn")
    if invitation.is_locked:
        return _("link locked: wrong birth date")
    if invitation.is_expired:
        return EXPIRED
    return MAIL_TROUBLE[invitation.message.state] if invitation.mail_failed else ""


def _ended_late(invitation: Invitation | None) -> bool:
    """True for a link that had expired before it was ended, as one whose draft was deleted."""
    return invitation is not None and invitation.ended_at >= invitation.expires_at


def screening_lamp(episode: Episode) -> Lamp:
    """Whether the screening is decided. What was decided stays with the therapist, who calls the patient."""
    if any(screening.is_signed for screening in episode.screenings.all()):
        return Lamp("done", _("decided"), [_("the therapist tells the patient what comes next")])
    intake = newest_intake(episode)
    ready = intake is not None and intake.is_submitted
    return Lamp("now" if ready else "waiting", _("to do") if ready else _("not yet"))


def attention(user: User, now: datetime.datetime) -> list[Attention]:
    """Who waits for the desk: trouble with links first, then the slow ones, then who has no link yet."""
    found = [*_links(user, now), *_without_intake(user), *_without_episode(user)]
    return sorted(found, key=lambda item: (item.rank, item.since))


def still_asked(forms: QuerySet) -> QuerySet:
    """These forms without those nobody waits for any more: not sent, and screened without them since."""
    screened = Screening.objects.filter(episode=OuterRef("episode"), signed_at__gt=OuterRef("created_at"))
    return forms.exclude(Exists(screened), submitted_at=None)


def links_in_trouble(user: User, now: datetime.datetime) -> int:
    """How many patients have a link that does not work."""
    return sum(item.rank == 1 for item in _links(user, now))


def _links(user: User, now: datetime.datetime) -> list[Attention]:
    waiting = Intake.objects.exclude(status=IntakeStatus.SUBMITTED).filter(
        episode__in=Episode.objects.open().visible_to(user), kind=IntakeKind.FIRST
    )
    rows = still_asked(waiting).select_related("episode__patient").prefetch_related("invitations")
    rows = rows.defer(*CLINICAL, "episode__patient__bsn")
    return [found for found in (_waiting(intake, now) for intake in rows) if found]


def _waiting(intake: Intake, now: datetime.datetime) -> Attention | None:
    episode, invitation = intake.episode, newest_invitation(intake)
    trouble = link_trouble(invitation)
    if trouble:
        since = (invitation.locked_at or invitation.ended_at or invitation.created_at) if invitation else now
        return Attention(1, trouble, since, episode.patient, episode)
    if intake.status == IntakeStatus.STARTED:
        reason, since = _("started, not finished"), intake.saved_at or intake.started_at
    else:
        reason, since = _("link not opened yet"), invitation.created_at
    if invitation.opened_at and intake.status == IntakeStatus.INVITED:
        reason, since = _("link opened, form not started"), invitation.opened_at
    return Attention(2, reason, since, episode.patient, episode) if now - since >= PATIENCE else None


def _without_intake(user: User) -> list[Attention]:
    episodes = (
        Episode.objects.visible_to(user).filter(phase=Phase.NEW).exclude(intakes__kind=IntakeKind.FIRST)
    )
    reason = _("no intake sent yet")
    rows = episodes.select_related("patient")
    return [Attention(3, reason, episode.opened_at, episode.patient, episode) for episode in rows]


def _without_episode(user: User) -> list[Attention]:
    """Registered lately and then forgotten; who came years ago, or from another system, waits for nothing."""
    since = timezone.now() - LATELY
    lately = Patient.objects.visible_to(user).filter(registered_at__gt=since, previous_number__isnull=True)
    patients = lately.filter(episodes__isnull=True).order_by("-pk")[:MOST_WITHOUT_EPISODE]
    reason = _("registered, no episode yet")
    return [Attention(4, reason, patient.registered_at, patient) for patient in patients]


def add_open_episodes(patients: list[Patient]) -> list[Patient]:
    """The same patients, with their open episodes at hand as `open_episodes`."""
    prefetch_related_objects(patients, Prefetch("episodes", Episode.objects.open(), to_attr="open_episodes"))
    return patients


def recently_registered(user: User) -> list[Patient]:
    """Whom the desk registered last."""
    newest = Patient.objects.visible_to(user).standing().order_by("-pk")
    return add_open_episodes(list(newest[:RECENT]))


def open_invitation(episode: Episode) -> Invitation | None:
    """The link of this episode that was not used or withdrawn, expired and locked ones included."""
    links = Invitation.objects.filter(intake__episode=episode, state=InvitationState.OPEN)
    return links.filter(intake__kind=IntakeKind.FIRST).first()


def open_follow_up(episode: Episode) -> Invitation | None:
    """The same for the link to the newest follow-up; reads intakes and their invitations."""
    invitation = newest_invitation(newest_follow_up(episode))
    return invitation if invitation and invitation.state == InvitationState.OPEN else None


def newest_follow_up(episode: Episode) -> Intake | None:
    return next((one for one in episode.intakes.all() if one.is_follow_up), None)


def inbox_url(episode: Episode) -> str:
    """Where the desk sees to the intake of this episode: details that wait, else the links on its card.

    Reads intakes.reported and the patient's GP.
    """
    if to_look_at(episode):
        return reverse("intake_reported", args=[episode.pk])
    return reverse("patient_detail", args=[episode.patient_id]) + f"#episode-{episode.pk}"


def follow_up_lamp(episode: Episode) -> Lamp | None:
    """How far the newest follow-up is, never what is in it; None when none was ever sent."""
    intake = newest_follow_up(episode)
    if intake is None:
        return None
    if intake.is_submitted:
        return Lamp("done", _("submitted"), [_on(intake.submitted_at)])
    invitation = newest_invitation(intake)
    if trouble := link_trouble(invitation):
        return Lamp("caution", trouble, _sending(invitation), trouble=True)
    return Lamp("now", _draft_word(intake, invitation), _sending(invitation))
