"""What differs between two versions of the clinical content, in readable words. No Django.

A version is read as texts: per rule, term, question and message what somebody who judges it sees. Two
versions differ where these texts differ, so what looks the same is the same, and what changed can be shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from intake.questionnaire import LANGUAGES, Option, Question, in_language, load, read, texts_of
from intake.screening import Rule, message, rules
from intake.side_by_side import Pair, beside
from intake.wording import AMOUNTS, as_text, meanings, outline, terms_in

Texts = Mapping[str, str]  # what an entry says, by part: {"level": "emergency", "when": ...}
KINDS = ("rule", "term", "question", "message", "contact", "selfcare")
TYPES = {
    "nl": {
        "single": "één antwoord",
        "multi": "meer antwoorden mogelijk",
        "text": "vrije tekst",
        "date": "een datum",
        "psk": "activiteiten met een cijfer",
        "chart": "tekening van het lichaam",
        "nrs0-10": "een cijfer van 0 tot 10",
        "int0-31": "een aantal van 0 tot 31",
    },
    "en": {
        "single": "one answer",
        "multi": "more answers possible",
        "text": "free text",
        "date": "a date",
        "psk": "activities with a number",
        "chart": "body chart",
        "nrs0-10": "a number from 0 to 10",
        "int0-31": "a number from 0 to 31",
    },
}
DUTIES = {
    "nl": {
        "required": "moet beantwoord",
        "optional": "mag open blijven",
        "rescreen": "later opnieuw gevraagd",
    },
    "en": {"required": "must be answered", "optional": "may stay open", "rescreen": "asked again later on"},
}


@dataclass(frozen=True)
class Difference:
    """One part of an entry that reads differently."""

    part: str
    about: str  # which term or question, where a rule reads differently because of that
    old: str
    new: str

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return beside(self.old, self.new)


@dataclass(frozen=True)
class Entry:
    """Something added or taken away, as it reads."""

    id: str
    texts: Texts


@dataclass(frozen=True)
class Changed:
    """Something that reads differently; `texts` is how it reads now."""

    id: str
    texts: Texts
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Changes:
    """All differences of one kind of entry."""

    kind: str  # one of KINDS
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[Changed, ...]

    def __len__(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


@lru_cache(maxsize=32)
def between(old: str, new: str, lang: str) -> tuple[Changes, ...]:
    """What version `new` changes in version `old`: one Changes per kind, also when nothing changed."""
    before, after = texts_of_version(old, lang), texts_of_version(new, lang)
    return tuple(compare(kind, before[kind], after[kind]) for kind in KINDS)


def compare(kind: str, before: Mapping[str, Texts], after: Mapping[str, Texts]) -> Changes:
    """The differences between two sets of texts, each in the order of its own file."""
    changed = (
        Changed(id_, texts, _differences(before[id_], texts))
        for id_, texts in after.items()
        if id_ in before and before[id_] != texts
    )
    return Changes(
        kind,
        added=tuple(Entry(id_, texts) for id_, texts in after.items() if id_ not in before),
        removed=tuple(Entry(id_, texts) for id_, texts in before.items() if id_ not in after),
        changed=tuple(changed),
    )


def _differences(old: Texts, new: Texts) -> tuple[Difference, ...]:
    """Part by part. What only one of both has shows in what uses it: the condition, a definition."""
    parts = [part for part in new if part in old and old[part] != new[part]]
    return tuple(_difference(part, old[part], new[part]) for part in parts)


def _difference(part: str, old: str, new: str) -> Difference:
    name, _, about = part.partition("|")
    return Difference(name, about, old, new)


def unchanged_rules(old: str, new: str) -> frozenset[str]:
    """The rules that read the same in both versions and both languages, and are built of the same answers."""
    same = [_same(rule_texts(old, lang), rule_texts(new, lang)) for lang in LANGUAGES]
    built = _same(_conditions(old), _conditions(new))
    return frozenset(built.intersection(*same))


def _same(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {id_ for id_, value in new.items() if old.get(id_) == value}


@lru_cache
def _conditions(version: str) -> dict[str, str]:
    """Each rule with its terms written out: two answers could have the same words."""
    return {rule.id: str(rule.condition) for rule in rules(version)}


def texts_of_version(version: str, lang: str) -> dict[str, Mapping[str, Texts]]:
    """Everything in one version that somebody reads, by kind and id."""
    return {
        "rule": rule_texts(version, lang),
        "term": _terms(version, lang),
        "question": {id_: _question(one, version, lang) for id_, one in load(version).questions.items()},
        "message": _messages(version, "message", "id", lang),
        "contact": _messages(version, "contact", "id", lang),
        "selfcare": _messages(version, "selfcare", "complaint", lang),
    }


@lru_cache
def rule_texts(version: str, lang: str) -> dict[str, Texts]:
    """What a therapist judges of each rule, with the terms it uses and when its questions are asked."""
    return {rule.id: _rule(rule, version, lang) for rule in rules(version)}


def _rule(rule: Rule, version: str, lang: str) -> Texts:
    when = outline(rule.when, version, lang)
    used = sorted({question for question, _ in rule.condition.atoms()} - {"age"})
    questions = [load(version).questions[id_] for id_ in used]
    return {
        "level": rule.level,
        "complaints": rule.complaints,
        "when": as_text(when),
        "suspected": rule.suspected_text(lang),
        "contact": rule.contact_text(lang),
        "message": message(rule.patient_message, lang, version) if rule.refers else "",
        "therapist": rule.therapist_text(lang),
        "source": rule.source,
        **{f"term|{meaning}": as_text(term.parts[0]) for meaning, term in terms_in(when).items()},
        **{f"asked|{one.text(lang)}": _asked_when(one, version, lang) for one in questions},
    }


def _asked_when(question: Question, version: str, lang: str) -> str:
    """When a question is asked; empty for always."""
    when = _show_when(version).get(question.id)
    return as_text(outline(when, version, lang)) if when else ""


@lru_cache
def _show_when(version: str) -> dict[str, str]:
    entries = read(version, "questions")["question"]
    return {entry["id"]: entry["show_when"] for entry in entries if entry.get("show_when")}


def _terms(version: str, lang: str) -> dict[str, Texts]:
    about = meanings(version)
    return {
        name: {"meaning": in_language(about[name], lang), "when": as_text(outline(when, version, lang))}
        for name, when in load(version).terms.items()
    }


def _question(question: Question, version: str, lang: str) -> Texts:
    pages = {page.id: page.title(lang) for page in load(version).pages}
    duties = (word for key, word in DUTIES[lang].items() if getattr(question, key))
    return {
        "question": question.text(lang),
        "hint": question.hint(lang),
        "options": "\n".join(_offered(option, lang) for option in question.options),
        "how": "; ".join([TYPES[lang][question.type], *duties]),
        "page": pages[question.page],
        "asked": _asked_when(question, version, lang),
    }


def _offered(option: Option, lang: str) -> str:
    """An option as it reads, with the age from which it is offered."""
    if not option.from_age:
        return option.text(lang)
    return f"{option.text(lang)} ({AMOUNTS[lang]['age']['>='].format(n=option.from_age)})"


def _messages(version: str, kind: str, key: str, lang: str) -> dict[str, Texts]:
    return {entry[key]: dict(_said(entry, lang)) for entry in read(version, "messages").get(kind, [])}


def _said(entry: Mapping[str, str], lang: str) -> Iterator[tuple[str, str]]:
    for part, prefix in (("title", "title_"), ("text", "")):
        if texts := texts_of(entry, prefix):
            yield part, in_language(texts, lang)
    yield "source", entry.get("source", "")
