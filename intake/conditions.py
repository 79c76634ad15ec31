"""The condition language of the clinical content: small, without `eval`, with three truth values.

    s_now:tearing                      that option is chosen
    age>=55   num(g_nrs_now)>=8        comparisons: >= <= < > ==
    count(g_regions)>=2                how many options are chosen, "none of these" left out
    answered(ps_expect)                there is an answer (always true or false)
    nof(2, a, b, c)                    at least two of these
    stated(x)                          x is known to be true; unknown counts as false
    not, and, or, ( )                  in that order of strength
    TRAUMA                             a term: capital letters, defined beside the questions

True, false and unknown (None) follow Kleene's strong logic: learning an answer that was unknown can
settle a condition, it never turns a settled one over. `stated` is the one deliberate exception: write
`not stated(x)` where a reassuring answer lifts an alarm, so that an alarm is not lifted by silence.
"""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, VisitError

Truth = bool | None
Atom = tuple[str, str | None]  # (question, option); (question, None) for numbers; ("age", None)

GRAMMAR = r"""
    ?start: either
    ?either: both ("or" both)*
    ?both: plain ("and" plain)*
    ?plain: "not" plain                                -> negation
          | "(" either ")"
          | CHOICE                                     -> choice
          | TERM                                       -> term
          | "answered" "(" NAME ")"                    -> answered
          | "stated" "(" either ")"                    -> stated
          | "nof" "(" INT ("," either)+ ")"            -> nof
          | "age" OPERATOR INT                         -> age
          | QUANTITY "(" NAME ")" OPERATOR INT         -> quantity
    QUANTITY.2: "num" | "count"
    CHOICE.3: /[a-z][a-z0-9_]*:[a-z0-9_]+/
    TERM: /[A-Z][A-Z0-9_]*/
    NAME: /[a-z][a-z0-9_]*/
    OPERATOR: ">=" | "<=" | "==" | "<" | ">"
    INT: /[0-9]{1,9}/
    %import common.WS
    %ignore WS
"""

DEEPEST = 100  # conditions inside each other; evaluating more could exhaust the stack
OPERATORS = {">=": operator.ge, "<=": operator.le, "==": operator.eq, "<": operator.lt, ">": operator.gt}


class ConditionError(ValueError):
    """A condition that cannot be read; the message says where and why."""


class Facts(Protocol):
    """What is known about one patient; the questionnaire makes it from answers, age and sex."""

    def chosen(self, question: str, option: str) -> Truth:
        """Is this option chosen? None when the question was left open."""

    def amount(self, kind: str, question: str) -> int | None:
        """The number for kind "age", "num" or "count"; None when there is none."""

    def skipped(self, question: str) -> bool:
        """Was the question rightly not asked? Then comparisons on it are false, not unknown."""

    def is_answered(self, question: str) -> bool:
        """Is there an answer?"""


