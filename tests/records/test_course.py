"""Is recovery on course: the rule against cases that were worked out by hand."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from practice.models import Complaint
from records import course
from records.models import CourseState

DATA = Path(__file__).parent / "data" / "course.toml"
CASES = tomllib.loads(DATA.read_text(encoding="utf-8"), parse_float=Decimal)["case"]
TODAY = date(2026, 11, 22)


def scores(days_ago: dict[str, Decimal]) -> list[course.Score]:
    return [course.Score(TODAY - timedelta(days=int(day)), Decimal(value)) for day, value in days_ago.items()]


def judged(case: dict) -> course.Course:
    limits = {"mic": Decimal(case["mic"])} if "mic" in case else {}
    return course.course(scores(case["a"]), scores(case["p"]), TODAY, window=case.get("window", 21), **limits)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_the_rule_says_what_was_worked_out_by_hand(case):
    found = judged(case)
    told = {
        "state": found.state,
        "worse": found.worse,
        "reasons": list(found.reasons),
        "needs": [found.needed_a, found.needed_p],
        "gains": [found.d_a, found.d_p],
    }
    expected = {key: case[key] for key in told if key in case}
    assert {key: told[key] for key in expected} == expected


def test_there_are_at_least_thirty_cases_and_each_state_is_among_them():
    assert len(CASES) >= 30
    assert {case["state"] for case in CASES} == set(course.STATES)


def test_too_early_says_from_which_day_there_is_something_to_compare_with():
    found = course.course(scores({"14": 7}), scores({"10": 6}), TODAY)
    assert found.judged_from == TODAY + timedelta(days=11)


@pytest.mark.parametrize(
    ("complaint", "days"), [("upper_back", 21), ("low_back", 21), ("neck", 42), ("headache", 42)]
)
def test_the_window_belongs_to_the_region(complaint, days):
    assert course.window_of(complaint) == days


@pytest.mark.parametrize("complaint", ["shoulder", "dizziness", "other"])
def test_a_region_without_a_window_of_its_own_has_three_weeks(complaint):
    assert complaint in Complaint.values
    assert course.window_of(complaint) == 21


def test_the_states_of_the_rule_are_those_that_can_be_stored():
    assert set(course.STATES) == set(CourseState.values)
