"""The instruments: what their values mean, and what their content may not say."""

import copy
import tomllib
from decimal import Decimal

import pytest

from records import checks_instruments, instruments
from records.instruments import CONTENT, IMPROVED, NO_CLEAR_CHANGE, WORSE

KNOWN = instruments.load()
CODES = "nprs psk participation gpe ndi qbpds odi spadi hit6 dhi start_back"


def number(value: object) -> Decimal:
    return Decimal(str(value))


def test_the_instruments_of_the_domain_are_there():
    assert list(KNOWN) == CODES.split()


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("nprs", 0, 10),
        ("psk", 0, 10),
        ("participation", 0, 10),
        ("gpe", 1, 7),
        ("ndi", 0, 50),
        ("qbpds", 0, 100),
        ("odi", 0, 100),
        ("spadi", 0, 100),
        ("hit6", 36, 78),
        ("dhi", 0, 100),
        ("start_back", 0, 9),
    ],
)
def test_the_range_of_each_instrument(code, low, high):
    one = KNOWN[code]
    inside, outside = (low, high), (low - one.step, high + one.step, Decimal("1E+400"))
    assert [one.takes(number(value)) for value in inside] == [True, True]
    assert not any(one.takes(number(value)) for value in outside)


@pytest.mark.parametrize(("code", "value"), [("dhi", 15), ("ndi", "7.5"), ("nprs", "3.5"), ("spadi", "7.55")])
def test_a_value_between_two_steps_is_none(code, value):
    assert not KNOWN[code].takes(number(value))


CLASSES = [
    # Pain: 2 points or 30 %, whichever is first.
    ("nprs", 7, 5, IMPROVED),
    ("nprs", 7, 6, NO_CLEAR_CHANGE),
    ("nprs", 3, 2, IMPROVED),
    ("nprs", 0, 0, NO_CLEAR_CHANGE),
    ("nprs", 5, 7, WORSE),
    ("nprs", 1, 2, NO_CLEAR_CHANGE),
    # PSK: 10 = impossible; the per cent counts from 3 or lower only.
    ("psk", 7, 5, IMPROVED),
    ("psk", 7, "5.1", NO_CLEAR_CHANGE),
    ("psk", 3, "2.1", IMPROVED),
    ("psk", "3.1", "1.2", NO_CLEAR_CHANGE),
    ("psk", 4, 6, WORSE),
    ("participation", 6, 4, IMPROVED),
    # GPE says by itself what changed.
    ("gpe", 4, 2, IMPROVED),
    ("gpe", 1, 3, NO_CLEAR_CHANGE),
    ("gpe", 4, 4, NO_CLEAR_CHANGE),
    ("gpe", 4, 6, WORSE),
    ("ndi", 18, 13, IMPROVED),
    ("ndi", 18, 14, NO_CLEAR_CHANGE),
    ("ndi", 18, 23, WORSE),
    ("qbpds", 80, 60, IMPROVED),
    ("qbpds", 40, 28, IMPROVED),
    ("qbpds", 40, 29, NO_CLEAR_CHANGE),
    ("qbpds", 40, 59, NO_CLEAR_CHANGE),
    ("qbpds", 40, 60, WORSE),
    ("odi", 50, 40, IMPROVED),
    ("odi", 50, 41, NO_CLEAR_CHANGE),
    ("spadi", "60.5", "47.5", IMPROVED),
    ("spadi", "60.5", 48, NO_CLEAR_CHANGE),
    ("hit6", 66, 60, IMPROVED),
    ("hit6", 66, 61, NO_CLEAR_CHANGE),
    ("dhi", 50, 32, IMPROVED),
    ("dhi", 50, 34, NO_CLEAR_CHANGE),
    ("start_back", 8, 2, None),
]


@pytest.mark.parametrize(("code", "first", "last", "found"), CLASSES)
def test_a_change_has_a_class(code, first, last, found):
    assert KNOWN[code].classify(number(first), number(last)) == found


