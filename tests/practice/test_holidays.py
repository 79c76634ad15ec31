"""Public holidays. Source of the days: the calendars of the central government for these years."""

import datetime

import pytest

from practice.holidays import easter, holiday, kings_day

HOLIDAYS_2026 = {
    *("2026-01-01", "2026-04-05", "2026-04-06", "2026-04-27", "2026-05-14"),
    *("2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26"),
}


def test_these_are_the_holidays_of_2026():
    days = (datetime.date(2026, 1, 1) + datetime.timedelta(days=number) for number in range(365))
    assert {day.isoformat() for day in days if holiday(day)} == HOLIDAYS_2026


@pytest.mark.parametrize("day", ["2024-03-31", "2025-04-20", "2027-03-28", "2038-04-25", "2019-04-21"])
def test_easter_falls_on_the_day_of_the_almanac(day):
    found = datetime.date.fromisoformat(day)
    assert easter(found.year) == found


def test_kings_day_is_never_a_sunday():
    assert kings_day(2025) == datetime.date(2025, 4, 26)
    assert all(kings_day(year).weekday() != 6 for year in range(2014, 2100))


def test_liberation_day_is_free_once_in_five_years():
    assert holiday(datetime.date(2025, 5, 5))
    assert not holiday(datetime.date(2026, 5, 5))


def test_on_good_friday_people_work():
    assert not holiday(datetime.date(2026, 4, 3))
