"""The numbers of all examinations of an episode beside each other. Pure reading."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import get_language, gettext

from practice.models import Episode
from records.examination_set import norm_text, region_text, with_unit
from records.models import Examination, Side
from records.models.examination import number
from records.movements import Key, Movement, Reading, series


def examined_at(examination: Examination, by_pk: Mapping[int, Examination]) -> datetime:
    """When it was done: a correction by the first signature of what it corrects."""
    while examination.amends_id in by_pk:
        examination = by_pk[examination.amends_id]
    return examination.signed_at


def dated(rows: Iterable[Examination]) -> list[tuple[datetime, Examination]]:
    """The signed examinations that no correction replaces, by when they were done, oldest first."""
    signed = {row.pk: row for row in rows if row.is_signed}
    replaced = {row.amends_id for row in signed.values()}
    standing = [(examined_at(row, signed), row) for pk, row in signed.items() if pk not in replaced]
    return sorted(standing, key=lambda pair: (pair[0], pair[1].pk))


def readings(rows: Iterable[Examination]) -> dict[Key, Movement]:
    """Every number of these examinations of one episode, by item and side."""
    return series((at, measured) for at, row in dated(rows) for measured in row.measurements.all())


def before(rows: Iterable[Examination], examination: Examination) -> dict[Key, Movement]:
    """What was read before this examination of the same episode was done; of a new one everything."""
    known = list(rows)
    by_pk = {row.pk: row for row in known}
    first = examination
    while first.amends_id in by_pk:
        first = by_pk[first.amends_id]
    numbers = readings(known)
    if not first.is_signed:
        return numbers
    earlier = {key: one.before(first.signed_at) for key, one in numbers.items()}
    return {key: one for key, one in earlier.items() if one}


def movements(episode: Episode) -> list["Remeasured"]:
    """What was measured at least twice in this episode, each item and side once. Two queries."""
    rows = episode.examinations.prefetch_related("measurements")
    return [Remeasured(one) for one in readings(rows).values() if len(one.readings) > 1]


class Remeasured:
    """A Movement in the words of the page."""

    def __init__(self, movement: Movement) -> None:
        self.movement = movement
        self.first, self.last, self.change = movement.first, movement.last, movement.change
        self.unit, self.side, self.kind = movement.unit, movement.side, movement.kind

    @property
    def label(self) -> str:
        """Region, item and side: "Neck, Rotation, left"."""
        language = get_language() or "nl"
        side = [] if self.side == Side.MIDDLE else [str(Side(self.side).label)]
        return ", ".join([region_text(self.movement.region, language), self.movement.text(language), *side])

    @property
    def norm(self) -> str:
        """The normal values with the unit; empty when there are none."""
        low, high = (None if end is None else number(end) for end in (self.movement.low, self.movement.high))
        return norm_text(low, high, self.unit)

    @property
    def words(self) -> str:
        """first 45°, last 70°: +25°"""
        told = {"first": in_words(self.first, self.unit), "last": in_words(self.last, self.unit)}
        return gettext("first %(first)s, last %(last)s: %(change)s") % {
            **told,
            "change": with_unit(signed(self.change), self.unit),
        }


def compared(earlier: Movement, now: Decimal | None = None, unit: str | None = None) -> str:
    """first 45°, last 60°, now 70°: +25 / +10 - without "now" only what was; empty in another unit."""
    if unit not in (None, earlier.unit):
        return ""
    told = {
        "first": in_words(earlier.first, earlier.unit),
        "last": in_words(earlier.last, earlier.unit),
        "now": "" if now is None else with_unit(number(now), earlier.unit),
        "change": "" if now is None else signed(now - earlier.first.value),
        "since": "" if now is None else signed(now - earlier.last.value),
    }
    if len(earlier.readings) == 1:
        known = (
            gettext("first %(first)s") if now is None else gettext("first %(first)s, now %(now)s: %(change)s")
        )
        return known % told
    known = gettext("first %(first)s, last %(last)s")
    if now is not None:
        known = gettext("first %(first)s, last %(last)s, now %(now)s: %(change)s / %(since)s")
    return known % told


def in_words(reading: Reading, unit: str) -> str:
    return with_unit(number(reading.value), unit)


def signed(change: Decimal) -> str:
    """A change with its sign; none is ±0."""
    if not change:
        return "±0"
    return f"+{number(change)}" if change > 0 else f"−{number(-change)}"
