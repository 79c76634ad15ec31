"""The field of palpation on the body chart: a tick per place, and what was felt there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.chart import VIEWS, Region
from intake.chart_fields import ChartWidget
from intake.drawings import OPEN
from records import palpation
from records.forms.measures import NOT_FILLED, SmallSelect
from records.models import Measurement
from records.palpation import BODY, PARTS, SHADES, TENDERNESS, places

Mark = Mapping[str, str]
LABELS = {
    TENDERNESS: gettext_lazy("How tender, from 0 to 3"),
    "tone": gettext_lazy("Tone"),
    "trigger_point": gettext_lazy("Trigger point"),
    "provoked": gettext_lazy("Known pain"),
}


class Marks(list):
    """The marked places in the order of the chart, as somebody reads them."""

    def __str__(self) -> str:
        told = (f"{places()[mark['region']].text('nl')} {_parts(mark)}".strip() for mark in self)
        return "; ".join(told)


def _parts(mark: Mark) -> str:
    return ", ".join(str(mark[part]) for part in PARTS if mark.get(part))


class PalpationField(forms.Field):
    """Takes what is known of the chart; what a place still lacks is said by `problems`."""

    def __init__(self, language: str) -> None:
        super().__init__(
            label=_("Palpation on the body chart"), required=False, widget=ChartWidget(tuple(places()), PARTS)
        )
        self.language = language

    def prepare_value(self, value: object) -> Marks:
        """Every known place that was ticked or told of; steps that nobody offered are left out."""
        said = {mark["region"]: mark for mark in value or () if isinstance(mark, Mapping)}
        return Marks(_known(code, said[code]) for code in places() if code in said)

    def to_python(self, value: object) -> Marks:
        return self.prepare_value(value)

    def problems(self, marks: Iterable[Mark]) -> Iterator[forms.ValidationError]:
        for mark in marks:
            if not mark[TENDERNESS]:
                name = places()[mark["region"]].text(self.language)
                sentence = _("%(place)s: choose how tender it is, from 0 to 3.") % {"place": name}
                yield forms.ValidationError(sentence, code=mark["region"])


def _known(code: str, said: Mapping[str, object]) -> dict[str, str]:
    chosen = {part: str(said.get(part) or "") for part in PARTS}
    offered = {part: [step for step, _word in palpation.steps(part, "nl")] for part in PARTS}
    return {"region": code, **{part: step if step in offered[part] else "" for part, step in chosen.items()}}


def leave_out_unfinished(data: QueryDict) -> None:
    """Take out what was sent of the places that `rows` does not store."""
    for code in places():
        if not data.get(f"{BODY}-{TENDERNESS}-{code}"):
            data.setlist(BODY, [one for one in data.getlist(BODY) if one != code])
            for part in PARTS:
                data.pop(f"{BODY}-{part}-{code}", None)


def rows(marks: Iterable[Mark]) -> list[dict[str, object]]:
    """What is stored; a place without tenderness is not finished."""
    return [palpation.row(mark["region"], mark) for mark in marks if mark[TENDERNESS]]


def marks_of(measured: Iterable[Measurement]) -> Marks:
    """What the field holds for stored rows."""
    stored = {row.code: row for row in measured if row.region == BODY}
    return Marks(_mark(stored[code]) for code in places() if code in stored)


def _mark(row: Measurement) -> dict[str, str]:
    noted = {part: getattr(row, part) for part in PARTS if part != TENDERNESS}
    return {"region": row.code, TENDERNESS: row.grade, **noted}


# --- what the page shows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One place in the list, with its choices."""

    region: Region
    name: str
    ticked: bool
    score: str
    errors: tuple[str, ...]
    choices: tuple[tuple[object, SafeString], ...]  # label and select

    @property
    def shade(self) -> str:
        return SHADES.get(self.score, OPEN)


@dataclass(frozen=True)
class Side:
    """The places of the front or of the back."""

    view: str
    rows: tuple[Row, ...]


class Chart:
    """The chart as the page shows it."""

    shades = "".join(SHADES.values())

    def __init__(self, field: forms.BoundField) -> None:
        self.field, self.lang = field, field.field.language
        self.marks = {mark["region"]: mark for mark in field.value()}

    @property
    def is_touched(self) -> bool:
        return bool(self.marks or self.field.errors)

    @property
    def parts(self) -> list[tuple[str, object, list[tuple[str, str]]]]:
        """Each part with its label and its steps."""
        return [(part, LABELS[part], palpation.steps(part, self.lang)) for part in PARTS]

    @cached_property
    def sides(self) -> list[Side]:
        errors: dict[str, list[str]] = {}
        for error in self.field.errors.as_data():
            errors.setdefault(error.code or "", []).extend(error.messages)
        selects = {part: self._select(part) for part in PARTS}
        rows = [self._row(region, errors, selects) for region in places().values()]
        return [Side(view, tuple(row for row in rows if row.region.view == view)) for view in VIEWS]

    def _select(self, part: str) -> SmallSelect:
        choices = [("", NOT_FILLED), *palpation.steps(part, self.lang)]
        return SmallSelect(attrs={"class": "form-select form-select-sm"}, choices=choices)

    def _row(
        self, region: Region, errors: Mapping[str, list[str]], selects: Mapping[str, SmallSelect]
    ) -> Row:
        mark, name = self.marks.get(region.code, {}), region.text(self.lang)
        choices = tuple(
            (LABELS[part], select.render(f"{BODY}-{part}-{region.code}", mark.get(part, "")))
            for part, select in selects.items()
        )
        wrong = tuple(errors.get(region.code, ()))
        return Row(region, name, bool(mark), mark.get(TENDERNESS, ""), wrong, choices)
