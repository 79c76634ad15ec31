"""What the desk may know of an episode's record: four lamps, never why one is not lit."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intake.desk import follow_up_lamp, intake_lamp, newest_intake, newest_invitation, screening_lamp
from intake.models import InvitationState
from intake.registration import to_look_at
from practice.desk import Lamp, phase_word
from practice.models import Episode, Patient, Phase
from records.steps import newest_plan


@dataclass(frozen=True)
class Card:
    """One episode as the desk sees it."""

    episode: Episode
    word: object
    lamps: dict[object, Lamp]
    awaits_intake: bool
    has_link: bool
    is_locked: bool
    is_sent: bool
    opened_again: datetime | None  # the last time a closed episode was
    to_look_at: int  # details that the patient wrote about the registration


def cards(patient: Patient) -> list[Card]:
    """The episodes of this patient, open ones first; the number of queries does not grow with them."""
    episodes = sorted(_rows(patient), key=lambda episode: episode.is_closed)
    return [_card(episode) for episode in episodes]


def _rows(patient: Patient) -> QuerySet:
    return patient.episodes.select_related("therapist").prefetch_related(
        "intakes__invitations", "intakes__reported", "screenings", "plans__consents", "reopenings"
    )


def _card(episode: Episode) -> Card:
    invitation = newest_invitation(newest_intake(episode))
    is_open = invitation is not None and invitation.state == InvitationState.OPEN
    return Card(
        episode=episode,
        word=phase_word(episode.phase),
        lamps=_lamps(episode),
        awaits_intake=episode.phase in (Phase.NEW, Phase.INTAKE_SENT),
        has_link=is_open,
        is_locked=is_open and invitation.is_locked,
        is_sent=invitation is not None,
        opened_again=max((row.at for row in episode.reopenings.all()), default=None),
        to_look_at=to_look_at(episode),
    )


def _lamps(episode: Episode) -> dict[object, Lamp]:
    lamps = {
        _("Intake"): intake_lamp(episode),
        _("Screening"): screening_lamp(episode),
        _("Plan"): plan_lamp(episode),
        _("Approval"): consent_lamp(episode),
        _("Follow-up"): follow_up_lamp(episode),
    }
    return {label: lamp for label, lamp in lamps.items() if lamp}


def plan_lamp(episode: Episode) -> Lamp:
    """None, proposed or approved; a refusal and a withdrawal read as "proposed"."""
    plan = newest_plan(episode)
    if plan is None:
        return Lamp("waiting", _("none yet"))
    return Lamp("done", _("approved")) if plan.is_approved else Lamp("now", _("proposed"))


def consent_lamp(episode: Episode) -> Lamp:
    """Given, or open; a refusal and a withdrawal read as "open"."""
    plan = newest_plan(episode)
    if plan is not None and plan.is_approved:
        return Lamp("done", _("given"))
    return Lamp("now" if plan else "waiting", _("open"))