class Condition:
    """One parsed condition. `str(condition)` can be parsed again into an equal condition."""

    parts: tuple["Condition", ...] = ()

    def evaluate(self, facts: Facts) -> Truth:
        """True, False, or None while the answers do not settle it."""
        raise NotImplementedError

    def because(self, facts: Facts) -> list[str]:
        """The answers that made it true, such as `s_now:tearing` or `age=56`; empty unless it is true."""
        if self.evaluate(facts) is not True:
            return []
        if not self.parts:
            return [self.reason(facts)]
        return list(dict.fromkeys(reason for part in self.parts for reason in part.because(facts)))

    def reason(self, facts: Facts) -> str:
        """How `because` names a condition without parts."""
        return str(self)

    def depth(self) -> int:
        return 1 + max((part.depth() for part in self.parts), default=0)

    def walk(self) -> Iterator["Condition"]:
        """This condition and every condition inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def atoms(self) -> set[Atom]:
        """Every (question, option) it looks at; the option is None for numbers and `answered`."""
        leaves = (node for node in self.walk() if isinstance(node, Choice | Answered | Comparison))
        return {(leaf.question, getattr(leaf, "option", None)) for leaf in leaves}


@dataclass(frozen=True)
class Choice(Condition):
    question: str
    option: str

    def evaluate(self, facts: Facts) -> Truth:
        return facts.chosen(self.question, self.option)

    def __str__(self) -> str:
        return f"{self.question}:{self.option}"


@dataclass(frozen=True)
class Answered(Condition):
    question: str

    def evaluate(self, facts: Facts) -> Truth:
        return facts.is_answered(self.question)

    def __str__(self) -> str:
        return f"answered({self.question})"


@dataclass(frozen=True)
class Comparison(Condition):
    kind: str  # "age", "num" or "count"
    question: str  # "age" for kind "age"
    sign: str
    bound: int

    @property
    def name(self) -> str:
        return f"count({self.question})" if self.kind == "count" else self.question

    def evaluate(self, facts: Facts) -> Truth:
        amount = facts.amount(self.kind, self.question)
        if amount is None:
            return False if facts.skipped(self.question) else None
        return OPERATORS[self.sign](amount, self.bound)

    def reason(self, facts: Facts) -> str:
        return f"{self.name}={facts.amount(self.kind, self.question)}"

    def __str__(self) -> str:
        quantity = "age" if self.kind == "age" else f"{self.kind}({self.question})"
        return f"{quantity}{self.sign}{self.bound}"


@dataclass(frozen=True)
class Wrapped(Condition):
    part: Condition

    @property
    def parts(self) -> tuple[Condition, ...]:
        return (self.part,)


class Not(Wrapped):
    def evaluate(self, facts: Facts) -> Truth:
        value = self.part.evaluate(facts)
        return None if value is None else not value

    def because(self, facts: Facts) -> list[str]:
        return []  # what is absent needs no mention

    def __str__(self) -> str:
        return f"not {self.part}"


class Stated(Wrapped):
    def evaluate(self, facts: Facts) -> Truth:
        return self.part.evaluate(facts) is True

    def __str__(self) -> str:
        return f"stated({self.part})"


@dataclass(frozen=True)
class Several(Condition):
    parts: tuple[Condition, ...]
    word: ClassVar[str]
    settled_by: ClassVar[bool]  # one part with this value decides

    def evaluate(self, facts: Facts) -> Truth:
        unknown = False
        for part in self.parts:
            value = part.evaluate(facts)
            if value is self.settled_by:
                return value
            unknown = unknown or value is None
        return None if unknown else not self.settled_by

    def __str__(self) -> str:
        return f"({f' {self.word} '.join(map(str, self.parts))})"


class AllOf(Several):
    word, settled_by = "and", False


class AnyOf(Several):
    word, settled_by = "or", True


@dataclass(frozen=True)
class AtLeast(Condition):
    wanted: int
    parts: tuple[Condition, ...]

    def evaluate(self, facts: Facts) -> Truth:
        values = [part.evaluate(facts) for part in self.parts]
        if values.count(True) >= self.wanted:
            return True
        return None if values.count(True) + values.count(None) >= self.wanted else False

    def __str__(self) -> str:
        return f"nof({self.wanted}, {', '.join(map(str, self.parts))})"


@v_args(inline=True)
class _Builder(Transformer):
    """Turns the parse tree into conditions; `outer` holds the terms being expanded, to refuse a circle."""

    def __init__(self, terms: Mapping[str, str], outer: tuple[str, ...]) -> None:
        super().__init__()
        self.terms, self.outer = terms, outer

    def term(self, name: Token) -> Condition:
        if name in self.outer:
            raise ConditionError(f"term {name} refers to itself")
        if name not in self.terms:
            raise ConditionError(f"unknown term {name}")
        return _parse(self.terms[name], self.terms, (*self.outer, str(name)))

    def choice(self, token: Token) -> Condition:
        question, option = token.split(":")
        return Choice(question, option)

    def answered(self, question: Token) -> Condition:
        return Answered(str(question))

    def age(self, sign: Token, bound: Token) -> Condition:
        return Comparison("age", "age", str(sign), int(bound))

    def quantity(self, kind: Token, question: Token, sign: Token, bound: Token) -> Condition:
        return Comparison(str(kind), str(question), str(sign), int(bound))

    def nof(self, wanted: Token, *parts: Condition) -> Condition:
        if not 1 <= int(wanted) <= len(parts):
            raise ConditionError(f"nof({wanted}, ...) has {len(parts)} parts")
        return AtLeast(int(wanted), parts)

    def negation(self, part: Condition) -> Condition:
        return Not(part)

    def stated(self, part: Condition) -> Condition:
        return Stated(part)

    def both(self, *parts: Condition) -> Condition:
        return AllOf(parts)

    def either(self, *parts: Condition) -> Condition:
        return AnyOf(parts)


_PARSER = Lark(GRAMMAR, parser="lalr")


def _parse(text: str, terms: Mapping[str, str], outer: tuple[str, ...]) -> Condition:
    try:
        return _Builder(terms, outer).transform(_PARSER.parse(text))
    except UnexpectedInput as error:
        column = getattr(error, "column", -1)
        raise ConditionError(f"cannot read {text!r} at character {column}") from error
    except VisitError as error:
        raise error.orig_exc from error


def parse(text: str, terms: Mapping[str, str] = {}) -> Condition:
    """Read a condition; words in capitals are replaced by their definition in `terms`.

    Raises ConditionError for what does not fit the grammar, an unknown or circular term, too many levels.
    """
    try:
        condition = _parse(text, terms, ())
        if condition.depth() > DEEPEST:
            raise RecursionError
    except RecursionError as error:
        raise ConditionError(f"more than {DEEPEST} conditions inside each other") from error
    return condition
