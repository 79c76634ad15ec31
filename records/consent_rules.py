"""Who decides about a treatment, given age and ability to decide. No Django, no clock, no database.

Source: WGBO, Burgerlijk Wetboek 7:447 (16 and over), 7:450 (consent; 12 to 15 together with the parents,
and the exceptions), 7:465 (representation); domain reference 8.1.
"""

from dataclasses import dataclass
from enum import StrEnum

TWELVE, SIXTEEN, EIGHTEEN = 12, 16, 18

# Relations as in practice.models.Relation, in the order in which the law lets them speak.
PARENTS = ("parent", "guardian")
ADULTS = ("curator", "mentor", "proxy", "partner", "family")


class Rule(StrEnum):
    PARENT = "parent"  # under 12: a parent or guardian decides, the child is told at its own level
    TOGETHER = "together"  # 12 to 15: child and parent both
    ALONE = "alone"  # 16 and over: the patient, nobody else
    REPRESENTED = "represented"  # from 12, unable to decide on this: somebody decides for the patient


class Problem(StrEnum):
    """Why a decision does not stand."""

    PATIENT_MISSING = "patient_missing"
    REPRESENTATIVE_MISSING = "representative_missing"
    REPRESENTATIVE_NOT_ALLOWED = "representative_not_allowed"
    RELATION_WRONG = "relation_wrong"
    CAPACITY_REMARK_MISSING = "capacity_remark_missing"
    NOBODY = "nobody"


class Role(StrEnum):
    PATIENT = "patient"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True)
class Who:
    """Who decides together on a plan, under which rule. Consent needs every one of them."""

    rule: Rule
    roles: frozenset[Role]
    speaks: str = ""  # the name of the representative; empty while nobody said who that is

    def may_lean_on(self, earlier: "Who") -> bool:
        """True when what `earlier` agreed to needs no other yes from these."""
        return self.rule == earlier.rule and self.roles <= earlier.roles and self._is_same_voice(earlier)

    def _is_same_voice(self, earlier: "Who") -> bool:
        """False when somebody else speaks for the patient now, who never read what was agreed to."""
        if Role.REPRESENTATIVE not in self.roles or not self.speaks:
            return True
        return self.speaks.casefold().split() == earlier.speaks.casefold().split()


@dataclass(frozen=True)
class Deciders:
    """Who takes part in a decision."""

    by_patient: bool
    relation: str = ""  # relation of the representative; empty when there is none
    capacity_remark: str = ""
    exception_reason: str = ""


def rule_for(age: int, *, able: bool = True) -> Rule:
    """The rule for a patient of `age` whole years; `able`: can he or she weigh this decision?"""
    if age < TWELVE:
        return Rule.PARENT
    if not able:
        return Rule.REPRESENTED
    return Rule.TOGETHER if age < SIXTEEN else Rule.ALONE


def who_decides(
    age: int, *, able: bool = True, name: str = "", relation: str = "", exception_reason: str = ""
) -> Who:
    """Who has to agree. With a reason for an exception that is one: who speaks for the child, if named."""
    rule = rule_for(age, able=able)
    if rule == Rule.ALONE:
        return Who(rule, frozenset({Role.PATIENT}))
    if rule != Rule.TOGETHER:
        return Who(rule, frozenset({Role.REPRESENTATIVE}), name)
    if exception_reason.strip():
        return Who(rule, frozenset({Role.REPRESENTATIVE if relation else Role.PATIENT}), name)
    return Who(rule, frozenset(Role), name)


def relations_for(age: int) -> tuple[str, ...]:
    """Who may represent somebody of this age, in the order of the law."""
    return PARENTS if age < EIGHTEEN else ADULTS


def problems(decision: str, deciders: Deciders, *, age: int, able: bool = True) -> list[Problem]:
    """What is missing for `decision` ("given", "refused", "withdrawn") to stand; empty when it stands.

    Consent asks for everybody the rule names. To refuse or withdraw, one of them is enough.
    """
    rule = rule_for(age, able=able)
    needed = _needed_to_consent if decision == "given" else _needed_to_refuse
    found = needed(rule, deciders)
    if deciders.relation and rule != Rule.ALONE and deciders.relation not in relations_for(age):
        found.append(Problem.RELATION_WRONG)
    if rule == Rule.REPRESENTED and not deciders.capacity_remark.strip():
        found.append(Problem.CAPACITY_REMARK_MISSING)
    return found


def _needed_to_consent(rule: Rule, deciders: Deciders) -> list[Problem]:
    if rule == Rule.ALONE:
        return _alone(deciders)
    found = []
    if rule == Rule.TOGETHER and deciders.exception_reason.strip():
        return [] if deciders.by_patient or deciders.relation else [Problem.NOBODY]
    if rule == Rule.TOGETHER and not deciders.by_patient:
        found.append(Problem.PATIENT_MISSING)
    if not deciders.relation:
        found.append(Problem.REPRESENTATIVE_MISSING)
    return found


def _needed_to_refuse(rule: Rule, deciders: Deciders) -> list[Problem]:
    if rule == Rule.ALONE:
        return _alone(deciders)
    if rule == Rule.TOGETHER:
        return [] if deciders.by_patient or deciders.relation else [Problem.NOBODY]
    return [] if deciders.relation else [Problem.REPRESENTATIVE_MISSING]


def _alone(deciders: Deciders) -> list[Problem]:
    found = [] if deciders.by_patient else [Problem.PATIENT_MISSING]
    return [*found, Problem.REPRESENTATIVE_NOT_ALLOWED] if deciders.relation else found
