"""How often somebody comes, read from what a plan says in words. No Django, no clock, no database."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@dataclass(frozen=True)
class Rhythm:
    """So many times in so many weeks."""

    times: int
    weeks: int

    @property
    def code(self) -> str:
        return f"{self.times}-{self.weeks}"


# What an agenda can keep up; a plan that says something else is asked for by hand.
RHYTHMS = (Rhythm(3, 1), Rhythm(2, 1), Rhythm(1, 1), Rhythm(1, 2), Rhythm(1, 3), Rhythm(1, 4))
_NUMBERS = {"een": 1, "één": 1, "eens": 1, "eenmaal": 1, "one": 1, "once": 1, "a": 1, "an": 1}
_NUMBERS |= {
    "twee": 2,
    "tweemaal": 2,
    "two": 2,
    "twice": 2,
    "drie": 3,
    "driemaal": 3,
    "three": 3,
    "thrice": 3,
}
_NUMBERS |= {"vier": 4, "four": 4}
_NUMBER = r"(\d{1,2}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_TIMES = r"(?:\s*(?:keer|maal|x|×|times?|sessies?|behandeling(?:en)?|sessions?|afspra(?:ak|ken)))?"
_PER = r"\s*(?:per|/|a|in\s+de|in|elke|iedere|every|each|om\s+de)\s*"
_OFTEN = re.compile(rf"\b{_NUMBER}{_TIMES}{_PER}(?:{_NUMBER}\s+)?(week|weken|wk|weeks|maand|month)\b")
_EVERY = re.compile(
    rf"\b(?:om\s+de|elke|iedere|every)\s+(?:{_NUMBER}\s+|(andere|other)\s+)?(week|weken|weeks)\b"
)
_SAID = {
    "tweewekelijks": Rhythm(1, 2),
    "2-wekelijks": Rhythm(1, 2),
    "veertiendaags": Rhythm(1, 2),
    "fortnightly": Rhythm(1, 2),
    "driewekelijks": Rhythm(1, 3),
    "3-wekelijks": Rhythm(1, 3),
    "wekelijks": Rhythm(1, 1),
    "weekly": Rhythm(1, 1),
    "maandelijks": Rhythm(1, 4),
    "monthly": Rhythm(1, 4),
}


def rhythm(code: str) -> Rhythm | None:
    return next((one for one in RHYTHMS if one.code == code), None)


def read_rhythm(text: str) -> Rhythm | None:
    """The rhythm that a frequency in words means, Dutch or English; None when it is not one of RHYTHMS.

    Reads "eens per week", "2x per week", "een keer per twee weken", "om de week", "wekelijks". Of two rhythms
    in one sentence ("eerst 2x per week, daarna 1x per week") it is the first one.
    """
    said = " ".join(text.casefold().split())
    found = [(match.start(), one) for match, one in _matches(said)]
    first = min(found, key=lambda pair: pair[0], default=(0, None))[1]
    return first if first in RHYTHMS else None


def _matches(said: str) -> Iterator[tuple[re.Match, Rhythm]]:
    if often := _OFTEN.search(said):
        times, every, unit = often.groups()
        weeks = _number(every or "1") * (4 if unit.startswith("m") else 1)
        # "1x om de week" is every second week.
        weeks = 2 if "om de" in often[0] and not every else weeks
        yield often, Rhythm(_number(times), weeks)
    if every := _EVERY.search(said):
        second = every[2] or (every[0].startswith("om de") and not every[1])
        yield every, Rhythm(1, 2 if second else _number(every[1] or "1"))
    for word, one in _SAID.items():
        if found := re.search(rf"(?<![\w-]){re.escape(word)}\b", said):
            yield found, one


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def days(first: datetime.date, how: Rhythm) -> Iterator[datetime.date]:
    """The days in this rhythm from `first` on, without end: the same day of the week each time.

    The second and third of one week lie two or more days apart, and on working days.
    """
    for turn in count():
        yield from _in_one_week(first + turn * how.weeks * WEEK, how.times)


def _in_one_week(first: datetime.date, times: int) -> list[datetime.date]:
    apart = 7 // times
    return [first, *(_working(first + number * apart * DAY) for number in range(1, times))]


def _working(day: datetime.date) -> datetime.date:
    return day + {SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0) * DAY


def proposed(
    first: datetime.date, how: Rhythm, number: int, skip: Callable[[datetime.date], object]
) -> tuple[list[datetime.date], list[datetime.date]]:
    """`number` days in this rhythm, and the days in between that `skip` says no to; those come on top."""
    kept: list[datetime.date] = []
    skipped: list[datetime.date] = []
    for day in islice(days(first, how), number * 3 + 10):
        if len(kept) == number:
            break
        (skipped if skip(day) else kept).append(day)
    return kept, skipped
