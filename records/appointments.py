"""How often, how long, and when to look at the result: proposals and days. No Django, no clock, no database.

Source of the proposals: domain reference 6.3; of the weeks to the first evaluation, the window in which a
normal course shows (6.5): three weeks, and six with neck pain.
"""

import datetime
from dataclasses import dataclass

NECK = ("neck",)
WEEKS, NECK_WEEKS = 3, 6
SHOWN = 4  # evaluations that are named by their day


@dataclass(frozen=True)
class Profile:
    """A course to expect, once a week; `checked_every` weeks, or as long as a clear change takes (0)."""

    code: str
    sessions: int
    checked_every: int = 0

    def weeks(self, complaint: str) -> int:
        """Weeks to the first evaluation, and between evaluations."""
        return self.checked_every or (NECK_WEEKS if complaint in NECK else WEEKS)


PROFILES = (
    Profile("normal", sessions=3),  # 1-3 in 2-4 weeks
    Profile("deviating", sessions=6),  # 4-9 in 6-12 weeks
    Profile("psychosocial", sessions=9),  # up to 12 weeks
    Profile("radicular", sessions=8, checked_every=2),  # 6-12 weeks, checked every 1-2 weeks
)


def profile(code: str) -> Profile | None:
    return next((one for one in PROFILES if one.code == code), None)


def evaluations(first: datetime.date | None, every: int | None, count: int = SHOWN) -> list[datetime.date]:
    """The first `count` days on which the result is looked at; one without interval, none without day."""
    if first is None:
        return []
    step = datetime.timedelta(weeks=every or 0)
    return [first + step * number for number in range(count if every else 1)]
