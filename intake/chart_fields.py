"""The field of the body chart: a tick box, a kind and a score per region, together one answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from intake import answers as kinds
from intake.answers import AnswerError, is_empty
from intake.chart import Region
from intake.drawings import OPEN, band
from intake.question import Question
from intake.question_fields import AnswerField, storable

SCORES = range(kinds.RANGES["nrs0-10"][0], kinds.RANGES["nrs0-10"][1] + 1)
SHOWN = 20  # characters kept of a score that is none


class ChartWidget(forms.Widget):
    """Reads `name` (the codes that are ticked), `name-kind-<code>` and `name-score-<code>`.

    The value is a list of marks as in a stored answer; one that is not ticked has "ticked": False.
    """

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__()
        self.codes = codes

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[Any]:
        ticked = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        if any(isinstance(mark, Mapping) for mark in ticked):
            return list(ticked)  # the page as it was saved, checked once more
        codes = dict.fromkeys([*ticked, *self.codes])
        marks = (_posted(data, name, code, code in ticked) for code in codes)
        return [mark for mark in marks if mark.get("ticked", True) or mark["kind"] or mark["score"]]

    def id_for_label(self, id_: str) -> str:
        return id_


def _posted(data: Mapping[str, Any], name: str, code: str, ticked: bool) -> dict[str, Any]:
    felt = {part: data.get(f"{name}-{part}-{code}") or None for part in ("kind", "score")}
    return {"region": code, **felt} | ({} if ticked else {"ticked": False})


class ChartField(AnswerField):
    """What is wrong with a mark is said with the name of its region, and carries its code."""

    def __init__(self, question: Question, lang: str) -> None:
        super().__init__(question, lang)
        self.widget = ChartWidget(tuple(region.code for region in question.regions))

    def clean(self, value: object) -> kinds.Answer | None:
        found = list(self._problems(value if isinstance(value, list) else []))
        if found:
            raise forms.ValidationError(found)
        return super().clean(value)

    def _problems(self, marks: list[Any]) -> Iterator[forms.ValidationError]:
        regions = {region.code: region for region in self.question.regions}
        for mark in marks:
            region = regions.get(mark["region"])
            if region is None:
                yield forms.ValidationError(_("Choose from the places in the list."))
            elif problem := self._problem(mark):
                said = f"{region.text(self.lang)}: {problem}"
                yield forms.ValidationError(said, code=region.code)

    def _problem(self, mark: Mapping[str, Any]) -> str:
        if not mark.get("ticked", True):
            return _("Tick this place too, or clear what you chose.")
        if not is_empty(mark.get("kind")) and mark["kind"] not in self.question.codes:
            return _("Choose what it feels like from the list.")
        return "" if _is_score(mark.get("score")) else _("Choose a number from 0 to 10.")


def _is_score(score: object) -> bool:
    try:
        return is_empty(score) or kinds.clean_number(score, "nrs0-10") in SCORES
    except AnswerError:
        return False


def kept(question: Question, marks: object) -> list[dict[str, Any]]:
    """What was typed on regions that exist, to be shown again; a kind that was never offered is left out."""
    codes = {region.code for region in question.regions}
    return [
        {
            **mark,
            "kind": mark["kind"] if mark.get("kind") in question.codes else None,
            "score": storable(mark.get("score"))[:SHOWN] or None,
        }
        for mark in (marks if isinstance(marks, list) else [])
        if mark["region"] in codes
    ]


@dataclass(frozen=True)
class Row:
    """One region in the list: whether it is ticked, what was chosen there, and what is wrong with that."""

    region: Region
    name: str
    ticked: bool
    kind: str
    score: str
    errors: tuple[str, ...]

    @property
    def shade(self) -> str:
        """How the drawing shows it, as `drawings.band` has it."""
        return band(int(self.score)) if self.score in map(str, SCORES) else OPEN


@dataclass(frozen=True)
class Side:
    """The regions of the front or of the back."""

    view: str
    rows: tuple[Row, ...]


def rows_of(field: forms.BoundField) -> list[Row]:
    """Every region of the chart, in order, with what was typed or stored for it."""
    value = field.value()
    marks = {mark["region"]: mark for mark in value} if isinstance(value, list) else {}
    errors: dict[str, list[str]] = {}
    for error in field.errors.as_data():
        errors.setdefault(error.code or "", []).extend(error.messages)
    chart = field.field
    return [
        Row(
            region,
            region.text(chart.lang),
            region.code in marks and marks[region.code].get("ticked", True),
            str(marks.get(region.code, {}).get("kind") or ""),
            _shown(marks.get(region.code, {}).get("score")),
            tuple(errors.get(region.code, ())),
        )
        for region in chart.question.regions
    ]


def _shown(score: object) -> str:
    return "" if score is None else str(score)
