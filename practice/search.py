"""What the one search box understands. Plain data in and out; finding.py asks the database."""

import datetime
import re
from dataclasses import dataclass

from stdnum.nl import bsn

from practice import names
from practice.dates import take_dates

LONGEST = 100
MOST_WORDS, MOST_JOINED = 8, 4

_POSTCODE = re.compile(
    r"(?<!\w)(?P<digits>\d{4})\s?(?P<letters>[a-z]{2})"
    r"(?:\s*[,-]?\s*(?P<number>\d{1,5})(?P<letter>[a-z]?)(?:\s?-?\s?(?P<addition>bis|hs|rd|zw|(?<=-)\d{1,4}))?)?"
    r"(?!\w)",
    re.ASCII,
)
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)\s?[1-9](?:[\s().-]*\d){7,13}|\(?0[1-9](?:[\s().-]*\d){8})(?!\w)", re.ASCII
)
_NUMBERS = re.compile(r"(?<![\w./-])[+0](?:[\s().-]*\d)+(?![\w./-])|(?<![\w./-])\d+(?![\w./-])", re.ASCII)
_UNFINISHED_DATE = re.compile(r"\d{1,2}[-/.](\d{1,2}([-/.]\d{0,3})?)?", re.ASCII)
_PUNCTUATION = re.compile(r"[\s+().,/-]")


@dataclass(frozen=True)
class Word:
    """A part of a name, in plain letters: a word of the name begins with it, or sounds like it."""

    plain: str


@dataclass(frozen=True)
class Known:
    """Something else about a patient: one of these has to hold, each with all of its look-ups."""

    any_of: tuple[dict[str, object], ...]


def clues(text: str, today: datetime.date) -> list[Word | Known]:
    """What `text` says about a patient; every clue has to hold. Empty when it says nothing.

    Understands parts of the name in any order, a birth date (see practice.dates), a phone number in any
    spelling or its beginning, a postcode with or without house number and what comes after that, and a
    patient number, here or in the system before this one; also several of them at once.
    """
    rest = names.plain(text[:LONGEST].replace("\0", ""))
    if _is_number(rest):
        return [_number(rest, today)]
    found: list[Word | Known] = []
    for take in (_take_phone, _take_postcode, _take_date, _take_number):
        clue, rest = take(rest, today)
        found += [clue] if clue else []
    words = re.sub(r"[,;]", " ", rest).split()
    coded = [_previous(word) for word in words if _has_digit(word) and not _UNFINISHED_DATE.fullmatch(word)]
    return found + coded + _words(" ".join(word for word in words if not _has_digit(word)))


def joined(found: list[Word | Known]) -> list[list[Word | Known]]:
    """The same clues with two neighbouring words of the name written as one: "ben ali" as "benali"."""
    words = [clue.plain for clue in found if isinstance(clue, Word)]
    others = [clue for clue in found if not isinstance(clue, Word)]
    pairs = range(len(words) - 1) if len(words) <= MOST_JOINED else []
    glued = ([*words[:at], words[at] + words[at + 1], *words[at + 2 :]] for at in pairs)
    return [[*others, *map(Word, spelling)] for spelling in glued]


def bsn_in(text: str) -> str:
    """The BSN that `text` is: nine digits that pass the eleven-test; empty when it is something else."""
    number = "".join(text[:LONGEST].replace(".", "").split())
    return number if re.fullmatch(r"\d{9}", number, re.ASCII) and bsn.is_valid(number) else ""


def _is_number(text: str) -> bool:
    bare = _PUNCTUATION.sub("", text)
    return bare.isascii() and bare.isdigit()


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _without(text: str, found: re.Match) -> str:
    """The rest of `text`, in which nothing grows together over the gap."""
    return f"{text[: found.start()]} , {text[found.end() :]}"


def _take_phone(text: str, today: datetime.date) -> tuple[Known | None, str]:
    found = _PHONE.search(text)
    return (_number(found[0], today), _without(text, found)) if found else (None, text)


