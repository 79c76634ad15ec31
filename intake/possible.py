"""What may still be answered to one question, while `satisfy` searches. No Django.

`Values` is for a question with one answer, `Subset` for a list. Both tell which values a leaf of a condition
can still take, and can be split into parts in which that leaf has one value.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from intake.answers import NONE, RANGES, UNKNOWN
from intake.conditions import OPERATORS, Answered, Choice, Comparison, Truth
from intake.questionnaire import Question

Leaf = Choice | Answered | Comparison
Bits = int  # the values a condition can still take, added up
TRUE, FALSE, OPEN = 1, 2, 4
ALL = TRUE | FALSE | OPEN
BIT: Mapping[Truth, Bits] = {True: TRUE, False: FALSE, None: OPEN}

AGES = (0, 120)
SEX = "ad_sex"  # known from the registration, and the only such question a condition can see
SAMPLES: Mapping[str, Any] = {
    "text": "x",
    "date": "2000-01-01",
    "psk": [{"activity": "x", "score": 5}],
    "chart": [{"region": "back_neck_left", "kind": None, "score": None}],
}
UNANSWERED, NOTHING, SOME, UNSURE = "open", "none", "some", "unsure"  # the kinds of answer to a list


@dataclass(frozen=True)
class Values:
    """The answers still possible to a question with one answer; None stands for leaving it open."""

    left: tuple[Any, ...]

    @property
    def may_be_open(self) -> bool:
        return None in self.left

    @property
    def must_be_open(self) -> bool:
        return self.left == (None,)

    def left_open(self) -> "Values":
        return Values((None,))

    def bits(self, leaf: Leaf, gap: Bits) -> Bits:
        """The values this leaf can take; `gap`: those it can take when the question is left open."""
        found = 0
        for value in self.left:
            found |= gap if value is None else BIT[_truth(leaf, value)]
        return found

    def split(self, leaf: Leaf) -> Iterator[tuple[Bits, "Values"]]:
        """Every way to narrow this so that the leaf has one value, leaving it open last."""
        for truth, bit in BIT.items():
            part = tuple(value for value in self.left if value is not None and _truth(leaf, value) is truth)
            if part:
                yield bit, Values(part)
        if self.may_be_open:
            yield 0, self.left_open()

    def answer(self) -> Any:
        return next((value for value in self.left if value is not None), None)


def _truth(leaf: Leaf, value: Any) -> Truth:
    """What one given answer makes of a leaf about it."""
    if isinstance(leaf, Comparison):
        return OPERATORS[leaf.sign](value, leaf.bound)
    if isinstance(leaf, Answered) or value == leaf.option:
        return True
    return None if value == UNKNOWN else False


@dataclass(frozen=True)
class Subset:
    """What is still possible for a list.

    Kinds: left open, "none of these", some options, or some options with "I don't know".
    """

    options: tuple[str, ...]  # other than "none of these" and "I don't know"
    kinds: frozenset[str]
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    @property
    def may_be_open(self) -> bool:
        return UNANSWERED in self.kinds

    @property
    def must_be_open(self) -> bool:
        return self.kinds == {UNANSWERED}

    def left_open(self) -> "Subset":
        return replace(self, kinds=frozenset({UNANSWERED}))

    def bits(self, leaf: Leaf, gap: Bits) -> Bits:
        found = 0
        for kind in self.kinds:
            found |= gap if kind == UNANSWERED else self._bits_of(kind, leaf)
        return found

    def _bits_of(self, kind: str, leaf: Leaf) -> Bits:
        absent = OPEN if kind == UNSURE else FALSE
        if isinstance(leaf, Answered):
            return TRUE
        if isinstance(leaf, Comparison):
            return OPEN if kind == UNSURE else self._counts(kind, leaf)
        if leaf.option in (NONE, UNKNOWN):
            return TRUE if (leaf.option, kind) in ((NONE, NOTHING), (UNKNOWN, UNSURE)) else absent
        if kind == NOTHING or leaf.option in self.no:
            return absent
        return TRUE if leaf.option in self.yes else TRUE | absent

    def _counts(self, kind: str, leaf: Comparison) -> Bits:
        fewest = max(1, len(self.yes))
        amounts = (0,) if kind == NOTHING else range(fewest, len(self.options) - len(self.no) + 1)
        found = 0
        for amount in amounts:
            found |= BIT[OPERATORS[leaf.sign](amount, leaf.bound)]
        return found

    def split(self, leaf: Leaf) -> Iterator[tuple[Bits, "Subset"]]:
        for bit, part in self._parts(leaf):
            left = part.kinds - {SOME} if part.no.issuperset(part.options) else part.kinds
            if left:
                yield bit, replace(part, kinds=left)
        if self.may_be_open:
            yield 0, self.left_open()

    def _parts(self, leaf: Leaf) -> Iterator[tuple[Bits, "Subset"]]:
        given = self.kinds - {UNANSWERED}
        if isinstance(leaf, Answered):
            yield TRUE, replace(self, kinds=given)
            return
        option = getattr(leaf, "option", None)
        if option is None and given == {SOME}:  # a count: settle any option
            option = next((code for code in self.options if code not in self.yes | self.no), None)
        if option in self.options:
            yield TRUE, replace(self, kinds=given - {NOTHING}, yes=self.yes | {option})
            yield FALSE, replace(self, kinds=given - {UNSURE}, no=self.no | {option})
            yield OPEN, replace(self, kinds=given & {UNSURE}, no=self.no | {option})
            return
        for kind in sorted(given):
            yield self._bits_of(kind, leaf), replace(self, kinds=frozenset({kind}))

    def answer(self) -> list[str] | None:
        if not self.kinds & {SOME, UNSURE}:
            return [NONE] if NOTHING in self.kinds else None
        if SOME not in self.kinds:
            return [*self._chosen(), UNKNOWN]
        return self._chosen() or [next(code for code in self.options if code not in self.no)]

    def _chosen(self) -> list[str]:
        return [code for code in self.options if code in self.yes]


def possible(question: Question, leaves: Iterable[Comparison], *, may_be_open: bool) -> Values | Subset:
    """Everything that can be answered to this question, as far as it makes a difference to the leaves."""
    if question.known:
        return Values(question.codes if question.id == SEX else (None,))
    if question.type == "multi":
        extra = ((NONE, NOTHING), (UNKNOWN, UNSURE))
        kinds = {SOME} | {kind for code, kind in extra if code in question.codes}
        options = tuple(code for code in question.codes if code not in (NONE, UNKNOWN))
        return Subset(options, frozenset(kinds | {UNANSWERED} if may_be_open else kinds))
    if question.type in RANGES:
        answers = numbers(question.id, RANGES[question.type], leaves)
    elif question.type == "single":
        answers = question.codes
    else:
        answers = (SAMPLES[question.type],)
    return Values((*answers, None) if may_be_open else answers)


def numbers(question: str, limits: tuple[int, int], leaves: Iterable[Comparison]) -> tuple[int, ...]:
    """The numbers next to every bound: between two bounds all numbers are alike."""
    low, high = limits
    near = {leaf.bound + step for leaf in leaves if leaf.question == question for step in (-1, 0, 1)}
    return tuple(sorted({low} | {number for number in near if low <= number <= high}))
