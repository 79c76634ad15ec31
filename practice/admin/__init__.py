"""The manager's screens: the practice, its staff, general practitioners, versions and the log.

No clinical record is registered here: a manager has no view of it, and nobody can change one here.
"""

from . import importing, log, people, planning, registration, texts

__all__ = ["importing", "log", "people", "planning", "registration", "texts"]
