"""The whole record of one episode as one page reads it. Pure reading."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from intake import readings
from intake.models import Finding, Intake
from practice.models import Episode
from records import steps
from records.evaluations import ReadEvaluation, evaluations_of
from records.examination_page import ReadExamination, shown_all
from records.measures import Series, series_of
from records.models import Letter, Reopening, Session, TreatmentPlan
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
    evaluations: list[ReadEvaluation]
    rescreenings: list[Intake]
    reopenings: list[Reopening]
    measured: list[tuple[str, Series]]  # with the name of the instrument
    letters: list[Letter]  # newest first


def read(episode: Episode) -> Record:
    """Everything signed in this episode, with what was replaced; the number of queries is fixed."""
    examined = episode.examinations.select_related("neck_safety")
    examined = examined.prefetch_related("region_findings", "measurements", "signs")
    examined = shown_all(_versions(episode, examined))
    plans = list(episode.plans.signed().select_related("signed_by").prefetch_related(*PLAN_PARTS).reverse())
    steps.prefetch([episode])
    prefetch_related_objects([episode], "outcome_measures", "course_overrides")
    return Record(
        intake=readings.form_sent(episode),
        alarm=steps.open_emergency(episode),
        findings=[finding for finding in steps.findings(episode) if finding.is_shown],
        screenings=_versions(episode, episode.screenings.select_related("intake")),
        histories=_versions(episode, episode.histories.prefetch_related("lines")),
        examination=examined[0] if examined else None,
        examinations_replaced=examined[1:],
        plan=plans[0] if plans else None,
        plans_replaced=plans[1:],
        sessions=_sessions(episode),
        evaluations=evaluations_of(episode).standing,
        rescreenings=readings.rescreenings(episode),
        reopenings=list(episode.reopenings.select_related("by")),
        measured=[(one.instrument.name(get_language() or "nl"), one) for one in series_of(episode)],
        letters=_letters(episode),
    )


def _letters(episode: Episode) -> list[Letter]:
    """The letters that stand, without what was sent to the byte."""
    rows = episode.letters.current().select_related("signed_by").prefetch_related("dispatches")
    return list(rows.defer("pdf", "plain_text", "sections").order_by("-signed_at", "-pk"))


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
