"""`manage.py screen`: answers in as JSON, findings out as JSON, one clear sentence when they are wrong."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.intake.patients import DATA

CASE = {"id": "a", "age": 40, "sex": "f", "answers": {"g_regions": ["upper_back"], "s_now": ["tearing"]}}


def screen_text(text: str | bytes, monkeypatch: pytest.MonkeyPatch) -> Any:
    data = text.encode() if isinstance(text, str) else text
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    out = io.StringIO()
    call_command("screen", "-", stdout=out)
    return json.loads(out.getvalue())


def changed(**changes: Any) -> str:
    case = {key: value for key, value in (CASE | changes).items() if value is not ...}
    return json.dumps([case])


def test_a_file_is_screened() -> None:
    out = io.StringIO()
    call_command("screen", str(DATA / "cases.json"), stdout=out)
    results = json.loads(out.getvalue())
    assert [result["id"] for result in results] == [f"case_{number}" for number in range(1, 9)]


def test_standard_input_is_screened(monkeypatch: pytest.MonkeyPatch) -> None:
    [result] = screen_text(json.dumps([CASE]), monkeypatch)
    assert list(result) == ["id", "level", "outcome", "patient_message", "fired", "undecided", "not_answered"]
    assert (result["level"], result["outcome"], result["patient_message"]) == (
        "emergency",
        "contact_gp",
        "M_112",
    )
    assert result["fired"][0] == {"rule": "E02", "level": "emergency", "because": ["s_now:tearing"]}
    assert "S04" in result["undecided"]
    assert "r_general" in result["not_answered"]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        changed(age=None, sex=None),
        changed(age=...),
        changed(id=7),
        changed(answers={"g_nrs_now": None, "s_now": []}),
        changed(summary="more keys do not hurt"),
        "\ufeff" + changed(),
    ],
)
def test_what_is_left_open_is_accepted(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(screen_text(text, monkeypatch), list)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("{}", "must be a JSON list"),
        ("[3]", "an object with an id"),
        (changed(id=...), "an object with an id"),
        (changed(age="40"), "a: age"),
        (changed(age=-1), "a: age"),
        (changed(age=True), "a: age"),
        (changed(sex="v"), "a: sex"),
        (changed(sex=["f"]), "a: sex"),
        (changed(answers=...), "a: answers"),
        (changed(answers=[]), "a: answers"),
        (changed(answers={"g_knee": "yes"}), "a: unknown question g_knee"),
        (changed(answers={"g_mech": "perhaps"}), "a, question g_mech: perhaps is not one of the options"),
        (
            changed(answers={"s_now": ["stroke", "elbow"]}),
            "a, question s_now: elbow is not one of the options",
        ),
        (changed(answers={"s_now": "stroke"}), "a, question s_now: this must be a list"),
        (changed(answers={"g_mech": ["yes"]}), "a, question g_mech: choose one option"),
        (changed(answers={"g_nrs_now": "7"}), "a, question g_nrs_now: this must be a whole number"),
        (changed(answers={"g_nrs_now": 12}), "a, question g_nrs_now: choose a number from 0 to 10"),
    ],
)
def test_wrong_input_gives_one_sentence_and_status_2(
    text: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError) as caught:
        screen_text(text, monkeypatch)
    assert caught.value.returncode == 2
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_gives_a_sentence(tmp_path: Path) -> None:
    latin = tmp_path / "latin.json"
    latin.write_bytes(b"\xff")
    for path, says in (
        (tmp_path / "none.json", "Cannot read"),
        (latin, "not UTF-8"),
        (tmp_path, "Cannot read"),
    ):
        with pytest.raises(CommandError, match=says) as caught:
            call_command("screen", str(path))
        assert caught.value.returncode == 2
