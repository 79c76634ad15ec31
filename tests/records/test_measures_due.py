"""What has to be measured when: at the start, after three weeks, at each evaluation, at the end."""

from datetime import date, timedelta

import pytest

from records import instruments, measures_due
from records.measures_due import Calendar

START = date(2026, 9, 1)
KNOWN = instruments.load()


def day(number: int) -> date:
    """A day of the treatment; the start is day 0."""
    return START + timedelta(days=number)


def due(today: int, code: str, used: tuple[int, ...] = (), **plan: object) -> tuple[str, int] | None:
    found = measures_due.due([KNOWN[code]], {code: [day(one) for one in used]}, calendar(**plan), day(today))
    return (found[0].moment, (found[0].since - START).days) if found else None


def calendar(evaluate: int | None = None, every: int | None = None, ending: int | None = None) -> Calendar:
    on, end = (None if one is None else day(one) for one in (evaluate, ending))
    return Calendar(start=START, evaluate_on=on, every_weeks=every, ending=end)


@pytest.mark.parametrize(
    ("today", "code", "used", "plan", "expected"),
    [
        # The start: until there is a value, whenever it was.
        (0, "psk", (), {}, ("start", 0)),
        (0, "psk", (-30,), {}, None),
        (3, "psk", (2,), {}, None),
        (0, "gpe", (), {}, None),
        # After three weeks: activities and taking part, not the totals.
        (20, "psk", (0,), {}, None),
        (21, "psk", (0,), {}, ("three_weeks", 21)),
        (21, "ndi", (0,), {}, None),
        (21, "psk", (0, 14), {}, None),
        (21, "psk", (0, 13), {}, ("three_weeks", 21)),
        (30, "psk", (0, 25), {}, None),
        # Evaluations: the day of the plan, then every so many weeks.
        (41, "ndi", (0,), {"evaluate": 42}, None),
        (42, "ndi", (0,), {"evaluate": 42}, ("evaluation", 42)),
        (42, "gpe", (), {"evaluate": 42}, ("evaluation", 42)),
        (42, "ndi", (0, 36), {"evaluate": 42}, None),
        (80, "ndi", (0, 42), {"evaluate": 42}, None),
        (84, "ndi", (0, 42), {"evaluate": 42, "every": 6}, ("evaluation", 84)),
        (126, "ndi", (0,), {"evaluate": 42, "every": 6}, ("evaluation", 126)),
        # The end: what was used within the week before it will do.
        (90, "gpe", (42,), {"evaluate": 42, "ending": 90}, ("end", 90)),
        (90, "gpe", (85,), {"evaluate": 42, "ending": 90}, None),
        (90, "ndi", (0,), {"ending": 90}, ("end", 90)),
        # A risk profile is asked at the start only; an alternative never by itself.
        (90, "start_back", (0,), {"evaluate": 42, "ending": 90}, None),
        (90, "start_back", (), {"evaluate": 42}, ("start", 0)),
        (90, "odi", (), {"evaluate": 42, "ending": 90}, None),
    ],
)
def test_what_is_due(today, code, used, plan, expected):
    assert due(today, code, used, **plan) == expected


def test_nothing_is_due_before_there_is_a_start():
    assert measures_due.due(KNOWN.values(), {}, Calendar(start=None), START) == []


@pytest.mark.parametrize(
    ("today", "plan", "expected"),
    [
        (0, {}, ("three_weeks", 21)),
        (22, {}, None),
        (22, {"evaluate": 42}, ("evaluation", 42)),
        (42, {"evaluate": 42}, None),
        (42, {"evaluate": 42, "every": 6}, ("evaluation", 84)),
        (50, {"evaluate": 42, "every": 6, "ending": 50}, None),
    ],
)
def test_the_next_moment(today, plan, expected):
    found = measures_due.upcoming(calendar(**plan), day(today))
    assert (found and (found.kind, (found.day - START).days)) == expected


@pytest.mark.parametrize(
    ("complaint", "totals"),
    [
        ("neck", ["ndi"]),
        ("low_back", ["qbpds", "odi", "start_back"]),
        ("shoulder", ["spadi"]),
        ("headache", ["hit6"]),
        ("dizziness", ["dhi"]),
        ("upper_back", []),
    ],
)
def test_each_complaint_has_its_own_questionnaires(complaint, totals):
    assert [one.code for one in instruments.fitting(complaint) if one.licensed] == totals


def test_without_pain_no_pain_is_asked():
    assert "nprs" not in [one.code for one in instruments.fitting("dizziness")]
