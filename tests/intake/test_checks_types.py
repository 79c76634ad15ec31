"""`manage.py check` first looks at the type of every value, and judges nothing else until all are right."""

from copy import deepcopy
from typing import Any

import pytest

from intake.checks import problems
from intake.checks.content import Content
from intake.checks.summary import problems as summary_problems
from intake.questionnaire import read, versions
from tests.intake.contents import entry, newest_content

TEXT = "must be a text. Write it in quotes."
FLAG = "must be true or false. Write it without quotes."
OPTIONS = "Write each as { code = ..., nl = ..., en = ... }."


@pytest.fixture
def content() -> Content:
    return newest_content()


# file, kind, id, field, new value, all that is said
WRONG = [
    ("rules", "rule", "E01", "when", 5, f"rules.toml, rule E01: when {TEXT}"),
    ("rules", "rule", "E01", "when", ["age>5"], f"rules.toml, rule E01: when {TEXT}"),
    ("rules", "rule", "E01", "id", 1, f"rules.toml, rule number 1: id {TEXT}"),
    ("rules", "rule", "E01", "level", ["info"], f"rules.toml, rule E01: level {TEXT}"),
    ("rules", "rule", "E01", "source", 2020, f"rules.toml, rule E01: source {TEXT}"),
    ("rules", "rule", "E01", "patient_message", ["M_112"], f"rules.toml, rule E01: patient_message {TEXT}"),
    ("questions", "term", "SPINE", "when", 5, f"questions.toml, term SPINE: when {TEXT}"),
    ("questions", "term", "CHRONIC", "name", ["CHRONIC"], f"questions.toml, term number 1: name {TEXT}"),
    ("questions", "page", "now", "id", 1, f"questions.toml, page number 1: id {TEXT}"),
    ("questions", "question", "s_now", "id", ["x"], f"questions.toml, question number 1: id {TEXT}"),
    ("questions", "question", "g_side", "page", ["x"], f"questions.toml, question g_side: page {TEXT}"),
    ("questions", "question", "g_side", "show_when", 3, f"questions.toml, question g_side: show_when {TEXT}"),
    ("questions", "question", "g_side", "nl", 5, f"questions.toml, question g_side: nl {TEXT}"),
    ("questions", "question", "g_side", "nl", False, f"questions.toml, question g_side: nl {TEXT}"),
    (
        "questions",
        "question",
        "g_side",
        "required",
        "no",
        f"questions.toml, question g_side: required {FLAG}",
    ),
    ("questions", "question", "g_side", "optional", 1, f"questions.toml, question g_side: optional {FLAG}"),
    ("questions", "question", "g_side", "rescreen", "", f"questions.toml, question g_side: rescreen {FLAG}"),
    (
        *("questions", "question", "s_now", "safety_list", "false"),
        f"questions.toml, question s_now: safety_list {FLAG}",
    ),
    (
        *("questions", "question", "g_side", "options", "abc"),
        f"questions.toml, question g_side: options must be a list of tables. {OPTIONS}",
    ),
    (
        *("questions", "question", "g_side", "options", ["left"]),
        f"questions.toml, question g_side, option number 1: this must be a table. {OPTIONS}",
    ),
    (
        *("questions", "question", "g_side", "options", [{"code": ["a"], "nl": "A", "en": "A"}]),
        f"questions.toml, question g_side, option number 1: code {TEXT}",
    ),
    (
        *(
            "questions",
            "question",
            "g_side",
            "options",
            [{"code": "a", "nl": "A", "en": "A", "context": "no"}],
        ),
        f"questions.toml, question g_side, option a: context {FLAG}",
    ),
    ("messages", "message", "M_OK", "en", ["x"], f"messages.toml, message M_OK: en {TEXT}"),
    ("messages", "selfcare", "neck", "source", 1, f"messages.toml, selfcare neck: source {TEXT}"),
]


@pytest.mark.parametrize("row", WRONG, ids=[f"{row[3]}-{row[4]}-{row[5]}" for row in WRONG])
def test_a_wrong_type_is_named_and_nothing_else_is_judged(content: Content, row: tuple[Any, ...]) -> None:
    file, kind, id_, key, value, says = row
    entry(getattr(content, file), kind, id_)[key] = value
    assert problems(content) == [says]


# file, key at the top, new value (None removes it), all that is said
WRONG_AT_THE_TOP = [
    *(
        (
            *("questions", "question", value),
            "questions.toml: question must be a list of tables. Begin each with [[question]].",
        )
        for value in ("x", {"id": "x"})
    ),
    ("rules", "rule", ["x"], "rules.toml, rule number 1: this must be a table. Begin each with [[rule]]."),
    ("rules", "rule", [], "rules.toml: there is no rule. Add a [[rule]]."),
    ("questions", "term", None, "questions.toml: there is no term. Add a [[term]]."),
    ("questions", "title", "x", "questions.toml: unknown key title. Correct the name, or remove it."),
    ("rules", "rul", [{"id": "x"}], "rules.toml: unknown key rul. Correct the name, or remove it."),
]


@pytest.mark.parametrize("row", WRONG_AT_THE_TOP, ids=[row[-1] for row in WRONG_AT_THE_TOP])
def test_what_stands_at_the_top_of_a_file_is_a_known_list(content: Content, row: tuple[Any, ...]) -> None:
    file, key, value, says = row
    broken = getattr(content, file)
    broken[key] = value
    if value is None:
        del broken[key]
    assert problems(content) == [says]


TABLE = "must be a table. Put its values below its name, each with a key."
# where in summary.toml, new value, all that is said
WRONG_WORDS = [
    (("words",), "and", f"summary.toml, words: this {TABLE}"),
    (("words", "and_nl"), 5, f"summary.toml, words: and_nl {TEXT}"),
    (("sentence",), "x", "summary.toml: sentence must be a list of tables. Begin each with [[sentence]]."),
    (
        ("sentence", 0),
        "main",
        "summary.toml, sentence number 1: this must be a table. Begin each with [[sentence]].",
    ),
    (
        ("sentence", 0, "places"),
        "main",
        "summary.toml, sentence number 1: places must be a list. Write it in square brackets.",
    ),
    (("sentence", 0, "places"), [["main"]], f"summary.toml, sentence number 1: each of its places {TEXT}"),
    (("g_side",), "side", f"summary.toml, g_side: this {TABLE}"),
    (("g_side", "label_nl"), 1, f"summary.toml, g_side: label_nl {TEXT}"),
    (("g_side", "options"), "left", f"summary.toml, g_side: options {TABLE}"),
    (("g_side", "options", "left"), "links", f"summary.toml, g_side, option left: this {TABLE}"),
    (("g_side", "options", "left", "notable"), "yes", f"summary.toml, g_side, option left: notable {FLAG}"),
    (
        ("ps_worry", "notable_from"),
        "7",
        "summary.toml, ps_worry: notable_from must be a whole number. Write it without quotes.",
    ),
]


@pytest.mark.parametrize(("where", "value", "says"), WRONG_WORDS, ids=[row[-1] for row in WRONG_WORDS])
def test_a_wrong_type_among_the_words_of_the_summary_is_named(
    content: Content, where: tuple[Any, ...], value: object, says: str
) -> None:
    words = deepcopy(read(versions()[-1], "summary"))
    *path, key = where
    broken: Any = words
    for step in path:
        broken = broken[step]
    broken[key] = value
    assert summary_problems(words, content) == [says]
