"""The parts of each kind of letter, written from the record. Pure reading.

Source of kinds and parts: NHG-KNGF guideline on structured exchange between GP and physiotherapist; domain
reference 9.4.
"""

from collections.abc import Callable
from typing import TypedDict

from django.utils import translation

from practice.models import Episode
from records.letters import care, contact, outcome
from records.letters.source import Source
from records.letters.words import Words, parts_of
from records.models import LetterKind


class Part(TypedDict):
    """One part of a letter, as it is stored in Letter.sections."""

    key: str
    heading: str
    text: str


# What writes each part; a part that is not here begins empty and is the therapist's own.
WRITERS: dict[str, Callable[[Source], str]] = {
    **{key: getattr(contact, key) for key in ("reason", "screening", "urgency", "signs", "onset", "told")},
    **{key: getattr(contact, key) for key in ("history", "health")},
    **{key: getattr(care, key) for key in ("findings", "diagnosis", "goals", "plan")},
    **{key: getattr(outcome, key) for key in ("given", "result", "course", "ending", "aftercare")},
}
# Without these the letter has no use.
NEEDED = {LetterKind.QUESTION: ("question",), LetterKind.NOT_CLEAR: ("urgency", "signs")}


def parts(episode: Episode, kind: str, language: str) -> list[Part]:
    """Every part of this kind, empty ones too, in the language of the letter; the queries are fixed."""
    said = Words(language)
    with translation.override(language):
        source = Source(episode, said)
        return [
            {"key": key, "heading": said.heading(key), "text": _text(key, kind, source)}
            for key in parts_of(kind)
        ]


def _text(key: str, kind: str, source: Source) -> str:
    if key == "question" and kind == LetterKind.NOT_CLEAR:
        return source.said.say("please")
    return WRITERS[key](source) if key in WRITERS else ""


def missing(kind: str, sections: list[Part]) -> list[str]:
    """The keys of parts that have to say something and do not; all of them when nothing is said at all."""
    said = {part["key"] for part in sections if part["text"].strip()}
    needed = NEEDED.get(kind, ())
    return [key for key in needed if key not in said] if said else list(needed or parts_of(kind)[:1])
