"""`manage.py screen`: answers in as JSON, findings out as JSON, one clear sentence when they are wrong."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.intake.patients import DATA

MARK = {"region": "back_neck_left", "kind": "burning", "score": 7}
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
        json.dumps([CASE | {"id": 1}, CASE | {"id": "1"}]),
        changed(id="a\ud800"),
        changed(answers={"g_nrs_now": None, "s_now": []}),
        changed(summary="more keys do not hurt"),
        changed(answers={"g_chart": [MARK, {"region": "back_neck_right", "kind": None, "score": None}]}),
        changed(answers={"g_chart": [{"region": "back_neck_left"}]}),
        changed(answers={"g_chart": []}),
        changed(answers={"g_chart": ["none"]}),
        changed(answers={"g_chart": [MARK, "none"]}),
        changed(age=12, answers={"ad_reporter": "self", "s_now": ["tearing"]}),
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
        ("[" * 100_000, "nested too deeply"),
        ("{}", "must be a JSON list"),
        ("[3]", "an object with an id"),
        (changed(id=...), "an object with an id"),
        (changed(id=True), "an object with an id"),
        (changed(id=7.0), "an object with an id"),
        (changed(id=""), "an object with an id"),
        (json.dumps([CASE, CASE]), "a: this id is there twice"),
        ('{"id": ', "not JSON"),
        ('[{"id": "a", "age": NaN}]', "NaN is not a number"),
        ('[{"id": "a", "age": -Infinity}]', "-Infinity is not a number"),
        ('[{"id": "a", "age": 1' + "0" * 5000 + "}]", "5001 digits is too long"),
        ('{"a":' * 100_000, "nested too deeply"),
        (changed(age="40"), "a: age"),
        (changed(age=-1), "a: age"),
        (changed(age=400), "a: age"),
        (changed(age=40.0), "a: age"),
        (changed(age=True), "a: age"),
        (changed(sex="v"), "a: sex"),
        (changed(sex=["f"]), "a: sex"),
        (changed(answers=...), "a: answers"),
        (changed(answers=None), "a: answers"),
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
        (changed(answers={"g_nrs_now": 7.0}), "a, question g_nrs_now: this must be a whole number"),
        (changed(answers={"g_nrs_now": True}), "a, question g_nrs_now: this must be a whole number"),
        (changed(answers={"s_now": [["tearing"]]}), "a, question s_now: choose one option"),
        (changed(answers={"s_now": False}), "a, question s_now: this must be a list"),
        (changed(answers={"a\nb": 1}), "a: unknown question a b"),
        (changed(answers={"g_nrs_now": 12}), "a, question g_nrs_now: choose a number from 0 to 10"),
        (changed(answers={"g_chart": "back_neck_left"}), "a, question g_chart: name regions of the chart"),
        (changed(answers={"g_chart": ["none", "none"]}), "a, question g_chart: name regions of the chart"),
        (changed(answers={"g_chart": ["back_neck_left"]}), "a, question g_chart: name regions of the chart"),
        (
            changed(answers={"g_chart": [MARK, MARK]}),
            "a, question g_chart: name regions of the chart, each once",
        ),
        (changed(answers={"g_chart": [MARK | {"x": 3}]}), "a, question g_chart: name regions of the chart"),
        (
            changed(answers={"g_chart": [{"kind": "burning"}]}),
            "a, question g_chart: name regions of the chart",
        ),
        (
            changed(answers={"g_chart": [MARK | {"region": "tail"}]}),
            "a, question g_chart: tail is not one of the options",
        ),
        (
            changed(answers={"g_chart": [MARK | {"kind": "odd"}]}),
            "a, question g_chart: odd is not one of the options",
        ),
        (
            changed(answers={"g_chart": [MARK | {"score": 11}]}),
            "a, question g_chart: choose a number from 0 to 10",
        ),
        (
            changed(answers={"g_chart": [MARK | {"score": 7.5}]}),
            "a, question g_chart: this must be a whole number",
        ),
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


TWICE = '[{"id": "a", "age": 40, "sex": "f", "answers": {"s_now": ["tearing"], "s_now": ["none"]}}]'


def test_an_alarm_is_not_lost_to_a_repeated_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="The key s_now is there twice") as caught:
        screen_text(TWICE, monkeypatch)
    assert caught.value.returncode == 2


def test_the_output_is_plain_ascii_whatever_an_id_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(changed(id="é\ud800").encode())))
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    call_command("screen", "-", stdout=out)
    out.flush()
    [result] = json.loads(out.buffer.getvalue())
    assert result["id"] == "é\ud800"


def test_a_sentence_stays_short(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="a, question g_mech:") as caught:
        screen_text(changed(answers={"g_mech": "x" * 1_000_000}), monkeypatch)
    assert len(str(caught.value)) <= 300


def test_closed_standard_input_gives_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(CommandError, match="standard input: it is closed"):
        call_command("screen", "-")


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
