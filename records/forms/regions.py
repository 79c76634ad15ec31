"""The parts of the examination page: a block per region, in it a table per kind of result."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.examination_set import (
    MOBILITY,
    NORMAL,
    NOT_DONE,
    NUMBERS,
    OBSERVATION,
    PALPATION,
    RANGE,
    REFLEX,
    SENSATION,
    STRENGTH,
    TEST,
    Item,
    Region,
    Segment,
)
from records.forms.measured import is_empty, side_fields
from records.forms.measures import PART_LABELS, in_number, name_of
from records.forms.normal import can_fill, is_as_normal, list_name
from records.models.examination import TestResult
from records.remeasured import compared

# Parts that stand beside the result; the others wait behind "more".
BESIDE = ("pain", "provoked", "tone", "trigger_point")
LONG = 8  # from more lines on a table waits closed
# The tables of a region in their order: the kinds in each, and what it is called.
TABLES: tuple[tuple[tuple[str, ...], object], ...] = (
    (NUMBERS, gettext_lazy("Movements and values")),
    ((OBSERVATION,), gettext_lazy("Other observations")),
    ((STRENGTH,), gettext_lazy("Strength (MRC)")),
    ((REFLEX,), gettext_lazy("Reflexes")),
    ((SENSATION,), gettext_lazy("Sensation")),
    ((TEST,), gettext_lazy("Tests")),
    ((MOBILITY,), gettext_lazy("Joint mobility")),
    ((PALPATION,), gettext_lazy("Palpation: tenderness")),
)
TICKS = {NOT_DONE: TestResult.NOT_DONE.label, NORMAL: gettext_lazy("normal")}
SIDE_TEXTS = {"L": gettext_lazy("Left"), "R": gettext_lazy("Right"), "mid": ""}


@dataclass(frozen=True)
class Beside:
    """A field next to the result, with its word where the field itself does not say it."""

    field: forms.BoundField
    word: str


@dataclass(frozen=True)
class Cell:
    """The fields of one side of an item."""

    label: str  # empty for what has no side
    value: forms.BoundField
    beside: list[Beside]
    as_normal: str = ""  # its name in the list of what was filled in with the region, when it was
    earlier: str = ""  # what was measured before, and the change to now


@dataclass(frozen=True)
class More:
    """What seldom needs to be said, per side."""

    label: str
    fields: list[Beside]


@dataclass(frozen=True)
class Line:
    """One item, or one segment, as a row of a table."""

    label: str
    cells: list[Cell]
    hint: str = ""
    positive: str = ""
    normal: str = ""
    remark: forms.BoundField | None = None
    more: list[More] = field(default_factory=list)
    more_open: bool = False


@dataclass(frozen=True)
class Table:
    id: str
    caption: object
    columns: list[object]
    lines: list[Line]
    is_open: bool
    remarks: bool = False  # they have a column of their own

    @property
    def has_normal(self) -> bool:
        return any(line.normal for line in self.lines)


@dataclass(frozen=True)
class Block:
    """One region as a part of the page."""

    id: str
    label: str
    is_touched: bool  # something is filled in, or wrong
    is_open: bool
    tables: list[Table]
    texts: list[forms.BoundField]
    nothing_found: forms.BoundField
    as_normal: forms.BoundField
    can_fill: bool
    filled: int  # how many results the tap filled in that still stand


class RegionPage:
    """Writes one region of a form as a Block."""

    def __init__(self, form: forms.Form, region: Region, language: str) -> None:
        self.form, self.region, self.language = form, region, language

    def block(self, *, is_open: bool) -> Block:
        """Open when it is asked for, and when anything in it is filled in or wrong."""
        tables = [self._table(kinds, caption) for kinds, caption in TABLES]
        tables.insert(-2, self._segments())
        shown = [table for table in tables if table.lines]
        about = [f"{self.region.id}-{part}" for part in ("nothing_found", *self.region.notes)]
        touched = self._touched(about) or any(self._touched(self._names(item)) for item in self.region.items)
        return Block(
            id=self.region.id,
            label=self.region.text(self.language),
            is_touched=touched,
            is_open=is_open or touched,
            tables=[replace(table, is_open=table.is_open or table == shown[0]) for table in shown],
            texts=[self.form[f"{self.region.id}-{part}"] for part in self.region.notes],
            nothing_found=self.form[f"{self.region.id}-nothing_found"],
            as_normal=self.form[list_name(self.region)],
            can_fill=can_fill(self.region, self.form.episode.complaint),
            filled=sum(
                bool(cell.as_normal) for table in shown for line in table.lines for cell in line.cells
            ),
        )

    def _names(self, item: Item) -> list[str]:
        remark = name_of(self.region.id, item.code, "remark")
        return [remark, *(name for side in item.sides for name in side_fields(self.region, item, side))]

    def _touched(self, names: Iterable[str]) -> bool:
        return any(name in self.form.errors or not is_empty(self.form[name].value()) for name in names)

    def _table(self, kinds: tuple[str, ...], caption: object) -> Table:
        items = [item for item in self.region.own_items if item.kind in kinds]
        short = len(items) <= LONG and not {MOBILITY, PALPATION} & set(kinds)
        return Table(
            id=f"{self.region.id}-{kinds[0]}",
            caption=caption,
            columns=_columns(items),
            lines=[self._line(item) for item in items],
            is_open=short
            or any(self._touched(self._names(item)) or self._was_measured(item) for item in items),
            remarks=kinds[0] in (TEST, OBSERVATION),
        )

    def _was_measured(self, item: Item) -> bool:
        return any((self.region.id, item.code, side) in self.form.earlier for side in item.sides)

    def _segments(self) -> Table:
        segments = self.region.segments
        return Table(
            id=f"{self.region.id}-segments",
            caption=_("Joint mobility per segment"),
            columns=_segment_columns(),
            lines=[self._segment(segment) for segment in segments],
            is_open=any(self._touched(self._names(item)) for one in segments for item in one.items),
        )

    def _line(self, item: Item) -> Line:
        visible = item.kind in (TEST, OBSERVATION)
        more = self._more(item, remark=not visible)
        return Line(
            label=item.text(self.language),
            cells=[self._cell(item, side) for side in item.sides],
            hint=item.hint(self.language),
            positive=item.positive(self.language),
            normal=item.normal_text(self.language),
            remark=self._field(item, "remark") if visible else None,
            more=more,
            more_open=self._touched(one.field.name for part in more for one in part.fields),
        )

    def _segment(self, segment: Segment) -> Line:
        places = [(item, side) for item in segment.items for side in item.sides]
        named = zip(places, _segment_columns(), strict=True)
        cells = [self._cell(item, side, label) for (item, side), label in named]
        remarks = [Beside(self._field(item, "remark"), item.text(self.language)) for item in segment.items]
        touched = self._touched(remark.field.name for remark in remarks)
        more = [More("", remarks)]
        return Line(label=segment.text(self.language), cells=cells, more=more, more_open=touched)

    def _cell(self, item: Item, side: str, label: str = "") -> Cell:
        parts = [part for part in item.parts if part in BESIDE and item.kind != TEST]
        beside = [self._beside(item, side, part) for part in parts]
        if item.kind == RANGE:
            beside.append(self._beside(item, side, NORMAL))
        filled = is_as_normal(self.region, item, side, self._read)
        return Cell(
            label or str(SIDE_TEXTS[side]),
            self._field(item, side),
            beside,
            as_normal=f"{item.code}-{side}" if filled else "",
            earlier=self._earlier(item, side) if item.is_number else "",
        )

    def _read(self, name: str) -> object:
        return self.form[name].value()

    def _earlier(self, item: Item, side: str) -> str:
        known = self.form.earlier.get((self.region.id, item.code, side))
        name = name_of(self.region.id, item.code, side)
        if known is None:
            return ""
        now = None if name in self.form.errors else in_number(self._read(name))
        return compared(known, now, item.unit)

    def _more(self, item: Item, *, remark: bool) -> list[More]:
        parts = [part for part in item.parts if part not in BESIDE or item.kind == TEST]
        if item.is_number:
            parts.append(NOT_DONE)
        told = []
        for side in item.sides if parts else ():
            label = str(SIDE_TEXTS[side]) if len(item.sides) > 1 else ""
            told.append(More(label, [self._beside(item, side, part) for part in parts]))
        if remark:
            told.append(More("", [Beside(self._field(item, "remark"), _("Remark"))]))
        return told

    def _beside(self, item: Item, side: str, part: str) -> Beside:
        word = TICKS.get(part) or PART_LABELS[part]
        return Beside(self._field(item, side, part), str(word))

    def _field(self, item: Item, *parts: str) -> forms.BoundField:
        return self.form[name_of(self.region.id, item.code, *parts)]


def _segment_columns() -> list[str]:
    """The headings of a segment, in the order of its items and their sides."""
    return [_("PAIVM left"), _("PAIVM right"), _("PPIVM")]


def _columns(items: list[Item]) -> list[str]:
    """The headings of the results: one column when nothing has sides, else left and right."""
    sided = [item.sides != ("mid",) for item in items]
    if not any(sided):
        return [_("Result")]
    return [_("Left") if all(sided) else _("Left or middle"), _("Right")]
