"""A condition in words, made from the questions' own texts, in Dutch or English. No Django.

`outline` gives a small tree that a template shows as nested lists; `as_text` the same as text, to search and
to compare. Terms (words in capitals) are read by their meaning; their definition is a part below them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from intake.conditions import (
    AllOf,
    Answered,
    AnyOf,
    AtLeast,
    Choice,
    Comparison,
    Condition,
    Not,
    Stated,
    parse,
)
from intake.questionnaire import LANGUAGES, Questionnaire, load, read, texts_of, versions

ANSWER, TERM = "answer", "term"  # kinds of lines; every other kind is a group of parts
MARKER = "term"  # a term passes through the parser as an option of a question with this name

WORDS = {
    "nl": {
        "all": "al deze",
        "any": "een van deze",
        "some": "minstens {n} van deze",
        "not": "niet",
        "none": "geen van deze",
        "said": "de patiënt zegt",
        "unsaid": "de patiënt zegt niet",
        "unless": "tenzij de patiënt zegt",
        "and": "en",
        "or": "of",
        "age": "Leeftijd",
        "answered": "beantwoord",
        "left_open": "opengelaten",
        "some_of": "minstens {n} van {options}",
    },
    "en": {
        "all": "all of these",
        "any": "one of these",
        "some": "at least {n} of these",
        "not": "not",
        "none": "none of these",
        "said": "the patient says",
        "unsaid": "the patient does not say",
        "unless": "unless the patient says",
        "and": "and",
        "or": "or",
        "age": "Age",
        "answered": "answered",
        "left_open": "left open",
        "some_of": "at least {n} of {options}",
    },
}
AMOUNTS = {
    "nl": {
        "age": {
            ">=": "{n} jaar of ouder",
            "<=": "hoogstens {n} jaar",
            ">": "ouder dan {n} jaar",
            "<": "jonger dan {n} jaar",
            "==": "{n} jaar",
        },
        "num": {
            ">=": "{n} of hoger",
            "<=": "{n} of lager",
            ">": "hoger dan {n}",
            "<": "lager dan {n}",
            "==": "{n}",
        },
        "count": {
            ">=": "minstens {n} gekozen",
            "<=": "hoogstens {n} gekozen",
            ">": "meer dan {n} gekozen",
            "<": "minder dan {n} gekozen",
            "==": "precies {n} gekozen",
        },
    },
    "en": {
        "age": {
            ">=": "{n} or older",
            "<=": "{n} at most",
            ">": "older than {n}",
            "<": "younger than {n}",
            "==": "{n}",
        },
        "num": {
            ">=": "{n} or higher",
            "<=": "{n} or lower",
            ">": "higher than {n}",
            "<": "lower than {n}",
            "==": "{n}",
        },
        "count": {
            ">=": "at least {n} chosen",
            "<=": "at most {n} chosen",
            ">": "more than {n} chosen",
            "<": "fewer than {n} chosen",
            "==": "exactly {n} chosen",
        },
    },
}


@dataclass(frozen=True)
class Wording:
    """One line or group of an outline."""

    kind: str  # ANSWER, TERM, or how the parts go together: a key of WORDS
    lead: str  # the question, the meaning of the term, or what holds the parts together ("one of these")
    answers: str = ""  # what was answered: “a” or “b”
    topic: str = ""  # what a follow-up question is about
    parts: tuple["Wording", ...] = ()  # of a term: its definition

    @property
    def is_line(self) -> bool:
        return self.kind in (ANSWER, TERM)

    def walk(self) -> Iterator["Wording"]:
        yield self
        for part in self.parts:
            yield from part.walk()


@lru_cache(maxsize=4096)
def outline(when: str, version: str, lang: str) -> Wording:
    """The condition `when` of this content version in words; `lang` as for in_language."""
    writer = _Writer(load(version), lang[:2].lower() if lang[:2].lower() in LANGUAGES else "nl")
    return writer.wording(_parsed(when, version))


@lru_cache(maxsize=4096)
def _parsed(when: str, version: str) -> Condition:
    """The condition with its terms unexpanded."""
    return parse(when, {name: f"{MARKER}:{name.lower()}" for name in load(version).terms})


def as_text(wording: Wording) -> str:
    """The outline as plain text, a line per answer; a term by its meaning only."""
    return "\n".join(_lines(wording))


def _lines(wording: Wording) -> list[str]:
    if wording.is_line:
        told = f"{wording.lead} {wording.answers}".strip()
        return [f"{wording.topic}: {told}" if wording.topic else told]
    inner = [_lines(part) for part in wording.parts]
    if len(inner) == 1:
        return [f"{wording.lead}: {inner[0][0]}", *inner[0][1:]]
    below = (line for first, *rest in inner for line in [f"- {first}", *(f"  {line}" for line in rest)])
    return [f"{wording.lead}:", *below]


def terms_in(wording: Wording) -> dict[str, Wording]:
    """The terms an outline names, also in definitions of others: by meaning, in the order of reading."""
    return {part.lead: part for part in wording.walk() if part.kind == TERM}


@lru_cache
def meanings(version: str) -> dict[str, dict[str, str]]:
    """What each term means, by language.

    A version from before meanings had two languages takes them from a later version that defines the term
    in the same way. A language may be missing; then the definition itself is read in place of the term.
    """
    later = [version, *versions()[versions().index(version) + 1 :]]
    return {entry["name"]: _meaning(entry, later) for entry in read(version, "questions")["term"]}


def _meaning(entry: dict[str, str], later: Iterable[str]) -> dict[str, str]:
    for version in later:
        for other in read(version, "questions")["term"]:
            texts = texts_of(other, "meaning_")
            if texts and (other["name"], other["when"]) == (entry["name"], entry["when"]):
                return texts
    return {"en": entry["meaning"]} if "meaning" in entry else {}


def quoted(texts: Iterable[str], joined_by: str) -> str:
    """“a”, “b” or “c”."""
    *first, last = [f"“{text}”" for text in texts]
    return f"{', '.join(first)} {joined_by} {last}" if first else last


class _Writer:
    """Writes conditions of one content version in one language."""

    def __init__(self, questionnaire: Questionnaire, lang: str) -> None:
        self.about, self.lang, self.words = questionnaire, lang, WORDS[lang]
        self.meanings = meanings(questionnaire.version)

    def wording(self, condition: Condition) -> Wording:
        if isinstance(condition, Choice):
            if condition.question == MARKER:
                return self._term(condition.option.upper())
            return self._answers(condition.question, [condition.option], "or")
        if isinstance(condition, Comparison):
            return self._amount(condition)
        if isinstance(condition, Answered):
            return self._line(condition.question, self.words["answered"])
        if isinstance(condition, AtLeast):
            return self._at_least(condition)
        if isinstance(condition, Stated):
            return self._group("said", [self.wording(condition.part)])
        if isinstance(condition, Not):
            return self._not(condition.part)
        return self._several(condition)

    def _term(self, name: str) -> Wording:
        definition = outline(self.about.terms[name], self.about.version, self.lang)
        meaning = self.meanings[name].get(self.lang)
        return Wording(TERM, meaning, parts=(definition,)) if meaning else definition

    def _line(self, question: str, answers: str) -> Wording:
        asked = self.about.questions[question]
        titles = (page.title(self.lang) for page in self.about.pages if page.id == asked.page)
        # What is asked only sometimes follows on from another question, and says little without its page.
        topic = next(titles, "") if asked.show_when else ""
        return Wording(ANSWER, asked.text(self.lang), answers, topic)

    def _answers(self, question: str, codes: list[str], joined_by: str) -> Wording:
        return self._line(question, quoted(self._options(question, codes), self.words[joined_by]))

    def _options(self, question: str, codes: list[str]) -> list[str]:
        asked = self.about.questions[question]
        return [option.text(self.lang) for code in codes if (option := asked.option(code))]

    def _amount(self, condition: Comparison) -> Wording:
        answers = AMOUNTS[self.lang][condition.kind][condition.sign].format(n=condition.bound)
        if condition.kind == "age":
            return Wording(ANSWER, self.words["age"], answers)
        return self._line(condition.question, answers)

    def _group(self, kind: str, parts: list[Wording], **numbers: int) -> Wording:
        return Wording(kind, self.words[kind].format(**numbers), parts=tuple(parts))

    def _at_least(self, condition: AtLeast) -> Wording:
        asked = {part.question for part in condition.parts if isinstance(part, Choice)}
        if (
            len(asked) == 1
            and asked != {MARKER}
            and all(isinstance(part, Choice) for part in condition.parts)
        ):
            options = self._options(*asked, [part.option for part in condition.parts])
            told = self.words["some_of"].format(
                n=condition.wanted, options=quoted(options, self.words["and"])
            )
            return self._line(*asked, told)
        return self._group("some", [self.wording(part) for part in condition.parts], n=condition.wanted)

    def _not(self, part: Condition) -> Wording:
        if isinstance(part, Answered):
            return self._line(part.question, self.words["left_open"])
        if isinstance(part, Stated):
            return self._group("unsaid", [self.wording(part.part)])
        denied = self.wording(part)
        if denied.kind == "any":
            return replace(denied, kind="none", lead=self.words["none"])
        return self._group("not", [denied])

    def _several(self, condition: AnyOf | AllOf) -> Wording:
        """Both kinds: options of one question stand in one line; what lifts an "all" stands at its end."""
        kind, joined_by = ("any", "or") if isinstance(condition, AnyOf) else ("all", "and")
        parts = list(_flat(condition))
        chosen: dict[str, list[str]] = {}
        for part in parts:
            if isinstance(part, Choice) and part.question != MARKER:
                chosen.setdefault(part.question, []).append(part.option)
        lines = []
        for part in parts:
            if isinstance(part, Choice) and part.question != MARKER:
                if part.question in chosen:
                    lines.append(self._answers(part.question, chosen.pop(part.question), joined_by))
            else:
                lines.append(self.wording(part))
        if kind == "all":
            lines = [self._lifting(line) for line in lines]
            lines.sort(key=lambda line: line.kind == "unless")
        return lines[0] if len(lines) == 1 else self._group(kind, lines)

    def _lifting(self, line: Wording) -> Wording:
        return replace(line, kind="unless", lead=self.words["unless"]) if line.kind == "unsaid" else line


def _flat(condition: Condition) -> Iterator[Condition]:
    """The parts, and those of parts that go together in the same way: a or (b or c) is a, b or c."""
    for part in condition.parts:
        if type(part) is type(condition):
            yield from _flat(part)
        else:
            yield part
