"""One thing that happened, and how one row of the record becomes one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from practice.models import User
from practice.signing import SignedRecord
from records import cosigning, unsigned

DETAIL = 160  # characters of a text that a line shows

# What the reader may choose from, in the order of the steps.
KINDS: dict[str, object] = {
    "intake": gettext_lazy("Intake and screening"),
    "history": pgettext_lazy("record", "History"),
    "examination": gettext_lazy("Examination"),
    "plan": gettext_lazy("Plan and approval"),
    "session": gettext_lazy("Sessions"),
    "measure": gettext_lazy("Measures and course"),
    "closing": gettext_lazy("Evaluation and closure"),
    "letter": gettext_lazy("Letters and sharing"),
    "correction": gettext_lazy("Corrections"),
    "cosignature": gettext_lazy("Co-signatures"),
    "draft": gettext_lazy("Drafts not signed"),
}


@dataclass(frozen=True)
class Event:
    """`kinds` are keys of KINDS, the step it belongs to first; `url` leads to its source."""

    at: datetime
    kinds: tuple[str, ...]
    title: str
    url: str
    detail: str = ""
    who: str = ""
    warns: bool = False
    words: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", f"{self.title} {self.detail} {self.who}".casefold())

    @property
    def kind(self) -> str:
        return self.kinds[0]

    @property
    def label(self) -> object:
        return KINDS[self.kind]


def shortened(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(DETAIL)


def name_of(user: User | None) -> str:
    return str(user) if user else ""


def of_record(
    row: SignedRecord,
    kind: str,
    title: str,
    detail: str = "",
    *,
    at: datetime | None = None,
    corrects: bool = True,
) -> Event:
    """A signed row at `at`, or when it was signed; a draft since it was begun. A correction says why.

    With `corrects` false a row that follows on an earlier one is the next step, and no correction of it.
    """
    if not row.is_signed:
        draft = _("Not signed yet: %(what)s") % {"what": title}
        url = unsigned.Note(row).page
        return Event(row.created_at, (kind, "draft"), draft, url, "", name_of(row.created_by), warns=True)
    url = cosigning.page(row)
    if row.amends_id and corrects:
        corrected = _("Added or corrected: %(what)s") % {"what": title}
        kinds = (kind, "correction")
        return Event(
            row.signed_at, kinds, corrected, url, shortened(row.amend_reason), name_of(row.signed_by)
        )
    return Event(at or row.signed_at, (kind,), title, url, shortened(detail), name_of(row.signed_by))


def cosignature_of(row: SignedRecord, kind: str, title: str) -> Iterator[Event]:
    """The co-signature of a row that was read with it."""
    made = getattr(row, "cosignature", None) if row.supervised_by_id else None
    if made:
        text = _("Co-signed: %(what)s") % {"what": title}
        yield Event(made.at, (kind, "cosignature"), text, cosigning.page(row), made.remark, name_of(made.by))
