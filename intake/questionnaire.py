"""The questions a patient gets, and what their answers tell. No Django, no clock, no database.

Content lives in content/<version>/questions.toml. A version that has been used is never edited
(content/SHA256SUMS holds that): a change is a new folder, so old answers keep their questions.
"""

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from intake.answers import NONE, UNKNOWN, AnswerError, is_empty
from intake.chart import Region, regions_of
from intake.conditions import Truth, parse
from intake.question import Option, Question, in_language

__all__ = ["AnswerError", "Facts", "Option", "Page", "Question", "Questionnaire"]
__all__ += ["in_language", "load", "versions"]

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("nl", "en")
REGISTRATION = "registration"  # Question.known: the practice knows the answer already


@dataclass(frozen=True)
class Page:
    id: str
    titles: Mapping[str, str]
    questions: tuple[Question, ...]

    def title(self, lang: str) -> str:
        return in_language(self.titles, lang)


class Facts:
    """What one set of answers tells, in the sense of the condition language.

    A question rightly not asked counts as false. One that is open, or answered "I don't know", is
    unknown. A given answer counts, also when the question need not have been asked.
    """

    def __init__(
        self,
        questions: Mapping[str, Question],
        answers: Mapping[str, Any],
        *,
        age: int | None,
        sex: str | None,
    ) -> None:
        self.questions, self.age = questions, age
        given = {id_: value for id_, value in answers.items() if not is_empty(value)}
        self.answers = {"ad_sex": sex} | given if sex else given
        self._chosen = {id_: _as_list(value) for id_, value in self.answers.items()}
        self._asked: dict[str, Truth] = {}

    def asked(self, question: str) -> Truth:
        """Should this question be asked? None while that depends on open answers."""
        if question not in self._asked:
            when = self.questions[question].show_when
            self._asked[question] = when.evaluate(self) if when else True
        return self._asked[question]

    def is_answered(self, question: str) -> bool:
        return question in self.answers

    def skipped(self, question: str) -> bool:
        if question not in self.questions or self.is_answered(question):
            return False
        return self.asked(question) is False

    def chosen(self, question: str, option: str) -> Truth:
        chosen = self._chosen.get(question)
        if chosen is None:
            return False if self.skipped(question) else None
        if option in chosen:
            return True
        return None if UNKNOWN in chosen else False

    def amount(self, kind: str, question: str) -> int | None:
        if kind == "age":
            return self.age
        value = self.answers.get(question)
        if kind == "count":
            return _count(value) if isinstance(value, list) else None
        return value if isinstance(value, int) else None


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _count(chosen: Collection[object]) -> int | None:
    """How many of these the patient has; "none of these" is none, "I don't know" leaves it unknown."""
    return None if UNKNOWN in chosen else sum(option != NONE for option in chosen)


@dataclass(frozen=True)
class Questionnaire:
    """One version of the questions: pages in order, questions by id, the terms of the conditions."""

    version: str
    pages: tuple[Page, ...]
    questions: Mapping[str, Question]
    terms: Mapping[str, str]

    def facts(self, answers: Mapping[str, Any], *, age: int | None, sex: str | None) -> Facts:
        return Facts(self.questions, answers, age=age, sex=sex)

    def asked(self, answers: Mapping[str, Any], *, age: int | None, sex: str | None) -> list[Question]:
        """The questions this patient gets, in order, including those known from registration.

        Each has only the options that this patient may choose.
        """
        facts = self.facts(answers, age=age, sex=sex)
        in_order = (question for page in self.pages for question in page.questions)
        return [question.for_age(age) for question in in_order if facts.asked(question.id)]

    def pages_for(self, answers: Mapping[str, Any], *, age: int | None, sex: str | None) -> list[Page]:
        """The pages this patient sees, each with only the questions to show on it."""
        shown = [question for question in self.asked(answers, age=age, sex=sex) if not question.known]
        pages = (
            Page(page.id, page.titles, tuple(question for question in shown if question.page == page.id))
            for page in self.pages
        )
        return [page for page in pages if page.questions]

    def not_answered(self, answers: Mapping[str, Any], *, age: int | None, sex: str | None) -> list[str]:
        """Ids of the questions that were to be answered and are still open."""
        return [
            question.id
            for question in self.asked(answers, age=age, sex=sex)
            if not (question.optional or question.known or not is_empty(answers.get(question.id)))
        ]

    def prune(self, answers: Mapping[str, Any], *, age: int | None, sex: str | None) -> dict[str, Any]:
        """The answers without those to questions that are no longer asked."""
        kept = dict(answers)
        while True:
            asked = {question.id for question in self.asked(kept, age=age, sex=sex)}
            if asked.issuperset(kept):
                return kept
            kept = {id_: value for id_, value in kept.items() if id_ in asked}


