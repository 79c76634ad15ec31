"""A day of the calendar as people type and say it: "24-11", "vr", "morgen", "week 48". No Django."""

import datetime
import re

from practice.dates import MONTHS, existing_day

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
NEAR = {"eergisteren": -2, "gisteren": -1, "yesterday": -1, "vandaag": 0, "nu": 0, "today": 0, "now": 0}
NEAR |= {"morgen": 1, "tomorrow": 1, "overmorgen": 2}
WEEKDAYS = {"ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "za": 5, "zo": 6}
WEEKDAYS |= {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_NAMES = re.compile(
    r"(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|mon|tue|wed|thu|fri|sat|sun|ma|di|wo|do|vr|za|zo)\.?"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_WRITTEN = re.compile(
    r"(\d{1,2})\s*[-/. ]?\s*([a-z]{3,9}|(?<=\D)\d{1,2})\.?(?:\s*[-/. ]\s*(\d{4}|\d{2}))?\.?"
)
_WEEK = re.compile(r"w(?:k|eek)?\.?\s*(\d{1,2})(?:\s*[-/ ]\s*(\d{4}))?")


def read_day(text: str, today: datetime.date) -> datetime.date | None:
    """The day that `text` means, looked at on `today`; None when it is not clear.

    Reads 24-11-2026, 24/11/26, 24.11.2026, 24112026, 2026-11-24, 24 nov, 24 november 2026, vandaag, morgen,
    a name of a day (the first one from tomorrow on), and week 48 (its Monday); Dutch and English. Without a
    year it is the day that lies nearest.
    """
    said = " ".join(text.lower().split())
    if said in NEAR:
        return today + NEAR[said] * DAY
    if _NAMES.fullmatch(said):
        return today + ((WEEKDAYS[said[:2]] - today.weekday() - 1) % 7 + 1) * DAY
    named = _NAMES.match(said)  # "di 24-11": the date tells
    return _date(said[named.end() :].lstrip(" ,") if named else said, today)


def _date(said: str, today: datetime.date) -> datetime.date | None:
    if not said.isascii():
        return None
    if found := _ISO.fullmatch(said):
        return existing_day(*map(int, found.groups()))
    if found := _WEEK.fullmatch(said):
        return _monday(int(found[1]), found[2], today)
    if found := _TOGETHER.fullmatch(said) or _WRITTEN.fullmatch(said):
        day, month, year = found.groups()
        number = int(month) if month.isdigit() else MONTHS.get(month[:3], 0)
        return _in_year(int(day), number, year, today)
    return None


def _in_year(day: int, month: int, year: str | None, today: datetime.date) -> datetime.date | None:
    if year:
        return existing_day(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    years = (today.year - 1, today.year, today.year + 1)
    return _nearest([found for found in (existing_day(one, month, day) for one in years) if found], today)


def _monday(week: int, year: str | None, today: datetime.date) -> datetime.date | None:
    this = today.isocalendar().year
    years = [int(year)] if year else [this - 1, this, this + 1]
    return _nearest([found for found in (_iso_monday(one, week) for one in years) if found], today)


def _nearest(days: list[datetime.date], today: datetime.date) -> datetime.date | None:
    return min(days, key=lambda day: abs(day - today), default=None)


def _iso_monday(year: int, week: int) -> datetime.date | None:
    try:
        return datetime.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
