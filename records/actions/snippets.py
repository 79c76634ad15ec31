"""Keeping and deleting texts of one's own."""

from django.db import IntegrityError, transaction

from practice import audit
from practice.models import User
from records.errors import ShortcutTakenError
from records.models import Snippet


@transaction.atomic
def save_snippet(*, snippet: Snippet, shortcut: str, text: str, by: User) -> Snippet:
    """Keep a new text of `by`, or change one. Raises ShortcutTakenError."""
    snippet.owner, snippet.shortcut, snippet.text = by, shortcut, text
    try:
        with transaction.atomic():
            snippet.save()
    except IntegrityError as error:
        raise ShortcutTakenError from error
    audit.record("snippet.saved", by=by, subject=snippet, label=shortcut, basis=audit.OWN_DATA)
    return snippet


@transaction.atomic
def delete_snippet(*, snippet: Snippet, by: User) -> None:
    """Delete a text of `by`. What it was used in stays as it is."""
    audit.record("snippet.deleted", by=by, subject=snippet, label=snippet.shortcut, basis=audit.OWN_DATA)
    snippet.delete()
