"""Reads the answer sets of tests/intake/data, written as `age=60 g_regions:neck g_nrs_now=8`."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from intake.answers import NONE, RANGES, UNKNOWN
from intake.questionnaire import Question, load
from intake.screening import Result, screen

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Patient:
    age: int | None = None
    sex: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)

    def screen(self) -> Result:
        return screen(self.answers, age=self.age, sex=self.sex)

    def fired(self) -> set[str]:
        return {finding.rule.id for finding in self.screen().fired}


def patient(text: str) -> Patient:
    """A patient from one line of answers; every answer is checked against its question."""
    who: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    for word in text.split():
        if "=" in word:
            name, _, number = word.partition("=")
            (who if name in ("age", "sex") else answers)[name] = int(number) if number.isdecimal() else number
            continue
        question, _, option = word.partition(":")
        if load().questions[question].type == "multi":
            answers.setdefault(question, []).append(option)
        else:
            answers[question] = option
    for question, value in answers.items():
        load().questions[question].clean(value)
    return Patient(who.get("age"), who.get("sex"), answers)


def table(name: str) -> list[list[str]]:
    """The rows of a text table in data/, cells separated by |; lines with # are remarks."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


def cases(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@st.composite
def complete_forms(draw: st.DrawFn) -> Patient:
    """A patient who answered every question that was asked, anything, but never "I don't know"."""
    age, sex = draw(st.integers(4, 95)), draw(st.sampled_from(["f", "m", "x"]))
    answers: dict[str, Any] = {}
    for page in load().pages:
        for question in page.questions:
            asked = load().facts(answers, age=age, sex=sex).asked(question.id)
            if asked and not question.known:
                answers[question.id] = draw(_answers_to(question.for_age(age)))
    return Patient(age, sex, answers)


def _answers_to(question: Question) -> st.SearchStrategy[Any]:
    codes = [code for code in question.codes if code != UNKNOWN]
    if question.type == "single":
        return st.sampled_from(codes)
    if question.type == "multi":
        signs = [code for code in codes if code != NONE]
        some = st.lists(st.sampled_from(signs), min_size=1, max_size=3, unique=True)
        some = some.map(lambda chosen: [code for code in signs if code in chosen])
        return st.one_of(st.just([NONE]), some) if NONE in codes else some
    if question.type in RANGES:
        return st.integers(*RANGES[question.type])
    samples = {"text": "Lopen", "psk": [{"activity": "Lopen", "score": 5}], "date": "1980-12-31"}
    if question.type == "chart":
        return _marks_on(question)
    return st.just(samples[question.type])


def _marks_on(question: Question) -> st.SearchStrategy[Any]:
    """One to three regions of a chart, each with what is felt there."""
    mark = st.fixed_dictionaries(
        {
            "region": st.sampled_from([region.code for region in question.regions]),
            "kind": st.sampled_from(question.codes),
            "score": st.integers(0, 10),
        }
    )
    marks = st.lists(mark, min_size=1, max_size=3, unique_by=lambda one: one["region"])
    return marks.map(question.clean)
