"""What can happen to registration data. Each function is one atomic, audited step."""

from .registration import (
    StalePatientError,
    add_representative,
    assign_therapist,
    change_patient,
    check_identity,
    open_episode,
    register_patient,
)

__all__ = [
    "StalePatientError",
    "add_representative",
    "assign_therapist",
    "change_patient",
    "check_identity",
    "open_episode",
    "register_patient",
]
