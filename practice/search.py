"""What the one search box understands. Plain data in and out; the database is asked elsewhere."""

import datetime
import re

from stdnum.nl import bsn

from practice import names
from practice.dates import take_dates

LONGEST = 100

# Field look-ups of which one has to hold.
Clue = list[dict[str, object]]

_POSTCODE = re.compile(r"(?<!\w)(\d{4})\s?([a-z]{2})(?:\s+(\d{1,5})\s?[a-z]?)?(?!\w)", re.ASCII)
_PUNCTUATION = re.compile(r"[\s+().,/-]")


def clues(text: str, today: datetime.date) -> list[Clue]:
    """What `text` says about a patient; every clue has to hold, by any one of its look-ups.

    Understands parts of the name in any order, a birth date (see practice.dates), a phone number in any
    spelling, a postcode with or without house number, and a patient number; also several of them at once.
    A clue without look-ups holds for nobody.
    """
    rest = names.plain(text[:LONGEST].replace("\0", ""))
    if _is_number(rest):
        return [_number(rest, today)]
    found: list[Clue] = []
    days, rest = take_dates(rest, today)
    if days:
        found.append([{"birth_date__in": days}])
    postcode = _POSTCODE.search(rest)
    if postcode:
        found.append([_postcode(*postcode.groups())])
        rest = rest[: postcode.start()] + " " + rest[postcode.end() :]
    words = re.sub(r"[,-]", " ", rest).split()
    return found + [_number(word, today) if _is_number(word) else [_name(word)] for word in words]


def bsn_in(text: str) -> str:
    """The BSN that `text` is: nine digits that pass the eleven-test; empty when it is something else."""
    number = "".join(text[:LONGEST].replace(".", "").split())
    return number if re.fullmatch(r"\d{9}", number, re.ASCII) and bsn.is_valid(number) else ""


def _is_number(text: str) -> bool:
    bare = _PUNCTUATION.sub("", text)
    return bare.isascii() and bare.isdigit()


def _name(word: str) -> dict[str, object]:
    return {"search_name__contains": word}


def _postcode(digits: str, letters: str, house_number: str | None) -> dict[str, object]:
    postcode = {"postcode": f"{digits} {letters.upper()}"}
    return {**postcode, "house_number": int(house_number)} if house_number else postcode


def _number(text: str, today: datetime.date) -> Clue:
    """A number without words: a birth date, a phone number, a patient number or the start of a postcode."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    days = take_dates(text, today)[0] if len(digits) <= 8 else []
    phone = _phone(text.strip(), digits)
    found: Clue = []
    if days:
        found.append({"birth_date__in": days})
    if phone:
        found.append({"phone__startswith": phone})
    if text.strip().isdigit() and len(digits) <= 8 and not digits.startswith("0"):
        found.append({"number": int(digits)})
    if len(digits) == 4:
        found.append({"postcode__startswith": digits})
    return found


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
