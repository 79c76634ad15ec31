"""What the patient told before the first visit, and what the therapist concludes from it."""

from practice.tokens import token_digest

from .alert import AlertOutcome, AlertResponse, EmergencyAlert
from .approval import RuleDecision
from .intake import (
    INTAKE_OF_ITS_EPISODE,
    LEVEL_TEXTS,
    TOLD_BEFORE,
    Answer,
    Intake,
    IntakeKind,
    IntakeStatus,
    Invitation,
    InvitationState,
    Occasion,
)
from .reported import ReportedField, ReportedState
from .screening import (
    Conclusion,
    Decision,
    Finding,
    FindingDecision,
    FindingState,
    Pattern,
    Screening,
    Urgency,
)

__all__ = [
    "INTAKE_OF_ITS_EPISODE",
    "LEVEL_TEXTS",
    "TOLD_BEFORE",
    "AlertOutcome",
    "AlertResponse",
    "Answer",
    "Conclusion",
    "Decision",
    "EmergencyAlert",
    "Finding",
    "FindingDecision",
    "FindingState",
    "Intake",
    "IntakeKind",
    "IntakeStatus",
    "Invitation",
    "InvitationState",
    "Occasion",
    "Pattern",
    "ReportedField",
    "ReportedState",
    "RuleDecision",
    "Screening",
    "Urgency",
    "token_digest",
]
