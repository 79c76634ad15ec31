"""One question: its texts, its options, what a valid answer is and how it reads. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from intake import answers as kinds
from intake.answers import NONE, AnswerError, is_empty
from intake.chart import NOWHERE, Region
from intake.conditions import Condition


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """The text in `lang` ("nl", "en-gb", ...); Dutch for a language we do not have."""
    return texts.get(lang[:2].lower(), texts.get("nl", ""))


@dataclass(frozen=True)
class Option:
    code: str
    texts: Mapping[str, str]
    context: bool = False  # asked for the record only: no rule and no follow-up uses it
    from_age: int = 0  # years; who is younger is not offered it

    def text(self, lang: str) -> str:
        return in_language(self.texts, lang)

    @property
    def exclusive(self) -> bool:
        """Cannot stand beside another option: "none of these"."""
        return self.code == NONE


@dataclass(frozen=True)
class Question:
    id: str
    page: str
    type: str  # one of answers.TYPES
    texts: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    show_when: Condition | None = None  # None: always asked
    safety_list: bool = False  # the page cannot be sent while this list is empty
    required: bool = False  # idem, for other questions; true for every safety list
    optional: bool = False  # may stay open without being noted as "not answered"
    known: str = ""  # "registration": not shown, filled in from the patient's registration
    summary: str = ""  # its place in the one-page summary
    autocomplete: str = ""  # what browsers call this answer, to fill it in; it is then one line
    rescreen: bool = False  # part of the short safety list that is asked again later on
    regions: tuple[Region, ...] = ()  # of a body chart; the options are then the kinds of pain

    def text(self, lang: str) -> str:
        return in_language(self.texts, lang)

    def hint(self, lang: str) -> str:
        """A line of help below the question; empty when it needs none."""
        return in_language(self.hints, lang)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.options)

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)

    def for_age(self, age: int | None) -> "Question":
        """The question as somebody of this age gets it: with the options offered from that age on."""
        offered = tuple(option for option in self.options if age is None or age >= option.from_age)
        return self if len(offered) == len(self.options) else replace(self, options=offered)

    def clean(self, value: object) -> kinds.Answer | None:
        """The answer as it is stored; None when nothing was answered. Raises AnswerError."""
        if is_empty(value):
            return None
        answer = self._clean(value)
        if isinstance(answer, list) and NONE in answer and len(answer) > 1:
            raise AnswerError("none_with_others")
        return None if is_empty(answer) else answer

    def clean_outside(self, value: object) -> kinds.Answer | None:
        """As `clean`, for answers from elsewhere: numbers must be numbers, and "none" beside a symptom
        is let through, because the symptom must count."""
        if self.type in kinds.RANGES and isinstance(value, str) and value:
            raise AnswerError("not_a_number")
        return None if is_empty(value) else self._clean(value)

    def _clean(self, value: object) -> kinds.Answer:
        if self.type == "single":
            return kinds.clean_single(value, self.codes)
        if self.type == "multi":
            return kinds.clean_multi(value, self.codes)
        if self.type in kinds.RANGES:
            return kinds.clean_number(value, self.type)
        if self.type == "chart":
            return kinds.clean_chart(value, [region.code for region in self.regions], self.codes)
        cleaners = {"date": kinds.clean_date, "psk": kinds.clean_activities, "text": kinds.clean_text}
        return cleaners[self.type](value)

    def answer_text(self, value: Any, lang: str) -> str:
        """The answer in words; several options are separated by "; "."""
        if self.type == "psk" and isinstance(value, list):
            return "; ".join(f"{pair['activity']} ({pair['score']}/10)" for pair in value)
        if self.type == "chart" and isinstance(value, list):
            return "; ".join(self._mark_text(mark, lang) for mark in value)
        if self.type == "date" and isinstance(value, str):
            return "-".join(reversed(value.split("-")))
        values = value if isinstance(value, list) else [value]
        return "; ".join(self._value_text(item, lang) for item in values if not is_empty(item))

    def _mark_text(self, mark: Mapping[str, Any] | str, lang: str) -> str:
        """A region with what is felt there, "Neck, at the back, left (aching, 6/10)", or that nothing is."""
        if mark == NONE:
            return in_language(NOWHERE, lang)
        region = next((one for one in self.regions if one.code == mark["region"]), None)
        kind = self._value_text(mark["kind"], lang).lower() if mark["kind"] else ""
        score = f"{mark['score']}/10" if mark["score"] is not None else ""
        felt = ", ".join(filter(None, [kind, score]))
        name = region.text(lang) if region else mark["region"]
        return f"{name} ({felt})" if felt else name

    def _value_text(self, value: object, lang: str) -> str:
        option = self.option(value) if isinstance(value, str) else None
        return option.text(lang) if option else str(value)
