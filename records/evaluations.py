"""The evaluations of an episode as they are read: what stands, what each replaced, and what went before.

Pure reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from practice.models import Episode
from records import steps
from records.course_of import JudgedCourse, course_of
from records.measures import series_of
from records.models import Evaluation, Session


@dataclass(frozen=True)
class ReadEvaluation:
    """A signed evaluation, with the sessions held and the course as they were then."""

    evaluation: Evaluation
    replaced: list[Evaluation]  # newest first
    held: int
    course: JudgedCourse


@dataclass(frozen=True)
class Evaluations:
    standing: list[ReadEvaluation]  # newest first
    draft: Evaluation | None


def evaluations_of(episode: Episode) -> Evaluations:
    """Every evaluation; the number of queries is fixed."""
    found = episode.evaluations.select_related("signed_by", "rescreening")
    rows = list(found.prefetch_related("goal_outcomes__goal"))
    draft = steps.draft(rows)
    signed = {row.pk: row for row in rows if row.is_signed}
    if not signed:
        return Evaluations([], draft)
    steps.prefetch([episode])
    prefetch_related_objects([episode], "outcome_measures", "course_overrides")
    measured, sessions = series_of(episode), list(episode.sessions.all())
    replaced = {row.amends_id for row in signed.values()}
    read = [
        ReadEvaluation(
            row,
            _chain(row, signed),
            held_until(sessions, row.signed_at),
            course_of(episode, measured, today=timezone.localtime(row.signed_at).date()),
        )
        for row in signed.values()
        if row.pk not in replaced
    ]
    read.sort(key=lambda one: one.evaluation.signed_at, reverse=True)
    return Evaluations(read, draft)


def held_until(sessions: Iterable[Session], at: datetime | None = None) -> int:
    """How many sessions were held and signed, until `at`; a corrected one counts once."""
    signed = (row for row in sessions if row.is_signed and not row.amends_id)
    return sum(1 for row in signed if at is None or row.signed_at <= at)


def _chain(row: Evaluation, signed: dict[int, Evaluation]) -> list[Evaluation]:
    chain: list[Evaluation] = []
    while row.amends_id in signed:
        row = signed[row.amends_id]
        chain.append(row)
    return chain
