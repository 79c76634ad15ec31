"""The norm check: what the guideline on record keeping asks for before treatment, and what is there.

Source: KNGF-richtlijn Dossiervoering 2019 (domain reference 2.1). An item is filled, asked in vain, or
missing; one that is required only if it matters is not missing when it does not. No Django.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from intake.questionnaire import in_language

CONTENT = Path(__file__).parent / "content" / "norm.toml"
FILLED, NONE, MISSING = "filled", "none", "missing"
UNNEEDED, LATER = "unneeded", "later"  # does not matter here; asked at the approval
DIRECT, REFERRED = "direct", "referred"
# What makes an item matter that is required only if relevant.
DEVIATING, MEASURED, CHOSEN = "deviating", "measured", "chosen"


@dataclass(frozen=True)
class Item:
    """`place` and `field` say where it is written; see the content."""

    code: str
    phase: str
    texts: Mapping[str, str]
    place: str
    field: str
    wgbo: bool = False
    none: bool = False
    only: str = ""
    later: bool = False

    def label(self, lang: str) -> str:
        return in_language(self.texts, lang)

    @property
    def is_if_relevant(self) -> bool:
        return self.only in (DEVIATING, MEASURED, CHOSEN)


@dataclass(frozen=True)
class Facts:
    """What the record and the plan say. A value is there when it is not None and not an empty text or list.

    A plain "no" (False) is an answer too. `none` are the codes of what was asked about in vain, `relevant`
    what makes items matter.
    """

    values: Mapping[str, object]
    none: frozenset[str] = frozenset()
    referred: bool = False
    relevant: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    item: Item
    state: str

    @property
    def is_there(self) -> bool:
        return self.state in (FILLED, NONE)

    @property
    def is_missing(self) -> bool:
        return self.state == MISSING


@dataclass(frozen=True)
class Check:
    rows: list[Checked] = field(default_factory=list)

    @property
    def counted(self) -> list[Checked]:
        """What is required in this record."""
        return [
            row
            for row in self.rows
            if row.is_missing or (row.is_there and row.item.only in ("", DIRECT, REFERRED, DEVIATING))
        ]

    @property
    def there(self) -> int:
        return sum(row.is_there for row in self.counted)

    @property
    def missing(self) -> list[Checked]:
        return [row for row in self.rows if row.is_missing]


@lru_cache
def items() -> tuple[Item, ...]:
    return tuple(_item(entry) for entry in _content()["item"])


def phases(lang: str) -> dict[str, str]:
    """The names of the phases, in order."""
    return {code: in_language(texts, lang) for code, texts in _content()["phase"].items()}


def source(lang: str) -> str:
    return in_language(_content()["source"], lang)


def check(facts: Facts) -> Check:
    """Every item that can matter in this record, each with its state."""
    way_out = DIRECT if facts.referred else REFERRED
    return Check([Checked(item, _state(item, facts)) for item in items() if item.only != way_out])


def _state(item: Item, facts: Facts) -> str:
    if _is_there(facts.values.get(item.code)):
        return FILLED
    if item.is_if_relevant and item.only not in facts.relevant:
        return UNNEEDED
    if item.code in facts.none and (item.none or item.later):
        return NONE
    return LATER if item.later else MISSING


def _is_there(value: object) -> bool:
    if isinstance(value, bool):
        return True
    return bool(value.strip() if isinstance(value, str) else value)


def tickable() -> Iterable[Item]:
    """What can be ticked beside the plan as asked, none."""
    return (item for item in items() if item.none)


def _item(entry: dict[str, object]) -> Item:
    given = {name: entry[name] for name in ("wgbo", "none", "only", "later") if name in entry}
    texts = {"nl": entry["nl"], "en": entry["en"]}
    return Item(entry["code"], entry["phase"], texts, entry["place"], entry["field"], **given)


@lru_cache
def _content() -> dict[str, object]:
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))
