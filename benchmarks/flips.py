"""Small mistakes in a condition: every way to flip one operator or one option."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from intake.answers import NONE, UNKNOWN
from intake.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    Comparison,
    Condition,
    Not,
    Stated,
    parse,
)
from intake.questionnaire import Question

TERM = "term"  # a term passes through the parser as an option of a question with this name
TURNED = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": ">="}


@dataclass(frozen=True)
class Flip:
    what: str  # "not added", "one more", ...
    old: str  # the part as it was
    new: str  # and as it became
    condition: Condition  # the whole condition with that change
    matters: tuple[Condition, ...]  # all true wherever the change can be seen: the search starts with these


def read(when: str, terms: Mapping[str, str]) -> Condition:
    """The condition with its terms as they are written, not replaced by their definition."""
    return parse(when, {name: f"{TERM}:{name.lower()}" for name in terms})


def expanded(condition: Condition, terms: Mapping[str, Condition]) -> Condition:
    """The same condition with its terms replaced by their definition, which may hold other terms."""
    if isinstance(condition, Choice) and condition.question == TERM:
        return expanded(terms[condition.option.upper()], terms)
    if not condition.parts:
        return condition
    return with_parts(condition, [expanded(part, terms) for part in condition.parts])


def with_parts(condition: Condition, parts: list[Condition]) -> Condition:
    if isinstance(condition, Not | Stated):
        return type(condition)(parts[0])
    return replace(condition, parts=tuple(parts))


def as_written(condition: Condition) -> str:
    """The condition as text, with its terms in capitals again."""
    text = str(condition)
    for node in condition.walk():
        if isinstance(node, Choice) and node.question == TERM:
            text = text.replace(str(node), node.option.upper())
    return text


def flips(condition: Condition, questions: Mapping[str, Question], denied: bool = False) -> Iterator[Flip]:
    """Every flip of this condition; `denied`: it stands under a `not`, which is flipped there."""
    for what, new in _here(condition, questions, denied):
        yield Flip(what, as_written(condition), as_written(new), new, (differ(condition, new),))
    parts = list(condition.parts)
    for place, part in enumerate(parts):
        others = parts[:place] + parts[place + 1 :]
        for flip in flips(part, questions, denied=isinstance(condition, Not)):
            changed = with_parts(condition, [*parts[:place], flip.condition, *parts[place + 1 :]])
            yield replace(flip, condition=changed, matters=(*flip.matters, *_lets_through(condition, others)))


def differ(one: Condition, other: Condition) -> Condition:
    """True where the two have different values."""
    pairs = ((one, other), (other, one), (Not(one), Not(other)), (Not(other), Not(one)))
    return AnyOf(tuple(AllOf((Stated(a), Not(Stated(b)))) for a, b in pairs))


def _lets_through(condition: Condition, others: list[Condition]) -> Iterator[Condition]:
    """What must hold of the other parts for one part to matter at all."""
    if isinstance(condition, AllOf):
        yield from (Not(Stated(Not(other))) for other in others)
    elif isinstance(condition, AnyOf):
        yield from (Not(Stated(other)) for other in others)
    elif isinstance(condition, AtLeast) and condition.wanted <= len(others):
        yield Not(Stated(AtLeast(condition.wanted, tuple(others))))


def _here(
    condition: Condition, questions: Mapping[str, Question], denied: bool
) -> Iterator[tuple[str, Condition]]:
    if isinstance(condition, AllOf):
        yield "and became or", AnyOf(condition.parts)
    elif isinstance(condition, AnyOf):
        yield "or became and", AllOf(condition.parts)
    elif isinstance(condition, Not):
        yield "not removed", condition.part
    elif not denied:
        yield "not added", Not(condition)
    if isinstance(condition, Stated):
        yield "stated dropped", condition.part
    elif isinstance(condition, AtLeast):
        for wanted in (condition.wanted - 1, condition.wanted + 1):
            if 1 <= wanted <= len(condition.parts):
                yield "another number of signs", replace(condition, wanted=wanted)
    elif isinstance(condition, Comparison):
        yield "turned", replace(condition, sign=TURNED[condition.sign])
        yield "one less", replace(condition, bound=condition.bound - 1)
        yield "one more", replace(condition, bound=condition.bound + 1)
    elif isinstance(condition, Choice) and condition.question != TERM:
        yield "another option", replace(condition, option=_sibling(condition, questions))


def _sibling(choice: Choice, questions: Mapping[str, Question]) -> str:
    """The next option of the question; "none of these" and "I don't know" only when there is no other."""
    codes = [*questions[choice.question].codes]
    start = codes.index(choice.option)
    others = [*codes[start + 1 :], *codes[:start]]
    return next((code for code in others if code not in (NONE, UNKNOWN)), others[0])
