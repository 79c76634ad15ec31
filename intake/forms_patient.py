"""The forms a patient sees: the birth date, and one page of questions."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake import answers as kinds
from intake.answers import is_empty
from intake.chart import VIEWS
from intake.chart_fields import SCORES, ChartField, Nowhere, Side, kept, nowhere_of, rows_of
from intake.question_fields import ActivityField, AnswerField, score_field, storable, texts
from intake.questionnaire import Page, Question


class BirthDateForm(forms.Form):
    """Day, month and year as the patient knows them; spaces and leading zeros do not matter."""

    use_required_attribute = False

    day = forms.CharField(label=gettext_lazy("Day"), max_length=20, required=False)
    month = forms.CharField(label=gettext_lazy("Month"), max_length=20, required=False)
    year = forms.CharField(label=gettext_lazy("Year"), max_length=20, required=False)

    PARTS = {"day": (1, 31), "month": (1, 12), "year": (1900, 2100)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= {
                "inputmode": "numeric",
                "autocomplete": f"bday-{name}",
                "class": "form-control",
            }

    def clean(self) -> dict[str, Any]:
        numbers = {name: self._number(name) for name in self.PARTS if name not in self.errors}
        if len(numbers) == 3 and None not in numbers.values():
            self._set_date(numbers)
        return self.cleaned_data

    def _number(self, name: str) -> int | None:
        typed = self.cleaned_data.get(name, "").strip(" .-/")
        low, high = self.PARTS[name]
        if typed.isdecimal() and low <= int(typed) <= high:
            return int(typed)
        needed = {
            "day": _("Write the day as a number, for example 27."),
            "month": _("Write the month as a number, for example 3 for March."),
            "year": _("Write the year with four numbers, for example 1985."),
        }
        self.add_error(name, needed[name])
        return None

    def refuse(self, left: int) -> None:
        """Say that this is not the patient's birth date, and how many tries are left."""
        wrong = _("This is not the date we know for this link.")
        tries = ngettext("You can try {n} more time.", "You can try {n} more times.", left).format(n=left)
        self.add_error(None, f"{wrong} {tries}")

    def _set_date(self, numbers: dict[str, int]) -> None:
        try:
            self.cleaned_data["date"] = datetime.date(**numbers)
        except ValueError:
            self.add_error("day", _("This day is not in that month. Check day and month."))


# Which template shows a type of question; the others are a single text field.
BLOCKS = {
    "single": "choices",
    "multi": "choices",
    "nrs0-10": "scale",
    "psk": "activities",
    "chart": "chart",
}


