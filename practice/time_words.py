"""A time of the day and a duration as people in the Netherlands type them. No Django, no clock."""

import datetime
import re

_PARTED = re.compile(r"(\d{1,2})\s*(?:[:.,hu ]|uur)\s*(\d{2})(?:\s*(?:uur|u|h))?", re.ASCII)
_TOGETHER = re.compile(r"(\d{1,2})(\d{2})(?:\s*(?:uur|u|h))?", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})\s*(?:uur|u|h)?", re.ASCII)
_HALF = re.compile(r"half\s*(\d{1,2}|[a-z]+)", re.ASCII)
_NUMBERS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
NUMBERS = {name: number for number, name in enumerate(_NUMBERS, start=1)} | {"één": 1}
# Nobody comes at half past two in the night: an hour before this one, said with "half", is in the afternoon.
FIRST_HOUR = 7


def read_time(text: str) -> datetime.time | None:
    """The time that `text` means; None when it is not clear.

    Reads 9:30, 9.30, 9u30, 0930, 930, 9, 9 uur and half tien.
    """
    said = " ".join(text.lower().split())
    for pattern in (_PARTED, _TOGETHER):
        if found := pattern.fullmatch(said):
            return _time(int(found[1]), int(found[2]))
    if found := _HOUR.fullmatch(said):
        return _time(int(found[1]), 0)
    if found := _HALF.fullmatch(said):
        return _half(found[1])
    return None


def _half(hour: str) -> datetime.time | None:
    number = int(hour) if hour.isdigit() else NUMBERS.get(hour, 0)
    if not 1 <= number <= 12:
        return None
    before = number - 1
    return _time(before if before >= FIRST_HOUR else before + 12, 30)


def _time(hour: int, minute: int) -> datetime.time | None:
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None
