"""What can be examined: regions, movements, joints, sites and tests, with their normal values. No Django.

Content lives in content/examination.toml, with the source of each region, scale and cluster.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content" / "examination.toml"
LANGUAGES = ("nl", "en")
RANGE, VALUE, STRENGTH, REFLEX, SENSATION = "range", "value", "strength", "reflex", "sensation"
MOBILITY, PALPATION, OBSERVATION, TEST = "mobility", "palpation", "observation", "test"
NUMBERS = (RANGE, VALUE)
GRADES = (STRENGTH, REFLEX, SENSATION, MOBILITY, PALPATION, OBSERVATION)
KINDS = (*NUMBERS, *GRADES, TEST)
# Kinds of which the name of an item says what was measured; items of other kinds may share a name.
CLEAR_KINDS = (*NUMBERS, OBSERVATION, TEST)
SIDES = {"lr": ("L", "R"), "mid": ("mid",)}
NOTES = ("inspection", "palpation", "notes")
NOT_DONE = "not_done"
BODY = "body"  # the region of what was palpated on the body chart
BODY_TEXTS = {"nl": "Palpatie op de lichaamskaart", "en": "Palpation on the body chart"}
NORMAL = "normal"  # the grade of a movement that was looked at, without a number
AS_NORMAL = "as_normal"  # filled in as normal with the region
NEGATIVE = "neg"
# What is noted of an item besides its main result, per kind; each is a column of Measurement.
PARTS: dict[str, tuple[str, ...]] = {
    RANGE: ("pain", "way", "start", "end_feel", "limited_by"),
    MOBILITY: ("provoked",),
    PALPATION: ("tone", "trigger_point", "temperature", "swelling"),
    TEST: ("pain",),
}
# The scale of each part that has one.
PART_SCALES = {
    "way": "way",
    "end_feel": "end_feel",
    "limited_by": "limited_by",
    "provoked": "provoked",
    "tone": "tone",
    "trigger_point": "yes_no",
    "temperature": "temperature",
    "swelling": "yes_no",
}
# Parts of which the words say what they are about.
CLEAR_PARTS = ("way", "provoked")


@dataclass(frozen=True)
class Scale:
    """Steps in their order, each with its words per language."""

    id: str
    steps: Mapping[str, Mapping[str, str]]
    normal: str = ""

    def word(self, step: str, lang: str) -> str:
        """What a step is called; the step itself when the scale does not know it."""
        return in_language(self.steps[step], lang) if step in self.steps else step

    def is_normal(self, step: str) -> bool:
        """True for the normal step, for none, and on a scale without a normal one."""
        return not step or not self.normal or step == self.normal


@dataclass(frozen=True)
class Item:
    """One movement, value, joint, site or test."""

    code: str
    kind: str
    texts: Mapping[str, str]  # by language
    sides: tuple[str, ...]
    unit: str = ""
    low: Decimal | None = None  # normal values
    high: Decimal | None = None
    min: Decimal | None = None  # outside min-max it is a typing error
    max: Decimal | None = None
    scale: Scale | None = None
    hints: Mapping[str, str] = field(default_factory=dict)
    positives: Mapping[str, str] = field(default_factory=dict)  # what a positive test means
    by_hand: bool = False  # never filled in with the region
    usual_for: tuple[str, ...] = ()  # complaints with which it is filled in; empty: all

    def text(self, lang: str) -> str:
        return in_language(self.texts, lang)

    def hint(self, lang: str) -> str:
        return in_language(self.hints, lang)

    def positive(self, lang: str) -> str:
        return in_language(self.positives, lang)

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def parts(self) -> tuple[str, ...]:
        return PARTS.get(self.kind, ())

    @property
    def normal_grade(self) -> str:
        return self.scale.normal if self.scale else ""

    @property
    def normal_result(self) -> str:
        """What "normal" is stored as; empty for what has to be measured or done by itself."""
        if self.by_hand:
            return ""
        return {RANGE: NORMAL, TEST: NEGATIVE}.get(self.kind, self.normal_grade)

    def is_filled_for(self, complaint: str) -> bool:
        """True when "all normal" of the region fills it in."""
        return bool(self.normal_result) and (not self.usual_for or complaint in self.usual_for)

    def normal_text(self, lang: str) -> str:
        """The normal values as shown beside the field, with the unit; empty when there are none."""
        text = norm_text(self.low, self.high, self.unit)
        return text.replace(".", ",") if lang.startswith("nl") else text


@dataclass(frozen=True)
class Segment:
    """A motion segment of the spine: its passive accessory movement per side, and the physiological one."""

    texts: Mapping[str, str]
    items: tuple[Item, ...]

    def text(self, lang: str) -> str:
        return in_language(self.texts, lang)


@dataclass(frozen=True)
class Region:
    id: str
    texts: Mapping[str, str]
    complaints: tuple[str, ...]  # complaints of an episode this region is offered for
    own_items: tuple[Item, ...]
    segments: tuple[Segment, ...] = ()
    notes: tuple[str, ...] = NOTES  # the free texts it has
    closed: bool = False  # offered, but not opened

    def text(self, lang: str) -> str:
        return in_language(self.texts, lang)

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that can be measured here, segments last."""
        return (*self.own_items, *(item for segment in self.segments for item in segment.items))


