"""What has to be measured in one episode now. Pure reading."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from practice.models import Episode, Phase
from practice.signing import SignedRecord
from records import instruments, measures_due
from records.measures import Series, series_of
from records.measures_due import Calendar, Due, Moment
from records.steps import newest_plan


def due(episode: Episode, today: date | None = None, *, found: Sequence[Series] | None = None) -> list[Due]:
    """What was to be measured by today and is not; nothing once the episode is closed.

    `found` is series_of(episode) when that is at hand. Without further queries once `intakes`,
    `outcome_measures`, `histories`, `examinations`, `plans` and `evaluations` are prefetched.
    """
    if episode.is_closed or episode.phase == Phase.GP_ADVISED:
        return []
    rows = series_of(episode) if found is None else found
    used = {one.instrument.code: [point.day for point in one.points] for one in rows}
    return measures_due.due(
        instruments.fitting(episode.complaint), used, calendar(episode), today or timezone.localdate()
    )


def address(episode: Episode, found: Sequence[Due]) -> str:
    """The page on which these are filled in, all at once; empty when there are none."""
    query = urlencode([("i", one.instrument.code) for one in found])
    return f"{reverse('measure_new', args=[episode.pk])}?{query}" if found else ""


def upcoming(episode: Episode, today: date | None = None) -> Moment | None:
    """The next moment to measure at, after today."""
    return measures_due.upcoming(calendar(episode), today or timezone.localdate())


def calendar(episode: Episode) -> Calendar:
    """Starts with the first history, examination or plan that was signed; the newest plan says the rest."""
    began = [
        *_signed(episode.histories.all()),
        *_signed(episode.examinations.all()),
        *_signed(episode.plans.all()),
    ]
    start = min(began, default=None)
    plan = newest_plan(episode)
    evaluations = [timezone.localtime(row.created_at).date() for row in episode.evaluations.all()]
    return Calendar(
        start=start,
        evaluate_on=plan.evaluate_on if plan else None,
        every_weeks=plan.evaluate_every_weeks if plan else None,
        ending=max(evaluations, default=None),
    )


def _signed(rows: Sequence[SignedRecord]) -> list[date]:
    return [timezone.localtime(row.signed_at).date() for row in rows if row.is_signed]
