"""The lines of the history that are proposed from the patient's answers, and what becomes of them. No Django.

Third person, for colleagues: the machinery of the one-page summary (intake/summary.py) topic by topic. What
was answered is told and nothing else; own words stay between quotation marks; what was left open is named.
"""

import tomllib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from intake.answers import is_empty
from intake.paragraph import Told, finished, sentences_about
from intake.questionnaire import Question, in_language
from intake.summary import AsAsked, Asked, OwnWords, Remark, lists_asked, remarks_at, told
from intake.summary_words import OPENING, TELLING, Words, words
from records.topics import CONTENT, by_topic, topics

OWN_VOICE = "request_for_help"  # this topic stays in the patient's words
BESIDE = ("medication", "work", "sport", "psychosocial", "who", "request")


class Line(Protocol):
    """One line of a topic (models.HistoryLine is one)."""

    topic: str
    generated: str
    text: str


def proposed(rows: Iterable[AsAsked], *, version: str, lang: str) -> dict[str, list[str]]:
    """The lines of each topic, in the language of the page; none twice. `version` is that of the content."""
    said, found = words(version, lang), by_topic(rows)
    return {
        topic.field: list(dict.fromkeys(_lines(told(found[topic.field], version), said)))
        for topic in topics()
        if topic.field != OWN_VOICE
    }


def _lines(part: Told, said: Words) -> Iterator[str]:
    yield from sentences_about(part, said)
    yield from _drawn(part, said)
    yield from _limited(part, said)
    for asked in lists_asked(_without(part, lambda one: one.type == "chart"), said):
        yield from _listed(asked, said)
    open_labels = [said.label(one) for one in part.at(*OPENING, *TELLING) if _is_open(part, one)]
    chosen = _without(part, lambda one: one.safety_list)  # what stands in such a list is told there
    for place in BESIDE:
        remarks = remarks_at(place, chosen, said)
        yield from _remarked(remarks)
        open_labels += [one.text for one in remarks if isinstance(one, Remark) and one.open]
    if open_labels:
        yield finished(said.of("open").format(said.joined(open_labels)))


def _without(part: Told, leave_out: Callable[[Question], bool]) -> Told:
    return Told(part.version, [one for one in part.questions if not leave_out(one)], part.values)


def _is_open(part: Told, question: Question) -> bool:
    return not question.optional and is_empty(part.value(question.id))


def _drawn(part: Told, said: Words) -> Iterator[str]:
    for one in part.questions:
        if one.type == "chart" and not is_empty(part.value(one.id)):
            yield finished(f"{said.label(one)}: {one.answer_text(part.value(one.id), said.lang)}")


def _limited(part: Told, said: Words) -> Iterator[str]:
    """The activities that are hard, the hardest first."""
    pairs = [pair for one in part.at("activities") for pair in part.value(one.id) or []]
    hardest = sorted(pairs, key=lambda pair: -pair["score"])
    if hardest:
        named = ", ".join(f"{pair['activity']} ({pair['score']}/10)" for pair in hardest)
        yield finished(_word("limited", said.lang).format(named))


def _remarked(remarks: Iterable[Remark | OwnWords]) -> Iterator[str]:
    """What was chosen side by side, then each of the patient's own texts."""
    given = [one.text for one in remarks if isinstance(one, Remark) and not one.open]
    if given:
        yield finished(", ".join(given))
    for one in remarks:
        if isinstance(one, OwnWords):
            yield finished(f"{one.label}: “{' '.join(one.text.split()).rstrip('.')}”")


def _listed(asked: Asked, said: Words) -> Iterator[str]:
    """One list that was gone through, with what is there before what is not."""
    parts = [
        ", ".join(asked.present),
        *(
            _word(name, said.lang).format(", ".join(texts))
            for name, texts in (("absent", asked.absent), ("open", asked.open))
            if texts
        ),
    ]
    there = "; ".join(part for part in parts if part)
    if there:
        yield finished(f"{asked.label}{': ' if asked.present else ', '}{there}")


def key(topic: str, generated: str) -> str:
    """What a line is called on a page: another proposal is another line, whatever its place."""
    return f"{topic}_{zlib.crc32(generated.encode()):08x}"


def whole(lines: Iterable[Line], added: str) -> str:
    """The text of one topic: its lines, and below them what the therapist added."""
    return "\n".join(filter(None, [*(line.text for line in lines), added]))


def added(text: str, lines: Iterable[Line]) -> str:
    """What the therapist added to the lines of a topic; all of a text that does not begin with them."""
    told_by_lines = whole(lines, "")
    if told_by_lines and text.startswith(told_by_lines):
        return text.removeprefix(told_by_lines).removeprefix("\n")
    return text


def _word(name: str, lang: str) -> str:
    return in_language(_words()[name], lang)


@lru_cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))["words"]
