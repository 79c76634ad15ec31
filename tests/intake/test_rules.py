"""The clinical rules: each one alone, and what they make of patients."""

from collections.abc import Mapping

import pytest

from intake.conditions import Condition, Truth, parse
from intake.questionnaire import load, versions
from intake.screening import LEVELS, REFERRING, message, rules, screen
from tests.intake.patients import cases, patient, table

RULES = table("rules.txt")
TERMS = table("terms.txt")
ALL_RULES = rules(versions()[-1])
FIRES, NEARLY, UNDECIDED = 1, 2, 3  # cells of a row
FILES, PUBLISHED = ("patients", "vignettes", "coded", "pictures"), ("cases.json", "cases_published.json")
PATIENTS = [row for name in FILES for row in table(f"{name}.txt")]
CASES = [case for name in PUBLISHED for case in cases(name)]
Conditions = Mapping[str, Condition]

# Never a reason to refer on their own (domain rule 3: they count only in combinations).
WEAK_SIGNS = """
    r_general:fatigue r_general:ill r_night:turning g_constant:constant g_radiation:arm g_radiation:chest
    r_neuro:tingling_arm r_neuro:tingling_leg th_breath:pain_deep g_worse:breathing c_chest:sharp l_smoke:yes
    l_smoke:past r_history:high_bp lb_leg:upper lb_leg:below_one g_radiation:leg_above g_radiation:leg_below
    g_worse:stress ps_stress=10 ps_mood:daily
"""

# Always a reason to refer, also alone (domain rule 4). After the slash: the complaint it needs.
STRONG_SIGNS = """
    s_now:chest_pressure s_now:breathless s_now:tearing s_now:stroke s_now:worst_headache s_now:cough_blood
    s_now:bladder_saddle s_now:trauma_severe r_general:breathless r_general:rash_blisters
    r_general:black_stool r_general:jaundice r_general:calf_swelling r_general:weight_loss
    r_general:fever/upper_back r_general:fever/low_back r_general:fever/neck r_general:fever/shoulder
    r_general:fever/headache
    c_chest:press_effort c_chest:press_rest
    r_neuro:numb_saddle/upper_back r_neuro:numb_saddle/low_back r_neuro:numb_saddle/neck
    r_neuro:bladder/upper_back r_neuro:bladder/low_back r_neuro:bladder/neck
    r_neuro:bowel/upper_back r_neuro:bowel/low_back r_neuro:bowel/neck
    v_signs:double v_signs:speech v_signs:swallow v_signs:face_numb v_signs:eyelid v_signs:drop
    v_signs:one_side v_signs:walk g_worse:eating/upper_back c_chest:burn_meal r_recent:surgery_region
    r_recent:injection r_history:aneurysm/low_back r_history:aneurysm/upper_back th_shape:shorter/upper_back
    i_extra:eye lb_urine:yes lb_belly:yes dz_alarm:faint/dizziness dz_trigger:effort/dizziness
    dz_alarm:hearing/dizziness hd_onset:minute hd_onset:effort hd_with:vomit hd_with:jaw hd_with:scalp
    hd_with:vision_loss hd_pattern:new/headache p_pregnant:yes/headache r_recent:birth/headache
    sh_signs:effort sh_signs:belly sh_signs:both_stiff s_now:faint/neck s_now:faint/upper_back
    s_now:faint/low_back s_now:faint/shoulder s_now:faint/headache r_general:blood_urine
    r_general:arm_swelling
"""
REGIONS = ("upper_back", "low_back", "neck", "shoulder", "dizziness", "other")


def rows_of(name: str, rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if row[0] == name]


def wrong(rows: list[list[str]], conditions: Conditions, cell: int, right: tuple[Truth, ...]) -> list[str]:
    """The rows, by name, whose answer set in this cell does not make their condition one of `right`."""
    return [f"{row[0]}: {row[cell]}" for row in rows if truth(conditions[row[0]], row[cell]) not in right]


def truth(condition: Condition, answers: str) -> Truth:
    someone = patient(answers)
    return condition.evaluate(load().facts(someone.answers, age=someone.age, sex=someone.sex))


RULE_CONDITIONS = {rule.id: rule.condition for rule in ALL_RULES}
TERM_CONDITIONS = {name: parse(name, load().terms) for name in load().terms}


