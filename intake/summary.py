"""What one page tells the therapist of an intake: from the answers as they were asked. No Django.

Nothing that was answered is left out: what has no place of its own stands in the lists of what was asked, as
present, absent or open. What the rules found is not here; see intake/summary_page.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from intake.answers import NONE, UNKNOWN, is_empty
from intake.paragraph import (
    REGIONS,
    RELATION,
    REPORTER,
    REPORTER_NAME,
    Reporter,
    Told,
    paragraph,
    reporter,
)
from intake.questionnaire import Question, load
from intake.summary_words import BESIDE, OPENING, TELLING, Words, place_of, words

IN_PARAGRAPH = {*OPENING, *TELLING}
REPORTING = {REPORTER, REPORTER_NAME, RELATION}  # told in the paragraph


class AsAsked(Protocol):
    """One question as it was asked, with the answer as it is stored (models.Answer is one)."""

    question: str
    value: Any


@dataclass(frozen=True)
class Remark:
    """A few words on one answer. `open`: it was asked and not answered."""

    text: str
    notable: bool = False  # worth a second look
    open: bool = False


@dataclass(frozen=True)
class OwnWords:
    """What the patient wrote, untouched."""

    label: str
    text: str


@dataclass(frozen=True)
class Activity:
    """0 = no trouble, 10 = impossible."""

    text: str
    score: int


@dataclass(frozen=True)
class Asked:
    """One list that was gone through: what the patient has, has not, and left open."""

    label: str
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    regions: tuple[str, ...]
    paragraph: str
    request: str  # for help, as written; empty when nothing was
    more: tuple[OwnWords, ...]  # what else the patient wrote
    activities: tuple[Activity, ...]
    pain: int | None  # 0 to 10
    medication: tuple[Remark | OwnWords, ...]
    psychosocial: tuple[Remark | OwnWords, ...]  # notable ones first
    work: tuple[Remark | OwnWords, ...]
    sport: tuple[Remark | OwnWords, ...]
    practical: tuple[Remark | OwnWords, ...]  # referral, sharing with the GP
    asked: tuple[Asked, ...]


def told(rows: Iterable[AsAsked], version: str) -> Told:
    """The answers of one intake, with the questions of its content version."""
    questions = load(version).questions
    known = [row for row in rows if row.question in questions]
    return Told(
        version, [questions[row.question] for row in known], {row.question: row.value for row in known}
    )


def summarise(rows: Iterable[AsAsked], *, version: str, lang: str) -> Summary:
    """The summary of one intake in the language of the page. `version` is that of its content."""
    heard, said = told(rows, version), words(version, lang)
    return Summary(
        regions=_regions(heard, lang),
        paragraph=paragraph(heard, said),
        request=next((heard.value(one.id) or "" for one in heard.at("request")), ""),
        more=_more(heard, said),
        activities=_activities(heard),
        pain=next(
            (heard.value(one.id) for one in heard.at("pain") if not is_empty(heard.value(one.id))), None
        ),
        medication=remarks_at("medication", heard, said),
        psychosocial=remarks_at("psychosocial", heard, said),
        work=remarks_at("work", heard, said),
        sport=remarks_at("sport", heard, said),
        practical=remarks_at("who", heard, said),
        asked=lists_asked(heard, said),
    )


def reporter_of(rows: Iterable[AsAsked], *, version: str, lang: str) -> Reporter | None:
    """Who filled in this intake for the patient, in the language of the page; None when the patient did."""
    return reporter(told(rows, version), words(version, lang))


def _regions(heard: Told, lang: str) -> tuple[str, ...]:
    found = [one for one in heard.questions if one.id == REGIONS]
    return tuple(one.answer_text(code, lang) for one in found for code in heard.codes(REGIONS))


def _more(heard: Told, said: Words) -> tuple[OwnWords, ...]:
    """Own words beside the request for help, which is the first question of its place."""
    written = [one for question in heard.at("request")[1:] for one in _remarks(question, heard, said)]
    return tuple(one for one in written if isinstance(one, OwnWords))


def _activities(heard: Told) -> tuple[Activity, ...]:
    """The hardest first."""
    pairs = [pair for one in heard.at("activities") for pair in heard.value(one.id) or []]
    found = [Activity(pair["activity"], pair["score"]) for pair in pairs]
    return tuple(sorted(found, key=lambda one: -one.score))


def remarks_at(place: str, heard: Told, said: Words) -> tuple[Remark | OwnWords, ...]:
    """What was answered at this place: notable first, then the rest, what is open, and own words."""
    found = [
        one
        for question in heard.at(place)
        if question.id not in REPORTING
        for one in _remarks(question, heard, said)
    ]
    return tuple(sorted(found, key=_rank))


def _rank(one: Remark | OwnWords) -> int:
    if isinstance(one, OwnWords):
        return 3
    return 0 if one.notable else 1 + one.open


def _remarks(question: Question, heard: Told, said: Words) -> list[Remark | OwnWords]:
    value = heard.value(question.id)
    if is_empty(value):
        return [] if question.optional else [Remark(said.label(question), open=True)]
    if question.options:
        codes = heard.codes(question.id)
        return [Remark(said.phrase(question, code), said.is_notable(question, code)) for code in codes]
    if isinstance(value, int):
        return [Remark(said.clause(question).format(value), said.is_notable(question, value))]
    return [OwnWords(said.label(question), question.answer_text(value, said.lang))]


def lists_asked(heard: Told, said: Words) -> tuple[Asked, ...]:
    """The safety lists and other lists in the order of the form, then the single signs together."""
    placed = {*IN_PARAGRAPH, *BESIDE}
    rest = [one for one in heard.questions if one.safety_list or place_of(one, heard.version) not in placed]
    rest = [one for one in rest if not one.known]
    lists = [_list(one, heard, said) for one in rest if one.type == "multi"]
    signs = [_sign(one, heard, said) for one in rest if one.type != "multi"]
    return (*lists, _together(signs, said)) if signs else tuple(lists)


def _list(question: Question, heard: Told, said: Words) -> Asked:
    label, chosen = said.label(question), heard.codes(question.id)
    if is_empty(heard.value(question.id)):
        return Asked(label, open=(said.of("whole_list"),))
    offered = [code for code in question.codes if code not in (NONE, UNKNOWN)]
    return Asked(
        label,
        present=tuple(said.phrase(question, code) for code in offered if code in chosen),
        absent=tuple(said.phrase(question, code) for code in offered if code not in chosen),
        open=(said.of("unknown"),) if UNKNOWN in chosen else (),
    )


def _sign(question: Question, heard: Told, said: Words) -> Asked:
    """One question about one sign; what is absent is the sign its label names."""
    label, value = said.label(question), heard.value(question.id)
    if is_empty(value):
        return Asked(label) if question.optional else Asked(label, open=(label,))
    if value == UNKNOWN:
        return Asked(label, open=(f"{label} ({said.of('unknown')})",))
    if isinstance(value, str) and question.options and said.denies(question, value):
        return Asked(label, absent=(label,))
    is_code = question.type == "single"
    text = said.phrase(question, value) if is_code else question.answer_text(value, said.lang)
    told = (f"{label}: {text}",)
    return Asked(label, absent=told) if value == [NONE] else Asked(label, present=told)


def _together(signs: Iterable[Asked], said: Words) -> Asked:
    return Asked(
        said.of("signs"),
        present=tuple(text for one in signs for text in one.present),
        absent=tuple(text for one in signs for text in one.absent),
        open=tuple(text for one in signs for text in one.open),
    )