def _take_postcode(text: str, today: datetime.date) -> tuple[Known | None, str]:
    found = _POSTCODE.search(text)
    if not found or _is_year(text[: found.end("digits")], today):
        return None, text
    return Known(_postcode(**found.groupdict())), _without(text, found)


def _is_year(text: str, today: datetime.date) -> bool:
    """True when the digits that `text` ends with belong to a date: "12 april 1985", before "de Vries"."""
    return not re.search(r"\d{4}$", take_dates(text, today)[1].rstrip())


def _take_date(text: str, today: datetime.date) -> tuple[Known | None, str]:
    days, rest = take_dates(text, today)
    return (Known(({"birth_date__in": days},)), rest) if rest != text else (None, text)


def _take_number(text: str, today: datetime.date) -> tuple[Known | None, str]:
    found = _NUMBERS.search(text)
    if not found or _UNFINISHED_DATE.fullmatch(found[0]):
        return None, text
    return _number(found[0], today), _without(text, found)


def _words(text: str) -> list[Word]:
    """The words of a name, each once; "v.d." and "vd" are the beginnings of "van" and "den"."""
    spelled = re.sub(r"\bvd\b", "v d", text)
    words = list(dict.fromkeys(names.words(spelled)))
    telling = [word for word in words if not any(word != one and one.startswith(word) for one in words)]
    return [Word(word) for word in telling[:MOST_WORDS]]


def _previous(word: str) -> Known:
    return Known(({"previous_number__in": [word, word.upper()]},))


def _postcode(
    digits: str, letters: str, number: str | None, letter: str | None, addition: str | None
) -> tuple[dict[str, object], ...]:
    """A letter may have been written down as an addition."""
    address: dict[str, object] = {"postcode": f"{digits} {letters.upper()}"}
    if number:
        address["house_number"] = int(number)
    if letter and not addition:
        as_letter, as_addition = {"house_letter__iexact": letter}, {"house_addition__iexact": letter}
        return ({**address, **as_letter}, {**address, **as_addition})
    if letter:
        address["house_letter__iexact"] = letter
    return ({**address, "house_addition__iexact": addition} if addition else address,)


def _number(text: str, today: datetime.date) -> Known:
    """A number without words: a birth date, a phone number, a patient number or the start of a postcode."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    days = take_dates(text, today)[0] if len(digits) <= 8 else []
    phone = _phone(text.strip(), digits)
    found: list[dict[str, object]] = []
    if days:
        found.append({"birth_date__in": days})
    if phone:
        found.append({"phone__begins": phone})
    if text.strip().isdigit() and len(digits) <= 8 and not digits.startswith("0"):
        found.append({"number": int(digits)})
    if text.strip().isdigit():
        found.append({"previous_number__in": [text.strip()]})
    if len(digits) == 4:
        found.append({"postcode__begins": digits})
    return Known(tuple(found))


def _phone(text: str, digits: str) -> str:
    """The start of a phone number as it is stored (+31612345678); empty when it is too short to be one."""
    if len(digits) < 4:
        return ""
    if text.startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0"):
        return f"+31{digits[1:]}"
    return f"+31{digits}" if len(digits) == 9 else ""


def first_guess(text: str, today: datetime.date) -> dict[str, object]:
    """What a search that found nobody tells about somebody new: birth date and names, by field name."""
    days, rest = take_dates(text[:LONGEST].replace("\0", ""), today)
    words = [word for word in rest.replace(",", " ").split() if not any(letter.isdigit() for letter in word)]
    guess: dict[str, object] = {"birth_date": days[0]} if len(days) == 1 else {}
    if words:
        first, rest_of_name = ("", words) if len(words) == 1 else (words[0].title(), words[1:])
        prefix, name = names.split_prefix(" ".join(rest_of_name))
        guess |= {"first_name": first, "prefix": prefix, "birth_name": name.title()}
    return guess
