"""The measures of one episode as their page shows them. Pure reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from practice.models import Episode
from records import charts
from records.course_words import day, figure
from records.instruments import CHOICE, IMPROVED, NO_CLEAR_CHANGE, WORSE, Instrument, Named, Part
from records.measures import INTAKE, Point, Series
from records.models import MeasureSource, OutcomeMeasure, Session

ROWS = ("outcome_measures__recorded_by", "intakes", "sessions", "course_overrides__by")


@dataclass(frozen=True)
class Line:
    """One result in the table behind a chart."""

    point: Point
    value: str
    class_word: str
    is_compared: bool  # with the first
    change: str
    result: str | None
    source: str
    moment: str
    parts: list[str]

    @property
    def row(self) -> OutcomeMeasure | None:
        return self.point.row

    @property
    def result_text(self) -> str:
        return result_text(self.result)


@dataclass(frozen=True)
class Card:
    """One instrument on the page: the chart, and the table with the newest result first."""

    series: Series
    name: str
    svg: SafeString
    lines: list[Line]
    has_classes: bool
    threshold: str
    licence: str
    remark: str
    has_pain_beside: bool

    @property
    def code(self) -> str:
        return self.series.instrument.code

    @property
    def latest(self) -> Line:
        return self.lines[0]


def prefetch(episode: Episode) -> None:
    """Everything the page reads besides the steps."""
    prefetch_related_objects([episode], *ROWS)


def cards(episode: Episode, found: Iterable[Series]) -> list[Card]:
    return [_card(one, _pain_before(episode) if one.instrument.code == "nprs" else []) for one in found]


def result_text(result: str | None) -> str:
    """What a class of change is called."""
    words = {
        IMPROVED: pgettext("result", "improved"),
        WORSE: pgettext("result", "worse"),
        NO_CLEAR_CHANGE: pgettext("result", "no clear change"),
    }
    return words.get(result or "", "")


def value_text(instrument: Instrument, value: Decimal) -> str:
    """The value; with the words of the answer where it is one."""
    option = instrument.option(value) if instrument.kind == CHOICE else None
    return f"{figure(value)}: {option.name(_lang())}" if option else figure(value)


def _lang() -> str:
    return get_language() or "nl"


def _card(series: Series, beside: list[charts.Mark]) -> Card:
    instrument, lang = series.instrument, _lang()
    lines = [_line(series, point) for point in reversed(series.points)]
    return Card(
        series=series,
        name=instrument.name(lang),
        svg=mark_safe(charts.svg(_chart(series, beside))),  # svg() escapes every text
        lines=lines,
        has_classes=any(line.class_word for line in lines),
        threshold=_threshold_told(series),
        licence=instrument.licence(lang),
        remark=instrument.remark(lang),
        has_pain_beside=bool(beside),
    )


def _line(series: Series, point: Point) -> Line:
    own = series.class_at(point) if not series.instrument.compares_itself else None
    difference = None if point is series.first else point.value - series.first.value
    shown = difference is not None and not series.instrument.compares_itself and series.compares(point)
    return Line(
        point=point,
        value=value_text(series.instrument, point.value),
        class_word=own.name(_lang()) if own else "",
        is_compared=series.compares(point),
        change=_signed(difference) if shown else "",
        result=series.result_at(point),
        source=_source(point),
        moment=point.row.get_moment_display() if point.row else _("start"),
        parts=[_part(series.instrument, part) for part in point.parts],
    )


def _part(instrument: Instrument, part: Part) -> str:
    """A question of ours in the language of the reader; what the patient named as it was named."""
    named = [*instrument.questions, *([instrument.subscore] if instrument.subscore else [])]
    own = next((one for one in named if one.code == part.get("code")), None)
    return f"{own.name(_lang()) if own else part['text']}: {part['score']}"


def _signed(difference: Decimal) -> str:
    return f"{'+' if difference > 0 else '−' if difference < 0 else ''}{figure(abs(difference))}"


def _source(point: Point) -> str:
    if point.source == INTAKE:
        return _("intake form")
    if point.source == MeasureSource.PATIENT:
        return _("patient, at home")
    return str(point.row.recorded_by)


def _threshold_told(series: Series) -> str:
    instrument = series.instrument
    if instrument.compares_itself:
        return _("1 and 2 count as improved, 6 and 7 as worse.")
    if instrument.mic_points is None:
        return _("Not a measure of change.")
    values = {"points": figure(instrument.mic_points), "percent": instrument.mic_percent}
    if instrument.mic_percent:
        told = _(
            "A change counts from %(points)s points; a gain also from %(percent)d %% of the first value."
        )
        return told % values
    return _("A change counts from %(points)s points.") % values


# --- the drawing -----------------------------------------------------------------------------------------


def _chart(series: Series, beside: Sequence[charts.Mark]) -> charts.Chart:
    instrument = series.instrument
    goal = _goal(series)
    return charts.Chart(
        id=f"plot-{instrument.code}",
        title=instrument.name(_lang()),
        told=_told(series),
        low=instrument.low,
        high=instrument.high,
        higher_is_worse=instrument.higher_is_worse,
        better_text=_("better"),
        marks=[_mark(point) for point in series.points],
        threshold=goal,
        threshold_text=_("improved from %(value)s") % {"value": figure(goal)} if goal is not None else "",
        bands=_bands(instrument),
        beside=beside,
    )


def _goal(series: Series) -> Decimal | None:
    """The value from which a later one counts as improved; None where none can."""
    threshold = series.threshold
    if threshold is None or series.instrument.compares_itself or threshold == 0:
        return None
    first, instrument = series.first.value, series.instrument
    goal = first - threshold if instrument.higher_is_worse else first + threshold
    return goal if instrument.low <= goal <= instrument.high else None


def _bands(instrument: Instrument) -> list[charts.Band]:
    """Of the cut-offs; answers that compare with the start are named beside the drawing instead."""
    named: Sequence[Named] = instrument.cutoffs
    return [charts.Band(one.at, one.name(_lang())) for one in named]


def _mark(point: Point) -> charts.Mark:
    return charts.Mark(point.day, point.value, figure(point.value), day(point.day))


def _told(series: Series) -> str:
    first, last = series.first, series.last
    values = {
        "first": figure(first.value),
        "then": day(first.day),
        "last": figure(last.value),
        "now": day(last.day),
        "count": len(series.points),
    }
    if first is last:
        return _("%(first)s on %(then)s. The values stand in the table.") % values
    return _("From %(first)s on %(then)s to %(last)s on %(now)s. The values stand in the table.") % values


def _pain_before(episode: Episode) -> list[charts.Mark]:
    """Pain before each session, as it stands."""
    rows: list[Session] = [row for row in episode.sessions.all() if row.is_signed]
    replaced = {row.amends_id for row in rows}
    told = [row for row in rows if row.pk not in replaced and row.pain_before is not None]
    marks = [charts.Mark(timezone.localtime(row.held_at).date(), Decimal(row.pain_before)) for row in told]
    return sorted(marks, key=lambda mark: mark.day)
