"""What the patient told before the first visit, and what the therapist concludes from it."""

from .intake import (
    INTAKE_OF_ITS_EPISODE,
    Answer,
    Intake,
    IntakeStatus,
    Invitation,
    InvitationState,
    token_digest,
)
from .screening import Conclusion, Decision, Finding, FindingDecision, FindingState, Pattern, Screening

__all__ = [
    "INTAKE_OF_ITS_EPISODE",
    "Answer",
    "Conclusion",
    "Decision",
    "Finding",
    "FindingDecision",
    "FindingState",
    "Intake",
    "IntakeStatus",
    "Invitation",
    "InvitationState",
    "Pattern",
    "Screening",
    "token_digest",
]
