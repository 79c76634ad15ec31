"""The intakes that are under way, as the desk sees them: how far each is, never what is in it."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from intake.desk import CLINICAL, link_trouble, newest_invitation, still_asked
from intake.forms_reception import SendForm
from intake.models import (
    Intake,
    IntakeKind,
    IntakeStatus,
    Invitation,
    InvitationState,
    ReportedField,
    Screening,
)
from intake.registration import lines_of
from practice.desk import masked_email
from practice.models import AuditEvent, Episode, Patient, Role, User

TROUBLE, UNOPENED, OPENED, STARTED = "trouble", "unopened", "opened", "started"
SUBMITTED, SEEN, DETAILS = "submitted", "seen", "details"
STATES = {
    TROUBLE: _("link does not work"),
    UNOPENED: _("not opened"),
    OPENED: _("opened, not started"),
    STARTED: _("started"),
    SUBMITTED: _("submitted"),
    SEEN: _("seen by the therapist"),
    DETAILS: _("details to look at"),
}
LOOKS = {TROUBLE: "caution", STARTED: "now", SUBMITTED: "done", SEEN: "done"}
# How long an intake that the therapist opened stays in the list.
SEEN_STAYS = datetime.timedelta(days=14)
NEWER = Q(created_at__gt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk"))
READ = ("intake.read", "episode.read")  # a therapist opened the answers, or the record they stand in


@dataclass(frozen=True)
class Row:
    """One intake that is under way."""

    intake: Intake
    invitation: Invitation | None
    state: str
    since: datetime.datetime
    trouble: object
    to_look_at: int

    @property
    def episode(self) -> Episode:
        return self.intake.episode

    @property
    def patient(self) -> Patient:
        return self.episode.patient

    @property
    def word(self) -> object:
        return self.trouble or STATES[self.state]

    @property
    def look(self) -> str:
        """The kind of components/state.html."""
        return LOOKS.get(self.state, "waiting")

    @property
    def page(self) -> int:
        """The page the patient is on, from 1; 0 when the form was not started."""
        return min(self.intake.pages_done + 1, self.intake.pages_total) if self.is_started else 0

    @property
    def is_started(self) -> bool:
        return self.intake.status == IntakeStatus.STARTED and self.intake.pages_total > 0

    @property
    def sent_to(self) -> str:
        return masked_email(self.invitation.sent_to) if self.invitation else ""

    @property
    def is_open(self) -> bool:
        """Is there a link to withdraw, working or not?"""
        return self.invitation is not None and self.invitation.state == InvitationState.OPEN

    @property
    def is_locked(self) -> bool:
        return self.is_open and self.invitation.is_locked

    @property
    def is_done(self) -> bool:
        """Nothing is left to do for the desk or for the therapist."""
        return self.state == SEEN and not self.to_look_at

    @property
    def ways(self) -> list[tuple[str, object]]:
        """Where a new link may go; nowhere once the form is sent."""
        if self.intake.is_submitted:
            return []
        return SendForm(patient=self.patient).fields["send_to"].choices


def rows(user: User, now: datetime.datetime) -> list[Row]:
    """The newest form of every open episode not done with: who waits longest first, the seen ones last.

    The number of queries does not grow with the rows.
    """
    return sorted(map(_row, _intakes(user, now)), key=lambda row: (row.is_done, row.since))


def _intakes(user: User, now: datetime.datetime) -> QuerySet:
    forms = Intake.objects.filter(
        kind=IntakeKind.FIRST, episode__in=Episode.objects.open().visible_to(user)
    ).exclude(Exists(Intake.objects.filter(NEWER, kind=IntakeKind.FIRST, episode=OuterRef("episode"))))
    waits = Exists(ReportedField.objects.filter(intake=OuterRef("pk"), state=""))
    is_recent = Q(submitted_at=None) | Q(seen_at=None) | Q(submitted_at__gte=now - SEEN_STAYS)
    return (
        still_asked(forms)
        .annotate(seen_at=_seen_at())
        .filter(is_recent | waits)
        .select_related("episode__patient__general_practitioner")
        .prefetch_related("invitations", "reported", "episode__patient__representatives")
        .defer(*CLINICAL, "episode__patient__bsn")
    )


def _seen_at() -> Coalesce:
    """When a therapist first opened the record after the form was sent, as the log says; else screened it."""
    lines = AuditEvent.objects.filter(
        patient=OuterRef("episode__patient"),
        verb__in=READ,
        actor_role=Role.THERAPIST,
        subject_type="episode",
        subject_id=Cast(OuterRef("episode_id"), CharField()),
        at__gte=OuterRef("submitted_at"),
    )
    screened = Screening.objects.filter(episode=OuterRef("episode"), created_at__gte=OuterRef("submitted_at"))
    return Coalesce(
        Subquery(lines.order_by("at").values("at")[:1]),
        Subquery(screened.order_by("created_at").values("created_at")[:1]),
    )


def _row(intake: Intake) -> Row:
    invitation = newest_invitation(intake)
    trouble = "" if intake.is_submitted else link_trouble(invitation)
    state, since = _state(intake, invitation, trouble)
    lines = lines_of(intake.episode.patient, intake.reported.all()) if intake.is_submitted else []
    return Row(intake, invitation, state, since, trouble, sum(line.waits for line in lines))


def _state(intake: Intake, invitation: Invitation | None, trouble: object) -> tuple[str, datetime.datetime]:
    """How far it is, and since when."""
    if intake.is_submitted:
        return (SEEN, intake.seen_at) if intake.seen_at else (SUBMITTED, intake.submitted_at)
    if invitation is None:
        return TROUBLE, intake.created_at
    if trouble:
        return TROUBLE, _broke_at(invitation)
    if intake.status == IntakeStatus.STARTED:
        return STARTED, intake.saved_at or intake.started_at
    if invitation.opened_at:
        return OPENED, invitation.opened_at
    return UNOPENED, invitation.created_at


def _broke_at(invitation: Invitation) -> datetime.datetime:
    """Since when a link that does not work did not."""
    if invitation.is_expired:
        return invitation.expires_at
    return invitation.locked_at or invitation.ended_at or invitation.created_at


def counts(found: list[Row]) -> list[tuple[str, object, int]]:
    """For each state: its name in an address, its word, and how many rows it has."""
    number = Counter(row.state for row in found)
    number[DETAILS] = sum(row.to_look_at > 0 for row in found)
    return [(state, word, number[state]) for state, word in STATES.items()]


def of_state(found: list[Row], state: str) -> list[Row]:
    """The rows in this state; all of them for a state there is not."""
    if state == DETAILS:
        return [row for row in found if row.to_look_at]
    return [row for row in found if row.state == state] if state in STATES else found
