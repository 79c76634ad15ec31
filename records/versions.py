"""The rows of one kind of record in one episode: the draft, what stands, and what was replaced."""

from collections.abc import Iterable
from dataclasses import dataclass

from practice.models import Episode
from practice.signing import SignedRecord
from records import steps


@dataclass(frozen=True)
class Versions:
    episode: Episode
    draft: SignedRecord | None
    standing: SignedRecord | None
    replaced: list[SignedRecord]  # newest first

    @classmethod
    def of(cls, episode: Episode, rows: Iterable[SignedRecord]) -> "Versions":
        known = list(rows)
        standing = steps.standing(known)
        replaced = [row for row in known if row.is_signed and row != standing]
        replaced.sort(key=lambda row: row.signed_at, reverse=True)
        return cls(episode, steps.draft(known), standing, replaced)

    @property
    def earlier(self) -> list[SignedRecord]:
        """What still holds besides what stands: no signed row amends it. Newest first."""
        amended = {row.amends_id for row in [*self.replaced, self.standing] if row}
        return [row for row in self.replaced if row.pk not in amended]

    @property
    def may_begin(self) -> bool:
        """True while a first version is still to be signed."""
        return self.standing is None and not self.episode.is_closed

    @property
    def may_be_amended(self) -> bool:
        return self.standing is not None and not self.episode.is_closed

    def draft_or(self, new: SignedRecord) -> SignedRecord:
        """The draft to go on with; without one `new`, which then amends what stands."""
        if self.draft:
            return self.draft
        new.amends = self.standing
        return new
