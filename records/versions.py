"""The rows of one kind of record in one episode: the draft, what stands, and what was replaced."""

from collections.abc import Iterable
from dataclasses import dataclass

from practice.signing import SignedRecord
from records import steps


@dataclass(frozen=True)
class Versions:
    draft: SignedRecord | None
    standing: SignedRecord | None
    replaced: list[SignedRecord]  # newest first

    @classmethod
    def of(cls, rows: Iterable[SignedRecord]) -> "Versions":
        known = list(rows)
        standing = steps.standing(known)
        replaced = [row for row in known if row.is_signed and row != standing]
        return cls(
            steps.draft(known), standing, sorted(replaced, key=lambda row: row.signed_at, reverse=True)
        )

    def draft_or(self, new: SignedRecord) -> SignedRecord:
        """The draft to go on with; without one `new`, which then amends what stands."""
        if self.draft:
            return self.draft
        new.amends = self.standing
        return new
