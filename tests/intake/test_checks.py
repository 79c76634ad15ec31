"""`manage.py check` refuses broken content, and says where and what to do."""

from typing import Any

import pytest
from django.core.checks import Error

from intake import checks
from intake.checks import check_content, problems
from intake.checks.content import Content
from tests.intake.contents import entry, newest_content


@pytest.fixture
def content() -> Content:
    return newest_content()


def test_our_own_content_is_sound() -> None:
    assert check_content() == []


# file, kind, id, field, new value (None removes it), part of what is said
BROKEN = [
    ("questions", "page", "now", "en", None, "questions.toml, page now: en is missing"),
    ("questions", "page", "now", "id", "where", "questions.toml, page where: this id is used twice"),
    ("questions", "page", "now", "id", "empty", "questions.toml, page empty: no question is on it"),
    (
        "questions",
        "term",
        "SPINE",
        "when",
        "g_regions:tail",
        "term SPINE: question g_regions has no option tail",
    ),
    ("questions", "term", "SPINE", "when", "SPINE", "term SPINE: term SPINE refers to itself"),
    ("questions", "question", "g_side", "nl", "", "questions.toml, question g_side: nl is missing"),
    ("questions", "question", "g_side", "hint_nl", "Kies", "question g_side: hint_en is missing"),
    ("questions", "question", "g_side", "type", "slider", "question g_side: unknown type slider"),
    (
        "questions",
        "question",
        "g_side",
        "type",
        "text",
        "question g_side: single, multi and chart need options",
    ),
    (
        "questions",
        "question",
        "g_side",
        "page",
        "nowhere",
        "question g_side: no page shows it: unknown page nowhere. Add a [[page]] or correct the name.",
    ),
    (
        "questions",
        "question",
        "g_side",
        "id",
        "g_main",
        "question g_main: this id is used twice. Rename one.",
    ),
    (
        "questions",
        "question",
        "s_now",
        "options",
        [{"nl": "A", "en": "A"}],
        "question s_now: an option has no code",
    ),
    ("questions", "question", "g_side", "known", "guess", "question g_side: known can only be"),
    (
        "questions",
        "question",
        "g_side",
        "safety_list",
        True,
        "question g_side: a safety list is a multi question",
    ),
    (
        "questions",
        "question",
        "g_regions",
        "safety_list",
        True,
        'g_regions: a safety list is a multi question with "none of these": an option none. Add it.',
    ),
    ("questions", "term", "SPINE", "when", None, "term SPINE: when is missing. Write the condition"),
    (
        "questions",
        "question",
        "g_side",
        "show_when",
        "v_signs:drop",
        "question g_side: show_when looks at v_signs",
    ),
    ("questions", "question", "g_side", "show_when", "age>", "question g_side: cannot read 'age>'"),
    (
        "questions",
        "question",
        "g_side",
        "show_when",
        "num(g_goal)>3",
        "num(g_goal) does not fit a question of type text",
    ),
    (
        "questions",
        "question",
        "g_side",
        "options",
        [{"code": "a", "nl": "A"}],
        "question g_side, option a: en is missing",
    ),
    (
        "questions",
        "question",
        "g_side",
        "options",
        [{"code": "a", "nl": "A", "en": "A"}] * 2,
        "option a is there twice",
    ),
    (
        "questions",
        "question",
        "g_side",
        "options",
        [{"code": "a", "nl": "A", "en": "A", "from_age": "16"}],
        "question g_side, option a: from_age must be a whole number. Write it without quotes.",
    ),
    (
        "questions",
        "question",
        "g_side",
        "options",
        [{"code": "a", "nl": "A", "en": "A", "from_age": -1}, {"code": "b", "nl": "B", "en": "B"}],
        "question g_side: from_age is a whole number of years from 1 to 120. Correct it.",
    ),
    (
        "questions",
        "question",
        "g_side",
        "options",
        [{"code": "a", "nl": "A", "en": "A", "from_age": 16}],
        "question g_side: every option has a from_age, so a child has nothing to choose",
    ),
    (
        "questions",
        "question",
        "s_now",
        "options",
        [{"code": "a", "nl": "A", "en": "A", "from_age": 16}, {"code": "none", "nl": "B", "en": "B"}],
        "question s_now: a safety list asks everybody the same. Remove from_age",
    ),
    (
        "rules",
        "rule",
        "E01",
        "when",
        "g_chart:burning",
        "rule E01: g_chart is a chart, so a condition can only ask answered(g_chart)",
    ),
    ("rules", "rule", "E01", "id", "E02", "rules.toml, rule E02: this id is used twice"),
    ("rules", "rule", "E01", "id", "", "rules.toml: a rule has no id"),
    (
        "rules",
        "rule",
        "E01",
        "id",
        "E 01",
        "rule E 01: this id cannot be used. Use letters, digits, - and _.",
    ),
    (
        "rules",
        "rule",
        "E01",
        "id",
        "E0100000001",
        "E0100000001: id has more than 10 characters. Make it shorter.",
    ),
    ("rules", "rule", "E01", "source", "x" * 401, "rule E01: source has more than 400 characters"),
    ("questions", "term", "SPINE", "name", "spine", "term spine: this name cannot be used. Use capitals"),
    ("questions", "question", "g_side", "id", "G_side", "question G_side: this id cannot be used. Use small"),
    (
        "questions",
        "question",
        "g_side",
        "options",
        [{"code": "Left", "nl": "A", "en": "A"}],
        "question g_side, option Left: this code cannot be used",
    ),
    ("questions", "question", "g_side", "show_when", "", "question g_side: show_when is empty. Write"),
    ("questions", "question", "ad_sex", "show_when", "age>5", "what is known is never asked, so it has no"),
    ("rules", "rule", "E01", "level", "urgent", "rules.toml, rule E01: unknown level urgent"),
    ("rules", "rule", "E01", "when", "SPINAL", "rule E01: unknown term SPINAL"),
    ("rules", "rule", "E01", "when", "s_then:stroke", "rule E01: unknown question s_then"),
    (
        "rules",
        "rule",
        "E01",
        "when",
        "count(g_mech)>1",
        "count(g_mech) does not fit a question of type single",
    ),
    ("rules", "rule", "E01", "when", None, "rule E01: when is missing"),
    ("rules", "rule", "E01", "therapist_en", None, "rule E01: therapist_en is missing"),
    ("rules", "rule", "E01", "patient_message", "M_NONE", "rule E01: unknown message M_NONE"),
    ("rules", "rule", "E01", "contact", "mother", "rule E01: unknown contact mother"),
    (
        "rules",
        "rule",
        "E01",
        "contact",
        None,
        "rule E01: a rule that refers needs patient_message and contact",
    ),
    ("messages", "message", "M_OK", "nl", None, "messages.toml, message M_OK: nl is missing"),
    ("messages", "message", "M_OK", "id", "M_FINE", "messages.toml: message M_OK is missing"),
    ("messages", "contact", "112", "en", None, "messages.toml, contact 112: en is missing"),
    (
        "messages",
        "selfcare",
        "neck",
        "complaint",
        "shoulder",
        "selfcare shoulder: this complaint is used twice",
    ),
]


@pytest.mark.parametrize("row", BROKEN, ids=[row[-1] for row in BROKEN])
def test_broken_content_is_named(content: Content, row: tuple[Any, ...]) -> None:
    file, kind, id_, key, value, says = row
    broken = entry(getattr(content, file), kind, id_)
    if value is None:
        del broken[key]
    else:
        broken[key] = value
    assert any(says in problem for problem in problems(content)), problems(content)


def test_each_problem_becomes_an_error_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "versions", lambda: ["1"])
    monkeypatch.setattr(checks, "problems", lambda content: ["rules.toml, rule E01: broken. Mend it."])
    [error] = check_content()
    assert isinstance(error, Error)
    assert (error.id, error.msg) == ("intake.E001", "content 1, rules.toml, rule E01: broken. Mend it.")
