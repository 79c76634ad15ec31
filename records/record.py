"""The whole record of one episode as one page reads it. Pure reading."""

from dataclasses import dataclass

from intake import readings
from intake.models import Finding, Intake
from practice.models import Episode
from records import steps
from records.examination_page import ReadExamination, shown
from records.models import Session, TreatmentPlan
from records.versions import Versions

PLAN_PARTS = ("goals", "interventions", "consents__recorded_by")


@dataclass(frozen=True)
class ReadSession:
    """What stands of one session, and what it replaced (newest first)."""

    session: Session
    replaced: list[Session]


@dataclass(frozen=True)
class Record:
    intake: Intake | None
    alarm: Intake | None
    findings: list[Finding]
    screenings: Versions
    histories: Versions
    examination: ReadExamination | None
    examinations_replaced: list[ReadExamination]
    plan: TreatmentPlan | None
    plans_replaced: list[TreatmentPlan]
    sessions: list[ReadSession]
    evaluations: Versions
    rescreenings: list[Intake]


def read(episode: Episode) -> Record:
    """Everything signed in this episode, with what was replaced; the number of queries is fixed."""
    examined = episode.examinations.select_related("neck_safety")
    examined = examined.prefetch_related("region_findings", "measurements", "signs")
    examinations = _versions(episode, examined)
    plans = list(episode.plans.signed().select_related("signed_by").prefetch_related(*PLAN_PARTS).reverse())
    steps.prefetch([episode])
    return Record(
        intake=readings.form_sent(episode),
        alarm=steps.open_emergency(episode),
        findings=[finding for finding in steps.findings(episode) if finding.is_shown],
        screenings=_versions(episode, episode.screenings.select_related("intake")),
        histories=_versions(episode, episode.histories.all()),
        examination=shown(examinations.standing) if examinations.standing else None,
        examinations_replaced=[shown(row) for row in examinations.replaced],
        plan=plans[0] if plans else None,
        plans_replaced=plans[1:],
        sessions=_sessions(episode),
        evaluations=_versions(episode, episode.evaluations.select_related("rescreening")),
        rescreenings=readings.rescreenings(episode),
    )


def _versions(episode: Episode, rows: object) -> Versions:
    return Versions.of(episode, rows.select_related("signed_by"))


def _sessions(episode: Episode) -> list[ReadSession]:
    """Newest session first; a corrected session counts once."""
    signed = list(
        episode.sessions.signed().select_related("signed_by", "plan").prefetch_related("interventions")
    )
    by_pk = {row.pk: row for row in signed}
    replaced = {row.amends_id for row in signed}
    standing = [row for row in signed if row.pk not in replaced]
    found = [ReadSession(row, _chain(row, by_pk)) for row in standing]
    return sorted(found, key=lambda one: one.session.held_at, reverse=True)


def _chain(row: Session, by_pk: dict[int, Session]) -> list[Session]:
    chain: list[Session] = []
    while row.amends_id in by_pk:
        row = by_pk[row.amends_id]
        chain.append(row)
    return chain
