"""Levels beside each other: what the form says, and what the therapist makes of it. No Django."""

from intake.screening import NOTHING, REFERRING


def rank(level: str) -> int:
    """How soon a doctor has to look: 0 is now; the last number is for every level that refers to nobody."""
    return REFERRING.index(level) if level in REFERRING else len(REFERRING)


def highest(*levels: str) -> str:
    """The most urgent of these; "none" without any."""
    return min(levels, key=rank, default=NOTHING)
