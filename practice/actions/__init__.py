"""What can happen to registration data. Each function is one atomic, audited step."""

from .appointments import arrive as note_arrival
from .appointments import block as block_time
from .appointments import book as book_appointment
from .appointments import book_many as book_appointments
from .appointments import cancel as cancel_appointment
from .appointments import miss as note_no_show
from .appointments import move as move_appointment
from .appointments import restore as restore_appointment
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
    "block_time",
    "book_appointment",
    "book_appointments",
    "cancel_appointment",
    "change_patient",
    "check_identity",
    "move_appointment",
    "note_arrival",
    "note_no_show",
    "open_episode",
    "register_patient",
    "restore_appointment",
]
