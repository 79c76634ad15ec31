"""A day as people type and say it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.day_words import read_day

MONDAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        *("24-11-2026", "24/11/26", "24.11.2026", "24112026", "241126", "2026-11-24", "24 nov", "24 Nov."),
        *("24 november 2026", "24nov", "24-11", "morgen", "Tomorrow", "di", "dinsdag", " di 24-11 ", "tue"),
    ],
)
def test_a_day_is_read_in_any_form(text):
    assert read_day(text, MONDAY) == datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("vandaag", "2026-11-23"),
        ("maandag", "2026-11-30"),
        ("overmorgen", "2026-11-25"),
        ("gisteren", "2026-11-22"),
        ("5 jan", "2027-01-05"),
        ("1 okt", "2026-10-01"),
        ("week 48", "2026-11-23"),
        ("wk 1", "2027-01-04"),
        ("week 53", "2026-12-28"),
        ("w3/2028", "2028-01-17"),
    ],
)
def test_what_has_no_year_lies_nearest(text, day):
    assert read_day(text, MONDAY) == datetime.date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "31-02", "99", "112", "week 99", "0000-01-01", "straks", "𝟚𝟜-11", "24\x00-11"]
)
def test_what_is_not_clear_is_no_day(text):
    assert read_day(text, MONDAY) is None


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(text):
    assert read_day(text, MONDAY) is None or isinstance(read_day(text, MONDAY), datetime.date)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_a_day_with_its_year_is_that_day(day):
    forms = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d%m%Y", "%d.%m.%y")
    assert {read_day(day.strftime(form), MONDAY) for form in forms} == {day}
