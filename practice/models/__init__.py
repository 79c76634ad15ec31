"""Who works here, who is treated here, and who looked at what."""

from .audit import AuditEvent
from .episode import MOVES, Complaint, Episode, Phase, PhaseError
from .patient import GeneralPractitioner, NameUse, Patient, Relation, Representative, Sex
from .staff import Practice, Role, User
from .throttle import Throttle

__all__ = [
    "MOVES",
    "AuditEvent",
    "Complaint",
    "Episode",
    "GeneralPractitioner",
    "NameUse",
    "Patient",
    "Phase",
    "PhaseError",
    "Practice",
    "Relation",
    "Representative",
    "Role",
    "Sex",
    "Throttle",
    "User",
]