def versions() -> list[str]:
    """The versions of the content on disk, oldest first."""
    return sorted((path.name for path in CONTENT.iterdir() if path.name.isdecimal()), key=int)


@lru_cache
def digest(version: str) -> str:
    """The fingerprint of all files of a content version: it changes with every letter."""
    files = sorted((CONTENT / version).glob("*.toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def read(version: str, name: str) -> dict[str, Any]:
    """One content file as it stands, unchecked: `name` is questions, rules or messages."""
    if version not in versions():
        raise ValueError(f"There is no content version {version}.")
    return tomllib.loads((CONTENT / version / f"{name}.toml").read_text(encoding="utf-8"))


def texts_of(entry: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The texts of one entry by language: keys nl and en, or with a prefix hint_nl and hint_en."""
    return {lang: entry[prefix + lang] for lang in LANGUAGES if prefix + lang in entry}


def build(version: str, data: Mapping[str, Any], regions: tuple[Region, ...] = ()) -> Questionnaire:
    """A questionnaire from the data of questions.toml. Raises ConditionError for a broken condition."""
    terms = {term["name"]: term["when"] for term in data["term"]}
    questions = {entry["id"]: _question(entry, terms, regions) for entry in data["question"]}
    pages = tuple(
        Page(page["id"], texts_of(page), tuple(q for q in questions.values() if q.page == page["id"]))
        for page in data["page"]
    )
    return Questionnaire(version, pages, questions, terms)


def _question(entry: Mapping[str, Any], terms: Mapping[str, str], regions: tuple[Region, ...]) -> Question:
    safety_list = entry.get("safety_list", False)
    return Question(
        id=entry["id"],
        page=entry["page"],
        type=entry["type"],
        texts=texts_of(entry),
        hints=texts_of(entry, "hint_"),
        options=tuple(_option(option) for option in entry.get("options", [])),
        show_when=parse(entry["show_when"], terms) if entry.get("show_when") else None,
        safety_list=safety_list,
        required=safety_list or entry.get("required", False),
        optional=entry.get("optional", False),
        known=entry.get("known", ""),
        summary=entry.get("summary", ""),
        autocomplete=entry.get("autocomplete", ""),
        rescreen=entry.get("rescreen", False),
        regions=regions if entry["type"] == "chart" else (),
    )


def _option(entry: Mapping[str, Any]) -> Option:
    return Option(entry["code"], texts_of(entry), entry.get("context", False), entry.get("from_age", 0))


def chart_of(version: str) -> tuple[Region, ...]:
    """The regions of the body chart of a version; none before version 3."""
    has_one = (CONTENT / version / "chart.toml").is_file()
    return regions_of(read(version, "chart")) if has_one else ()


@lru_cache
def load(version: str | None = None) -> Questionnaire:
    """One version of the questionnaire, the newest when none is named. ValueError: no such version."""
    chosen = versions()[-1] if version is None else version
    return build(chosen, read(chosen, "questions"), chart_of(chosen))
