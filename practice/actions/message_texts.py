"""The manager's own words for a mail: change them, or go back to ours."""

from django.db import transaction

from practice import audit
from practice.models import MessageText, User


class StaleTextError(Exception):
    """Somebody else changed the words meanwhile; `newer` is what there is now."""

    def __init__(self, newer: MessageText) -> None:
        super().__init__("These words were changed by somebody else in the meantime.")
        self.newer = newer


@transaction.atomic
def change_text(*, kind: str, language: str, subject: str, body: str, version: int, by: User) -> MessageText:
    """Send this kind of mail in these words from now on; what waits in the outbox keeps the words it has.

    `version` is the version that was on the page, 0 when nobody ever changed the words. Empty words put ours
    back. Raises StaleTextError.
    """
    values = {"version": 0, "changed_by": by}
    MessageText.objects.get_or_create(kind=kind, language=language, defaults=values)
    stored = MessageText.objects.select_for_update(of=("self",)).get(kind=kind, language=language)
    if stored.version != version and (stored.subject, stored.body) != (subject, body):
        raise StaleTextError(stored)
    changed = [
        name for name, new in {"subject": subject, "body": body}.items() if getattr(stored, name) != new
    ]
    if changed:
        stored.subject, stored.body, stored.changed_by = subject, body, by
        stored.version += 1
        stored.save()
        audit.record("message_text.changed", by=by, subject=stored, label=str(stored), changed=changed)
    return stored


def restore_text(*, kind: str, language: str, version: int, by: User) -> MessageText:
    """Send our own words again. Raises StaleTextError."""
    return change_text(kind=kind, language=language, subject="", body="", version=version, by=by)
