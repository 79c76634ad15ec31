"""What changed between two versions of a plan. No Django, no clock, no database.

A plan is given as entries; `records.plan_versions` reads them from what is stored.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

ANALYSIS, GOALS, INTERVENTIONS, APPOINTMENTS, EXPLAINED = GROUPS = (
    "analysis",
    "goals",
    "interventions",
    "appointments",
    "explained",
)
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
ALIKE = 0.6  # share of the same characters from which two names are one entry that was reworded


@dataclass(frozen=True)
class Entry:
    """One thing a plan says: a line of the analysis, a goal, an intervention, a number."""

    group: str
    key: str  # the same in every version; empty where only the name tells
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)  # text by heading, empty ones may be left out


@dataclass(frozen=True)
class Difference:
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One entry that is new, gone, or says something else."""

    kind: str  # ADDED, REMOVED or CHANGED
    group: str
    name: str
    differences: tuple[Difference, ...] = ()  # of an entry that is new or gone: what it says or said


def changes(before: Sequence[Entry], after: Sequence[Entry]) -> list[Change]:
    """What changed, by group in the order of GROUPS: first what stayed and says something else, or is new, in
    the order of the newer version, then what is gone. The same twice changed nothing."""
    found: list[Change] = []
    for group in GROUPS:
        then, now = ([one for one in entries if one.group == group] for entries in (before, after))
        found.extend(_in_group(then, now))
    return found


def _in_group(then: Sequence[Entry], now: Sequence[Entry]) -> Iterator[Change]:
    pairs = _pairs(then, now)
    for place, one in enumerate(now):
        if place not in pairs:
            yield Change(ADDED, one.group, one.name, tuple(_differences({}, one.facts)))
            continue
        was = then[pairs[place]]
        differences = tuple(_differences(_named(was, one), _named(one, was)))
        if differences:
            yield Change(CHANGED, one.group, one.name, differences)
    for place, one in enumerate(then):
        if place not in pairs.values():
            yield Change(REMOVED, one.group, one.name, tuple(_differences(one.facts, {})))


def _named(one: Entry, other: Entry) -> dict[str, str]:
    """The facts of an entry; its name too, under an empty heading, where the other one has another."""
    return {**({"": one.name} if one.name != other.name else {}), **one.facts}


def _differences(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for heading in dict.fromkeys([*now, *then]):
        before, after = (facts.get(heading, "").strip() for facts in (then, now))
        if before != after:
            yield Difference(heading, before, after)


def _pairs(then: Sequence[Entry], now: Sequence[Entry]) -> dict[int, int]:
    """The place in `now`, with the place in `then` of what is the same entry: by key, name, or likeness."""
    pairs: dict[int, int] = {}
    for same in (_same_key, _same_name, _alike):
        for place, one in enumerate(now):
            open_places = (at for at in range(len(then)) if at not in pairs.values())
            match = next((at for at in open_places if place not in pairs and same(then[at], one)), None)
            if match is not None:
                pairs[place] = match
    return pairs


def _same_key(one: Entry, other: Entry) -> bool:
    return bool(one.key) and one.key == other.key


def _same_name(one: Entry, other: Entry) -> bool:
    return not one.key and not other.key and one.name == other.name


def _alike(one: Entry, other: Entry) -> bool:
    if one.key or other.key:
        return False
    return SequenceMatcher(None, one.name.casefold(), other.name.casefold()).ratio() >= ALIKE


def grouped(found: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """The changes by group; a group without changes is left out."""
    listed = list(found)
    by_group = ((group, [one for one in listed if one.group == group]) for group in GROUPS)
    return [(group, rows) for group, rows in by_group if rows]
