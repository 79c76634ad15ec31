"""What the log calls a record besides its kind: the same in every language, and nothing clinical."""

from django.utils import timezone

from practice.signing import SignedRecord
from records.models import Letter, Session, TreatmentPlan


def label_of(record: SignedRecord) -> str:
    """The version of a plan, the moment of a session, the kind of a letter; empty for the rest."""
    if isinstance(record, TreatmentPlan):
        return f"v{record.version}"
    if isinstance(record, Session):
        return f"{timezone.localtime(record.held_at):%Y-%m-%d %H:%M}"
    if isinstance(record, Letter):
        return record.kind
    return ""
