"""Screen a file of answers from the command line, without touching the database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from intake.questionnaire import AnswerError, Questionnaire, load
from intake.screening import Result, screen

SEXES = ("f", "m", "x", None)
OLDEST = 130  # years
LONGEST_NUMBER = 20  # digits
LONGEST_SENTENCE = 300  # characters


class Command(BaseCommand):
    help = (
        'Screens a JSON list of {"id", "age", "sex", "answers": {question: value}} and prints a JSON list '
        "of levels and findings. Use - to read standard input."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a JSON file, or - for standard input")

    def handle(self, *args: object, file: str, **options: object) -> None:
        try:
            cases = _clean_cases(_parsed(_text(file)))
        except ValueError as error:
            raise CommandError(shorten(str(error), LONGEST_SENTENCE), returncode=2) from None
        results = [_screened(case) for case in cases]
        # ASCII gets through every pipe and terminal, whatever an id holds.
        self.stdout.write(json.dumps(results, ensure_ascii=True, indent=2))


def _text(file: str) -> str:
    if file == "-" and sys.stdin is None:
        raise ValueError("Cannot read standard input: it is closed.")
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise ValueError(f"Cannot read {file}: {error.strerror}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{'Standard input' if file == '-' else file} is not UTF-8 text.") from error


def _parsed(text: str) -> Any:
    """The JSON as Python, read strictly: what JSON readers disagree about is refused."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"This is not JSON: {error}.") from error
    except RecursionError as error:
        raise ValueError("This is not JSON that can be screened: it is nested too deeply.") from error


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A repeated key would silently drop an answer, and with it an alarm."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"The key {key} is there twice in one object.")
        found[key] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"A number of {len(digits)} digits is too long.")
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"This is not JSON: {name} is not a number there.")


def _clean_cases(cases: Any) -> list[dict[str, Any]]:
    if not isinstance(cases, list):
        raise ValueError('This must be a JSON list of {"id", "age", "sex", "answers"}.')
    questionnaire = load()
    cleaned: dict[str | int, dict[str, Any]] = {}
    for case in cases:
        clean = _clean_case(case, questionnaire)
        if clean["id"] in cleaned:
            raise ValueError(f"{clean['id']}: this id is there twice.")
        cleaned[clean["id"]] = clean
    return list(cleaned.values())


def _clean_case(case: Any, questionnaire: Questionnaire) -> dict[str, Any]:
    """The case with cleaned answers. ValueError with one sentence that names what is wrong."""
    if not isinstance(case, dict) or type(case.get("id")) not in (str, int) or case["id"] == "":
        raise ValueError("Each item must be an object with an id: a text or a whole number.")
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
