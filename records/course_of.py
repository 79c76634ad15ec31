"""The course of one episode: what the rule says of its measures, and the therapist. Pure reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from practice.models import Episode
from records.course import Course, Pair, Score, course, window_of
from records.measures import Series, same_activities, series, series_of
from records.models import CourseOverride, CourseState

ACTIVITIES, TAKING_PART = "psk", "participation"


@dataclass(frozen=True)
class JudgedCourse:
    """`override` is the therapist's own judgement, as long as the rule says what it said then.

    Once the rule said otherwise it is over: that the rule says the same again is new, and judged again.
    """

    course: Course
    override: CourseOverride | None
    overrides: Sequence[CourseOverride]  # every one, newest first

    @property
    def computed(self) -> str:
        return self.course.state

    @property
    def state(self) -> str:
        return self.override.state if self.override else self.computed

    @property
    def computed_text(self) -> str:
        return str(CourseState(self.computed).label)

    @property
    def text(self) -> str:
        return str(CourseState(self.state).label)

    @property
    def is_deviating(self) -> bool:
        return self.state == CourseState.DEVIATING

    @property
    def asks_red_flags(self) -> bool:
        """Also when the therapist judges otherwise: something is clearly worse."""
        return self.course.worse

    @property
    def numbers(self) -> dict[str, object]:
        """The figures that led to it, as they are stored with an override."""
        found = self.course
        figures = {"d_a": found.d_a, "d_p": found.d_p, "needed_a": found.needed_a, "needed_p": found.needed_p}
        return {
            "window": found.window,
            "reasons": list(found.reasons),
            "worse": found.worse,
            "ref": _pair(found.ref),
            "now": _pair(found.now),
            **{key: None if value is None else str(value) for key, value in figures.items()},
        }


def course_of(
    episode: Episode, found: Sequence[Series] | None = None, *, today: date | None = None
) -> JudgedCourse:
    """The course today; of a closed episode on the day it was closed.

    `found` is series_of(episode) when that is at hand. One query beside those of series_of; none when
    course_overrides is prefetched.
    """
    rows, now = series_of(episode) if found is None else found, today or _day_of(episode)
    a, p = _scores(rows, ACTIVITIES), _scores(rows, TAKING_PART)
    days = sorted({score.day for score in (*a, *p) if score.day < now} | {now})
    overrides = sorted(episode.course_overrides.all(), key=lambda row: row.pk, reverse=True)
    newest = overrides[0] if overrides else None
    since = [day for day in days if newest and day > _judged_on(newest)] or [now]
    told = [course(a, p, day, window=window_of(episode.complaint)) for day in since]
    return JudgedCourse(told[-1], newest if newest and _holds(newest, told) else None, overrides)


def _judged_on(row: CourseOverride) -> date:
    return timezone.localtime(row.at).date()


def _holds(row: CourseOverride, told: Sequence[Course]) -> bool:
    """True when the rule says now what it said then, never said otherwise, and nothing got clearly worse."""
    states = {one.state for one in told} - {CourseState.MEASURE_NOW}
    got_worse = any(one.worse for one in told) and not row.numbers.get("worse")
    return told[-1].state == row.computed and states <= {row.computed} and not got_worse


def _day_of(episode: Episode) -> date:
    return timezone.localtime(episode.closed_at or timezone.now()).date()


def _scores(rows: Sequence[Series], code: str) -> list[Score]:
    one = series(rows, code)
    return [Score(point.day, point.value) for point in same_activities(one)] if one else []


def _pair(pair: Pair | None) -> dict[str, str] | None:
    if pair is None:
        return None
    days = {"since": pair.since.isoformat(), "until": pair.until.isoformat()}
    return {**days, "a": str(pair.a), "p": str(pair.p)}
