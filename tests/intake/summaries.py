"""The summary of an answer set, written as in patients.py: `age=60 g_regions:neck g_nrs_now=8`."""

from dataclasses import dataclass
from typing import Any

from intake.questionnaire import load
from intake.summary import Summary, summarise
from tests.intake.patients import Patient, patient


@dataclass(frozen=True)
class Row:
    """One question as it was asked."""

    question: str
    value: Any


def asked(who: Patient, version: str) -> list[Row]:
    """What this patient was asked, as submit_intake keeps it."""
    questions = load(version).asked(who.answers, age=who.age, sex=who.sex)
    return [Row(question.id, who.answers.get(question.id)) for question in questions]


def summary_of(who: Patient, lang: str = "nl", version: str | None = None) -> Summary:
    chosen = version or load().version
    return summarise(asked(who, chosen), version=chosen, lang=lang)


def summary(text: str, lang: str = "nl", version: str | None = None, **own_words: object) -> Summary:
    """`own_words` are the answers that a line cannot hold: texts and activities."""
    who = patient(text)
    return summary_of(Patient(who.age, who.sex, {**who.answers, **own_words}), lang, version)


def paragraph(text: str, lang: str = "nl", version: str | None = None, **own_words: object) -> str:
    return summary(text, lang, version, **own_words).paragraph
