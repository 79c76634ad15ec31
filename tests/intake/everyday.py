"""The everyday patients of data/everyday.txt, with every question they are asked answered."""

from dataclasses import replace

from intake.questionnaire import load
from tests.intake.patients import Patient, patient, table

USUAL, *EVERYDAY = table("everyday.txt")
OTHER_TYPES = {"text": "Lopen", "psk": [{"activity": "Lopen", "score": 5}]}


def complete(someone: Patient) -> Patient:
    """The same patient with the usual answer to each question that was left open, follow-ups included."""
    usual, answers = patient(USUAL[1]).answers, dict(someone.answers)
    for page in load().pages:
        facts = load().facts(answers, age=someone.age, sex=someone.sex)
        for question in page.questions:
            if question.known or question.id in answers or not facts.asked(question.id):
                continue
            if question.type == "chart":  # may be passed over, and most do
                continue
            answers[question.id] = usual.get(question.id) or OTHER_TYPES[question.type]
    return replace(someone, answers=answers)
