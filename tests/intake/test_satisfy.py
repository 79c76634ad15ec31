"""The search for answers that make a condition true, compared with trying every form."""

from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.conditions import AllOf, AnyOf, AtLeast, Condition, Not, Stated, Truth, parse
from intake.questionnaire import Questionnaire, build, load
from intake.satisfy import Form, find
from intake.screening import rules

TEXTS = {"nl": "Tekst", "en": "Text"}
YES_NO = [{"code": code} | TEXTS for code in ("yes", "no", "unknown")]
SIGNS = [{"code": code} | TEXTS for code in ("red", "hot", "none")]
PLACES = [{"code": code} | TEXTS for code in ("arm", "leg", "unknown")]
SEXES = [{"code": code} | TEXTS for code in ("f", "m")]


def small(**show_when: str) -> Questionnaire:
    """Five questions, in this order; each may get a show_when that looks at earlier ones."""
    entries = [
        {"id": "ad_sex", "type": "single", "options": SEXES, "known": "registration"},
        {"id": "sure", "type": "single", "options": YES_NO, "required": True},
        {"id": "signs", "type": "multi", "options": SIGNS, "safety_list": True},
        {"id": "pain", "type": "nrs0-10"},
        {"id": "places", "type": "multi", "options": PLACES},
    ]
    asked = [entry | TEXTS | {"page": "only", "show_when": show_when.get(entry["id"])} for entry in entries]
    return build("7", {"page": [{"id": "only"} | TEXTS], "question": asked, "term": []})


def found(text: str, *, wanted: Truth = True, sent: bool = False, **show_when: str) -> Form | None:
    return find(parse(text), small(**show_when), wanted=wanted, sent=sent)


def test_it_gives_the_answers_that_do_it() -> None:
    form = found("sure:yes and signs:red and not signs:hot and num(pain)>6 and count(places)>=2 and age<10")
    assert form is not None
    assert form.age < 10
    answers = {"sure": "yes", "signs": ["red"], "pain": 7, "places": ["arm", "leg"]}
    assert {name: form.answers[name] for name in answers if name != "pain"} | {"pain": 7} == answers
    assert form.answers["pain"] > 6


@pytest.mark.parametrize(
    "text",
    [
        "sure:yes and sure:no",
        "signs:none and signs:red",
        "signs:none and count(signs)>=1",
        "count(signs)>=3",
        "num(pain)>10",
        "num(pain)>=5 and num(pain)<5",
        "age>120",
        "age>=50 and age<50",
        "ad_sex:f and ad_sex:m",
        "nof(2, sure:yes, sure:no, sure:unknown)",
        "answered(pain) and not (num(pain)>=0)",
    ],
)
def test_it_says_that_there_are_none(text: str) -> None:
    assert found(text) is None


def test_a_question_that_is_not_asked_cannot_be_answered() -> None:
    assert found("num(pain)>3 and sure:no", pain="sure:yes") is None
    assert found("num(pain)>3 and sure:yes", pain="sure:yes") is not None


def test_what_decides_whether_it_is_asked_is_followed_all_the_way() -> None:
    chain = {"signs": "sure:yes and age>=50", "pain": "signs:red", "places": "num(pain)>=8"}
    form = found("places:arm", **chain)
    assert form is not None
    assert (form.age >= 50, form.answers["sure"], form.answers["signs"]) == (True, "yes", ["red"])
    assert found("places:arm and age<50", **chain) is None


def test_some_of_a_list_is_at_least_the_last_option_left() -> None:
    form = found("answered(signs) and not signs:none and not signs:red and signs:hot")
    assert form is not None
    assert form.answers["signs"] == ["hot"]
    assert found("answered(signs) and not (signs:none or signs:red or signs:hot)") is None


def test_a_chart_is_drawn_or_left_open() -> None:
    drawn = find(parse("answered(g_chart) and g_regions:neck"), load(), sent=True)
    assert drawn is not None and load().questions["g_chart"].clean(drawn.answers["g_chart"])
    left = find(parse("not answered(g_chart) and g_regions:neck"), load(), sent=True)
    assert left is not None and "g_chart" not in left.answers