@pytest.mark.parametrize(
    ("code", "value", "found"),
    [
        ("nprs", 0, "none"),
        ("nprs", 3, "mild"),
        ("nprs", 4, "moderate"),
        ("nprs", 7, "severe"),
        ("ndi", 4, "none"),
        ("ndi", 5, "mild"),
        ("ndi", 35, "complete"),
        ("odi", 20, "minimal"),
        ("odi", 21, "moderate"),
        ("hit6", 49, "little"),
        ("hit6", 56, "substantial"),
        ("hit6", 78, "severe"),
        ("dhi", 14, "none"),
        ("dhi", 16, "mild"),
        ("dhi", 54, "severe"),
        ("start_back", 3, "low"),
        ("start_back", 4, "medium"),
    ],
)
def test_a_value_has_a_class_by_the_cut_offs(code, value, found):
    assert KNOWN[code].class_of(number(value)).code == found


@pytest.mark.parametrize(("sub", "found"), [(3, "medium"), (4, "high"), (5, "high")])
def test_the_psychosocial_subscore_of_start_back_decides_about_high_risk(sub, found):
    parts = [{"code": "psychosocial", "text": "", "score": sub}]
    assert KNOWN["start_back"].class_of(Decimal(6), parts).code == found


def test_one_activity_has_to_change_more_than_the_mean_of_several():
    one, two = (
        [{"text": "Fietsen", "score": 7}],
        [{"text": text, "score": 7} for text in ("Fietsen", "Tillen")],
    )
    stored = [KNOWN["psk"].set_for(Decimal(7), parts)["mic_points"] for parts in (one, two)]
    assert stored == [3, 2]


def test_a_result_is_judged_by_the_figures_that_were_stored_with_it():
    then = {**KNOWN["ndi"].set_for(Decimal(18)), "mic_points": Decimal(10)}
    assert KNOWN["ndi"].as_stored(then).classify(Decimal(18), Decimal(13)) == NO_CLEAR_CHANGE


@pytest.mark.parametrize("code", CODES.split())
def test_of_a_licensed_instrument_there_is_no_item(code):
    one = KNOWN[code]
    assert one.licensed != one.has_own_wording
    assert not (one.licensed and (one.questions or one.options or one.asks))


# --- the check of the content ----------------------------------------------------------------------------

CONTENT_NOW = tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def broken(which: str, /, **changed: object) -> list[str]:
    content = copy.deepcopy(CONTENT_NOW)
    entry = next(one for one in content["instrument"] if one["code"] == which)
    for key, value in changed.items():
        entry.pop(key, None) if value is None else entry.update({key: value})
    return checks_instruments.problems(content)


def test_the_content_as_it_is_has_no_problem():
    assert checks_instruments.problems(CONTENT_NOW) == []


@pytest.mark.parametrize(
    ("code", "changed", "said"),
    [
        ("ndi", {"en": None}, "en is missing"),
        ("ndi", {"licence_nl": None}, "licence_nl is missing"),
        ("ndi", {"high": None}, "high is missing"),
        ("ndi", {"kind": "quiz"}, "unknown kind quiz"),
        ("ndi", {"low": 50}, "Swap low and high"),
        ("ndi", {"complaints": ["knee"]}, "complaints has knee"),
        ("ndi", {"moments": ["christmas"]}, "moments has christmas"),
        ("ndi", {"higher_is": "up"}, "higher_is is worse or better"),
        ("ndi", {"mic_points": 51}, "mic_points does not fit"),
        ("ndi", {"mic_source": None}, "mic_source is missing"),
        ("ndi", {"cutoffs_source": None}, "cutoffs_source is missing"),
        ("ndi", {"cutoffs": [{"from": 5, "code": "x", "nl": "x", "en": "x"}]}, "the cut-offs begin at 0"),
        ("ndi", {"questions": [{"code": "q", "nl": "q", "en": "q"}]}, "belong to somebody else"),
        ("hit6", {"mic_percent": 30}, "a range from 0"),
        ("participation", {"questions": []}, "it has no questions"),
        ("gpe", {"options": []}, "Complete the options"),
        ("psk", {"ask_nl": None}, "ask_nl is missing"),
        ("psk", {"code": "nprs"}, "this code is used twice"),
        ("psk", {"code": "x" * 21}, "longer than 20 characters"),
    ],
)
def test_broken_content_is_refused_with_what_to_do(code, changed, said):
    assert said in "\n".join(broken(code, **changed))
