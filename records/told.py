"""The therapist's explanation taken apart per intervention. No Django, no clock, no database.

The proposal is one line per intervention, "Name: text" (records/interventions.py); therapists write on in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TOPICS = ("what", "why", "risks", "alternatives")
BULLET = r"\s*(?:[-*•]\s+)?"

Names = tuple[str, ...]  # what one intervention is called, in any language


@dataclass(frozen=True)
class Told:
    """One text: the lines about each intervention, by its place, and the lines about no one of them."""

    about: tuple[tuple[str, ...], ...]
    general: tuple[str, ...]


def taken_apart(text: str, called: Sequence[Names]) -> Told:
    """The lines of `text`, each where it belongs and none left out.

    A line that begins with a name belongs to that intervention; the longest name that fits counts. A name and
    a colon in front are taken off, as the name stands above it already.
    """
    about: list[list[str]] = [[] for _names in called]
    general: list[str] = []
    for line in text.splitlines():
        found = _about(line, called)
        if found:
            about[found[0]].append(found[1])
        elif line.strip():
            general.append(line.strip())
    return Told(tuple(map(tuple, about)), tuple(general))


def _about(line: str, called: Sequence[Names]) -> tuple[int, str] | None:
    """Which intervention a line is about, and what it says; None for a line about none, or without words."""
    names = [(name.strip(), place) for place, names in enumerate(called) for name in names if name.strip()]
    for name, place in sorted(names, key=lambda one: -len(one[0])):
        wanted = r"\s+".join(map(re.escape, name.split()))
        begins = re.match(rf"{BULLET}{wanted}(?!\w)\s*(:?)", line, re.IGNORECASE)
        if begins:
            said = line[begins.end() :].strip() if begins[1] else line.strip()
            return (place, said) if said else None
    return None
