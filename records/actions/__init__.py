"""Everything that can happen to a record. Each function is one atomic, audited step."""

from .approval import decide_on_plan
from .asking import NoAddressError, ask_therapist
from .closing import close_episode, conclude_episode, discard_draft, save_evaluation, sign_evaluation
from .consent import record_consent
from .cosigning import cosign
from .dcsph import import_dcsph
from .examination import save_examination, sign_examination
from .follow_up import keep_follow_up, submit_follow_up
from .handover import end_handover, read_handover_in, start_handover
from .history import save_history, sign_history
from .letter import amend_letter, dispatch_letter, draft_letter, save_letter, sign_letter
from .measures import override_course, record_measure, record_measures, replace_measure
from .plan import save_plan, sign_plan
from .remote import check_reader, open_plan_link, send_plan
from .reopening import reopen_episode
from .series import book_series
from .session import save_session, sign_session
from .sharing import record_sharing
from .snippets import delete_snippet, save_snippet

__all__ = [
    "NoAddressError",
    "amend_letter",
    "ask_therapist",
    "book_series",
    "check_reader",
    "close_episode",
    "conclude_episode",
    "cosign",
    "decide_on_plan",
    "delete_snippet",
    "discard_draft",
    "dispatch_letter",
    "draft_letter",
    "end_handover",
    "import_dcsph",
    "keep_follow_up",
    "open_plan_link",
    "override_course",
    "read_handover_in",
    "record_consent",
    "record_measure",
    "record_measures",
    "record_sharing",
    "reopen_episode",
    "replace_measure",
    "save_evaluation",
    "save_examination",
    "save_history",
    "save_letter",
    "save_plan",
    "save_session",
    "save_snippet",
    "send_plan",
    "sign_evaluation",
    "sign_examination",
    "sign_history",
    "sign_letter",
    "sign_plan",
    "sign_session",
    "start_handover",
    "submit_follow_up",
]
