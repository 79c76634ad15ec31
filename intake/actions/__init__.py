"""Everything that can happen to an intake. Each function is one atomic, audited step."""

from .invitations import check_birth_date, invite_patient, open_link, revoke_invitation, unlock_invitation

__all__ = [
    "check_birth_date",
    "invite_patient",
    "open_link",
    "revoke_invitation",
    "unlock_invitation",
]
