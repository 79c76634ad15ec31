"""What the actions on drafts share: fill, store, sign the row that is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from practice import audit
from practice.models import Patient, User
from practice.signing import SignedRecord, StaleDraftError
from records.errors import AlreadySignedError

# True while a page saves itself; its lines in the log are then fewer.
_by_itself: ContextVar[bool] = ContextVar("by_itself", default=False)


@contextmanager
def by_itself() -> Iterator[None]:
    """What is kept inside was sent by a page that saves itself, with no button used."""
    token = _by_itself.set(True)
    try:
        yield
    finally:
        _by_itself.reset(token)


def note_kept(
    verb: str, *, by: User, patient: Patient, subject: SignedRecord, changed: list[str], label: str = ""
) -> None:
    """Log that a draft was kept; of a page that saves itself once per person, record and hour."""
    if _by_itself.get() and audit.is_noted(verb, by=by, subject=subject):
        return
    audit.record(verb, by=by, patient=patient, subject=subject, label=label, changed=changed)


def fill(record: SignedRecord, data: dict[str, object]) -> list[str]:
    """Put the values into the record; returns the names of the fields that changed."""
    changed = [name for name, value in data.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, data[name])
    return changed


def store(record: SignedRecord, *, version: int, by: User) -> None:
    """Save a draft made from draft version `version`, or a new one.

    Raises StaleDraftError when the stored draft is newer, AlreadySignedError when it is signed or gone.
    """
    if not record.pk:
        if version:  # there was a draft when the page was made
            raise AlreadySignedError
        refuse_second_amendment(record)
        record.created_by = by
        record.save()
        return
    refuse_signed(record)
    record.save_draft(version=version)


def refuse_signed(record: SignedRecord) -> None:
    if type(record)._base_manager.filter(pk=record.pk, signed_at__isnull=False).exists():
        raise AlreadySignedError


def refuse_second_amendment(record: SignedRecord) -> None:
    """A signed record is amended once; what comes later amends the amendment.

    Raises StaleDraftError when there is a draft that amends it, AlreadySignedError when that is signed.
    """
    if not record.amends_id:
        return
    other = type(record)._base_manager.filter(amends_id=record.amends_id).first()
    if other and other.is_signed:
        raise AlreadySignedError
    if other:
        raise StaleDraftError(other)


def as_stored(record: SignedRecord) -> SignedRecord:
    """The row behind `record`, locked, fit to be signed.

    Raises StaleDraftError when it is newer than `record`, AlreadySignedError when it is signed.
    """
    stored = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if stored.is_signed:
        raise AlreadySignedError
    if stored.draft_version != record.draft_version:
        raise StaleDraftError(stored)
    return stored
