"""Where an episode that is opened again goes on: where its signed record left it. Pure reading."""

from collections.abc import Iterator
from datetime import datetime

from intake import readings
from intake.models import Conclusion, InvitationState
from practice.models import MOVES, Episode, Phase
from records import steps
from records.models import ConsentDecision

Step = tuple[datetime, int, str]  # when, order within the same moment, phase
_DECIDED = {ConsentDecision.GIVEN: Phase.APPROVED, ConsentDecision.WITHDRAWN: Phase.WITHDRAWN}


def phase_to_reopen(episode: Episode) -> str:
    """The phase after everything that was signed and decided, in the order in which it happened.

    Each step counts only where it could follow, as it did then: so an advice to see the GP holds until a
    screening after it, and no plan from before that advice is approved by it.
    """
    steps.prefetch([episode])
    phase = _before_screening(episode)
    for _at, _order, following in sorted(_signed(episode)):
        if following in MOVES[phase]:
            phase = following
    return phase


def _before_screening(episode: Episode) -> str:
    if readings.form_sent(episode):
        return Phase.INTAKE_DONE
    links = (link for form in readings.forms(episode) for link in form.invitations.all())
    return Phase.INTAKE_SENT if any(link.state == InvitationState.OPEN for link in links) else Phase.NEW


def _signed(episode: Episode) -> Iterator[Step]:
    """Every signature and decision that moves an episode on. A correction moves only screening and plan."""
    for row in episode.screenings.all():
        if row.is_signed:
            advised = row.conclusion == Conclusion.CONTACT_GP
            yield row.signed_at, 0, Phase.GP_ADVISED if advised else Phase.SCREENED
    for order, (name, phase) in enumerate(_MOVING.items(), 1):
        rows = getattr(episode, name).all()
        signed = (row for row in rows if row.is_signed and (name == "plans" or not row.amends_id))
        yield from ((row.signed_at, order, phase) for row in signed)
    for plan in episode.plans.all():
        decided = (row for row in plan.consents.all() if row.decision in _DECIDED)
        yield from ((row.recorded_at, len(_MOVING) + 1, _DECIDED[row.decision]) for row in decided)


_MOVING = {
    "examinations": Phase.EXAMINED,
    "plans": Phase.PLANNED,
    "sessions": Phase.IN_TREATMENT,
    "evaluations": Phase.EVALUATED,
}
