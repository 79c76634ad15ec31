"""What the therapist finds, plans, agrees and does."""

from .consent import Consent, ConsentDecision, ConsentMethod
from .dcsph import DcsphCode
from .evaluation import Ending, Evaluation, GoalResult
from .examination import (
    Examination,
    ExaminationSign,
    Measurement,
    MeasurementKind,
    NeckSafety,
    RegionFinding,
    Side,
    TestResult,
)
from .handover import Handover, HandoverKind
from .history import History
from .plan import Goal, PlannedIntervention, TreatmentPlan
from .session import AdverseReaction, Session, SessionIntervention

__all__ = [
    "AdverseReaction",
    "Consent",
    "ConsentDecision",
    "ConsentMethod",
    "DcsphCode",
    "Ending",
    "Evaluation",
    "Examination",
    "ExaminationSign",
    "Goal",
    "GoalResult",
    "Handover",
    "HandoverKind",
    "History",
    "Measurement",
    "MeasurementKind",
    "NeckSafety",
    "PlannedIntervention",
    "RegionFinding",
    "Session",
    "SessionIntervention",
    "Side",
    "TestResult",
    "TreatmentPlan",
]
