"""From answers to findings: which rules fire, which stay undecided, what the patient reads. No Django.

The rules in content/<version>/rules.toml are a proposal that a registered manual therapist approves,
rule by rule. They support the therapist's judgement; they never replace it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from intake.conditions import Condition, parse
from intake.questionnaire import in_language, load, read, texts_of, versions

LEVELS = ("emergency", "same_day_gp", "gp_before_treatment", "caution", "info")  # highest first
NOTHING = "none"  # the level when no rule fires
CONTACT_GP, SUITABLE = "contact_gp", "suitable"
REFERRING = LEVELS[:3]
ALL_CLEAR = "M_OK"  # the message when nothing refers


@dataclass(frozen=True)
class Rule:
    id: str
    level: str
    when: str
    condition: Condition
    complaints: str
    suspected: Mapping[str, str]  # by language; for the therapist only
    contacts: Mapping[str, str]  # by language: whom to contact and when; empty unless it refers
    patient_message: str  # message id
    therapist: Mapping[str, str]  # by language
    source: str
    changed: str = ""  # how and why it differs from the first proposal

    def suspected_text(self, lang: str) -> str:
        return in_language(self.suspected, lang)

    def therapist_text(self, lang: str) -> str:
        return in_language(self.therapist, lang)

    def contact_text(self, lang: str) -> str:
        return in_language(self.contacts, lang)

    @property
    def contact(self) -> str:
        """Whom to contact and when, in the language of the practice."""
        return self.contact_text("nl")

    @property
    def refers(self) -> bool:
        """Does this rule send the patient to a doctor?"""
        return self.level in REFERRING


@dataclass(frozen=True)
class Fired:
    rule: Rule
    because: tuple[str, ...]  # the answers that fired it, as conditions.because writes them


@dataclass(frozen=True)
class Result:
    level: str  # one of LEVELS, or "none"
    outcome: str  # "contact_gp" or "suitable"
    patient_message: str  # message id
    fired: tuple[Fired, ...]  # highest level first
    undecided: tuple[Rule, ...]  # open answers could still fire these: the therapist asks
    not_answered: tuple[str, ...]  # question ids
    version: str


def screen(
    answers: Mapping[str, Any], *, age: int | None, sex: str | None, version: str | None = None
) -> Result:
    """Apply every rule to the answers.

    Params: answers by question id, as Question.clean stores them; age in years; sex "f", "m" or "x".
    The highest level of the fired rules counts, and its first rule chooses the message. A rule that
    is undecided never raises the level.
    """
    questionnaire = load(version)
    facts = questionnaire.facts(answers, age=age, sex=sex)
    fired, undecided = [], []
    for rule in rules(questionnaire.version):
        value = rule.condition.evaluate(facts)
        if value:
            fired.append(Fired(rule, tuple(rule.condition.because(facts))))
        elif value is None:
            undecided.append(rule)
    fired.sort(key=lambda finding: LEVELS.index(finding.rule.level))
    highest = fired[0].rule if fired else None
    refers = highest is not None and highest.refers
    return Result(
        level=highest.level if highest else NOTHING,
        outcome=CONTACT_GP if refers else SUITABLE,
        patient_message=highest.patient_message if highest and refers else ALL_CLEAR,
        fired=tuple(fired),
        undecided=tuple(undecided),
        not_answered=tuple(questionnaire.not_answered(answers, age=age, sex=sex)),
        version=questionnaire.version,
    )


@lru_cache
def rules(version: str) -> tuple[Rule, ...]:
    """The rules of one content version, in the order of the file."""
    terms = load(version).terms
    contacts = _texts(version, "contact")
    return tuple(_rule(entry, terms, contacts) for entry in read(version, "rules")["rule"])


def _rule(
    entry: Mapping[str, Any], terms: Mapping[str, str], contacts: Mapping[str, Mapping[str, str]]
) -> Rule:
    return Rule(
        id=entry["id"],
        level=entry["level"],
        when=" ".join(entry["when"].split()),
        condition=parse(entry["when"], terms),
        complaints=entry["complaints"],
        suspected=texts_of(entry, "suspected_"),
        contacts=contacts[entry["contact"]] if "contact" in entry else {},
        patient_message=entry.get("patient_message", ALL_CLEAR),
        therapist=texts_of(entry, "therapist_"),
        source=entry["source"],
        changed=entry.get("changed", ""),
    )


def message(id: str, lang: str, version: str | None = None) -> str:
    """What the patient reads. Raises KeyError for an unknown id."""
    return in_language(_texts(version or versions()[-1], "message")[id], lang)


@lru_cache
def _texts(version: str, kind: str) -> dict[str, dict[str, str]]:
    """The texts of messages.toml by id: kind is message (for the patient) or contact (for the therapist)."""
    return {entry["id"]: texts_of(entry) for entry in read(version, "messages")[kind]}


def selfcare(complaint: str, lang: str, version: str) -> tuple[str, str] | None:
    """Title and text of what patients with this complaint can do themselves; None without such advice."""
    for entry in read(version, "messages").get("selfcare", []):
        if entry["complaint"] == complaint:
            return in_language(texts_of(entry, "title_"), lang), in_language(texts_of(entry), lang)
    return None
