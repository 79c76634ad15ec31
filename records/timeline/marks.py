"""The overview above the time line: a row of marks per kind over the weeks, as numbers for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from records.timeline.events import KINDS, Event

WIDTH, LEFT, ROW, TOP = 900, 190, 18, 22  # in units of the drawing


@dataclass(frozen=True)
class Row:
    label: object
    y: int
    marks: list[int]  # where along the line


@dataclass(frozen=True)
class Tick:
    x: int
    on: date


@dataclass(frozen=True)
class Overview:
    rows: list[Row]
    ticks: list[Tick]
    height: int
    width: int = WIDTH
    left: int = LEFT


def overview(events: Sequence[Event]) -> Overview | None:
    """The marks of these events; None when there is too little to draw. Marks at one place are drawn once."""
    days = [timezone.localtime(event.at).date().toordinal() for event in events]
    if len(set(days)) < 2:
        return None
    first, span = min(days), max(days) - min(days)
    places = [LEFT + 8 + round((day - first) / span * (WIDTH - LEFT - 16)) for day in days]
    found = {
        kind: {x for x, event in zip(places, events, strict=True) if event.kind == kind} for kind in KINDS
    }
    drawn = [(kind, sorted(marks)) for kind, marks in found.items() if marks]
    rows = [Row(KINDS[kind], TOP + ROW * n + ROW // 2, marks) for n, (kind, marks) in enumerate(drawn)]
    ticks = [Tick(x, date.fromordinal(day)) for x, day in _ticks(first, span)]
    return Overview(rows, ticks, TOP + ROW * len(rows) + 4)


def _ticks(first: int, span: int) -> list[tuple[int, int]]:
    """At most five days with their places: the first, the last and some between."""
    steps = min(4, span)
    return [
        (LEFT + 8 + round(n / steps * (WIDTH - LEFT - 16)), first + round(n / steps * span))
        for n in range(steps + 1)
    ]
