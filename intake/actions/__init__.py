"""Everything that can happen to an intake. Each function is one atomic, audited step."""

from .alerts import NewEmergencyError, answer_alert, remind_alert
from .answers import (
    ALARM_WAITS,
    StalePageError,
    SubmittedError,
    Typed,
    confirm_emergency,
    keep_page,
    raise_waiting_alarm,
    save_page,
)
from .drafts import delete_draft
from .invitations import (
    LINK_TRIES,
    check_birth_date,
    invite_patient,
    open_link,
    revoke_invitation,
    send_follow_up,
    unlock_invitation,
)
from .reminders import queue_reminders, remind_of_appointment, remind_of_intake
from .reported import OvertakenReportError, decide_reported
from .rescreening import (
    NotAskedError,
    OvertakenRescreeningError,
    UndecidedError,
    UnscreenedError,
    confirm_screening,
    rescreen,
)
from .rules import OvertakenError, approve_unchanged, decide_rules
from .screening import (
    ClosedError,
    OpenFindingsError,
    ScreeningError,
    WaitingAlertError,
    amend_screening,
    decide_finding,
    review_intake,
    save_screening,
)
from .submission import IncompleteIntakeError, StaleIntakeError, submit_intake

__all__ = [
    "ALARM_WAITS",
    "LINK_TRIES",
    "ClosedError",
    "IncompleteIntakeError",
    "NewEmergencyError",
    "NotAskedError",
    "OpenFindingsError",
    "OvertakenError",
    "OvertakenReportError",
    "OvertakenRescreeningError",
    "ScreeningError",
    "StaleIntakeError",
    "StalePageError",
    "SubmittedError",
    "Typed",
    "UndecidedError",
    "UnscreenedError",
    "WaitingAlertError",
    "amend_screening",
    "answer_alert",
    "approve_unchanged",
    "check_birth_date",
    "confirm_emergency",
    "confirm_screening",
    "decide_finding",
    "decide_reported",
    "decide_rules",
    "delete_draft",
    "invite_patient",
    "keep_page",
    "open_link",
    "queue_reminders",
    "raise_waiting_alarm",
    "remind_alert",
    "remind_of_appointment",
    "remind_of_intake",
    "rescreen",
    "review_intake",
    "revoke_invitation",
    "save_page",
    "save_screening",
    "send_follow_up",
    "submit_intake",
    "unlock_invitation",
]