@dataclass(frozen=True)
class Block:
    """One question as the page shows it: `kind` names the template, `fields` are bound."""

    kind: str
    question: Question
    fields: list[forms.BoundField]

    lang: str

    @property
    def template(self) -> str:
        return f"intake/patient/_{self.kind}.html"

    @property
    def width(self) -> str:
        """How long an answer is expected."""
        return {"text": "", "date": "s"}.get(self.question.type, "xs")

    @property
    def field(self) -> forms.BoundField:
        return self.fields[0]

    @property
    def label(self) -> str:
        return texts(self.question, self.lang)[0]

    @property
    def hint(self) -> str:
        return texts(self.question, self.lang)[1]

    @property
    def exclusive(self) -> str:
        """Codes that stand alone, as components/choices.html wants them."""
        return " ".join(option.code for option in self.question.options if option.exclusive)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Of a body chart: the kinds of pain."""
        return [(option.code, option.text(self.lang)) for option in self.question.options]

    @property
    def scores(self) -> list[str]:
        return [str(score) for score in SCORES]

    @cached_property
    def sides(self) -> list[Side]:
        """Of a body chart: the regions of the front, and of the back."""
        rows = rows_of(self.field)
        return [Side(view, tuple(row for row in rows if row.region.view == view)) for view in VIEWS]

    @property
    def nowhere(self) -> Nowhere:
        """Of a body chart: the tick box for "nothing"."""
        return nowhere_of(self.field)

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField, bool]]:
        """Activity, score, and whether the pair is open: the first one, and those with something in them."""
        pairs = zip(self.fields[::2], self.fields[1::2], strict=True)
        return [
            (
                activity,
                score,
                row == 0
                or bool(
                    activity.value() or activity.errors or score.value() not in (None, "") or score.errors
                ),
            )
            for row, (activity, score) in enumerate(pairs)
        ]


class PageForm(forms.Form):
    """The questions of one page; `answers` and `unfinished` together hold all that was typed."""

    use_required_attribute = False

    def __init__(
        self, page: Page, lang: str, stored: Mapping[str, Any], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.page, self.lang = page, lang
        for question in page.questions:
            add = self._add_activities if question.type == "psk" else self._add_question
            add(question, stored.get(question.id))

    @classmethod
    def sent_again(cls, page: Page, lang: str, stored: Mapping[str, Any]) -> "PageForm":
        """The page as it was saved, checked once more, so that it says what is to be mended."""
        kept = cls(page, lang, stored).initial
        typed = {name: value for name, value in kept.items() if not is_empty(value)}
        return cls(page, lang, stored, data=typed)

    def _add_question(self, question: Question, value: object) -> None:
        field = ChartField if question.type == "chart" else AnswerField
        self.fields[question.id] = field(question, self.lang)
        self.initial[question.id] = value

    def _add_activities(self, question: Question, value: object) -> None:
        _label, _hint, low, high = texts(question, self.lang)
        rows = value if isinstance(value, list) else []
        for row in range(kinds.ACTIVITIES):
            activity, score = _pair_names(question, row)
            self.fields[activity] = ActivityField(_("Activity {number}").format(number=row + 1))
            self.fields[score] = score_field(row + 1, low, high)
            pair = rows[row] if row < len(rows) else {}
            self.initial |= {activity: pair.get("activity"), score: pair.get("score")}

    def clean(self) -> dict[str, Any]:
        for question in self.page.questions:
            if question.type == "psk":
                self._check_pairs(question)
        return self.cleaned_data

    def _check_pairs(self, question: Question) -> None:
        for row in range(kinds.ACTIVITIES):
            names = _pair_names(question, row)
            if any(name in self.errors for name in names):
                continue
            activity, score = (self.cleaned_data[name] for name in names)
            if activity and score is None:
                self.add_error(names[1], _("Choose a number from 0 to 10."))
            elif score is not None and not activity:
                self.add_error(names[0], _("Write what is hard to do."))

    @property
    def has_chart(self) -> bool:
        """The page needs the style and the script of the body chart."""
        return any(question.type == "chart" for question in self.page.questions)

    @cached_property
    def blocks(self) -> list[Block]:
        return [self._block(question) for question in self.page.questions]

    def _block(self, question: Question) -> Block:
        names = self._names(question)
        fields = [self[name] for name in names]
        return Block(BLOCKS.get(question.type, "text"), question, fields, self.lang)

    def _names(self, question: Question) -> list[str]:
        if question.type != "psk":
            return [question.id]
        return [name for row in range(kinds.ACTIVITIES) for name in _pair_names(question, row)]

    @property
    def answers(self) -> dict[str, Any]:
        """For every question on the page the answer, or None: open, or not an answer yet."""
        return {question.id: self._answer(question) for question in self.page.questions}

    def _answer(self, question: Question) -> Any:
        names = self._names(question)
        if any(name in self.errors for name in names):
            return None
        if question.type != "psk":
            return self.cleaned_data[question.id]
        pairs = zip(names[::2], names[1::2], strict=True)
        found = [
            {"activity": self.cleaned_data[activity], "score": self.cleaned_data[score]}
            for activity, score in pairs
            if self.cleaned_data[activity]
        ]
        return found or None

    @property
    def unfinished(self) -> dict[str, Any]:
        """What was typed for the questions whose answer is refused, to be shown again."""
        refused = (q for q in self.page.questions if any(name in self.errors for name in self._names(q)))
        typed = {question.id: self._typed(question) for question in refused}
        return {id_: value for id_, value in typed.items() if not is_empty(value)}

    def _typed(self, question: Question) -> Any:
        raw = {name: self[name].value() for name in self._names(question)}
        if question.type == "multi":
            return [code for code in raw[question.id] if code in question.codes]
        if question.type == "chart":
            return kept(question, raw[question.id])
        if question.options or question.type == "nrs0-10":
            return None  # a code that was never offered
        if question.type != "psk":
            return storable(raw[question.id])
        rows = [
            [storable(raw[name]) for name in _pair_names(question, row)] for row in range(kinds.ACTIVITIES)
        ]
        while rows and not any(rows[-1]):  # an empty pair in between keeps its place
            rows.pop()
        return [{"activity": activity, "score": score} for activity, score in rows]


def _pair_names(question: Question, row: int) -> tuple[str, str]:
    return f"{question.id}-{row}-activity", f"{question.id}-{row}-score"
