"""What several results of an examination mean together: clusters, falls, thresholds. No Django.

The clusters stand in content/examination.toml, each with its source. A sentence is kept with the examination,
so that a later change of the content does not rewrite it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from records.examination_set import LANGUAGES, content, in_language, items, texts_of

# Where the blood pressure stands: systolic and diastolic, as region.code.
ARM = ("vitals.systolic", "vitals.diastolic")
LYING = ("dizziness.systolic_lying", "dizziness.diastolic_lying")
STANDING = (
    ("dizziness.systolic_standing_1", "dizziness.diastolic_standing_1"),
    ("dizziness.systolic_standing_3", "dizziness.diastolic_standing_3"),
)


class Measured(Protocol):
    """One row of what was measured."""

    region: str
    code: str
    side: str
    value: Decimal | None
    grade: str
    result: str
    norm_low: Decimal | None
    as_normal: bool


@dataclass(frozen=True)
class Sign:
    """A sentence that follows from several results."""

    code: str
    alarm: bool  # stop, and change the screening
    texts: Mapping[str, str]


Rows = Mapping[str, list[Measured]]  # by "region.code"


def signs(measured: Iterable[Measured], complaint: str) -> list[Sign]:
    """The sentences that hold for these results, in the order of the content."""
    rows: dict[str, list[Measured]] = {}
    for row in measured:
        rows.setdefault(f"{row.region}.{row.code}", []).append(row)
    clusters = content()["cluster"]
    return [
        Sign(entry["id"], entry.get("alarm", False), _texts(entry, found))
        for entry in clusters
        if complaint in entry.get("complaints", [complaint]) and (found := _found(entry, rows)) is not None
    ]


def _texts(entry: Mapping[str, Any], found: list[Mapping[str, str]]) -> dict[str, str]:
    told = texts_of(entry)
    names = {lang: ", ".join(in_language(name, lang) for name in found) for lang in LANGUAGES}
    sentences = {lang: told[lang].replace("{signs}", names[lang]) for lang in LANGUAGES}
    return {lang: text[:1].upper() + text[1:] for lang, text in sentences.items()}


def _found(entry: Mapping[str, Any], rows: Rows) -> list[Mapping[str, str]] | None:
    """The names of the signs that make this cluster; None when it does not hold."""
    if "computed" in entry:
        return [] if _computed(entry, rows) else None
    sides = ["L", "R"] if entry.get("same_side") else [""]
    for side in sides:
        present = [sign for sign in entry["signs"] if _present(sign, rows, side)]
        if len(present) >= entry["at_least"]:
            return [_name(sign) for sign in present]
    return None


def _name(sign: Mapping[str, Any]) -> Mapping[str, str]:
    item = items()[tuple(sign["items"][0].split("."))]
    return texts_of(sign) or item.texts


def _present(sign: Mapping[str, Any], rows: Rows, side: str) -> bool:
    """Whether one of its items shows it; on `side` or in the middle, on any side when that is empty."""
    everywhere = [row for item in sign["items"] for row in rows.get(item, [])]
    measured = [row for row in everywhere if not side or row.side in (side, "mid")]
    if sign.get("negative"):
        # What was filled in with the region alone rules nothing out.
        results = {row.result for row in measured if not row.as_normal} - {"not_done"}
        return results == {"neg"}
    if "difference" in sign:
        values = [row.value for row in measured if row.value is not None]
        return len(values) > 1 and max(values) - min(values) > sign["difference"]
    return any(_shows(sign, row) for row in measured)


def _shows(sign: Mapping[str, Any], row: Measured) -> bool:
    if "grades" in sign:
        return row.grade in sign["grades"]
    if sign.get("below"):
        return None not in (row.value, row.norm_low) and row.value < row.norm_low
    return row.result == "pos"


# --- blood pressure --------------------------------------------------------------------------------------


def _computed(entry: Mapping[str, Any], rows: Rows) -> bool:
    limits = _pair(entry["limits"])
    if entry["computed"] == "fall":
        return any(_reaches(fall, limits) for fall in _falls(rows))
    pressures = list(_pressures(rows))
    heavier = "unless" in entry and any(_reaches(pressure, _pair(entry["unless"])) for pressure in pressures)
    return not heavier and any(_reaches(pressure, limits) for pressure in pressures)


Pair = tuple[Decimal | None, Decimal | None]  # systolic, diastolic


def _pair(limits: Mapping[str, int]) -> Pair:
    return Decimal(limits["systolic"]), Decimal(limits["diastolic"])


def _reaches(pair: Pair, limits: Pair) -> bool:
    return any(one is not None and one >= limit for one, limit in zip(pair, limits, strict=True))


def _pressures(rows: Rows) -> Iterator[Pair]:
    for side in ("L", "R"):
        yield tuple(_value(rows, code, side) for code in ARM)
    yield tuple(_value(rows, code) for code in LYING)


def _falls(rows: Rows) -> Iterator[Pair]:
    for standing in STANDING:
        pairs = [(_value(rows, lying), _value(rows, up)) for lying, up in zip(LYING, standing, strict=True)]
        yield tuple(None if None in pair else pair[0] - pair[1] for pair in pairs)


def _value(rows: Rows, code: str, side: str = "mid") -> Decimal | None:
    return next((row.value for row in rows.get(code, []) if row.side == side), None)
