"""`manage.py check` refuses a summary that could not be written of every answer."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from intake import questionnaire
from intake.checks.content import Content
from intake.checks.summary import problems, summary

NEWEST = questionnaire.versions()[-1]


@pytest.fixture
def content() -> Content:
    files = (questionnaire.read(NEWEST, name) for name in ("questions", "rules", "messages"))
    return Content(*(deepcopy(file) for file in files))


@pytest.fixture
def words() -> dict[str, Any]:
    return deepcopy(questionnaire.read(NEWEST, "summary"))


def test_our_own_words_are_complete(words, content):
    assert problems(words, content) == []


# where in the file, new value (None removes it), what is said
BROKEN = [
    (("words", "and_nl"), None, "summary.toml, words and: and_nl is missing"),
    (("words", "told_en"), "Filled in", "summary.toml, words: told_en needs {} once"),
    (("words", "opening_nl"), "{complaint}", "summary.toml, words: opening_nl needs {duration} once"),
    (("sentence", 0, "places"), [], "place main needs one [[sentence]]"),
    (("sentence", 0, "places"), ["main", "night"], "place night needs one [[sentence]]"),
    (("sentence", 0, "places"), ["main", "smell"], "sentence: unknown place smell"),
    (("sentence", 2, "en"), None, "summary.toml, sentence of character, pain: en is missing"),
    (("g_side", "label_en"), None, "summary.toml, g_side: label_en is missing"),
    (("g_side", "options", "left", "nl"), None, "summary.toml, g_side, option left: nl is missing"),
    (("g_side", "options", "left"), None, "summary.toml, g_side, option left: en is missing"),
    (("g_worse", "options", "none"), None, "summary.toml, g_worse, option none: nl is missing"),
    (("r_general", "options", "fever"), None, "summary.toml, r_general, option fever: nl is missing"),
    (("nk_chin", "calm"), None, "summary.toml, nk_chin, option yes: nl is missing"),
    (("nk_chin", "calm"), "perhaps", "summary.toml, nk_chin: the question has no option perhaps"),
    (("g_side",), None, "summary.toml, g_side: label_nl is missing"),
    (("g_sides",), {"label_nl": "a", "label_en": "a"}, "summary.toml, g_sides: there is no such question"),
    (("g_side", "options", "up"), {"nl": "a", "en": "a"}, "g_side: the question has no option up"),
    (("g_side", "options", "left", "short"), "l", "g_side, option left: unknown key short"),
    (("g_side", "remark"), "l", "summary.toml, g_side: unknown key remark"),
    (("ps_worry", "clause_nl"), None, "summary.toml, ps_worry: clause_nl is missing"),
    (("ps_worry", "clause_nl"), "zorgen", "summary.toml, ps_worry: clause_nl needs {} once"),
]


@pytest.mark.parametrize(("where", "value", "says"), BROKEN, ids=[row[-1] for row in BROKEN])
def test_what_is_missing_is_named(words, content, where, value, says):
    *path, key = where
    broken = words
    for step in path:
        broken = broken[step]
    if value is None:
        del broken[key]
    else:
        broken[key] = value
    assert any(says in problem for problem in problems(words, content)), problems(words, content)


def test_a_question_that_is_added_needs_words(words, content):
    new = {"id": "g_smell", "type": "single", "options": [{"code": "roses"}]}
    content.questions["question"].append(new)
    assert problems(words, content) == [
        "summary.toml, g_smell: label_nl is missing. Write that text.",
        "summary.toml, g_smell: label_en is missing. Write that text.",
        "summary.toml, g_smell, option roses: nl is missing. Write that text.",
        "summary.toml, g_smell, option roses: en is missing. Write that text.",
    ]


@pytest.fixture
def folder(content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions of content, both without a summary; the content itself was read before."""
    for version in ("1", "2"):
        (tmp_path / version).mkdir()
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    return tmp_path


def test_the_newest_version_must_have_words(folder, content):
    assert summary("2", content) == ["summary.toml is missing. Copy it from the version before."]


def test_an_older_version_may_have_been_made_without(folder, content):
    assert summary("1", content) == []


def test_words_that_cannot_be_read_are_named(folder, content):
    (folder / "2" / "summary.toml").write_text("[words", encoding="utf-8")
    [said] = summary("2", content)
    assert said.startswith("summary.toml cannot be read")
