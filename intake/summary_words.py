"""The words of the one-page summary: content/<version>/summary.toml in one language. No Django.

A version that was made before there was a summary has no such file and names no places. It borrows both from
the first version that has them: ids of questions and codes of answers never change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from intake import questionnaire
from intake.answers import NONE
from intake.questionnaire import Question, in_language, load, read, texts_of, versions

# Question.summary: where an answer stands. First the places in the paragraph, then those beside it.
OPENING = ("duration", "regions", "onset", "course")  # its first sentence
TELLING = (
    *("main", "leg", "character", "pain", "night", "headache", "dizziness", "worse", "better", "posture"),
    "earlier",
)
BESIDE = ("request", "activities", "medication", "psychosocial", "work", "sport", "who")
SUMMARY_PLACES = (*OPENING, *TELLING, *BESIDE)
FILE = "summary"
DENIED = {NONE, "no"}  # what says that a sign is absent, unless the file names another answer


@dataclass(frozen=True)
class Sentence:
    """The answers at these places; with a beginning, they are what is said of it."""

    beginning: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Short texts in the third person, for therapists, in one language."""

    data: Mapping[str, Any]
    lang: str

    def of(self, name: str) -> str:
        """A joining word or a frame of a sentence, from [words]."""
        return in_language(texts_of(self.data["words"], f"{name}_"), self.lang)

    @property
    def sentences(self) -> list[Sentence]:
        entries = self.data["sentence"]
        return [Sentence(in_language(texts_of(one), self.lang), tuple(one["places"])) for one in entries]

    def label(self, question: Question) -> str:
        """The question in a few words."""
        return self._text(question.id, "label_") or question.text(self.lang)

    def clause(self, question: Question) -> str:
        """Where the answer stands among other words: a text with {}."""
        return self._text(question.id, "clause_") or "{}"

    def phrase(self, question: Question, code: str) -> str:
        """One answer in a few words; what the patient read when there are none."""
        entry = self._option(question.id, code)
        return in_language(texts_of(entry), self.lang) or question.answer_text(code, self.lang)

    def is_notable(self, question: Question, value: object) -> bool:
        """Is this number, or this code, worth a second look?"""
        entry = self.data.get(question.id, {})
        if isinstance(value, int):
            return not entry.get("notable_to", -1) < value < entry.get("notable_from", value + 1)
        return bool(self._option(question.id, str(value)).get("notable"))

    def denies(self, question: Question, code: str) -> bool:
        """Does this answer say that the sign is absent?"""
        calm = self.data.get(question.id, {}).get("calm")
        return code == calm if calm else code in DENIED

    def joined(self, texts: Iterable[str]) -> str:
        """a, b and c."""
        *first, last = texts
        return f"{', '.join(first)} {self.of('and')} {last}" if first else last

    def grouped(self, phrases: Sequence[str]) -> str:
        """As `joined`; phrases that begin with the same word share it: "with sitting and lifting"."""
        groups: dict[str, list[str]] = {}
        for phrase in phrases:
            first, _, rest = phrase.partition(" ")
            groups.setdefault(first, []).append(rest)
        texts = [f"{first} {self.joined(rests)}".strip() for first, rests in groups.items()]
        if len(texts) == 1 or len(texts) == len(phrases):
            return self.joined(texts)
        return f"{', '.join(texts[:-1])}, {self.of('and')} {texts[-1]}"

    def _text(self, question: str, prefix: str) -> str:
        return in_language(texts_of(self.data.get(question, {}), prefix), self.lang)

    def _option(self, question: str, code: str) -> Mapping[str, Any]:
        return self.data.get(question, {}).get("options", {}).get(code, {})


def words(version: str, lang: str) -> Words:
    """The words for an intake of this content version."""
    return Words(_data(_worded(version)), lang)


def place_of(question: Question, version: str) -> str:
    """Where the answer stands in the summary; "" when it has no place of its own."""
    asked = load(_worded(version)).questions.get(question.id)
    return asked.summary if asked else question.summary


def has_words(version: str) -> bool:
    return (questionnaire.CONTENT / version / f"{FILE}.toml").exists()


@lru_cache
def _worded(version: str) -> str:
    """This version, or the first one after it that has words."""
    return next((one for one in versions() if int(one) >= int(version) and has_words(one)), version)


@lru_cache
def _data(version: str) -> dict[str, Any]:
    return read(version, FILE)
