"""What can be examined: regions, movements, tests, with their normal values. No Django.

Content lives in content/examination.toml. Sources: general knowledge (adult normal values), MRC scale 0-5.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content" / "examination.toml"
RANGE, VALUE, STRENGTH, REFLEX, SENSATION, TEST = "range", "value", "strength", "reflex", "sensation", "test"
NUMBERS, GRADES = (RANGE, VALUE), (STRENGTH, REFLEX, SENSATION)
SIDES = {"lr": ("L", "R"), "mid": ("mid",)}
# The steps of each scale; NORMAL names the normal one.
SCALES: dict[str, tuple[str, ...]] = {
    STRENGTH: ("0", "1", "2", "3", "4-", "4", "4+", "5"),
    REFLEX: ("0", "1+", "2+", "3+", "4+"),
    SENSATION: ("normal", "reduced", "absent", "increased", "changed"),
}
NORMAL = {STRENGTH: "5", REFLEX: "2+", SENSATION: "normal"}


@dataclass(frozen=True)
class Item:
    """One movement, value or test."""

    code: str
    kind: str
    texts: Mapping[str, str]  # by language
    sides: tuple[str, ...]
    unit: str = ""
    low: Decimal | None = None  # normal values
    high: Decimal | None = None
    min: Decimal | None = None  # outside min-max it is a typing error
    max: Decimal | None = None
    hints: Mapping[str, str] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        return _in_language(self.texts, lang)

    def hint(self, lang: str) -> str:
        return _in_language(self.hints, lang)

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def scale(self) -> tuple[str, ...]:
        return SCALES.get(self.kind, ())

    @property
    def normal_grade(self) -> str:
        return NORMAL.get(self.kind, "")

    def normal_text(self, lang: str) -> str:
        """The normal values as shown beside the field, with the unit; empty when there are none."""
        text = self._normal_text
        return text.replace(".", ",") if lang.startswith("nl") else text

    @property
    def _normal_text(self) -> str:
        if self.low is None and self.high is None:
            return self.normal_grade if self.kind != SENSATION else ""
        if self.high is None:
            return f"≥ {self.low} {self.unit}"
        return f"≤ {self.high} {self.unit}" if self.low is None else f"{self.low}–{self.high} {self.unit}"


@dataclass(frozen=True)
class Region:
    id: str
    texts: Mapping[str, str]
    complaints: tuple[str, ...]  # complaints of an episode this region is opened for
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ("inspection", "palpation", "notes")  # the free texts it has

    def text(self, lang: str) -> str:
        return _in_language(self.texts, lang)


@lru_cache
def regions() -> tuple[Region, ...]:
    """The regions in the order of the page."""
    return tuple(_region(entry) for entry in tomllib.loads(CONTENT.read_text(encoding="utf-8"))["region"])


def region_text(id_: str, lang: str) -> str:
    """The name of a region; its id when the content no longer knows it."""
    return next((region.text(lang) for region in regions() if region.id == id_), id_)


def _in_language(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang[:2], texts.get("nl", ""))


def _region(entry: Mapping[str, Any]) -> Region:
    items = tuple(_item(item) for item in entry["items"])
    texts = {lang: entry[lang] for lang in ("nl", "en")}
    notes = tuple(entry.get("notes", Region.notes))
    return Region(entry["id"], texts, tuple(entry["complaints"]), items, notes)


def _item(entry: Mapping[str, Any]) -> Item:
    numbers = {name: Decimal(str(entry[name])) for name in ("low", "high", "min", "max") if name in entry}
    return Item(
        code=entry["code"],
        kind=entry["kind"],
        texts={lang: entry[lang] for lang in ("nl", "en")},
        sides=SIDES[entry["sides"]],
        unit=entry.get("unit", ""),
        hints={lang: entry[f"hint_{lang}"] for lang in ("nl", "en") if f"hint_{lang}" in entry},
        **numbers,
    )
