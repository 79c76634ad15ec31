"""Forms filled in by chance, many and fast, for tests and benchmarks."""

from collections.abc import Collection
from random import Random
from typing import Any

from intake.answers import NONE, RANGES, UNKNOWN
from intake.questionnaire import Question, load
from tests.intake.patients import Patient

SAMPLES = {"text": "Lopen", "psk": [{"activity": "Lopen", "score": 5}], "date": "1980-12-31"}
PAINS = (None, *range(11))  # a score that was left open, or given


def random_form(random: Random, *, left_open: float = 0.0, healthy: float = 0.5) -> Patient:
    """A patient who walked through the form to its end.

    Params: how often a question that is not required is left open, and how often a list is answered with
    "none of these".
    """
    age, sex = random.randint(4, 95), random.choice("fmx")
    answers: dict[str, Any] = {}
    for page in load().pages:
        facts = load().facts(answers, age=age, sex=sex)
        for question in page.questions:
            is_skipped = not question.required and random.random() < left_open
            if facts.asked(question.id) and not question.known and not is_skipped:
                answers[question.id] = random_answer(random, question.for_age(age), healthy)
    return Patient(age, sex, answers)


def random_answer(random: Random, question: Question, healthy: float = 0.5) -> Any:
    if question.type in RANGES:
        return random.randint(*RANGES[question.type])
    if question.type == "single":
        return random.choice(question.codes)
    if question.type == "chart":
        return random_marks(random, question)
    if question.type != "multi":
        return SAMPLES[question.type]
    if NONE in question.codes and random.random() < healthy:
        return [NONE]
    signs = [code for code in question.codes if code != NONE]
    return in_order(question, random.sample(signs, random.randint(1, min(3, len(signs)))))


def random_marks(random: Random, question: Question) -> list[dict[str, Any]]:
    """One to three regions that hurt, in the order of the chart."""
    regions = random.sample(question.regions, random.randint(1, min(3, len(question.regions))))
    return [
        {
            "region": region.code,
            "kind": random.choice([None, *question.codes]),
            "score": random.choice(PAINS),
        }
        for region in question.regions
        if region in regions
    ]


def in_order(question: Question, chosen: Collection[str]) -> list[str]:
    return [code for code in question.codes if code in chosen]


def with_answer(patient: Patient, question: str, option: str) -> Patient:
    """The same patient with one more answer: one more option of a list, or a question that was open."""
    asked, answers = load().questions[question], dict(patient.answers)
    if asked.type == "multi":
        kept = {code for code in answers.get(question, []) if code not in (NONE, UNKNOWN)}
        answers[question] = in_order(asked, kept | {option})
    else:
        answers.setdefault(question, option)
    return Patient(patient.age, patient.sex, answers)


def is_asked(patient: Patient, question: str) -> bool:
    facts = load().facts(patient.answers, age=patient.age, sex=patient.sex)
    return facts.asked(question) is True
