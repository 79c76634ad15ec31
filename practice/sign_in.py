"""Signing in is allauth's; here is what the practice adds: no sign-up, and a line in the log."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from practice import audit
from practice.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the manager; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def note_sign_in(sender: type, user: User, **_kwargs: object) -> None:
    audit.record("staff.signed_in", by=user, subject=user)


def note_sign_out(sender: type, user: User | None, **_kwargs: object) -> None:
    if user is not None:
        audit.record("staff.signed_out", by=user, subject=user)


def note_failed_sign_in(sender: str, credentials: dict[str, object], **_kwargs: object) -> None:
    """The name that was tried is noted only when it belongs to somebody; people type passwords there."""
    tried = str(credentials.get("username") or credentials.get("email") or "").replace("\x00", "")
    user = User.objects.filter(username=tried).first() or User.objects.filter(email__iexact=tried).first()
    audit.record("staff.sign_in_failed", by=audit.SYSTEM, subject=user, label=str(user) if user else "")
