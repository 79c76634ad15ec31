"""The complaint in one paragraph of plain text, for the therapist, from the answers. No Django.

It says what was answered and nothing else: what was not asked is left out, what was left open is named at the
end, and "I don't know" is said as such.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intake.answers import NONE, UNKNOWN, is_empty
from intake.questionnaire import Question
from intake.summary_words import OPENING, TELLING, Sentence, Words, place_of

REGIONS, REPORTER = "g_regions", "ad_reporter"
REPORTER_NAME, RELATION = "ad_reporter_name", "ad_reporter_relation"
AILMENTS = {"headache", "dizziness", "other"}  # regions that are a complaint by themselves; others can hurt
SELF = "self"
NAME_LIMIT = 120  # characters of a name


@dataclass(frozen=True)
class Told:
    """The questions one patient was asked, in order, and what was answered."""

    version: str
    questions: Sequence[Question]
    values: Mapping[str, Any]

    def at(self, *places: str) -> list[Question]:
        """The questions with these places, place by place."""
        return [one for place in places for one in self.questions if place_of(one, self.version) == place]

    def value(self, question: str) -> Any:
        return self.values.get(question)

    def codes(self, question: str) -> list[str]:
        """The chosen options; a symptom goes before "none of these" beside it."""
        value = self.value(question)
        chosen = value if isinstance(value, list) else [value]
        real = [code for code in chosen if code != NONE and not is_empty(code)]
        return real or [code for code in chosen if code == NONE]


@dataclass(frozen=True)
class Clause:
    text: str
    alone: bool = False  # "none of these" or "I don't know": cannot be said of the beginning of a sentence


def paragraph(told: Told, words: Words) -> str:
    """Well-formed sentences, each with its full stop; always at least one."""
    sentences = [
        _opening(told, words),
        *(_sentence(one, told, words) for one in words.sentences),
        _told_by(told, words),
        _left_open(told, words),
    ]
    return " ".join(finished(sentence) for sentence in sentences if sentence)


def sentences_about(part: Told, words: Words) -> list[str]:
    """The sentences of a part of what was told, each finished: none about a question that is not in it."""
    since = [*_clauses(part, words, "duration"), _onset(part, words), *_clauses(part, words, "course")]
    has_place = any(question.id == REGIONS for question in part.questions)
    sentences = [
        _where(part, words) if has_place else "",
        _beside(_merged(since)),
        *(_sentence(one, part, words) for one in words.sentences),
        _told_by(part, words),
    ]
    return [finished(sentence) for sentence in sentences if sentence]


def finished(text: str) -> str:
    text = " ".join(text.split()).rstrip(" .,;:")
    return f"{text[:1].upper()}{text[1:]}."


def _opening(told: Told, words: Words) -> str:
    """What, where and since when; how it began and went on."""
    duration = next(iter(_clauses(told, words, "duration")), Clause("")).text
    course = [_onset(told, words), *_clauses(told, words, "course")]
    return _beside([Clause(_where(told, words, duration)), *_merged(course)])


def _where(told: Told, words: Words, duration: str = "") -> str:
    start = words.of("opening").format(duration=duration, complaint=_complaint(told, words)).strip()
    rest = [one for one in told.at("regions") if one.id != REGIONS]
    return ", ".join([start, *(clause.text for clause in _said(rest, told, words))])


def _complaint(told: Told, words: Words) -> str:
    """Pain in these places, and what else; without a pain score or a kind of pain it is no pain."""
    question = next((one for one in told.questions if one.id == REGIONS), None)
    codes = told.codes(REGIONS) if question else []
    places = [words.phrase(question, code) for code in codes if code not in AILMENTS]
    texts = [words.phrase(question, code) for code in codes if code in AILMENTS]
    if places:
        frame = words.of("pain" if _hurts(told) else "complaint")
        texts.insert(0, frame.format(words.grouped(places)))
    return words.joined(texts) if texts else words.of("nowhere")


def _hurts(told: Told) -> bool:
    return any(told.value(question.id) for question in told.at("pain", "character"))


def _onset(told: Told, words: Words) -> Clause:
    """How it began; more about it, such as the kind of accident, in brackets."""
    first, *more = _clauses(told, words, "onset") or [Clause("")]
    if not more:
        return first
    return Clause(f"{first.text} ({', '.join(clause.text for clause in more)})", first.alone)


def _merged(clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses on the same subject side by side; one that is a sentence by itself stays apart."""
    given = [clause for clause in clauses if clause.text]
    if any(clause.alone for clause in given):
        return given
    return [Clause(", ".join(clause.text for clause in given))] if given else []


