"""Everything that happened in an episode, in order. Pure reading."""

from .events import KINDS, Event
from .marks import Overview, overview
from .reading import read
from .selection import Month, Wanted, by_month, select

__all__ = ["KINDS", "Event", "Month", "Overview", "Wanted", "by_month", "overview", "read", "select"]
