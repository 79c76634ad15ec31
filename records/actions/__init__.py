"""Everything that can happen to a record. Each function is one atomic, audited step."""

from .approval import decide_on_plan
from .closing import close_episode, conclude_episode, discard_draft, save_evaluation, sign_evaluation
from .consent import record_consent
from .dcsph import import_dcsph
from .examination import save_examination, sign_examination
from .handover import end_handover, read_handover_in, start_handover
from .history import save_history, sign_history
from .plan import save_plan, sign_plan
from .remote import check_reader, open_plan_link, send_plan
from .session import save_session, sign_session

__all__ = [
    "check_reader",
    "close_episode",
    "conclude_episode",
    "decide_on_plan",
    "discard_draft",
    "end_handover",
    "import_dcsph",
    "open_plan_link",
    "read_handover_in",
    "record_consent",
    "save_evaluation",
    "save_examination",
    "save_history",
    "save_plan",
    "save_session",
    "send_plan",
    "sign_evaluation",
    "sign_examination",
    "sign_history",
    "sign_plan",
    "sign_session",
    "start_handover",
]