def test_not_asked_is_false_and_left_open_is_unknown() -> None:
    assert found("num(pain)>3", wanted=None, pain="sure:yes") is not None
    assert found("num(pain)>3 and stated(sure:no)", wanted=None, pain="sure:yes") is None
    assert found("not stated(num(pain)>3) and not stated(num(pain)<=3) and sure:yes") is not None


def test_on_a_form_that_was_sent_required_questions_have_an_answer() -> None:
    assert found("not answered(sure)") is not None
    assert found("not answered(sure)", sent=True) is None
    assert found("not answered(signs)", sent=True, signs="sure:yes") is not None
    assert found("not answered(signs) and sure:yes", sent=True, signs="sure:yes") is None
    assert found("not answered(pain) and answered(sure)", sent=True) is not None


# ------------------------------------------------------------------ exact: compared with trying everything

LEAVES = [
    *("sure:yes", "sure:no", "sure:unknown", "answered(sure)", "ad_sex:f"),
    *("signs:red", "signs:hot", "signs:none", "count(signs)>=2", "count(signs)==1", "count(signs)<1"),
    *("num(pain)>=4", "num(pain)==4", "num(pain)<4", "answered(pain)"),
    *("places:arm", "places:unknown", "count(places)<=1", "answered(signs)"),
]


def compound(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    nof = several.flatmap(lambda some: st.integers(1, len(some)).map(lambda n: AtLeast(n, some)))
    return st.one_of(parts.map(Not), parts.map(Stated), several.map(AllOf), several.map(AnyOf), nof)


def about(*questions: str) -> st.SearchStrategy[Condition]:
    leaves = [parse(leaf) for leaf in LEAVES if any(question in leaf for question in questions)]
    return st.recursive(st.sampled_from(leaves), compound, max_leaves=8)


ALL_ANSWERS = {
    "sure": [None, "yes", "no", "unknown"],
    "signs": [None, ["none"], ["red"], ["hot"], ["red", "hot"]],
    "pain": [None, 0, 3, 4, 5, 10],
    "places": [None, ["arm"], ["leg"], ["arm", "leg"], ["unknown"], ["arm", "unknown"]],
}


def every_form(questionnaire: Questionnaire) -> list[tuple[dict[str, Any], str]]:
    forms = []
    for sex, *values in product("fm", *ALL_ANSWERS.values()):
        given = zip(ALL_ANSWERS, values, strict=True)
        answers = {question: value for question, value in given if value is not None}
        if questionnaire.prune(answers, age=40, sex=sex) == answers:
            forms.append((answers, sex))
    return forms


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(about(*ALL_ANSWERS, "ad_sex"), about("sure", "ad_sex"), about("sure", "signs"), st.booleans())
def test_it_agrees_with_trying_every_form(
    condition: Condition, before_pain: Condition, before_places: Condition, sent: bool
) -> None:
    questionnaire = small(pain=str(before_pain), places=str(before_places))
    values = {
        condition.evaluate(questionnaire.facts(answers, age=40, sex=sex))
        for answers, sex in every_form(questionnaire)
        if not sent or {"sure", "signs"} <= answers.keys()
    }
    for wanted in (True, False, None):
        form = find(condition, questionnaire, wanted=wanted, sent=sent)
        assert (form is not None) == (wanted in values), (str(condition), wanted)


# ------------------------------------------------------------------ our own content


def test_what_it_finds_for_a_rule_fires_that_rule() -> None:
    for rule in rules(load().version):
        form = find(rule.condition, load(), sent=True)
        assert form is not None, rule.id
        assert rule.condition.evaluate(form.facts(load())) is True, rule.id


@pytest.mark.parametrize(
    "never",
    [
        "g_onset:trauma and g_onset:gradual",
        "hd_pattern:new and not g_regions:headache",
        "r_neuro_progress:fast and r_neuro:none",
        "count(g_regions)>=2 and g_regions:neck and nof(2, g_course:worse, g_course:better)",
    ],
)
def test_a_contradiction_at_the_end_is_found_without_trying_all_that_stands_before(never: str) -> None:
    """Trying every way in which the longest rules fire would take hours."""
    for rule in rules(load().version):
        assert find(AllOf((rule.condition, parse(never))), load()) is None, rule.id
