"""What a typing error, a hearing error or a habit makes of one field of a registration."""

import datetime
import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from practice import names, sounds

EQUAL, ALIKE, DIFFERS, MISSING = "equal", "alike", "differs", "missing"


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Small letters without accents; see names.plain. The same names come by again and again."""
    return names.plain(text)


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """What is left of a name without spaces, dots, hyphens and accents."""
    return re.sub(r"[\W_]", "", plain(text))


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    """The parts of a family name, without the prefix that somebody typed before it."""
    return frozenset(re.split(r"[\W_]+", names.split_prefix(plain(text))[1]))


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    return letters(names.split_prefix(plain(text))[1])


@lru_cache(maxsize=8192)
def _sound(name: str) -> str:
    return sounds.sound(name)


def _sound_alike(a: str, b: str) -> bool:
    return bool(_sound(a)) and _sound(a) == _sound(b)


def family_name(one: str, other: str) -> str:
    """Family names: a slip of the finger or two, the same sound, or one part of a double name."""
    a, b = _bare(one), _bare(other)
    if not a or not b:
        return MISSING
    if a == b:
        return EQUAL
    shortest = min(len(a), len(b))
    if OSA.distance(a, b) <= (2 if shortest >= 8 else shortest >= 3) or _sound_alike(a, b):
        return ALIKE
    return ALIKE if any(len(word) >= 4 for word in _words(one) & _words(other)) else DIFFERS


def first_name(one: str, other: str) -> str:
    """First names: one sound, a letter too many, too few or swapped, a short form. Tim and Tom are two."""
    a, b = letters(one), letters(other)
    if not a or not b:
        return MISSING
    if a == b:
        return EQUAL
    shortest = min(len(a), len(b))
    if _sound_alike(a, b) or (shortest >= 3 and (a.startswith(b) or b.startswith(a))):
        return ALIKE
    slips = OSA.distance(a, b)
    if slips == 1:
        other_letter = len(a) == len(b) and sorted(a) != sorted(b)
        return ALIKE if shortest >= (6 if other_letter else 3) else DIFFERS
    return ALIKE if slips == 2 and shortest >= 8 else DIFFERS


def initials(one: str, other: str) -> str:
    """Alike when the first one is the same, or one has all those of the other."""
    a, b = letters(one), letters(other)
    if not a or not b:
        return MISSING
    if a == b:
        return EQUAL
    return ALIKE if a[0] == b[0] or set(a) <= set(b) or set(b) <= set(a) else DIFFERS


def birth_date(one: datetime.date | None, other: datetime.date | None) -> str:
    """Alike when one slip makes the one of the other; see near."""
    if one is None or other is None:
        return MISSING
    if one == other:
        return EQUAL
    return ALIKE if other in near(one) else DIFFERS


@lru_cache(maxsize=512)
def near(day: datetime.date) -> frozenset[datetime.date]:
    """The other days that one slip makes of this birth date.

    Day and month swapped, one digit wrong, two digits beside each other swapped, or the wrong century.
    """
    text = f"{day:%d%m%Y}"
    texts = {text[2:4] + text[:2] + text[4:]}
    texts |= {f"{text[:i]}{digit}{text[i + 1 :]}" for i in range(8) for digit in "0123456789"}
    texts |= {text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(7)}
    texts |= {f"{text[:4]}{century}{text[6:]}" for century in ("19", "20")}
    return frozenset(found for found in map(_day, texts) if found and found != day)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


def sex(one: str, other: str) -> str:
    """Of f and m only: who rather does not say is not different."""
    if one not in ("f", "m") or other not in ("f", "m"):
        return MISSING
    return EQUAL if one == other else DIFFERS


def address(one: tuple[str, int | None, str], other: tuple[str, int | None, str]) -> str:
    """By postcode, house number and what follows it: in the Netherlands that is a front door."""
    (code, number, door), (other_code, other_number, other_door) = one, other
    if not code or not other_code or not number or not other_number:
        return MISSING
    if code != other_code:
        return ALIKE if number == other_number and OSA.distance(code, other_code) == 1 else DIFFERS
    if number != other_number:
        return ALIKE if OSA.distance(str(number), str(other_number)) == 1 else DIFFERS
    return EQUAL if door == other_door or "" in (door, other_door) else ALIKE


def phone(one: str, other: str) -> str:
    """Numbers as they are stored: alike with one wrong digit, or two swapped."""
    if not one or not other:
        return MISSING
    if one == other:
        return EQUAL
    return ALIKE if OSA.distance(one, other) == 1 else DIFFERS


def email(one: str, other: str) -> str:
    """Alike with a slip or two, or when only what follows the @ is another."""
    if not one or not other:
        return MISSING
    if one == other:
        return EQUAL
    same_name = one.partition("@")[0] == other.partition("@")[0] and len(one.partition("@")[0]) >= 6
    return ALIKE if same_name or OSA.distance(one, other) <= 2 else DIFFERS
