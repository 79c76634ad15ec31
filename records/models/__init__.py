"""What the therapist finds, plans, agrees and does."""

from .consent import Consent, ConsentDecision, ConsentMethod
from .dcsph import DcsphCode
from .desk import COSIGNED, CoSignature, Snippet
from .evaluation import Ending, Evaluation, GoalOutcome, GoalResult, Reopening
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
from .history import History, HistoryLine
from .letter import (
    Letter,
    LetterDispatch,
    LetterKind,
    SentBy,
    SharingConsent,
    SharingDecision,
    SharingKind,
    SharingMethod,
)
from .measure import CourseOverride, CourseState, MeasureSource, Moment, OutcomeMeasure
from .plan import BackRisk, Goal, IcfLevel, NeckGrade, PlannedIntervention, TreatmentPlan
from .session import AdverseReaction, Session, SessionIntervention

__all__ = [
    "COSIGNED",
    "AdverseReaction",
    "BackRisk",
    "CoSignature",
    "Consent",
    "ConsentDecision",
    "ConsentMethod",
    "CourseOverride",
    "CourseState",
    "DcsphCode",
    "Ending",
    "Evaluation",
    "Examination",
    "ExaminationSign",
    "Goal",
    "GoalOutcome",
    "GoalResult",
    "Handover",
    "HandoverKind",
    "History",
    "HistoryLine",
    "IcfLevel",
    "Letter",
    "LetterDispatch",
    "LetterKind",
    "MeasureSource",
    "Measurement",
    "MeasurementKind",
    "Moment",
    "NeckGrade",
    "NeckSafety",
    "OutcomeMeasure",
    "PlannedIntervention",
    "RegionFinding",
    "Reopening",
    "SentBy",
    "Session",
    "SessionIntervention",
    "SharingConsent",
    "SharingDecision",
    "SharingKind",
    "SharingMethod",
    "Side",
    "Snippet",
    "TestResult",
    "TreatmentPlan",
]
