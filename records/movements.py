"""What was measured more than once: first, last and the change between them. No Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from records.examination_set import in_language

Key = tuple[str, str, str]  # region, code, side


class Row(Protocol):
    """One row of what was measured."""

    region: str
    code: str
    side: str
    kind: str
    label_nl: str
    label_en: str
    unit: str
    value: Decimal | None
    norm_low: Decimal | None
    norm_high: Decimal | None


@dataclass(frozen=True)
class Reading:
    """One measured number; `at` is when the examination was signed first."""

    at: datetime
    value: Decimal


@dataclass(frozen=True)
class Movement:
    """One movement or value on one side, with its readings, oldest first, and the norm of the newest."""

    region: str
    code: str
    side: str  # "L", "R" or "mid"
    kind: str  # "range" or "value"
    texts: Mapping[str, str]
    unit: str
    low: Decimal | None  # normal values, in `unit`
    high: Decimal | None
    readings: tuple[Reading, ...]

    def text(self, lang: str) -> str:
        return in_language(self.texts, lang)

    @property
    def first(self) -> Reading:
        return self.readings[0]

    @property
    def last(self) -> Reading:
        return self.readings[-1]

    @property
    def change(self) -> Decimal:
        """From first to last; positive is more."""
        return self.last.value - self.first.value

    def before(self, moment: datetime) -> "Movement | None":
        """Only what was read before this moment; None when that is nothing."""
        earlier = tuple(reading for reading in self.readings if reading.at < moment)
        return Movement(**{**self.__dict__, "readings": earlier}) if earlier else None


def series(measured: Iterable[tuple[datetime, Row]]) -> dict[Key, Movement]:
    """Every number by item and side, in the order in which they were first measured."""
    found: dict[Key, list[tuple[datetime, Row]]] = {}
    for at, row in sorted(measured, key=lambda pair: pair[0]):
        if row.value is not None:
            found.setdefault((row.region, row.code, row.side), []).append((at, row))
    return {key: _movement(rows) for key, rows in found.items()}


def _movement(rows: list[tuple[datetime, Row]]) -> Movement:
    """The readings in the unit of the newest; what was read in another unit cannot be compared."""
    newest = rows[-1][1]
    return Movement(
        region=newest.region,
        code=newest.code,
        side=newest.side,
        kind=newest.kind,
        texts={"nl": newest.label_nl, "en": newest.label_en},
        unit=newest.unit,
        low=newest.norm_low,
        high=newest.norm_high,
        readings=tuple(Reading(at, row.value) for at, row in rows if row.unit == newest.unit),
    )
