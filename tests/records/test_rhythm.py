"""How often somebody comes, read from words; and the days that follow from it."""

import datetime
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.rhythm import RHYTHMS, Rhythm, days, proposed, read_rhythm, rhythm

TUESDAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "times", "weeks"),
    [
        *(
            (text, 1, 1)
            for text in ("eens per week", "een keer per week", "1x/week", "Once a week", "wekelijks")
        ),
        *((text, 1, 1) for text in ("1 behandeling per week", "één keer per week", "iedere week", "weekly")),
        *(
            (text, 2, 1)
            for text in ("2x per week", "twee keer in de week", "twice a week", "2 sessies per week")
        ),
        *(
            (text, 1, 2)
            for text in ("om de week", "1x per 2 weken", "een keer per twee weken", "tweewekelijks")
        ),
        *((text, 1, 2) for text in ("every other week", "every two weeks", "om de 2 weken", "1x om de week")),
        ("elke 3 weken", 1, 3),
        ("maandelijks", 1, 4),
        ("1 keer per maand", 1, 4),
        ("eerst 2x per week, daarna 1x per week", 2, 1),
    ],
)
def test_a_frequency_in_words_is_understood(text, times, weeks):
    assert read_rhythm(text) == Rhythm(times, weeks)


@pytest.mark.parametrize("text", ["", "zo nodig", "5x per week", "in overleg", "naar behoefte, zie dossier"])
def test_what_is_not_clear_is_asked_by_hand(text):
    assert read_rhythm(text) is None


@given(st.text(max_size=80))
def test_nothing_that_is_written_breaks_it(text):
    assert read_rhythm(text) in (None, *RHYTHMS)


@pytest.mark.parametrize("how", RHYTHMS)
def test_a_code_leads_back_to_its_rhythm(how):
    assert rhythm(how.code) == how


def test_an_unknown_code_is_no_rhythm():
    assert rhythm("9-9") is None


def test_once_a_week_is_the_same_day_each_week():
    found = list(islice(days(TUESDAY, Rhythm(1, 1)), 3))
    assert found == [TUESDAY, TUESDAY + datetime.timedelta(days=7), TUESDAY + datetime.timedelta(days=14)]


@pytest.mark.parametrize("number", range(5))
def test_twice_a_week_is_on_two_working_days_apart(number):
    first, second, third = islice(days(TUESDAY + datetime.timedelta(days=number - 1), Rhythm(2, 1)), 3)
    assert second.weekday() < 5
    assert min(second - first, third - second) >= datetime.timedelta(days=2)


def test_a_day_that_is_passed_over_comes_on_top():
    christmas = datetime.date(2026, 12, 25)
    kept, skipped = proposed(datetime.date(2026, 12, 18), Rhythm(1, 1), 3, lambda day: day == christmas)
    assert kept == [datetime.date(2026, 12, 18), datetime.date(2027, 1, 1), datetime.date(2027, 1, 8)]
    assert skipped == [christmas]
