"""Public holidays of the Netherlands, on which no treatment is proposed. No clock, no database.

Source: Algemene termijnenwet, article 3 (1): New Year's Day, Easter Monday, Whit Monday, both days of
Christmas, Ascension Day, the day on which the King's birthday is celebrated, and 5 May. The Sundays of Easter
and Whitsun are added. 5 May counts once in five years, as most employers give it; on Good Friday people work.
"""

import datetime

from django.utils.translation import gettext_lazy as _


def holiday(day: datetime.date) -> object:
    """The name of the public holiday on this day; empty when it is none."""
    return _holidays(day.year).get(day, "")


def easter(year: int) -> datetime.date:
    """Easter Sunday of a year from 1583 on. Source: J. Meeus, Astronomical Algorithms, chapter 8."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, before = divmod(h + weekday - 7 * m + 114, 31)
    return datetime.date(year, month, before + 1)


def kings_day(year: int) -> datetime.date:
    """27 April, or the day before when that is a Sunday."""
    day = datetime.date(year, 4, 27)
    return day - datetime.timedelta(days=1) if day.weekday() == 6 else day


def _holidays(year: int) -> dict[datetime.date, object]:
    sunday = easter(year)
    found = {
        datetime.date(year, 1, 1): _("New Year's Day"),
        kings_day(year): _("King's Day"),
        datetime.date(year, 12, 25): _("Christmas Day"),
        datetime.date(year, 12, 26): _("Boxing Day"),
    }
    if year % 5 == 0:
        found[datetime.date(year, 5, 5)] = _("Liberation Day")
    after_easter = {
        0: _("Easter Sunday"),
        1: _("Easter Monday"),
        39: _("Ascension Day"),
        49: _("Whit Sunday"),
        50: _("Whit Monday"),
    }
    return found | {sunday + datetime.timedelta(days=days): name for days, name in after_easter.items()}
