"""What was told about the chosen interventions: proposing it, and finding what it leaves out."""

import re
from collections.abc import Iterable

TOPICS = ("what", "why", "risks", "alternatives")
NAMED_IN = ("what", "why", "risks")

Names = tuple[str, ...]  # what one intervention is called


def joined(typed: str, proposed: str) -> str:
    """What was typed, and below it the proposed lines that are not there yet."""
    lines = typed.strip().splitlines()
    return "\n".join([*lines, *(line for line in proposed.splitlines() if line not in lines)])


def left_out(chosen: Iterable[Names], texts: Iterable[str]) -> list[str]:
    """The first name of each intervention that the texts call by none of its names."""
    told = " ".join(texts)
    return [names[0] for names in chosen if not any(_is_named(name, told) for name in names)]


def _is_named(name: str, text: str) -> bool:
    """True when the name stands in the text as words of its own: "tens" is not in "intensive"."""
    wanted, found = (" ".join(one.casefold().split()) for one in (name, text))
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", found) is not None
