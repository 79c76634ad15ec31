"""Why a rule fired, and what must be asked to decide one, in the words the patient saw. No Django."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from intake.conditions import Condition
from intake.questionnaire import Facts, Questionnaire, in_language
from intake.screening import Fired, Rule

ANSWER_CHANGED = {
    "nl": "Het spoedbericht is getoond op {date} om {time}; daarna is het antwoord gewijzigd.",
    "en": "The emergency message was shown on {date} at {time}; the answer was changed afterwards.",
}
DATES = {"nl": "%d-%m-%Y", "en": "%d %b %Y"}
AGE = {"nl": "Leeftijd", "en": "Age"}
# What Condition.because writes: r_neuro:weak_leg, age=56, count(g_regions)=2, answered(g_goal).
_REASON = re.compile(r"(?:count\(|answered\()?(?P<question>\w+)\)?(?::(?P<option>\w+)|=(?P<amount>-?\d+))?")


def reasons(
    fired: Fired, questionnaire: Questionnaire, answers: Mapping[str, Any], lang: str
) -> list[dict[str, str]]:
    """The answers that fired a rule: question id, question and answer in words; one entry per question."""
    found: dict[str, list[str]] = {}
    for reason in fired.because:
        part = _REASON.fullmatch(reason)
        if part:
            words = _words(part, questionnaire, answers, lang)
            found.setdefault(part["question"], []).append(words)
    return [
        {"question": id_, "text": _text(id_, questionnaire, lang), "answer": "; ".join(dict.fromkeys(words))}
        for id_, words in found.items()
    ]


def _words(part: re.Match[str], questionnaire: Questionnaire, answers: Mapping[str, Any], lang: str) -> str:
    if part["question"] == "age":
        return part["amount"]
    question = questionnaire.questions[part["question"]]
    return question.answer_text(part["option"] or answers.get(question.id), lang)


def _text(id_: str, questionnaire: Questionnaire, lang: str) -> str:
    return in_language(AGE, lang) if id_ == "age" else questionnaire.questions[id_].text(lang)


def still_to_ask(rule: Rule, facts: Facts, questionnaire: Questionnaire, lang: str) -> list[dict[str, str]]:
    """The open questions on which an undecided rule hangs, as `reasons` gives them but without answer."""
    ids = open_questions(rule, facts)
    return [{"question": id_, "text": _text(id_, questionnaire, lang), "answer": ""} for id_ in ids]


def open_questions(rule: Rule, facts: Facts) -> list[str]:
    """The ids of the open questions on which an undecided rule hangs, each once."""
    return list(dict.fromkeys(_open(rule.condition, facts)))


def _open(condition: Condition, facts: Facts) -> list[str]:
    if condition.evaluate(facts) is not None:
        return []
    if not condition.parts:
        return [question for question, _ in condition.atoms()]
    return [id_ for part in condition.parts for id_ in _open(part, facts)]


def answer_changed(at: datetime.datetime, lang: str) -> str:
    """What a finding says whose emergency was told at the local time `at` and is no longer in the answers."""
    told = in_language(ANSWER_CHANGED, lang)
    return told.format(date=at.strftime(in_language(DATES, lang)), time=at.strftime("%H:%M"))
