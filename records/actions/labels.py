"""What the log calls a record besides its kind: the same in every language, and nothing clinical."""

from django.utils import timezone

from practice.signing import SignedRecord
from records.models import Session, TreatmentPlan


def label_of(record: SignedRecord) -> str:
    """The version of a plan, the moment of a session; empty for what an episode has one of."""
    if isinstance(record, TreatmentPlan):
        return f"v{record.version}"
    if isinstance(record, Session):
        return f"{timezone.localtime(record.held_at):%Y-%m-%d %H:%M}"
    return ""