def _sentence(sentence: Sentence, told: Told, words: Words) -> str:
    clauses = _clauses(told, words, *sentence.places)
    if not sentence.beginning:
        return _beside(clauses)
    *first, last = [clause.text for clause in clauses if not clause.alone] or [""]
    said = f"{', '.join(first)}, {words.of('and')} {last}" if first else last
    of_beginning = [Clause(f"{sentence.beginning} {said}")] if said else []
    return _beside([*of_beginning, *(clause for clause in clauses if clause.alone)])


def _beside(clauses: Iterable[Clause]) -> str:
    return "; ".join(clause.text for clause in clauses if clause.text)


def _clauses(told: Told, words: Words, *places: str) -> list[Clause]:
    return _said(told.at(*places), told, words)


def _said(questions: Iterable[Question], told: Told, words: Words) -> list[Clause]:
    """What was answered to each of these questions; nothing for one that is open."""
    return [_clause(one, told, words) for one in questions if not is_empty(told.value(one.id))]


def _clause(question: Question, told: Told, words: Words) -> Clause:
    if not question.options:
        return Clause(
            words.clause(question).format(question.answer_text(told.value(question.id), words.lang))
        )
    codes = told.codes(question.id)
    phrases = [words.phrase(question, code) for code in codes]
    if codes[0] in (NONE, UNKNOWN):
        return Clause(phrases[0], alone=True)
    return Clause(words.clause(question).format(words.grouped(phrases)))


def _told_by(told: Told, words: Words) -> str:
    """Who filled in the form, by role, name and relation; empty when the patient did."""
    by = reporter(told, words)
    who = words.of("told").format(by.role) if by else ""
    return f"{who}: {by.person}" if by and by.person else who


@dataclass(frozen=True)
class Reporter:
    """Somebody who filled in the form for the patient; name and relation may be empty."""

    kind: str  # the code of the answer
    role: str
    name: str
    relation: str

    @property
    def person(self) -> str:
        """Name and relation: "Marieke de Vries (parent)"."""
        return f"{self.name} ({self.relation})" if self.name and self.relation else self.name or self.relation


def reporter(told: Told, words: Words) -> Reporter | None:
    """Who filled in the form; None when the patient did, or when nobody said."""
    asked = {one.id: one for one in told.questions}
    kind, relation = told.value(REPORTER), told.value(RELATION)
    if REPORTER not in asked or is_empty(kind) or kind == SELF:
        return None
    name = " ".join(str(told.value(REPORTER_NAME) or "").split())
    return Reporter(
        kind=kind,
        role=words.phrase(asked[REPORTER], kind),
        name=shortened(name, NAME_LIMIT),
        relation=words.phrase(asked[RELATION], relation) if RELATION in asked and relation else "",
    )


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where that can be."""
    if len(text) <= limit:
        return text
    cut = text[:limit].rsplit(" ", 1)[0] if " " in text[:limit] else text[:limit]
    return f"{cut.rstrip(' .,;:')}…"


def _left_open(told: Told, words: Words) -> str:
    """The questions of this paragraph that were asked and not answered."""
    asked = [one for one in told.at(*OPENING, *TELLING) if not one.optional]
    labels = [words.label(one) for one in asked if is_empty(told.value(one.id))]
    return words.of("open").format(words.joined(labels)) if labels else ""
