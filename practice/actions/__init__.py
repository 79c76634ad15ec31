"""What can happen to registration data. Each function is one atomic, audited step."""

from .appointments import arrive as note_arrival
from .appointments import block as block_time
from .appointments import book as book_appointment
from .appointments import book_many as book_appointments
from .appointments import cancel as cancel_appointment
from .appointments import miss as note_no_show
from .appointments import move as move_appointment
from .appointments import restore as restore_appointment
from .calendar_links import end_calendar_link, make_calendar_link, note_feed_read
from .merging import (
    LaterMergeError,
    MergedAwayError,
    MergeError,
    MergeUndoneError,
    SamePatientError,
    StaleMergeError,
    merge_patients,
    tell_apart,
    undo_merge,
)
from .message_texts import StaleTextError, change_text, restore_text
from .messages import cancel_message, cancel_messages_about, retry_message
from .messages import queue as queue_message
from .registration import (
    KnownMeanwhileError,
    StalePatientError,
    add_representative,
    assign_therapist,
    change_patient,
    check_identity,
    open_episode,
    register_patient,
)
from .series import cancel_rest as cancel_rest_of_series
from .waiting import (
    AlreadyWaitingError,
    AttemptedMeanwhileError,
    StaleEntryError,
    add_waiting,
    change_waiting,
    close_waiting,
    record_contact,
    reopen_waiting,
    set_urgency,
)

__all__ = [
    "AlreadyWaitingError",
    "AttemptedMeanwhileError",
    "KnownMeanwhileError",
    "LaterMergeError",
    "MergeError",
    "MergeUndoneError",
    "MergedAwayError",
    "SamePatientError",
    "StaleEntryError",
    "StaleMergeError",
    "StalePatientError",
    "StaleTextError",
    "add_representative",
    "add_waiting",
    "assign_therapist",
    "block_time",
    "book_appointment",
    "book_appointments",
    "cancel_appointment",
    "cancel_message",
    "cancel_messages_about",
    "cancel_rest_of_series",
    "change_patient",
    "change_text",
    "change_waiting",
    "check_identity",
    "close_waiting",
    "end_calendar_link",
    "make_calendar_link",
    "merge_patients",
    "move_appointment",
    "note_arrival",
    "note_feed_read",
    "note_no_show",
    "open_episode",
    "queue_message",
    "record_contact",
    "register_patient",
    "reopen_waiting",
    "restore_appointment",
    "restore_text",
    "retry_message",
    "set_urgency",
    "tell_apart",
    "undo_merge",
]
