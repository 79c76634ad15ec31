"""What the desk may know of an episode: that something is done or waits, never what came out of it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from practice.models import Phase

IN_CARE = _("in care")

# From the screening on every phase reads the same: "waiting for the GP" and "approval withdrawn" would tell
# the outcome, and so would any word that comes back when an episode goes a step back.
WORDS = {
    Phase.NEW: _("no intake sent yet"),
    Phase.INTAKE_SENT: _("intake sent"),
    Phase.INTAKE_DONE: _("intake submitted"),
    Phase.CLOSED: _("closed"),
}


def phase_word(phase: str) -> object:
    """The phase in a word that carries no clinical meaning."""
    return WORDS.get(phase, IN_CARE)


@dataclass(frozen=True)
class Lamp:
    """The state of one step. `kind` is that of components/state.html; `notes` are dates and page counts."""

    kind: str
    word: object
    notes: list[object] = field(default_factory=list)
    trouble: bool = False


def masked_email(address: str) -> str:
    """An e-mail address to recognise, not to copy: "s•••@example.org"."""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••{at}{host}" if at else ""
