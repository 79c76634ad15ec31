"""The condition language: reading it, three truth values, and the laws that hold for every condition."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.conditions import (
    AllOf,
    Answered,
    AnyOf,
    AtLeast,
    Choice,
    Comparison,
    Condition,
    ConditionError,
    Not,
    Stated,
    Truth,
    parse,
)


@dataclass(frozen=True)
class Known:
    """Facts written down directly; what is not there is unknown."""

    choices: dict[tuple[str, str], bool] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    not_asked: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()

    def chosen(self, question: str, option: str) -> Truth:
        return self.choices.get((question, option))

    def amount(self, kind: str, question: str) -> int | None:
        return self.numbers.get(question)

    def skipped(self, question: str) -> bool:
        return question in self.not_asked

    def is_answered(self, question: str) -> bool:
        return question in self.answers


TRUE, FALSE, OPEN = "a:yes", "b:yes", "c:yes"
FACTS = Known({("a", "yes"): True, ("b", "yes"): False}, {"pain": 8, "age": 56}, frozenset({"skipped"}))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"{TRUE} and {OPEN}", None),
        (f"{FALSE} and {OPEN}", False),
        (f"{TRUE} or {OPEN}", True),
        (f"{FALSE} or {OPEN}", None),
        (f"not {OPEN}", None),
        (f"stated({OPEN})", False),
        (f"not stated({OPEN})", True),
        (f"stated({TRUE})", True),
        (f"nof(2, {TRUE}, {OPEN}, {FALSE})", None),
        (f"nof(1, {TRUE}, {OPEN})", True),
        (f"nof(2, {FALSE}, {FALSE}, {OPEN})", False),
        ("num(pain)>=8", True),
        ("num(pain)<8", False),
        ("num(open)>=8", None),
        ("num(skipped)<=3", False),
        ("count(pain)==8", True),
        ("age>=55", True),
        ("answered(open)", False),
        (f"{FALSE} or {TRUE} and not {FALSE}", True),
        (f"({FALSE} or {TRUE}) and {FALSE}", False),
        (f"not {FALSE} and {FALSE}", False),
    ],
)
def test_a_condition_is_true_false_or_unknown(text: str, value: Truth) -> None:
    assert parse(text).evaluate(FACTS) is value


@pytest.mark.parametrize(
    ("text", "because"),
    [
        (f"{TRUE} and num(pain)>=8 and age>50", ["a:yes", "pain=8", "age=56"]),
        (f"{TRUE} or {OPEN}", ["a:yes"]),
        (f"{TRUE} and not stated({OPEN})", ["a:yes"]),
        (f"{TRUE} and ({TRUE} or {FALSE})", ["a:yes"]),
        ("count(pain)>=2", ["count(pain)=8"]),
        (f"nof(1, {FALSE}, {TRUE})", ["a:yes"]),
        (FALSE, []),
        (OPEN, []),
    ],
)
def test_the_answers_that_made_it_true_are_named_once(text: str, because: list[str]) -> None:
    assert parse(text).because(FACTS) == because


def test_terms_are_replaced_by_their_definition() -> None:
    terms = {"SICK": "FEVER or q:ill", "FEVER": "q:fever"}
    assert parse("SICK and age>5", terms) == parse("(q:fever or q:ill) and age>5")


def test_words_that_begin_like_an_operator_are_names() -> None:
    assert parse("order:android or nothing:and_more").atoms() == {
        ("order", "android"),
        ("nothing", "and_more"),
    }


def test_atoms_name_every_question_and_option() -> None:
    text = "nof(1, a:x, not b:y) and num(c)>1 and age<9 and stated(answered(d))"
    assert parse(text).atoms() == {("a", "x"), ("b", "y"), ("c", None), ("age", None), ("d", None)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "cannot read"),
        ("a:b and", "cannot read"),
        ("a:b c:d", "cannot read"),
        ("a:b & c:d", "cannot read"),
        ("age>=", "cannot read"),
        ("age>=" + "9" * 5000, "cannot read"),
        ("not " * 5000 + "a:b", "more than 100 conditions inside each other"),
        ("not " * 100 + "a:b", "more than 100 conditions inside each other"),
        ("stated(" * 5000 + "a:b" + ")" * 5000, "more than 100 conditions inside each other"),
        ("num(a)", "cannot read"),
        ("__import__('os')", "cannot read"),
        ("NOWHERE", "unknown term NOWHERE"),
        ("LOOP", "term LOOP refers to itself"),
        ("nof(3, a:b, c:d)", "nof(3, ...) has 2 parts"),
        ("nof(0, a:b)", "nof(0, ...) has 1 parts"),
    ],
)
def test_a_condition_that_cannot_be_read_says_why(text: str, says: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text, {"LOOP": "a:b or LOOP"})
    assert says in str(caught.value)


# ------------------------------------------------------------------ laws

QUESTIONS, OPTIONS = st.sampled_from("pqrs"), st.sampled_from("xyz")
LEAVES = st.one_of(
    st.builds(Choice, QUESTIONS, OPTIONS),
    st.builds(Answered, QUESTIONS),
    st.builds(
        Comparison,
        st.sampled_from(["num", "count"]),
        QUESTIONS,
        st.sampled_from([">=", "<=", "<", ">", "=="]),
        st.integers(0, 10),
    ),
)


def compound(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        parts.map(Not),
        several.map(AllOf),
        several.map(AnyOf),
        several.flatmap(lambda some: st.integers(1, len(some)).map(lambda n: AtLeast(n, some))),
    )


PLAIN = st.recursive(LEAVES.filter(lambda leaf: not isinstance(leaf, Answered)), compound, max_leaves=12)
CONDITIONS = st.recursive(LEAVES, lambda parts: st.one_of(compound(parts), parts.map(Stated)), max_leaves=12)
KNOWN = st.builds(
    Known,
    st.dictionaries(st.tuples(QUESTIONS, OPTIONS), st.booleans()),
    st.dictionaries(QUESTIONS, st.integers(0, 10)),
    st.frozensets(QUESTIONS, max_size=1),
    st.frozensets(QUESTIONS),
)


@given(CONDITIONS)
def test_what_is_written_can_be_read_again(condition: Condition) -> None:
    assert parse(str(condition)) == condition


@given(CONDITIONS, KNOWN)
def test_not_not_x_is_x(condition: Condition, facts: Known) -> None:
    assert Not(Not(condition)).evaluate(facts) is condition.evaluate(facts)


@given(st.lists(CONDITIONS, min_size=2, max_size=4), KNOWN, st.randoms())
def test_the_order_of_the_parts_does_not_matter(parts: list[Condition], facts: Known, random) -> None:
    mixed = random.sample(parts, len(parts))
    for kind in (AllOf, AnyOf, lambda some: AtLeast(2, some)):
        assert kind(tuple(parts)).evaluate(facts) is kind(tuple(mixed)).evaluate(facts)


@given(CONDITIONS, CONDITIONS, KNOWN)
def test_de_morgan_holds_with_three_values(one: Condition, other: Condition, facts: Known) -> None:
    left = Not(AllOf((one, other))).evaluate(facts)
    assert left is AnyOf((Not(one), Not(other))).evaluate(facts)


@given(st.lists(CONDITIONS, min_size=1, max_size=4).map(tuple), KNOWN)
def test_at_least_one_is_or_and_at_least_all_is_and(parts: tuple[Condition, ...], facts: Known) -> None:
    assert AtLeast(1, parts).evaluate(facts) is AnyOf(parts).evaluate(facts)
    assert AtLeast(len(parts), parts).evaluate(facts) is AllOf(parts).evaluate(facts)


@given(PLAIN, KNOWN, KNOWN)
def test_learning_more_never_turns_a_settled_condition_over(
    condition: Condition, facts: Known, learned: Known
) -> None:
    before = condition.evaluate(facts)
    more = Known(
        learned.choices | facts.choices,
        {q: n for q, n in learned.numbers.items() if q not in facts.not_asked} | facts.numbers,
        facts.not_asked,
    )
    assert before is None or condition.evaluate(more) is before


@given(CONDITIONS, KNOWN)
def test_stated_is_never_unknown(condition: Condition, facts: Known) -> None:
    assert Stated(condition).evaluate(facts) is (condition.evaluate(facts) is True)


@given(CONDITIONS, KNOWN)
def test_only_a_true_condition_has_reasons(condition: Condition, facts: Known) -> None:
    if condition.evaluate(facts) is not True:
        assert condition.because(facts) == []
