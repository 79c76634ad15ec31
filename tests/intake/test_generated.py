"""Promises of the rules that hold for every form, tried on many forms and on every age that matters."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.answers import NONE, UNKNOWN
from intake.conditions import AnyOf, Comparison, Condition, Not
from intake.questionnaire import load
from intake.satisfy import find
from intake.screening import LEVELS, NOTHING, REFERRING, Result, Rule, rules, screen
from tests.intake.forms import is_asked, random_answer, random_form, with_answer
from tests.intake.patients import Patient, patient
from tests.intake.test_rules import STRONG_SIGNS, WEAK_SIGNS

RULES = rules(load().version)
REGIONS = load().questions["g_regions"].codes
MANY = settings(max_examples=250, deadline=None)
SEEDS = st.integers(0, 2**32)


def height(level: str) -> int:
    return [*reversed(LEVELS), NOTHING].index(level) if level != NOTHING else -1


def branches(rule: Rule) -> tuple[Condition, ...]:
    """The ways in which a rule can fire."""
    return rule.condition.parts if isinstance(rule.condition, AnyOf) else (rule.condition,)


# ------------------------------------------------------------------ more alarm, never less


def reassuring(condition: Condition, denied: bool = False) -> Iterator[tuple[str, str | None]]:
    """The answers that can lift this condition: those that stand under `not`, and small numbers."""
    if isinstance(condition, Not):
        denied = not denied
    for part in condition.parts:
        yield from reassuring(part, denied)
    if isinstance(condition, Comparison) and condition.kind != "age":
        if denied or condition.sign not in (">", ">="):
            yield condition.question, None
    elif denied and not condition.parts:
        yield condition.question, getattr(condition, "option", None)


REASSURING = {answer for rule in RULES if rule.refers for answer in reassuring(rule.condition)}
# Asked among the alarm signs, and known to make another cause likely; rules.toml says why at each rule.
REASSURING_SIGNS = {("r_history", "migraine"), ("r_history", "fibromyalgia"), ("sh_signs", "night_side")}


def test_no_alarm_sign_lifts_a_rule_that_refers() -> None:
    signs = {
        (question.id, option.code)
        for question in load().questions.values()
        if question.safety_list
        for option in question.options
        if option.code not in (NONE, UNKNOWN)
    }
    assert signs & REASSURING == REASSURING_SIGNS


def firing_answers(way: Condition) -> list[tuple[str, str]]:
    """Answers that make this true, in the order of the form, without those that can lift another rule."""
    form = find(way, load())
    assert form is not None, f"no answers make this true: {way}"
    chosen = [tuple(answer.split(":")) for answer in way.because(form.facts(load())) if ":" in answer]
    order = list(load().questions)
    return sorted(set(chosen) - REASSURING, key=lambda answer: order.index(answer[0]))


@pytest.mark.parametrize("level", LEVELS)
def test_adding_what_fires_a_rule_never_lowers_a_level_that_refers(level: str) -> None:
    """To forms by chance, of every level, we add the answers that fire the rule, as far as they are asked.

    Answers that lift a rule on purpose (a stated mechanical influence, a known complaint) are not added:
    REASSURING lists them, and no alarm sign is among them. Only levels that refer are compared, because
    a caution may rest on what is absent.
    """
    for rule in (rule for rule in RULES if rule.level == level):
        random = Random(rule.id)
        for way in branches(rule):
            _adding_never_lowers(way, random)


def _adding_never_lowers(way: Condition, random: Random) -> None:
    for _ in range(4):
        before = after = random_form(random, left_open=0.5, healthy=0.9)
        for question, option in firing_answers(way):
            if option not in (NONE, UNKNOWN) and is_asked(after, question):
                after = with_answer(after, question, option)
        was = before.screen()
        if was.level in REFERRING:
            assert height(after.screen().level) >= height(was.level), (str(way), before, after)


@MANY
@given(SEEDS)
def test_the_level_is_that_of_the_highest_rule_that_fires(seed: int) -> None:
    result = random_form(Random(seed), left_open=0.5, healthy=0.9).screen()
    heights = [height(finding.rule.level) for finding in result.fired]
    assert height(result.level) == max(heights, default=-1)
    assert heights == sorted(heights, reverse=True)


# ------------------------------------------------------------------ single answers


def ages_that_matter() -> list[int]:
    """From 20 to 90, one age out of every stretch between two bounds of rules and follow-ups."""
    conditions = [rule.condition for rule in RULES]
    conditions += [question.show_when for question in load().questions.values() if question.show_when]
    nodes = (node for condition in conditions for node in condition.walk())
    bounds = {
        (node.sign, node.bound) for node in nodes if isinstance(node, Comparison) and node.kind == "age"
    }
    below = {bound for sign, bound in bounds if sign in (">=", "<", "==")}
    above = {bound + 1 for sign, bound in bounds if sign in (">", "<=", "==")}
    return sorted(age for age in {20, 90} | below | above if 20 <= age <= 90)


AGES = ages_that_matter()
EVERYBODY = [(age, sex) for age in AGES for sex in ("f", "m")]
# Domain rule 4 names these from an age on.
FROM_AGE = {
    "hd_with:jaw": 50,
    "hd_with:scalp": 50,
    "hd_with:vision_loss": 50,
    "hd_pattern:new": 50,
    "sh_signs:both_stiff": 50,
    "lb_belly:yes": 55,
}


def strong_signs_at(region: str) -> list[str]:
    """The strong signs that count here: all of them, but those that STRONG_SIGNS names another region for."""
    named = (line.partition("/") for line in STRONG_SIGNS.split())
    return [sign for sign, _, only in named if only in ("", region)]


def outcomes(answers: dict[str, Any], everybody: list[tuple[int, str]]) -> dict[tuple[int, str], Result]:
    return {(age, sex): screen(answers, age=age, sex=sex) for age, sex in everybody}


@pytest.mark.parametrize("region", REGIONS)
def test_a_weak_sign_alone_refers_nobody_of_any_age(region: str) -> None:
    for sign in WEAK_SIGNS.split():
        for who, result in outcomes(patient(f"g_regions:{region} {sign}").answers, EVERYBODY).items():
            assert result.outcome == "suitable", (sign, who, [found.rule.id for found in result.fired])


def test_no_place_and_no_age_refers_by_itself() -> None:
    for region in REGIONS:
        found = outcomes(patient(f"g_regions:{region}").answers, EVERYBODY)
        assert {result.outcome for result in found.values()} == {"suitable"}, region


@pytest.mark.parametrize("region", REGIONS)
def test_a_strong_sign_alone_refers_at_every_age(region: str) -> None:
    for sign in strong_signs_at(region):
        old_enough = [who for who in EVERYBODY if who[0] >= FROM_AGE.get(sign, 0)]
        for who, result in outcomes(patient(f"g_regions:{region} {sign}").answers, old_enough).items():
            assert result.outcome == "contact_gp", (sign, who)


CALM = (
    "ad_reporter:self g_onset:gradual g_duration:gt_3m c_chest:no lb_belly:no lb_urine:no hd_onset:slow "
    "hd_pattern:changed nk_new:no nk_chin:yes r_neuro_progress:stable"
)


def calm_form(someone: Patient, but: str = "") -> Patient:
    """The same patient, and everything else that must be answered is answered as calmly as can be.

    `but`: answers that replace calm ones.
    """
    calm = patient(f"{CALM} {but}").answers
    for page in load().pages:
        for question in page.questions:
            if question.required and question.id not in someone.answers and is_asked(someone, question.id):
                answer = [NONE] if question.safety_list else calm[question.id]
                someone = Patient(someone.age, someone.sex, someone.answers | {question.id: answer})
    return someone


def alone(sign: str, *places: str) -> Iterator[Patient]:
    """A woman of 30 and a man of 60 with only this sign, as far as they are asked for it."""
    told = " ".join(f"g_regions:{place}" for place in sorted(set(places)))
    for age, sex in ((30, "f"), (60, "m")):
        single = Patient(age, sex, patient(f"{told} {sign}").answers)
        if age >= FROM_AGE.get(sign, 0) and is_asked(single, sign.partition(":")[0]):
            yield single


@pytest.mark.parametrize("region", REGIONS)
def test_a_strong_sign_refers_also_when_all_else_is_calm(region: str) -> None:
    for sign in strong_signs_at(region):
        for single in alone(sign, region):
            assert calm_form(single).screen().outcome == "contact_gp", (sign, single)


@pytest.mark.parametrize("pattern", ["known", "changed"])
@pytest.mark.parametrize("region", REGIONS)
def test_a_strong_sign_refers_also_within_a_headache(region: str, pattern: str) -> None:
    """That a headache is called known explains no other sign."""
    for sign in strong_signs_at(region):
        for single in alone(sign, region, "headache"):
            result = calm_form(single, but=f"hd_pattern:{pattern}").screen()
            assert result.outcome == "contact_gp", (sign, single)


# ------------------------------------------------------------------ any answers at all


def any_answers(random: Random) -> Patient:
    """Answers to any questions, asked or not, that need not go together."""
    questions = [question for question in load().questions.values() if not question.known]
    chosen = random.sample(questions, random.randint(0, len(questions)))
    answers = {question.id: random_answer(random, question) for question in chosen}
    for question in chosen:
        if question.type == "multi" and random.random() < 0.1:
            answers[question.id] = random.sample(question.codes, random.randint(1, len(question.codes)))
    return Patient(random.choice([None, *range(0, 121, 5)]), random.choice([None, *"fmx"]), answers)


def in_another_order(random: Random, answers: dict[str, Any]) -> dict[str, Any]:
    mixed = dict(random.sample(list(answers.items()), len(answers)))
    lists = {key: random.sample(value, len(value)) for key, value in mixed.items() if isinstance(value, list)}
    return mixed | lists


@MANY
@given(SEEDS)
def test_any_answers_give_a_result_and_always_the_same(seed: int) -> None:
    random = Random(seed)
    someone = any_answers(random)
    result = someone.screen()
    assert result.level in (*LEVELS, NOTHING)
    again = Patient(someone.age, someone.sex, in_another_order(random, someone.answers)).screen()
    assert again == result


@MANY
@given(SEEDS)
def test_what_is_not_asked_never_fires_a_rule(seed: int) -> None:
    """Answers that were given before the patient went back and changed another one do not count."""
    random = Random(seed)
    someone = random_form(random, left_open=0.3, healthy=0.9)
    who = {"age": someone.age, "sex": someone.sex}
    stale = {
        question.id: random_answer(random, question, healthy=0.1)
        for question in load().questions.values()
        if question.show_when and not is_asked(someone, question.id)
    }
    kept = load().prune(stale | someone.answers, **who)
    assert kept == someone.answers
    assert screen(kept, **who) == someone.screen()


@pytest.mark.parametrize("level", LEVELS)
def test_every_way_in_which_a_rule_can_fire_is_possible(level: str) -> None:
    ways = [(rule.id, way) for rule in RULES if rule.level == level for way in branches(rule)]
    assert [f"{id_}: {way}" for id_, way in ways if find(way, load()) is None] == []
