"""When the safety questions are due again: for an evaluation, after a bad reaction, after opening again.

Pure reading.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from intake import readings
from intake.models import Intake
from practice.models import Episode
from records.models import AdverseReaction, Session


@dataclass(frozen=True)
class Asked:
    """How far asking again is in one episode."""

    last: Intake | None
    waiting: Intake | None  # somebody has to conclude it first
    counts: Intake | None  # what an evaluation that is signed now rests on

    @classmethod
    def of(cls, episode: Episode) -> "Asked":
        """Reads intakes and screenings, with the findings of a re-screening that is not concluded."""
        last = next(iter(reversed(readings.rescreenings(episode))), None)
        if last is None:
            return cls(None, None, None)
        waiting = readings.waiting_rescreening(episode)
        is_concluded = any(row.is_signed and row.intake_id == last.pk for row in episode.screenings.all())
        is_fresh = timezone.now() - last.submitted_at <= timedelta(days=settings.RESCREENING_DAYS)
        return cls(last, waiting, last if is_concluded and is_fresh else None)

    @property
    def holds_up_treatment(self) -> bool:
        """Something came up on which nobody has decided."""
        return self.waiting is not None and readings.waits_for_decision(self.waiting)


def due_since(episode: Episode) -> datetime | None:
    """When it was opened again, as long as nothing was asked and no session was signed after that."""
    opened = max((row.at for row in episode.reopenings.all()), default=None)
    if opened is None:
        return None
    asked = (intake.submitted_at for intake in readings.evidence(episode))
    held = (session.signed_at for session in episode.sessions.all() if session.is_signed)
    return None if any(at > opened for at in (*asked, *held)) else opened


def suggested_by(episode: Episode, *sessions: Session | None) -> bool:
    """Did one of these sessions go in a way that makes asking again wise, and was nothing asked since?

    A reaction or more pain afterwards may be the first sign of a course that deviates (domain reference 6.5).
    """
    bad = [session.held_at for session in sessions if session and _went_badly(session)]
    asked = [again.submitted_at for again in readings.rescreenings(episode)]
    return bool(bad) and max(bad) > max(asked, default=min(bad) - timedelta(days=1))


def _went_badly(session: Session) -> bool:
    pain = session.pain_before, session.pain_after
    more_pain = None not in pain and session.pain_after > session.pain_before
    return more_pain or session.adverse_reaction == AdverseReaction.YES
