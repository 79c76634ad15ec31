"""`manage.py check` refuses a body chart that cannot be drawn or that mixes up sides."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from intake import questionnaire
from intake.checks.chart import chart, problems
from tests.intake.contents import entry, newest_content

LEFT = {
    "code": "back_neck_left",
    "view": "back",
    "side": "left",
    "nl": "Nek, achterkant, links",
    "en": "Neck, at the back, left",
    "path": "M0 0L10 0L10 10Z",
}
RIGHT = {**LEFT, "code": "back_neck_right", "side": "right", "nl": "rechts", "en": "right"}
MIDDLE = {**LEFT, "code": "back_spine", "side": "middle", "nl": "Rug", "en": "Back"}
NEWEST = questionnaire.versions()[-1]


def said(**changes: Any) -> list[str]:
    """What is said of a chart whose left region has these values; None takes one away."""
    left = {key: value for key, value in (LEFT | changes).items() if value is not None}
    return problems({"region": [left, deepcopy(RIGHT), deepcopy(MIDDLE)]})


def test_a_chart_in_order_is_not_refused() -> None:
    assert said() == []


BROKEN = [
    ({"code": "back_neck_right"}, "region back_neck_right: this code is used twice. Rename one."),
    ({"code": ""}, "chart.toml: a region has no code. Give it one."),
    ({"code": "none", "side": "middle"}, "region none: this code means that nothing hurts. Choose another."),
    ({"code": "Back-neck_left"}, "region Back-neck_left: this code cannot be used. Use small letters"),
    ({"code": "back_neck_l"}, "region back_neck_l: it is on the left, so its code ends in _left."),
    ({"code": "back_nek_left"}, "region back_nek_left: there is no back_nek_right beside it. Add it"),
    ({"view": "front"}, "region back_neck_left: there is no back_neck_right beside it."),
    ({"view": "top"}, "region back_neck_left: unknown view top. Use one of front, back."),
    ({"view": None}, "region back_neck_left: unknown view None. Use one of front, back."),
    ({"side": "centre"}, "region back_neck_left: unknown side centre. Use one of left, right, middle."),
    ({"en": None}, "region back_neck_left: en is missing. Write that text."),
    ({"nl": " "}, "region back_neck_left: nl is missing. Write that text."),
    ({"path": ""}, "region back_neck_left: path is missing. Draw its outline."),
    ({"path": None}, "region back_neck_left: path is missing. Draw its outline."),
    ({"path": "M0 0h10v10Z"}, "region back_neck_left: path cannot be drawn. Use M, L, C and one Z"),
    ({"path": "M0 0Z"}, "region back_neck_left: path cannot be drawn."),
    ({"path": '"/><script>'}, "region back_neck_left: path cannot be drawn."),
    ({"path": 3}, "region back_neck_left: path must be a text. Write it in quotes."),
    ({"colour": "red"}, "region back_neck_left: unknown key colour. Correct the name, or remove it."),
]


@pytest.mark.parametrize(("changes", "says"), BROKEN, ids=[row[-1] for row in BROKEN])
def test_what_is_wrong_with_a_region_is_named(changes: dict[str, Any], says: str) -> None:
    assert any(says in problem for problem in said(**changes)), said(**changes)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "chart.toml: there is no region. Add a [[region]]."),
        ({"region": []}, "chart.toml: there is no region. Add a [[region]]."),
        ({"region": {}}, "chart.toml: region must be a list of tables. Begin each with [[region]]."),
        ({"region": ["neck"]}, "chart.toml, region number 1: this must be a table."),
        ({"region": [LEFT], "regions": []}, "chart.toml: unknown key regions. Correct the name"),
    ],
)
def test_a_file_without_regions_is_refused(data: dict[str, Any], says: str) -> None:
    assert any(says in problem for problem in problems(data)), problems(data)


def test_a_chart_question_needs_its_regions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = newest_content()
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    assert chart(NEWEST, content) == [
        "chart.toml is missing: question g_chart needs its regions. Write them."
    ]


def test_regions_need_a_question_that_shows_them() -> None:
    content = newest_content()
    entry(content.questions, "question", "g_chart")["type"] = "text"
    assert chart(NEWEST, content) == [
        "chart.toml: no question shows it. Add a question of type chart, or remove the file."
    ]
