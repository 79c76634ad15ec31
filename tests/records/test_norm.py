"""The norm check: which items the guideline asks for, and when one is filled, asked in vain or missing."""

import pytest

from records.norm import (
    DEVIATING,
    FILLED,
    LATER,
    MISSING,
    NONE,
    UNNEEDED,
    Facts,
    check,
    items,
    phases,
    source,
    tickable,
)

FULL = {item.code: "iets" for item in items()}


def facts(*, none=(), referred=False, relevant=(), **values) -> Facts:
    return Facts(values, frozenset(none), referred, frozenset(relevant))


def state(code: str, **told) -> str:
    return {row.item.code: row.state for row in check(facts(**told)).rows}[code]


@pytest.mark.parametrize(
    "code, told, expected",
    [
        ("bsn", {}, MISSING),
        ("bsn", {"bsn": "999990019"}, FILLED),
        ("bsn", {"none": ["bsn"]}, NONE),  # somebody without one
        ("request", {"request": "  \n"}, MISSING),
        ("request", {"request": "Weer werken"}, FILLED),
        ("request", {"none": ["request"]}, MISSING),  # a request for help, or the reason for contact
        ("problems", {"none": ["problems"]}, NONE),
        ("determinants", {"none": ["determinants"]}, NONE),
        ("determinants", {"none": ["determinants"], "determinants": "Diabetes"}, FILLED),
        ("further", {"further": False}, FILLED),
        ("further", {"further": None}, MISSING),
        ("sharing", {"sharing": False}, FILLED),
        ("sharing", {"sharing": None}, MISSING),
        ("conclusion", {"conclusion": "suitable"}, FILLED),
        ("deviating", {}, UNNEEDED),
        ("deviating", {"relevant": [DEVIATING]}, MISSING),
        ("deviating", {"relevant": [DEVIATING], "deviating": "Nachtpijn"}, FILLED),
        ("advice", {}, UNNEEDED),
        ("advice", {"relevant": [DEVIATING]}, MISSING),
        ("referrer", {"referred": True, "referrer": "Huisarts Bos"}, FILLED),
        ("referral", {"referred": True}, MISSING),
        ("referral", {"referred": True, "none": ["referral"]}, NONE),
        ("examined_special", {"none": ["examined_special"]}, NONE),
        ("results", {}, UNNEEDED),
        ("results", {"results": True}, FILLED),
        ("diagnosis", {}, MISSING),
        ("indication", {"indication": "no"}, FILLED),
        ("goal", {"none": ["goal"]}, MISSING),
        ("goal_target", {"goal_target": "2/10"}, FILLED),
        ("actions", {"actions": None}, MISSING),
        ("actions", {"actions": True}, FILLED),
        ("special", {}, LATER),
        ("special", {"none": ["special"]}, NONE),
        ("subgoals", {}, UNNEEDED),
        ("subgoals", {"subgoals": "Zwemmen"}, FILLED),
        ("sessions", {}, UNNEEDED),
        ("evaluation", {"evaluation": "2026-12-01"}, FILLED),
    ],
)
def test_an_item_is_filled_asked_in_vain_or_missing(code, told, expected):
    assert state(code, **told) == expected


@pytest.mark.parametrize(
    "referred, there, not_there",
    [(False, "sharing", "referrer"), (True, "referrer", "sharing")],
)
def test_the_way_in_says_which_items_are_asked(referred, there, not_there):
    codes = {row.item.code for row in check(facts(referred=referred)).rows}
    assert there in codes and not_there not in codes


@pytest.mark.parametrize(
    "told, there, wanted",
    [
        ({}, 0, 21),
        (FULL, 22, 22),  # with the permission that is asked at the approval
        ({"relevant": [DEVIATING]}, 0, 23),
        ({"subgoals": "Zwemmen", "sessions": "6", "results": True}, 0, 21),
        ({"none": ["determinants", "special"]}, 2, 22),
    ],
)
def test_what_does_not_matter_here_is_not_counted(told, there, wanted):
    found = check(
        facts(**{name: value for name, value in told.items() if name not in ("deviating", "advice")})
    )
    assert (found.there, len(found.counted)) == (there, wanted)


def test_nothing_is_missing_from_a_full_record():
    assert not check(facts(**FULL)).missing


def test_every_item_belongs_to_a_phase_in_both_languages():
    for lang in ("nl", "en"):
        assert {item.phase for item in items()} == set(phases(lang))
        assert all(item.label(lang) for item in items()) and source(lang)


def test_codes_are_used_once():
    assert len({item.code for item in items()}) == len(items())


def test_what_has_to_be_there_cannot_be_ticked_away():
    assert {item.code for item in tickable()} == {
        "bsn",
        "problems",
        "determinants",
        "referral",
        "examined_special",
    }
