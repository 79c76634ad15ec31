"""One measure over time as inline SVG. No Django, no clock, no database; every text comes in translated.

Colours and lines are classes of static/wervel/measures.css: the pages allow no style in the markup. Shapes
differ too, so a print in black and white says the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from textwrap import wrap

WIDTH, HEIGHT = 360, 220  # units of the drawing; on a phone about a pixel each
LEFT, TOP, BOTTOM = 30, 20, 32
RIGHT, RIGHT_OF_BANDS = 40, 118
ARROW, WORDS = 18, 28  # how far right of the plane they stand
DAY_WIDTH, VALUE_WIDTH = 72, 26
WORD_LENGTH = 15  # characters of a class beside the drawing


@dataclass(frozen=True)
class Mark:
    """A value on a day, with both as they are written."""

    day: date
    value: Decimal
    value_text: str = ""
    day_text: str = ""


@dataclass(frozen=True)
class Band:
    """A class of the instrument: from this value up to the next band."""

    at: Decimal
    text: str


@dataclass(frozen=True)
class Chart:
    """`id` is unique on the page. `threshold` is the value that counts as better than the first one."""

    id: str
    title: str
    told: str  # the same in words, for who does not see it
    low: Decimal
    high: Decimal
    higher_is_worse: bool
    better_text: str
    marks: Sequence[Mark]
    threshold: Decimal | None = None
    threshold_text: str = ""
    bands: Sequence[Band] = ()
    beside: Sequence[Mark] = ()  # another figure on the same scale, drawn lightly


def svg(chart: Chart) -> str:
    """The drawing; the text in it is escaped. Raises ValueError without marks."""
    plane = _Plane.of(chart)
    parts = [
        *_head(chart),
        *_bands(chart, plane),
        *_axis(chart, plane),
        *_direction(chart, plane),
        *_threshold(chart, plane),
        *_line(chart.beside, plane, "plot-beside", 2.5),
        *_line(chart.marks, plane, "plot-line", 4),
        *_values(chart.marks, plane),
        *_days(chart.marks, plane),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


@dataclass(frozen=True)
class _Plane:
    """Where a day and a value are in the drawing."""

    first: date
    days: int
    low: Decimal
    high: Decimal
    right: float

    @classmethod
    def of(cls, chart: Chart) -> "_Plane":
        days = [mark.day for mark in (*chart.marks, *chart.beside)]
        right = WIDTH - (RIGHT_OF_BANDS if chart.bands else RIGHT)
        return cls(min(days), (max(days) - min(days)).days, chart.low, chart.high, right)

    def x(self, day: date) -> float:
        """A single day stands in the middle."""
        inset = 14
        share = (day - self.first).days / self.days if self.days else 0.5
        return round(LEFT + inset + share * (self.right - LEFT - 2 * inset), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _head(chart: Chart) -> list[str]:
    id_ = escape(chart.id)
    return [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{id_}-title {id_}-told">',
        f'<title id="{id_}-title">{escape(chart.title)}</title>',
        f'<desc id="{id_}-told">{escape(chart.told)}</desc>',
    ]


def _bands(chart: Chart, plane: _Plane) -> Iterable[str]:
    """Alternately shaded, each with its word beside it."""
    tops = [*(band.at for band in chart.bands[1:]), chart.high]
    for number, (band, top) in enumerate(zip(chart.bands, tops, strict=False)):
        upper, lower = plane.y(top), plane.y(band.at)
        height, width = round(lower - upper, 1), plane.right - LEFT
        if number % 2:
            yield f'<rect class="plot-band" x="{LEFT}" y="{upper}" width="{width}" height="{height}"/>'
        yield from _words(plane.right + WORDS, (upper + lower) / 2, band.text)


def _words(x: float, middle: float, text: str) -> Iterable[str]:
    lines = wrap(text, WORD_LENGTH)
    for number, line in enumerate(lines):
        yield _text(x, round(middle + 3.5 + (number - (len(lines) - 1) / 2) * 11, 1), line, "plot-word")


def _axis(chart: Chart, plane: _Plane) -> Iterable[str]:
    for tick in _ticks(int(chart.low), int(chart.high)):
        y = plane.y(Decimal(tick))
        yield f'<line class="plot-grid" x1="{LEFT}" y1="{y}" x2="{plane.right}" y2="{y}"/>'
        yield _text(LEFT - 5, round(y + 4, 1), str(tick), "plot-tick", "end")


def _ticks(low: int, high: int) -> list[int]:
    """Both ends, and round numbers between them."""
    spread = high - low
    step = 1 if spread <= 6 else 2 if spread <= 10 else 10 if spread <= 50 else 20
    return sorted({low, high, *range(-(-low // step) * step, high + 1, step)})


def _direction(chart: Chart, plane: _Plane) -> list[str]:
    """An arrow that points to better, with the word along it."""
    x, top, bottom = plane.right + ARROW, TOP + 8, HEIGHT - BOTTOM - 8
    start, end = (top, bottom) if chart.higher_is_worse else (bottom, top)
    back = end - 6 if end > start else end + 6
    middle = (top + bottom) // 2
    turn = f'transform="rotate(-90 {x - 5} {middle})"'
    word = f'<text class="plot-better" x="{x - 5}" y="{middle}" {turn} text-anchor="middle">'
    return [
        f'<path class="plot-arrow" d="M{x} {start}V{end}M{x - 4} {back}L{x} {end}L{x + 4} {back}"/>',
        f"{word}{escape(chart.better_text)}</text>",
    ]


def _threshold(chart: Chart, plane: _Plane) -> Iterable[str]:
    """From the first value on: what has to be reached to be called better."""
    if chart.threshold is None:
        return
    y, x = plane.y(chart.threshold), plane.x(chart.marks[0].day)
    yield f'<line class="plot-threshold" x1="{x}" y1="{y}" x2="{plane.right}" y2="{y}"/>'
    above = y - 4 if y > TOP + 14 else y + 11
    yield _text(LEFT + 3, round(above, 1), chart.threshold_text, "plot-threshold-text")


def _line(marks: Sequence[Mark], plane: _Plane, name: str, radius: float) -> Iterable[str]:
    places = [(plane.x(mark.day), plane.y(mark.value)) for mark in marks]
    if len(places) > 1:
        yield f'<polyline class="{name}" points="{" ".join(f"{x},{y}" for x, y in places)}"/>'
    for x, y in places:
        yield f'<circle class="{name}-dot" cx="{x}" cy="{y}" r="{radius}"/>'


def _values(marks: Sequence[Mark], plane: _Plane) -> Iterable[str]:
    for mark in _spread(marks, plane, VALUE_WIDTH):
        y = plane.y(mark.value)
        place = y - 9 if y > TOP + 10 else y + 17
        yield _text(plane.x(mark.day), round(place, 1), mark.value_text, "plot-value", "middle")


def _days(marks: Sequence[Mark], plane: _Plane) -> Iterable[str]:
    half = DAY_WIDTH / 2
    for mark in _spread(marks, plane, DAY_WIDTH):
        x = min(max(plane.x(mark.day), half), WIDTH - half)
        yield _text(x, HEIGHT - 10, mark.day_text, "plot-day", "middle")


def _spread(marks: Sequence[Mark], plane: _Plane, room: float) -> list[Mark]:
    """The last mark, and of the others those that stay so far from each other that both can be read."""
    kept = [marks[-1]]
    for mark in [marks[0], *marks[1:-1]]:
        if all(abs(plane.x(mark.day) - plane.x(other.day)) >= room for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.day)


def _text(x: float, y: float, text: str, name: str, anchor: str = "start") -> str:
    return f'<text class="{name}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
