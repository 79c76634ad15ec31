"""How a day is divided: what is taken, what is free, what lies outside the hours. No Django, no clock.

Moments are minutes since midnight, as the clock on the wall shows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

HOUR, MIDNIGHT = 60, 24 * 60
SLOT = 30  # free time is offered from every half hour


@dataclass(frozen=True)
class Taken:
    """Time that somebody has; `what` is theirs."""

    start: int
    end: int
    what: object


@dataclass(frozen=True)
class Part:
    """A piece of the day. Without `what` it is free when `is_open`, and otherwise outside the hours."""

    start: int
    end: int
    what: object = None
    is_open: bool = True

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def is_free(self) -> bool:
        return self.what is None and self.is_open


def window(taken: Iterable[Taken], hours: tuple[int, int]) -> tuple[int, int]:
    """From which to which whole hour a day is shown: the usual hours, and whatever is taken outside them."""
    first, last = hours
    for one in taken:
        first, last = min(first, one.start), max(last, one.end)
    return first // HOUR * HOUR, min(-(-last // HOUR) * HOUR, MIDNIGHT)


def divide(taken: Iterable[Taken], shown: tuple[int, int], hours: tuple[int, int] | None) -> list[Part]:
    """The parts of the day from first to last, without gaps and without overlaps, in order.

    What overlaps with something before it, begins where that ends, and lasts a minute at the least.
    """
    parts: list[Part] = []
    at, last = shown
    for one in sorted(taken, key=lambda one: (one.start, one.end)):
        parts += _gap(at, one.start, hours)
        begin = max(at, one.start)
        at = max(begin + 1, min(one.end, MIDNIGHT))
        parts.append(Part(begin, at, one.what))
    return parts + _gap(at, last, hours)


def _gap(start: int, end: int, hours: tuple[int, int] | None) -> list[Part]:
    """Time nobody has, cut where the practice opens and closes."""
    opens, closes = hours or (MIDNIGHT, MIDNIGHT)
    if start >= end:
        return []
    cuts = sorted({start, *(cut for cut in (opens, closes) if start < cut < end), end})
    return [Part(one, other, is_open=opens <= one < closes) for one, other in pairwise(cuts)]


def slots(part: Part, *, least: int) -> list[Part]:
    """Free time cut at every half hour. A piece shorter than `least` minutes goes with its neighbour."""
    cuts = [part.start, *range(part.start // SLOT * SLOT + SLOT, part.end, SLOT), part.end]
    for end, second in ((0, 1), (-1, -2)):
        if len(cuts) > 2 and abs(cuts[end] - cuts[second]) < least:
            del cuts[second]
    return [Part(one, other) for one, other in pairwise(cuts)]
