"""Would a test notice a small mistake in a rule? Flips one operator or option at a time and looks.

    python -m benchmarks.mutate_rules [RULE OR TERM ...]

In each rule of the newest content, and in each term, every `and` becomes `or` and the other way round, every
`not` goes or comes, every number moves by one and every comparison turns, every option becomes its neighbour,
every "at least n of" takes one more or one less, and every `stated` goes. A flip is noticed when a line of
the tables the tests read no longer holds: rules.txt, terms.txt, the tables of patients, everyday.txt and the
cases in tests/intake/data.

A flip that no answers tell from the rule as it was is no mistake and does not count (`satisfy` proves that).
Any other flip that nobody notices is printed with answers that tell: a line for the tables. The exit code is
1 when less than 95 % is noticed. Takes about half a minute.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.flips import Flip, differ, expanded, flips, read
from intake.conditions import AllOf, Condition, Truth
from intake.questionnaire import Facts, Question, load
from intake.questionnaire import read as read_file
from intake.satisfy import find
from intake.screening import LEVELS, NOTHING, REFERRING, rules
from tests.intake.everyday import EVERYDAY, complete
from tests.intake.patients import Patient, patient
from tests.intake.test_rules import CASES, FIRES, NEARLY, PATIENTS, RULES, TERMS, UNDECIDED

WANTED = 95  # per cent
HERE = load()
LEVEL = {rule.id: rule.level for rule in rules(HERE.version)}
NOT_REFERRED = {*LEVELS, NOTHING} - {*REFERRING}
RIGHT = {FIRES: (True,), NEARLY: (False, None), UNDECIDED: (None,)}  # by cell of a line
SAYS = {True: "true", False: "false", None: "undecided"}

Questions = Mapping[str, Question]
Changes = Mapping[str, Condition]  # by rule or term


@dataclass
class Someone:
    """A patient of the tables, and what the tests want of this one."""

    patient: Patient
    facts: Facts
    fired: set[str]
    levels: set[str]  # the levels that are right

    @classmethod
    def of(cls, patient: Patient, levels: set[str]) -> "Someone":
        return cls(patient, facts_of(patient, HERE.questions), patient.fired(), levels)

    def is_right(self, changes: Changes, questions: Questions) -> bool:
        """Is the level still right with these changes?"""
        facts = self.facts if questions is HERE.questions else facts_of(self.patient, questions)
        fired = {name for name in changes.keys() & LEVEL.keys() if changes[name].evaluate(facts) is True}
        heights = [LEVELS.index(LEVEL[name]) for name in fired | (self.fired - changes.keys())]
        return (LEVELS[min(heights)] if heights else NOTHING) in self.levels


def facts_of(someone: Patient, questions: Questions) -> Facts:
    return Facts(questions, someone.answers, age=someone.age, sex=someone.sex)


class Tables:
    """Everything the tests read."""

    def __init__(self) -> None:
        self.lines: dict[str, list[tuple[int, Patient]]] = defaultdict(list)
        for row in (*RULES, *TERMS):
            self.lines[row[0]] += [(cell, patient(row[cell])) for cell in RIGHT]
        everyday = [(complete(patient(answers)), NOT_REFERRED) for _, answers in EVERYDAY]
        told = [(patient(answers), set(levels.split())) for _, levels, answers in PATIENTS]
        coded = [(Patient(case["age"], case["sex"], case["answers"]), _right_levels(case)) for case in CASES]
        self.people = [Someone.of(one, levels) for one, levels in (*everyday, *told, *coded)]

    def notice(self, changes: Changes, questions: Questions) -> bool:
        """Does any line no longer hold?"""
        kept = (
            changes[name].evaluate(facts_of(someone, questions)) in RIGHT[cell]
            for name in changes
            for cell, someone in self.lines[name]
        )
        return not all(kept) or not all(someone.is_right(changes, questions) for someone in self.people)


def _right_levels(case: Mapping[str, Any]) -> set[str]:
    return set(case["acceptable"]) & {*REFERRING} if case["must_refer"] else set(case["acceptable"])


@dataclass
class Mutant:
    """One flip, and everything it changes."""

    flip: Flip
    changes: Changes
    questions: Questions


class Source:
    """The rules, terms and follow-ups as they are written."""

    def __init__(self) -> None:
        entries = read_file(HERE.version, "questions")["question"]
        self.terms = {name: read(when, HERE.terms) for name, when in HERE.terms.items()}
        self.rules = {rule.id: read(rule.when, HERE.terms) for rule in rules(HERE.version)}
        self.shown = {e["id"]: read(e["show_when"], HERE.terms) for e in entries if e.get("show_when")}
        self.now = self._expanded(self.rules | self.terms, self.terms)

    @staticmethod
    def _expanded(conditions: Changes, terms: Changes) -> dict[str, Condition]:
        return {name: expanded(condition, terms) for name, condition in conditions.items()}

    def mutants(self, name: str) -> Iterator[Mutant]:
        """All flips in one rule or term."""
        if name in self.rules:
            for flip in flips(self.rules[name], HERE.questions):
                yield Mutant(flip, {name: expanded(flip.condition, self.terms)}, HERE.questions)
        else:
            for flip in flips(self.terms[name], HERE.questions):
                yield self._with_terms(flip, self.terms | {name: flip.condition})

    def _with_terms(self, flip: Flip, terms: Changes) -> Mutant:
        every = self._expanded(self.rules | terms, terms)
        changes = {name: condition for name, condition in every.items() if condition != self.now[name]}
        shown = self._expanded(self.shown, terms)
        asked = {id_ for id_, when in shown.items() if when != HERE.questions[id_].show_when}
        if not asked:
            return Mutant(flip, changes, HERE.questions)
        questions = {id_: replace(HERE.questions[id_], show_when=shown[id_]) for id_ in asked}
        return Mutant(flip, every, {**HERE.questions, **questions})

    def tell_apart(self, mutant: Mutant) -> str:
        """Answers that show the flip, and what they show; empty when there are none."""
        matters = [expanded(condition, self.terms) for condition in mutant.flip.matters]
        asked = [id_ for id_, question in mutant.questions.items() if question is not HERE.questions[id_]]
        pairs = [(id_, HERE.questions[id_].show_when, mutant.questions[id_].show_when) for id_ in asked]
        pairs += [(name, self.now[name], mutant.changes[name]) for name in LEVEL if name in mutant.changes]
        told = (_difference(*pair, matters) for pair in pairs if pair[1] != pair[2])
        return next(filter(None, told), "")


def _difference(name: str, old: Condition, new: Condition, matters: list[Condition]) -> str:
    """A form on which these two conditions differ."""
    form = find(AllOf((*matters, differ(old, new))), HERE)
    if form is None:
        return ""
    someone = _smallest(Patient(form.age, form.sex, form.answers), old, new)
    was, now = (SAYS[value] for value in _values(someone, old, new))
    return f"{name} is {was}, and {now} with the flip: {_written(someone)}"


def _smallest(someone: Patient, old: Condition, new: Condition) -> Patient:
    """Only those answers that are needed to tell the two apart in this way."""
    values = _values(someone, old, new)
    smaller = (less for less in _with_less(someone) if _values(less, old, new) == values)
    return next((_smallest(less, old, new) for less in smaller), someone)


def _values(someone: Patient, *conditions: Condition) -> list[Truth]:
    facts = facts_of(someone, HERE.questions)
    return [condition.evaluate(facts) for condition in conditions]


def _with_less(someone: Patient) -> Iterator[Patient]:
    if someone.sex:
        yield replace(someone, sex=None)
    if someone.age is not None:
        yield replace(someone, age=None)
    for question, value in someone.answers.items():
        rest = {id_: answer for id_, answer in someone.answers.items() if id_ != question}
        yield replace(someone, answers=rest)
        if isinstance(value, list) and len(value) > 1:
            fewer = ([option for option in value if option != gone] for gone in value)
            yield from (replace(someone, answers=rest | {question: options}) for options in fewer)


def _written(someone: Patient) -> str:
    """The answers as the tables write them."""
    who = {"age": someone.age, "sex": someone.sex}
    words = [f"{name}={value}" for name, value in who.items() if value is not None]
    for question, value in someone.answers.items():
        values = value if isinstance(value, list) else [value]
        words += [f"{question}={one}" if isinstance(one, int) else f"{question}:{one}" for one in values]
    return " ".join(words)


def main() -> int:
    source, tables = Source(), Tables()
    noticed = counted = 0
    for name in sys.argv[1:] or [*source.rules, *source.terms]:
        mutants = list(source.mutants(name))
        missed = [mutant for mutant in mutants if not tables.notice(mutant.changes, mutant.questions)]
        told = [(mutant.flip, source.tell_apart(mutant)) for mutant in missed]
        real = [(flip, answers) for flip, answers in told if answers]
        seen, same = len(mutants) - len(missed), len(missed) - len(real)
        noticed, counted = noticed + seen, counted + seen + len(real)
        print(f"{name}: {seen} of {seen + len(real)} noticed{f', {same} make no difference' if same else ''}")
        for flip, answers in real:
            print(f"    {flip.what}: {flip.old} -> {flip.new}\n        {answers}")
    share = 100 * noticed / counted
    print(f"\n{noticed} of {counted} flips noticed: {share:.1f} %, wanted {WANTED} %")
    return int(share < WANTED)


if __name__ == "__main__":
    sys.exit(main())
