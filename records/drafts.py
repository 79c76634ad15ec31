"""Drafts that wait for a signature, of every kind a therapist makes."""

from django.urls import reverse

from intake.models import Screening
from practice.models import Episode
from practice.signing import SignedRecord
from records.models import Evaluation, Examination, History, Letter, Session, TreatmentPlan

# Kind as it stands in an address: the model, and the page where the draft is finished.
KINDS: dict[str, tuple[type[SignedRecord], str]] = {
    "screening": (Screening, "screening"),
    "history": (History, "history"),
    "examination": (Examination, "examination"),
    "plan": (TreatmentPlan, "plan"),
    "session": (Session, "session"),
    "closing": (Evaluation, "closing"),
    "letter": (Letter, "letter"),
}
# Signed after an episode is closed too, so they do not stand in the way of closing.
AFTERWARDS = (Letter,)
# An episode has several of these, each with a page of its own.
MANY = (Session, Letter)
_KIND_OF = {model: kind for kind, (model, _page) in KINDS.items()}


def of_episode(episode: Episode) -> list[SignedRecord]:
    """Every draft that has to be signed before an episode is closed, in the order of the steps."""
    models = [model for model, _page in KINDS.values() if model not in AFTERWARDS]
    return [draft for model in models for draft in model.objects.drafts().filter(episode=episode)]


def find(episode: Episode, kind: str, pk: int) -> SignedRecord | None:
    """One draft of this episode; None when there is none, or it is signed."""
    if kind not in KINDS or pk >= 2**63:
        return None
    return KINDS[kind][0].objects.drafts().filter(episode=episode, pk=pk).first()


def page(record: SignedRecord) -> str:
    """Where to finish this draft, or to read it once it is signed."""
    name, parts = place(record)
    return reverse(name, args=parts)


def place(record: SignedRecord) -> tuple[str, list[int]]:
    """The name and the numbers of that address."""
    name = KINDS[_KIND_OF[type(record)]][1]
    return name, [record.episode_id, record.pk] if isinstance(record, MANY) else [record.episode_id]


def discard_page(draft: SignedRecord) -> str:
    """Where to throw this draft away."""
    return reverse("draft_discard", args=[draft.episode_id, _KIND_OF[type(draft)], draft.pk])
