"""Screen a file of answers from the command line, without touching the database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intake.questionnaire import AnswerError, Questionnaire, load
from intake.screening import Result, screen

SEXES = ("f", "m", "x", None)
OLDEST = 130  # years


class Command(BaseCommand):
    help = (
        'Screens a JSON list of {"id", "age", "sex", "answers": {question: value}} and prints a JSON list '
        "of levels and findings. Use - to read standard input."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a JSON file, or - for standard input")

    def handle(self, *args: object, file: str, **options: object) -> None:
        questionnaire = load()
        try:
            cases = [_clean_case(case, questionnaire) for case in _cases(_text(file))]
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from None
        results = [_screened(case) for case in cases]
        self.stdout.write(json.dumps(results, ensure_ascii=False, indent=2))


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise ValueError(f"Cannot read {file}: {error.strerror}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{file} is not UTF-8 text.") from error


def _cases(text: str) -> Iterable[Any]:
    try:
        cases = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"This is not JSON: {error}.") from error
    if not isinstance(cases, list):
        raise ValueError('This must be a JSON list of {"id", "age", "sex", "answers"}.')
    return cases


def _clean_case(case: Any, questionnaire: Questionnaire) -> dict[str, Any]:
    """The case with cleaned answers. ValueError with one sentence that names what is wrong."""
    if not isinstance(case, dict) or not isinstance(case.get("id"), str | int) or case["id"] == "":
        raise ValueError("Each item must be an object with an id.")
    id_, age, sex, answers = (case.get(key) for key in ("id", "age", "sex", "answers"))
    if age is not None and (type(age) is not int or not 0 <= age <= OLDEST):
        raise ValueError(f"{id_}: age must be a whole number of years from 0 to {OLDEST}.")
    if not isinstance(sex, str | None) or sex not in SEXES:
        raise ValueError(f"{id_}: sex must be f, m, x or null.")
    if not isinstance(answers, dict):
        raise ValueError(f"{id_}: answers must be an object of question and value.")
    cleaned = {question: _answer(id_, question, value, questionnaire) for question, value in answers.items()}
    return {"id": id_, "age": age, "sex": sex, "answers": cleaned}


def _answer(id_: object, question: str, value: object, questionnaire: Questionnaire) -> object:
    if question not in questionnaire.questions:
        raise ValueError(f"{id_}: unknown question {question}.")
    try:
        return questionnaire.questions[question].clean_outside(value)
    except AnswerError as error:
        raise ValueError(f"{id_}, question {question}: {error}.") from error


def _screened(case: dict[str, Any]) -> dict[str, Any]:
    result = screen(case["answers"], age=case["age"], sex=case["sex"])
    return {"id": case["id"], **_report(result)}


def _report(result: Result) -> dict[str, Any]:
    return {
        "level": result.level,
        "outcome": result.outcome,
        "patient_message": result.patient_message,
        "fired": [
            {"rule": finding.rule.id, "level": finding.rule.level, "because": list(finding.because)}
            for finding in result.fired
        ],
        "undecided": [rule.id for rule in result.undecided],
        "not_answered": list(result.not_answered),
    }
