"""Which intake of an episode is meant: the form the patient sent, or the newest evidence. Pure reading.

Two questions that had one answer before the safety questions were asked again: what did the patient tell us
(`form_sent`: the desk, the answers, the history, the summary), and what do we know of the safety now
(`newest_evidence`: precautions, the screening). What nobody concluded stays, whatever came in later
(`waiting`, `findings`). Who looks at `episode.intakes` asks here.
"""

from intake.levels import rank
from intake.models import Finding, Intake, IntakeKind
from practice.models import Episode


def forms(episode: Episode) -> list[Intake]:
    """What went to the patient before treatment, newest first, finished or not."""
    return [intake for intake in episode.intakes.all() if intake.kind == IntakeKind.FIRST]


def form_sent(episode: Episode) -> Intake | None:
    """The form the patient sent last."""
    return max(filter(_submitted, forms(episode)), key=_submitted_at, default=None)


def evidence(episode: Episode) -> list[Intake]:
    """Each time the safety questions were answered, oldest first: forms sent, and re-screenings."""
    asked = (intake for intake in episode.intakes.all() if not intake.is_follow_up)
    return sorted(filter(_submitted, asked), key=_submitted_at)


def newest_evidence(episode: Episode) -> Intake | None:
    """The last answers to the safety questions, whoever asked: a form that was sent, or a re-screening."""
    return next(iter(reversed(evidence(episode))), None)


def rescreenings(episode: Episode) -> list[Intake]:
    """Every re-screening, oldest first."""
    return [intake for intake in evidence(episode) if intake.is_rescreening]


def judged_together(episode: Episode, newest: Intake | None) -> list[Intake]:
    """What one conclusion is about: this evidence, last, after what was not concluded before it."""
    rows: list[Intake] = []
    concluded = _concluded(episode)
    for intake in evidence(episode):
        rows.append(intake)
        if intake == newest:
            return rows
        if intake.pk in concluded:
            rows = []
    return []


def waiting(episode: Episode) -> list[Intake]:
    """Evidence that no signed screening concluded, oldest first; a later form or re-screening hides none."""
    newest = newest_evidence(episode)
    is_concluded = newest is None or newest.pk in _concluded(episode)
    return [] if is_concluded else judged_together(episode, newest)


def unreviewed(episode: Episode) -> Intake | None:
    """The newest evidence, while no signed screening is about it."""
    return next(iter(reversed(waiting(episode))), None)


def waiting_rescreening(episode: Episode) -> Intake | None:
    """The newest re-screening that waits; one that asks for a decision goes before one that does not."""
    again = [row for row in reversed(waiting(episode)) if row.is_rescreening]
    undecided = (row for row in again if waits_for_decision(row))
    return next(undecided, next(iter(again), None))


def urgent(episode: Episode) -> Intake | None:
    """What waits and cannot wait until tomorrow, the newest of the highest level."""
    rows = [intake for intake in waiting(episode) if intake.is_urgent and waits_for_decision(intake)]
    return max(rows, key=lambda intake: (intake.is_emergency, *_submitted_at(intake)), default=None)


def findings(rows: list[Intake]) -> list[Finding]:
    """What the rules found in evidence that is judged together, highest level first.

    All of the newest; of what came before it, what was raised and the newest does not raise again.
    """
    if not rows:
        return []
    *earlier, newest = rows
    found = list(newest.findings.all())
    raised = {finding.rule for finding in found if finding.is_raised}
    for intake in reversed(earlier):
        more = [one for one in intake.findings.all() if _counts_still(one) and one.rule not in raised]
        raised |= {finding.rule for finding in more}
        found += more
    return sorted(found, key=lambda finding: rank(finding.level)) if earlier else found


def _counts_still(finding: Finding) -> bool:
    return finding.needs_decision and finding.is_raised


def _concluded(episode: Episode) -> set[int | None]:
    """What signed screenings are about."""
    return {row.intake_id for row in episode.screenings.all() if row.is_signed}


def has_undecided(episode: Episode) -> bool:
    """True while a finding of what is not concluded waits for its decision: asking again would bury it."""
    return any(finding.is_open for finding in findings(waiting(episode)))


def waits_for_decision(intake: Intake) -> bool:
    """True while somebody has to decide on something. A form waits for it as a whole until it is reviewed."""
    return not intake.is_rescreening or any(finding.is_open for finding in intake.findings.all())


def _submitted(intake: Intake) -> bool:
    return intake.is_submitted


def _submitted_at(intake: Intake) -> tuple[object, int]:
    return intake.submitted_at, intake.pk
