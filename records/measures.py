"""What was measured in an episode, per instrument over time. Pure reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from intake import readings
from intake.models import Intake
from practice.models import Episode
from records import instruments
from records.instruments import Instrument, Named, Part
from records.models import Moment, OutcomeMeasure

INTAKE = "intake"  # the source of a start value: the form that the patient sent before treatment
PSK = "psk"  # the instrument of which the patient names the questions
SCORE_QUESTION, ACTIVITIES_QUESTION = "g_nrs_now", "g_psk"  # questions of the form with our own wording


@dataclass(frozen=True)
class Point:
    """One result. `row` is None for what the patient told in the intake form."""

    at: datetime
    value: Decimal
    parts: Sequence[Part]
    source: str  # INTAKE, or a MeasureSource
    row: OutcomeMeasure | None
    moment: str  # a Moment
    replaced: Sequence[OutcomeMeasure] = ()  # what it stands for, newest first

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()


@dataclass(frozen=True)
class Series:
    """The results of one instrument, oldest first; judged by the set of values of the first one."""

    instrument: Instrument
    points: Sequence[Point]

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def last(self) -> Point:
        return self.points[-1]

    def compares(self, point: Point) -> bool:
        """False when other activities were asked about than at first: their means cannot be compared."""
        return self.instrument.code != PSK or _named(point) == _named(self.first)

    @property
    def change(self) -> Decimal | None:
        """The last value minus the first; None while there is one, or they cannot be compared."""
        told = len(self.points) > 1 and self.compares(self.last)
        return self.last.value - self.first.value if told else None

    @property
    def result(self) -> str | None:
        return self.result_at(self.last)

    @property
    def threshold(self) -> Decimal | None:
        """How much better than the first value counts."""
        return self.instrument.threshold(self.first.value)

    def result_at(self, point: Point) -> str | None:
        """The class of `point` against the first; a single value has none, unless it says so by itself."""
        if point is self.first and not self.instrument.compares_itself:
            return None
        if not self.compares(point):
            return None
        return self.instrument.classify(self.first.value, point.value)

    def class_at(self, point: Point) -> Named | None:
        return self.instrument.class_of(point.value, point.parts)


def series_of(episode: Episode) -> list[Series]:
    """What was measured, in the order of the instruments. Two queries; none when prefetched."""
    rows = list(episode.outcome_measures.all())
    points = _points(rows)
    for code, point in _told_in_form(readings.form_sent(episode)):
        points.setdefault(code, []).append(point)
    known = instruments.load()
    return [_series(known[code], points[code]) for code in known if code in points]


def series(found: Iterable[Series], code: str) -> Series | None:
    """The series of the instrument with this code."""
    return next((one for one in found if one.instrument.code == code), None)


def activities(found: Iterable[Series]) -> list[str]:
    """The activities that the patient was asked about last, as named then."""
    last = series(found, PSK)
    return [str(part["text"]) for part in last.last.parts] if last else []


def same_activities(one: Series) -> list[Point]:
    """The results about the activities that were asked about last, oldest first."""
    return [point for point in one.points if one.instrument.code != PSK or _named(point) == _named(one.last)]


def _named(point: Point) -> set[str]:
    return {" ".join(str(part.get("text", "")).casefold().split()) for part in point.parts}


def _series(instrument: Instrument, points: list[Point]) -> Series:
    points.sort(key=lambda point: (point.at, point.row.pk if point.row else 0))
    first = points[0]
    return Series(instrument.as_stored(_stored_set(first, instrument)), tuple(points))


def _stored_set(point: Point, instrument: Instrument) -> dict[str, object]:
    if point.row is None:
        return instrument.set_for(point.value, point.parts)
    keys = ("low", "high", "higher_is_worse", "mic_points", "mic_percent", "cutoffs")
    return {key: getattr(point.row, key) for key in keys}


def _points(rows: Sequence[OutcomeMeasure]) -> dict[str, list[Point]]:
    """By instrument: the results that stand, each with what it replaced."""
    by_pk = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows}
    points: dict[str, list[Point]] = {}
    for row in rows:
        if row.pk not in replaced:
            chain = tuple(_before(row, by_pk))
            point = Point(row.measured_at, row.value, row.parts, row.source, row, row.moment, chain)
            points.setdefault(row.instrument, []).append(point)
    return points


def _before(row: OutcomeMeasure, by_pk: dict[int, OutcomeMeasure]) -> Iterable[OutcomeMeasure]:
    while row.replaces_id in by_pk:
        row = by_pk[row.replaces_id]
        yield row


def _told_in_form(intake: Intake | None) -> Iterable[tuple[str, Point]]:
    """The start values the patient gave, with their instrument."""
    if intake is None:
        return
    score, named = (intake.answers.get(id_) for id_ in (SCORE_QUESTION, ACTIVITIES_QUESTION))
    if score is not None:
        yield "nprs", _told(intake, Decimal(score), ())
    if named:
        parts = [{"text": one["activity"], "score": one["score"]} for one in named]
        yield PSK, _told(intake, instruments.load()[PSK].value_of(parts), parts)


def _told(intake: Intake, value: Decimal, parts: Sequence[Part]) -> Point:
    return Point(intake.submitted_at, value, parts, INTAKE, None, Moment.START)
