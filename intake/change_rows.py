"""The differences between two versions as their page shows them: with labels, and codes in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from intake.complaint_words import ABOUT
from intake.content_changes import Changed, Changes, Difference, Texts, between
from intake.models.intake import LEVEL_TEXTS
from intake.rule_cards import complaints_text, language

KINDS = {
    "rule": _("Rules"),
    "term": _("Terms"),
    "question": _("Questions"),
    "message": _("Messages to the patient"),
    "contact": _("Whom to contact"),
    "selfcare": _("Self-care advice"),
}
PARTS = {
    "level": _("Level"),
    "complaints": _("Complaints"),
    "when": _("Fires when"),
    "term": _("What is meant by"),
    "asked": _("Asked when"),
    "suspected": _("Think of"),
    "contact": _("Contact"),
    "message": _("The patient reads"),
    "therapist": _("The therapist reads"),
    "source": _("Source"),
    "meaning": _("Meaning"),
    "question": _("Question"),
    "hint": _("Hint"),
    "options": _("Options"),
    "how": _("Answer"),
    "page": _("Page"),
    "title": _("Title"),
    "text": _("Text"),
}
SPOKEN: dict[str, Callable[[str], str]] = {
    "level": lambda code: str(LEVEL_TEXTS[code]),
    "complaints": complaints_text,
}
# The part of each kind of entry that serves as its name.
NAMED_BY = {"rule": "suspected", "term": "meaning", "question": "question", "selfcare": "title"}


@dataclass(frozen=True)
class Row:
    """One entry that was added, removed or changed."""

    kind: str
    id: object
    name: str
    state: str  # "added", "removed" or "changed"
    parts: list[tuple[object, str]]  # label and text; of what was added or removed
    differences: list[tuple[object, Difference]]


@dataclass(frozen=True)
class Group:
    """Everything of one kind."""

    kind: str
    label: object
    rows: list[Row]


def groups(old: str, new: str) -> list[Group]:
    """What version `new` changes in version `old`, in the language of the page."""
    return [_group(found) for found in between(old, new, language())]


def _group(found: Changes) -> Group:
    rows = [
        *(_row(found.kind, "added", entry.id, entry.texts) for entry in found.added),
        *(_row(found.kind, "removed", entry.id, entry.texts) for entry in found.removed),
        *(_changed(found.kind, entry) for entry in found.changed),
    ]
    return Group(found.kind, KINDS[found.kind], rows)


def _row(kind: str, state: str, id_: str, texts: Texts) -> Row:
    return Row(kind, _id(kind, id_), _name(kind, texts), state, list(_parts(kind, texts)), [])


def _changed(kind: str, entry: Changed) -> Row:
    differences = [(PARTS[one.part], _spoken(one)) for one in entry.differences]
    return Row(kind, _id(kind, entry.id), _name(kind, entry.texts), "changed", [], differences)


def _id(kind: str, id_: str) -> object:
    return ABOUT[id_] if kind == "selfcare" else id_


def _name(kind: str, texts: Texts) -> str:
    return texts.get(NAMED_BY.get(kind, ""), "")


def _parts(kind: str, texts: Texts) -> Iterator[tuple[object, str]]:
    """What an entry says below its name; terms and questions that a rule uses stand in lists of their own."""
    for part, text in texts.items():
        if text and part in PARTS and part != NAMED_BY.get(kind):
            yield PARTS[part], SPOKEN.get(part, str)(text)


def _spoken(difference: Difference) -> Difference:
    say = SPOKEN.get(difference.part, str)
    return replace(difference, old=say(difference.old), new=say(difference.new))
