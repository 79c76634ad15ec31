"""Finding a DCSPH code by its digits or by words; hints until the practice imported the published list."""

import datetime
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from practice import names
from records.models import DcsphCode

CONTENT = Path(__file__).parent / "content" / "dcsph.toml"
MOST = 30
LONGEST = 100


@dataclass(frozen=True)
class Hit:
    """One code to choose. `is_hint`: not checked against the published list, because that is not here yet."""

    code: str
    text: str
    is_hint: bool = False


@lru_cache
def digits() -> dict[str, dict]:
    """What the digits mean (`locations`, `conditions`) and likely codes per complaint (`hints`)."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def is_imported() -> bool:
    return DcsphCode.objects.exists()


def usable(day: datetime.date) -> QuerySet[DcsphCode]:
    """The codes that may be chosen for a treatment that starts on `day`."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return DcsphCode.objects.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day), allowed=True)


def search(text: str, *, complaint: str, day: datetime.date) -> list[Hit]:
    """At most MOST codes that begin with the digits and hold all the words of `text`, lowest code first.

    Without a word: the likely codes for `complaint` (a code of practice.models.Complaint). Until the list is
    imported the likely codes are all there is, and any code whose two parts are known.
    """
    words = names.plain(text[:LONGEST].replace("\0", "")).split()
    if not is_imported():
        return _hints(words, complaint)
    found = usable(day)
    if not words:
        found = found.filter(code__in=digits()["hints"].get(complaint, []))
    for word in words:
        found = (
            found.filter(code__startswith=word)
            if word.isdecimal()
            else found.filter(search_text__contains=word)
        )
    return [Hit(row.code, text_of(row)) for row in found[:MOST]]


def find(code: str, *, day: datetime.date) -> Hit | None:
    """The code when it may be chosen on `day`; before the import, when both its parts are known."""
    if not is_imported():
        text = meaning(code)
        return Hit(code, text, is_hint=True) if text else None
    row = usable(day).filter(code=code).first()
    return Hit(row.code, text_of(row)) if row else None


def text_of(row: DcsphCode) -> str:
    return f"{row.location}: {row.condition}"


def meaning(code: str) -> str:
    """What the digits of a code say, in the language of the page; empty when a part is not known."""
    lang = (get_language() or "nl")[:2]
    location, condition = digits()["locations"].get(code[:2]), digits()["conditions"].get(code[2:])
    if len(code) != 4 or not (location and condition):
        return ""
    return f"{location.get(lang, location['nl'])}: {condition.get(lang, condition['nl'])}"


def _hints(words: list[str], complaint: str) -> list[Hit]:
    likely = digits()["hints"].get(complaint, [])
    others = {code for codes in digits()["hints"].values() for code in codes}
    codes = list(likely) if not words else [*likely, *sorted(others.difference(likely)), *_typed(words)]
    hits = (Hit(code, meaning(code), is_hint=True) for code in dict.fromkeys(codes))
    return [hit for hit in hits if hit.text and _holds(hit, words)]


def _typed(words: list[str]) -> list[str]:
    return [word for word in words if len(word) == 4 and word.isdecimal()]


def _holds(hit: Hit, words: list[str]) -> bool:
    text = names.plain(hit.text)
    return all(hit.code.startswith(word) if word.isdecimal() else word in text for word in words)
