"""Notes that wait for their signature, of every patient of one therapist. Pure reading."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from practice import finding
from practice.models import Episode, Phase, User
from practice.signing import SignedRecord
from records import drafts

LONGEST = timedelta(days=1)  # from then on a draft is overdue


@dataclass(frozen=True)
class Note:
    """A draft, with where to finish it and where to throw it away."""

    draft: SignedRecord

    @property
    def since(self) -> datetime:
        return self.draft.created_at

    @property
    def page(self) -> str:
        """An addition to what is signed has its form on a page of its own."""
        name, parts = drafts.place(self.draft)
        amends = self.draft.amends_id and parts == [self.draft.episode_id]
        return reverse(f"{name}_amend" if amends else name, args=parts)

    @property
    def discard_page(self) -> str:
        return drafts.discard_page(self.draft)


def overdue(therapist: User, text: str = "") -> list[Note]:
    """Every draft that this therapist can sign and that was begun more than a day ago, oldest first.

    Those in the episodes he or she treats, whoever began them, and those begun in an episode of somebody
    else that he or she still sees.
    `text` keeps only patients found by it. One query per kind of record.
    """
    found = [row for model, _page in drafts.KINDS.values() for row in _rows(model, therapist, text)]
    return sorted(map(Note, found), key=lambda note: (note.since, str(note.draft)))


def _rows(model: type[SignedRecord], therapist: User, text: str) -> QuerySet:
    begun = timezone.now() - LONGEST
    own = Q(episode__therapist=therapist) | Q(
        created_by=therapist, episode__in=Episode.objects.visible_to(therapist)
    )
    about = finding.about(text, "episode__patient_id")
    rows = model.objects.drafts().filter(own, *about, created_at__lt=begun)
    if model not in drafts.AFTERWARDS:
        rows = rows.exclude(episode__phase=Phase.CLOSED)
    return rows.select_related("episode__patient")
