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

    @property
    def amends_id(self) -> int | None:
        """What a form that is opened now would amend; None for a first version."""
        return self.draft.amends_id if self.draft else (self.standing.pk if self.standing else None)
