"""Which intake of an episode is meant: the form the patient sent, or the newest evidence. Pure reading.

Two questions that had one answer before the safety questions were asked again: what did the patient tell us
(`form_sent`: the desk, the answers, the history, the summary), and what do we know of the safety now
(`newest_evidence`: findings, precautions, the screening). Who looks at `episode.intakes` asks here.
"""

from intake.models import Intake
from practice.models import Episode


def forms(episode: Episode) -> list[Intake]:
    """What went to the patient, newest first, finished or not. Re-screenings are no forms."""
    return [intake for intake in episode.intakes.all() if not intake.is_rescreening]


def form_sent(episode: Episode) -> Intake | None:
    """The form the patient sent last."""
    return max(filter(_submitted, forms(episode)), key=_submitted_at, default=None)


def evidence(episode: Episode) -> list[Intake]:
    """Each time the safety questions were answered, oldest first: forms sent, and re-screenings."""
    return sorted(filter(_submitted, episode.intakes.all()), key=_submitted_at)


def newest_evidence(episode: Episode) -> Intake | None:
    """The last answers to the safety questions, whoever asked: a form that was sent, or a re-screening."""
    return next(iter(reversed(evidence(episode))), None)


def rescreenings(episode: Episode) -> list[Intake]:
    """Every re-screening, oldest first."""
    return [intake for intake in evidence(episode) if intake.is_rescreening]


def unreviewed(episode: Episode) -> Intake | None:
    """The newest evidence, while no signed screening is about it."""
    newest = newest_evidence(episode)
    reviewed = {row.intake_id for row in episode.screenings.all() if row.is_signed}
    return None if newest is None or newest.pk in reviewed else newest


def has_undecided(episode: Episode) -> bool:
    """True while a finding of the newest evidence waits for its decision: asking again would bury it."""
    newest = unreviewed(episode)
    return newest is not None and any(finding.is_open for finding in newest.findings.all())


def waits_for_decision(intake: Intake) -> bool:
    """True while somebody has to decide on something. A form waits for it as a whole until it is reviewed."""
    return not intake.is_rescreening or any(finding.is_open for finding in intake.findings.all())


def _submitted(intake: Intake) -> bool:
    return intake.is_submitted


def _submitted_at(intake: Intake) -> tuple[object, int]:
    return intake.submitted_at, intake.pk