def norm_text(low: object, high: object, unit: str) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"≥ {with_unit(low, unit)}"
    return f"≤ {with_unit(high, unit)}" if low is None else f"{low}–{with_unit(high, unit)}"


def with_unit(value: object, unit: str) -> str:
    """A number and its unit; degrees stand close."""
    return f"{value}{unit}" if unit == "°" else f"{value} {unit}".strip()


@lru_cache
def content() -> Mapping[str, Any]:
    """The content file as it stands."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


@lru_cache
def scales() -> Mapping[str, Scale]:
    return {entry["id"]: _scale(entry) for entry in content()["scale"]}


@lru_cache
def regions() -> tuple[Region, ...]:
    """The regions in the order of the page."""
    return tuple(_region(entry) for entry in content()["region"])


@lru_cache
def items() -> Mapping[tuple[str, str], Item]:
    """Every item by region and code."""
    return {(region.id, item.code): item for region in regions() for item in region.items}


def region_text(id_: str, lang: str) -> str:
    """The name of a region; its id when the content no longer knows it."""
    if id_ == BODY:
        return in_language(BODY_TEXTS, lang)
    return next((region.text(lang) for region in regions() if region.id == id_), id_)


def grade_text(region: str, code: str, kind: str, grade: str, lang: str) -> str:
    """A stored grade in words; the grade itself when the content no longer knows its scale."""
    item = items().get((region, code))
    scale = item.scale if item and item.scale else scales().get(kind)
    return scale.word(grade, lang) if scale else grade


def part_scale(part: str) -> Scale | None:
    return scales()[PART_SCALES[part]] if part in PART_SCALES else None


def in_language(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang[:2], texts.get("nl", ""))


def texts_of(entry: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The texts of an entry by language; empty when it has none."""
    return {lang: entry[prefix + lang] for lang in LANGUAGES if prefix + lang in entry}


def _scale(entry: Mapping[str, Any]) -> Scale:
    return Scale(
        entry["id"], {step["code"]: texts_of(step) for step in entry["steps"]}, entry.get("normal", "")
    )


def _region(entry: Mapping[str, Any]) -> Region:
    return Region(
        id=entry["id"],
        texts=texts_of(entry),
        complaints=tuple(entry["complaints"]),
        own_items=tuple(_item(item) for item in entry["items"]),
        segments=tuple(_segment(segment) for segment in entry.get("segments", ())),
        notes=tuple(entry.get("notes", NOTES)),
        closed=entry.get("closed", False),
    )


def _segment(entry: Mapping[str, Any]) -> Segment:
    return Segment(texts_of(entry), tuple(_item(item) for item in segment_items(entry)))


def segment_items(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The two items of a segment, as if they were written out in the content."""
    for way, sides in (("PAIVM", "lr"), ("PPIVM", "mid")):
        names = {lang: f"{text} {way}" for lang, text in texts_of(entry).items()}
        yield {"code": f"{way.lower()}_{entry['code']}", "kind": MOBILITY, "sides": sides, **names}


def _item(entry: Mapping[str, Any]) -> Item:
    numbers = {name: Decimal(str(entry[name])) for name in ("low", "high", "min", "max") if name in entry}
    return Item(
        code=entry["code"],
        kind=entry["kind"],
        texts=texts_of(entry),
        sides=SIDES[entry["sides"]],
        unit=entry.get("unit", ""),
        scale=scales()[entry.get("scale", entry["kind"])] if entry["kind"] in GRADES else None,
        hints=texts_of(entry, "hint_"),
        positives=texts_of(entry, "positive_"),
        by_hand=entry.get("by_hand", False),
        usual_for=tuple(entry.get("usual_for", ())),
        **numbers,
    )
