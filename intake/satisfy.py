"""Which answers make a condition true? An exact search through every form that can be filled in. No Django.

`find` gives such a form, or None when there is none. A form is what a patient can bring about: age and sex
are known, only questions that are asked have an answer, and any question may be left open. A form that was
sent has also answered what is required. So None means: no patient can ever bring this about.

The search keeps for each question what may still be answered and works out which values each condition can
still take. It narrows one question at a time and turns back as soon as a goal is out of reach, at once to the
last question that had a part in that. What it finds is checked with the evaluation that screens patients.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intake.conditions import AtLeast, Comparison, Condition, Not, Stated, Truth
from intake.possible import (
    AGES,
    ALL,
    BIT,
    FALSE,
    OPEN,
    SEX,
    TRUE,
    Answered,
    Bits,
    Leaf,
    Subset,
    Values,
    numbers,
    possible,
)
from intake.questionnaire import Facts, Question, Questionnaire


@dataclass(frozen=True)
class Form:
    answers: dict[str, Any]
    age: int
    sex: str

    def facts(self, questionnaire: Questionnaire) -> Facts:
        return questionnaire.facts(self.answers, age=self.age, sex=self.sex)


State = dict[str, Values | Subset]
Blame = frozenset[str]  # the questions whose narrowing put a goal out of reach
Goal = tuple[Condition, Bits, Blame]  # the values that will do, and which questions brought the goal up
NOBODY: Blame = frozenset()


def find(
    condition: Condition, questionnaire: Questionnaire, *, wanted: Truth = True, sent: bool = False
) -> Form | None:
    """A form that gives the condition the wanted value, or None when no form does.

    `sent`: only forms a patient can send, with an answer to every required question among those that matter.
    """
    search = _Search(condition, questionnaire, sent)
    state, _ = search.solve(search.start, (condition, BIT[wanted], NOBODY))
    if state is None:
        return None
    form = search.form(state)
    facts = form.facts(questionnaire)
    who = {"age": form.age, "sex": form.sex}
    if condition.evaluate(facts) is not wanted or questionnaire.prune(form.answers, **who) != form.answers:
        raise RuntimeError(f"The search and the evaluation disagree about {condition}: {form}")
    return form


class _Search:
    """One search: the questions that matter, and the limits that the form itself sets."""

    def __init__(self, condition: Condition, questionnaire: Questionnaire, sent: bool) -> None:
        self.questionnaire, self.sent = questionnaire, sent
        conditions, matter = [condition], dict[str, Question]()
        for one in conditions:  # grows while we read it: the show_when of each question found
            new = {name for name, _ in one.atoms()} - matter.keys() - {"age"}
            matter |= {name: questionnaire.questions[name] for name in new}
            conditions += [q.show_when for name in new if (q := matter[name]).show_when]
        self.questions = {id_: q for id_, q in questionnaire.questions.items() if id_ in matter}
        leaves = [node for one in conditions for node in one.walk() if isinstance(node, Comparison)]
        self.start: State = {"age": Values(numbers("age", AGES, leaves))}
        for id_, question in self.questions.items():
            may_be_open = not (sent and question.required) or question.show_when is not None
            self.start[id_] = possible(question, leaves, may_be_open=may_be_open)

    def solve(self, state: State, goal: Goal) -> tuple[State | None, Blame]:
        """What is left after narrowing until every goal is met; if that cannot be, the questions to blame."""
        view = _View(state, self.questions)
        unmet: tuple[Condition, Bits] | None = None
        for condition, good, brought_up_by in (goal, *self._limits(state)):
            bits = view.bits(condition)
            if not bits & good:
                return None, brought_up_by | view.blame(condition, good)
            if bits & ~good and unmet is None:
                unmet = (condition, good)
        if unmet is None:
            return state, NOBODY
        return self._narrow(state, goal, *view.leaf_to_settle(*unmet))

    def _narrow(self, state: State, goal: Goal, leaf: Leaf, liked: Bits) -> tuple[State | None, Blame]:
        """Try every part of one question, the liked ones first."""
        question, blame = leaf.question, NOBODY
        for _, part in sorted(state[question].split(leaf), key=lambda part: not part[0] & liked):
            found, blamed = self.solve(state | {question: part}, goal)
            if found or question not in blamed:  # then another part of this question would not help
                return found, blamed
            blame |= blamed
        return None, blame - {question} if state[question] is self.start[question] else blame

    def _limits(self, state: State) -> Iterator[Goal]:
        """Answered means asked; and on a form that was sent, required and open means not asked."""
        for id_, question in self.questions.items():
            if question.show_when and not state[id_].may_be_open:
                yield question.show_when, TRUE, frozenset({id_})
            if question.show_when and self.sent and question.required and state[id_].must_be_open:
                yield question.show_when, FALSE | OPEN, frozenset({id_})

    def form(self, state: State) -> Form:
        """One form out of what is left; what may stay open does, unless it is required."""
        age = state["age"].answer()
        sex = state[SEX].answer() if SEX in state else "f"
        answers: dict[str, Any] = {}
        for id_, question in self.questions.items():
            asked = self.questionnaire.facts(answers, age=age, sex=sex).asked(id_)
            needed = self.sent and question.required and asked
            if not question.known and (needed or not state[id_].may_be_open):
                answers[id_] = state[id_].answer()
        return Form(answers, age, sex)


class _View:
    """What conditions can still become in one state."""

    def __init__(self, state: State, questions: Mapping[str, Question]) -> None:
        self.state, self.questions = state, questions
        self.seen: dict[int, Bits] = {}

    def bits(self, condition: Condition) -> Bits:
        if id(condition) not in self.seen:
            self.seen[id(condition)] = self._bits(condition)
        return self.seen[id(condition)]

    def _bits(self, condition: Condition) -> Bits:
        if isinstance(condition, Leaf):
            return self._leaf(condition)
        parts = [self.bits(part) for part in condition.parts]
        if isinstance(condition, Not):
            return _turned(parts[0])
        if isinstance(condition, Stated):
            return parts[0] & TRUE | (FALSE if parts[0] & ~TRUE else 0)
        if isinstance(condition, AtLeast):
            return _at_least(condition.wanted, parts)
        return _several(parts, *((TRUE, FALSE) if condition.settled_by else (FALSE, TRUE)))

    def _leaf(self, leaf: Leaf) -> Bits:
        question = self.questions.get(leaf.question)
        asked = self.bits(question.show_when) if question and question.show_when else TRUE
        gap = (FALSE if asked & FALSE else 0) | (OPEN if asked & ~FALSE else 0)
        left = self.state[leaf.question]
        if not asked & TRUE:
            left = left.left_open()
        return left.bits(leaf, FALSE if isinstance(leaf, Answered) else gap)

    def leaf_to_settle(self, condition: Condition, liked: Bits) -> tuple[Leaf, Bits]:
        """A leaf that can still be settled on the way to the liked values, and the value it should get."""
        while not isinstance(condition, Leaf):
            if isinstance(condition, Not):
                liked = _turned(liked)
            condition = next(part for part in condition.parts if _is_unsettled(self.bits(part)))
        if self.state[condition.question].must_be_open:
            return self.leaf_to_settle(self.questions[condition.question].show_when, TRUE)
        return condition, liked

    def blame(self, condition: Condition, bits: Bits) -> Blame:
        """Why this condition can take none of these values: questions that must be narrowed otherwise."""
        return NOBODY.union(*(self._blame(condition, bit) for bit in BIT.values() if bit & bits))

    def _blame(self, condition: Condition, bit: Bits) -> Blame:
        parts = condition.parts
        if isinstance(condition, Leaf):
            return self._blame_of_leaf(condition)
        if isinstance(condition, Not):
            return self._blame(parts[0], _turned(bit))
        if isinstance(condition, Stated):
            return self.blame(parts[0], TRUE if bit == TRUE else FALSE | OPEN)
        if isinstance(condition, AtLeast):
            return NOBODY.union(*(self.blame(part, ALL & ~self.bits(part)) for part in parts))
        settling = TRUE if condition.settled_by else FALSE
        if bit == settling:
            return NOBODY.union(*(self._blame(part, bit) for part in parts))
        needed = ALL & ~settling if bit == OPEN else bit  # of every part
        stuck = [self.blame(part, needed) for part in parts if not self.bits(part) & needed]
        if stuck:  # one such part is reason enough; the fewer questions, the further back
            return min(stuck, key=len)
        return NOBODY.union(*(self._blame(part, OPEN) for part in parts))

    def _blame_of_leaf(self, leaf: Leaf) -> Blame:
        question = self.questions.get(leaf.question)
        blame = frozenset({leaf.question})
        if question and question.show_when and self._hangs_on_show_when(question):
            others = (node for node in question.show_when.walk() if isinstance(node, Leaf))
            return blame.union(*(self._blame_of_leaf(other) for other in others))
        return blame

    def _hangs_on_show_when(self, question: Question) -> bool:
        return self.state[question.id].may_be_open or not self.bits(question.show_when) & TRUE


def _is_unsettled(bits: Bits) -> bool:
    return bits not in (TRUE, FALSE, OPEN)


def _turned(bits: Bits) -> Bits:
    return bits & OPEN | (FALSE if bits & TRUE else 0) | (TRUE if bits & FALSE else 0)


def _several(parts: list[Bits], settling: Bits, other: Bits) -> Bits:
    """`or` is settled by one true part, `and` by one false part."""
    found = 0
    if any(bits & settling for bits in parts):
        found |= settling
    if all(bits & other for bits in parts):
        found |= other
    if any(bits & OPEN for bits in parts) and all(bits & ~settling for bits in parts):
        found |= OPEN
    return found


def _at_least(wanted: int, parts: list[Bits]) -> Bits:
    most_true = sum(bool(bits & TRUE) for bits in parts)
    fewest_true = sum(bits == TRUE for bits in parts)
    most_unfalse = sum(bits != FALSE for bits in parts)
    fewest_unfalse = sum(not bits & FALSE for bits in parts)
    found = TRUE if most_true >= wanted else 0
    if fewest_unfalse < wanted:
        found |= FALSE
    if fewest_true < wanted <= most_unfalse and any(bits & OPEN for bits in parts):
        found |= OPEN
    return found
