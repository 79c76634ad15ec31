"""What the desk may know of mail to patients: to whom, when, and how far; never what it says. Reads only."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from practice.models import Message, MessageState, User

WAITS, TROUBLE, SENT, CANCELLED = "waits", "trouble", "sent", "cancelled"
STATES: dict[str, Q] = {
    TROUBLE: Q(state__in=(MessageState.FAILED, MessageState.UNSURE)),
    WAITS: Q(state__in=(MessageState.QUEUED, MessageState.SENDING)),
    SENT: Q(state=MessageState.SENT),
    CANCELLED: Q(state=MessageState.CANCELLED),
}
# What waits for longer than this without one try: nothing sends.
NOBODY_SENDS = timedelta(minutes=15)


def listed(user: User, tab: str) -> QuerySet:
    """Mail to patients under one tab, newest first; all of it for a tab that does not exist."""
    found = Message.objects.visible_to(user).select_related("patient", "queued_by").without_text()
    return found.filter(STATES[tab]) if tab in STATES else found


def counts(user: User) -> dict[str, int]:
    """How many wait, and how many are in trouble: what somebody may have to do something about."""
    numbers = {tab: Count("pk", filter=STATES[tab]) for tab in (TROUBLE, WAITS)}
    open_ones = Message.objects.visible_to(user).filter(STATES[TROUBLE] | STATES[WAITS])
    return open_ones.aggregate(**numbers)


def in_trouble(user: User) -> int:
    """For the menu: how many mails to patients failed, or perhaps did."""
    return Message.objects.visible_to(user).stuck().count()


def nobody_sends_since(now: datetime) -> datetime | None:
    """Since when mail waits that nobody tried to send; None while mail is sent as it should."""
    untried = Message.objects.filter(state=MessageState.QUEUED, tries=0, next_try_at__lte=now - NOBODY_SENDS)
    return untried.aggregate(since=Min("next_try_at"))["since"]
