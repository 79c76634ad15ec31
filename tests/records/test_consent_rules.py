"""Who decides, given age and ability: WGBO as in domain reference 8.1."""

import pytest

from records.consent_rules import Deciders, Problem, Rule, problems, relations_for, rule_for

PATIENT = Deciders(by_patient=True)
PARENT = Deciders(by_patient=False, relation="parent")
BOTH = Deciders(by_patient=True, relation="parent")
NOBODY = Deciders(by_patient=False)


@pytest.mark.parametrize(
    ("age", "rule"),
    [(0, "parent"), (11, "parent"), (12, "together"), (15, "together"), (16, "alone"), (90, "alone")],
)
def test_age_decides_who_decides(age, rule):
    assert rule_for(age) == Rule(rule)


@pytest.mark.parametrize("age", [12, 15, 16, 40])
def test_somebody_who_cannot_decide_is_represented(age):
    assert rule_for(age, able=False) == Rule.REPRESENTED


def test_a_young_child_is_never_asked_to_decide():
    assert rule_for(8, able=False) == Rule.PARENT


def test_parents_speak_for_minors_and_others_for_adults():
    assert relations_for(17) == ("parent", "guardian")
    assert relations_for(18)[0] == "curator"
    assert "parent" not in relations_for(18)


@pytest.mark.parametrize(
    ("age", "deciders", "missing"),
    [
        (8, PARENT, []),
        (8, NOBODY, [Problem.REPRESENTATIVE_MISSING]),
        (8, PATIENT, [Problem.REPRESENTATIVE_MISSING]),
        (14, BOTH, []),
        (14, PATIENT, [Problem.REPRESENTATIVE_MISSING]),
        (14, PARENT, [Problem.PATIENT_MISSING]),
        (14, NOBODY, [Problem.PATIENT_MISSING, Problem.REPRESENTATIVE_MISSING]),
        (16, PATIENT, []),
        (16, NOBODY, [Problem.PATIENT_MISSING]),
        (16, BOTH, [Problem.REPRESENTATIVE_NOT_ALLOWED]),
    ],
)
def test_consent_asks_for_everybody_the_rule_names(age, deciders, missing):
    assert problems("given", deciders, age=age) == missing


@pytest.mark.parametrize("deciders", [PATIENT, PARENT])
def test_with_a_reason_one_may_decide_for_a_child_of_twelve_to_fifteen(deciders):
    excepted = Deciders(deciders.by_patient, deciders.relation, exception_reason="Wil het weloverwogen")
    assert problems("given", excepted, age=13) == []


def test_a_reason_alone_decides_nothing():
    assert problems("given", Deciders(False, exception_reason="Haast"), age=13) == [Problem.NOBODY]


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
@pytest.mark.parametrize("deciders", [PATIENT, PARENT, BOTH])
def test_of_child_and_parent_one_is_enough_to_refuse(decision, deciders):
    assert problems(decision, deciders, age=14) == []


def test_nobody_cannot_refuse():
    assert problems("refused", NOBODY, age=14) == [Problem.NOBODY]


def test_a_representative_of_an_adult_comes_with_a_remark_on_capacity():
    mentor = Deciders(by_patient=False, relation="mentor")
    assert problems("given", mentor, age=80, able=False) == [Problem.CAPACITY_REMARK_MISSING]


def test_a_mentor_decides_for_an_adult_who_cannot():
    mentor = Deciders(False, "mentor", capacity_remark="Begrijpt de uitleg niet (dementie)")
    assert problems("given", mentor, age=80, able=False) == []


def test_a_partner_does_not_speak_for_a_child():
    assert Problem.RELATION_WRONG in problems("given", Deciders(True, "partner"), age=14)
