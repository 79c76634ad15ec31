"""Who works here, who is treated here, who comes when, and who looked at what."""

from .appointment import (
    GRID_MINUTES,
    LONGEST_MINUTES,
    Appointment,
    AppointmentKind,
    AppointmentState,
    CalendarLink,
    CancelReason,
    Room,
    TakenSlot,
)
from .audit import AuditEvent
from .episode import MOVES, Complaint, Episode, Phase, PhaseError
from .finding import PatientTerm
from .identity import DocumentKind, IdentityCheck
from .importing import BROUGHT, ImportState, PatientImport
from .merging import DifferentPeople, PatientMerge
from .message import Message, MessageKind, MessageState, MessageText
from .patient import GeneralPractitioner, NameUse, Patient, Relation, Representative, Sex, of_person
from .staff import Practice, Role, User
from .throttle import Throttle
from .waiting import (
    ContactAttempt,
    ContactOutcome,
    ContactWay,
    DayPart,
    WaitingEntry,
    WaitingKind,
    WaitingOutcome,
    WaitingUrgency,
)

__all__ = [
    "BROUGHT",
    "GRID_MINUTES",
    "LONGEST_MINUTES",
    "MOVES",
    "Appointment",
    "AppointmentKind",
    "AppointmentState",
    "AuditEvent",
    "CalendarLink",
    "CancelReason",
    "Complaint",
    "ContactAttempt",
    "ContactOutcome",
    "ContactWay",
    "DayPart",
    "DifferentPeople",
    "DocumentKind",
    "Episode",
    "GeneralPractitioner",
    "IdentityCheck",
    "ImportState",
    "Message",
    "MessageKind",
    "MessageState",
    "MessageText",
    "NameUse",
    "Patient",
    "PatientImport",
    "PatientMerge",
    "PatientTerm",
    "Phase",
    "PhaseError",
    "Practice",
    "Relation",
    "Representative",
    "Role",
    "Room",
    "Sex",
    "TakenSlot",
    "Throttle",
    "User",
    "WaitingEntry",
    "WaitingKind",
    "WaitingOutcome",
    "WaitingUrgency",
    "of_person",
]
