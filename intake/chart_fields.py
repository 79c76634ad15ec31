"""The field of the body chart: a tick box, a kind and a score per region, and a tick box for "nowhere"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import answers as kinds
from intake.answers import NONE, AnswerError, is_empty
from intake.chart import Region
from intake.drawings import OPEN, band
from intake.question import Question
from intake.question_fields import HELP, AnswerField, storable

SCORES = range(kinds.RANGES["nrs0-10"][0], kinds.RANGES["nrs0-10"][1] + 1)
PARTS = ("kind", "score")  # what the patient says of a place
SHOWN = 20  # characters kept of a score that is none


class ChartWidget(forms.Widget):
    """Reads `name` (the codes that are ticked), and of each part `name-<part>-<code>`, and `name-was-<code>`.

    The last says that the place was ticked when the page came: who clears that tick clears all of the place.
    The value is a list of marks as in a stored answer, with NONE last when that is ticked; a mark that is
    not ticked has "ticked": False.
    """

    def __init__(self, codes: tuple[str, ...], parts: tuple[str, ...] = PARTS) -> None:
        super().__init__()
        self.codes, self.parts = codes, parts

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[Any]:
        ticked = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        if any(isinstance(mark, Mapping) for mark in ticked):
            return list(ticked)  # the page as it was saved, checked once more
        codes = dict.fromkeys(code for code in (*ticked, *self.codes) if code != NONE)
        posted = (self._posted(data, name, code, code in ticked) for code in codes)
        marks = [
            mark for mark in posted if mark.get("ticked", True) or any(mark[part] for part in self.parts)
        ]
        return [*marks, NONE] if NONE in ticked else marks

    def _posted(self, data: Mapping[str, Any], name: str, code: str, ticked: bool) -> dict[str, Any]:
        is_cleared = not ticked and f"{name}-was-{code}" in data
        felt = {
            part: None if is_cleared else data.get(f"{name}-{part}-{code}") or None for part in self.parts
        }
        return {"region": code, **felt} | ({} if ticked else {"ticked": False})

    def id_for_label(self, id_: str) -> str:
        return id_


class ChartField(AnswerField):
    """What is wrong with a mark is said with the name of its region, and carries its code.

    `nowhere` is what stands at the tick box for NONE.
    """

    nowhere = gettext_lazy("I feel nothing anywhere")

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
        if NONE in marks and len(marks) > 1:
            yield forms.ValidationError(HELP["none_with_others"].format(none=self.nowhere), code=NONE)
        for mark in places(marks):
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


def places(value: object) -> list[dict[str, Any]]:
    """The marks in a value, without NONE."""
    return [mark for mark in value if mark != NONE] if isinstance(value, list) else []


def says_nowhere(value: object) -> bool:
    return isinstance(value, list) and NONE in value


def kept(question: Question, value: object) -> list[Any]:
    """What was typed on regions that exist, to be shown again; a kind that was never offered is left out."""
    codes = {region.code for region in question.regions}
    marks = [
        {
            **mark,
            "kind": mark["kind"] if mark.get("kind") in question.codes else None,
            "score": storable(mark.get("score"))[:SHOWN] or None,
        }
        for mark in places(value)
        if mark["region"] in codes
    ]
    return [*marks, NONE] if says_nowhere(value) else marks


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
class Nowhere:
    """The tick box that says that nothing hurts, at the end of the list."""

    label: str
    ticked: bool
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """The regions of the front or of the back."""

    view: str
    rows: tuple[Row, ...]


def rows_of(field: forms.BoundField) -> list[Row]:
    """Every region of the chart, in order, with what was typed or stored for it."""
    marks = {mark["region"]: mark for mark in places(field.value())}
    errors, chart = _errors(field), field.field
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


def nowhere_of(field: forms.BoundField) -> Nowhere:
    """The tick box of this chart, with what was typed or stored."""
    errors = tuple(_errors(field).get(NONE, ()))
    return Nowhere(str(field.field.nowhere), says_nowhere(field.value()), errors)


def _errors(field: forms.BoundField) -> dict[str, list[str]]:
    """What is wrong, by the code of the region, NONE, or empty for the whole."""
    errors: dict[str, list[str]] = {}
    for error in field.errors.as_data():
        errors.setdefault(error.code or "", []).extend(error.messages)
    return errors


def _shown(score: object) -> str:
    return "" if score is None else str(score)
