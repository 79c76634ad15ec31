"""Birth dates as people in the Netherlands write and say them."""

import datetime
import re

OLDEST_YEARS = 120

# The first three letters tell the month, in Dutch and in English.
MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9}
MONTHS |= {"oct": 10, "nov": 11, "dec": 12, "maa": 3, "mrt": 3, "mei": 5, "okt": 10}
_DAY_FIRST = re.compile(
    r"(?<!\w)(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[a-z]{3,9})\.?\s*[-/. ]\s*(\d{4}|\d{2})(?!\w)", re.ASCII
)
_YEAR_FIRST = re.compile(r"(?<!\w)(\d{4})-(\d{1,2})-(\d{1,2})(?!\w)", re.ASCII)
_TOGETHER = re.compile(r"(?<!\w)(\d{2})(\d{2})(\d{4}|\d{2})(?!\w)", re.ASCII)


def take_dates(text: str, today: datetime.date) -> tuple[list[datetime.date], str]:
    """The days that the first date in `text` can mean, and the text without it.

    Reads 12-04-1985, 12/4/85, 12.4.1985, 12041985, 120485, 1985-04-12, 12 april 1985 and 12 apr 85. A year of
    two digits can mean two days of the past, the later one first. The list is empty when nothing reads as a
    date; a date that does not exist (31-02-1985) is taken out of the text all the same.
    """
    lower = text.lower()
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _TOGETHER):
        found = pattern.search(lower)
        if found:
            parts = found.groups()
            day, month, year = reversed(parts) if pattern is _YEAR_FIRST else parts
            return _days(day, month, year, today), f"{lower[: found.start()]} {lower[found.end() :]}"
    return [], lower


def _days(day: str, month: str, year: str, today: datetime.date) -> list[datetime.date]:
    number = int(month) if month.isdigit() else MONTHS.get(month[:3], 0)
    years = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
    days = [found for found in (existing_day(one, number, int(day)) for one in years) if found]
    return days if len(year) == 4 else [found for found in days if _is_birth_date(found, today)]


def existing_day(year: int, month: int, day: int) -> datetime.date | None:
    """This day, or None when the calendar has no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _is_birth_date(day: datetime.date, today: datetime.date) -> bool:
    return day <= today and not is_too_old(day, today)


def is_too_old(day: datetime.date, today: datetime.date) -> bool:
    """True when somebody born on `day` would be older than anybody is."""
    birthday_to_come = (today.month, today.day) < (day.month, day.day)
    return today.year - day.year - birthday_to_come > OLDEST_YEARS