def test_each_rule_fires_on_its_patterns() -> None:
    assert wrong(RULES, RULE_CONDITIONS, FIRES, (True,)) == []


def test_each_rule_does_not_fire_on_nearly_that() -> None:
    assert wrong(RULES, RULE_CONDITIONS, NEARLY, (False, None)) == []


def test_each_rule_is_undecided_while_an_answer_that_matters_is_open() -> None:
    assert wrong(RULES, RULE_CONDITIONS, UNDECIDED, (None,)) == []


def test_the_result_tells_which_rules_fire_and_which_are_undecided() -> None:
    for rule in ALL_RULES:
        _, fires, nearly, undecided = rows_of(rule.id, RULES)[0]
        assert rule.id in patient(fires).fired()
        assert rule.id not in patient(nearly).fired()
        assert rule.id in {open_rule.id for open_rule in patient(undecided).screen().undecided}


@pytest.mark.parametrize(("cell", "right"), [(FIRES, (True,)), (NEARLY, (False, None)), (UNDECIDED, (None,))])
def test_each_term_means_what_its_table_says(cell: int, right: tuple[Truth, ...]) -> None:
    assert wrong(TERMS, TERM_CONDITIONS, cell, right) == []


def test_every_rule_and_every_term_is_in_its_table() -> None:
    assert {row[0] for row in RULES} == {rule.id for rule in ALL_RULES}
    assert {row[0] for row in TERMS} == set(load().terms)


@pytest.mark.parametrize("name", FILES)
def test_every_patient_of_a_file_gets_a_right_level(name: str) -> None:
    """A line of the file that fails is named, with the level it got."""
    found = [(who, levels, patient(answers).screen().level) for who, levels, answers in table(f"{name}.txt")]
    assert [f"{who}: {level}" for who, levels, level in found if level not in levels.split()] == []


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_published_case_gets_an_acceptable_level(name: str) -> None:
    for case in cases(name):
        result = screen(case["answers"], age=case["age"], sex=case["sex"])
        assert result.level in case["acceptable"], case["id"]
        assert not case["must_refer"] or result.outcome == "contact_gp", case["id"]


def test_ordinary_upper_back_pain_is_caution_at_most() -> None:
    result = patient(
        "age=38 sex=f g_regions:upper_back g_radiation:chest g_radiation:arm th_breath:pain_deep "
        "g_worse:sitting ps_stress=8 w_work:sitting"
    ).screen()
    assert result.level == "caution"
    assert [f.rule.id for f in result.fired if f.rule.level == "caution"] == ["C11"]


@pytest.mark.parametrize("region", REGIONS)
def test_age_alone_never_refers(region: str) -> None:
    assert patient(f"age=88 sex=m g_regions:{region}").screen().outcome == "suitable"


def test_rules_that_refer_have_a_message_and_a_contact_in_both_languages() -> None:
    for rule in rules(versions()[-1]):
        for lang in ("nl", "en"):
            assert message(rule.patient_message, lang)
            assert bool(rule.contact_text(lang)) == (rule.level in REFERRING), rule.id


def test_a_message_never_names_a_suspected_condition() -> None:
    words = ("infarct", "kanker", "cancer", "tumor", "hernia", "beroerte", "stroke", "dissect", "aneurysm")
    for rule in rules(versions()[-1]):
        for lang in ("nl", "en"):
            assert not any(word in message(rule.patient_message, lang).lower() for word in words)


def test_rules_stand_in_order_of_level() -> None:
    levels = [LEVELS.index(rule.level) for rule in rules(versions()[-1])]
    assert levels == sorted(levels)


def test_every_alarm_option_is_seen_by_some_rule() -> None:
    """No answer of a safety list is asked for nothing."""
    atoms = set().union(*(rule.condition.atoms() for rule in rules(versions()[-1])))
    unseen = [
        f"{question.id}:{option.code}"
        for question in load().questions.values()
        if question.safety_list
        for option in question.options
        if option.code not in ("none", "unknown", "other", "paracetamol")
        and (question.id, option.code) not in atoms
    ]
    assert unseen == ["hd_with:neck_move"]  # a sign of an ordinary complaint
