"""The questions: which are asked, what a valid answer is, and what answers tell."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from intake import questionnaire
from intake.answers import AnswerError
from intake.conditions import parse
from intake.questionnaire import Question, load
from tests.intake.patients import Patient, complete_forms

WHO = {"age": 40, "sex": "f"}
UPPER_BACK = {"g_regions": ["upper_back"]}


def ids(questions: list[Question]) -> list[str]:
    return [question.id for question in questions]


# ------------------------------------------------------------------ which questions


def test_the_first_page_asks_only_about_emergencies() -> None:
    first = load().pages_for({}, **WHO)[0]
    assert (first.id, ids(list(first.questions))) == ("now", ["s_now"])


@pytest.mark.parametrize(
    "region", ["upper_back", "low_back", "neck", "shoulder", "headache", "dizziness", "other"]
)
def test_every_complaint_has_its_pages_of_one_to_four_questions(region: str) -> None:
    pages = load().pages_for({"g_regions": [region]}, age=60, sex="f")
    assert all(1 <= len(page.questions) <= 4 for page in pages)
    assert all(page.title(lang) for page in pages for lang in ("nl", "en"))


def test_someone_with_upper_back_pain_is_not_asked_about_headache() -> None:
    asked = ids(load().asked(UPPER_BACK, **WHO))
    assert {"c_chest", "th_breath"} <= set(asked)
    assert not {"hd_onset", "dz_type", "sh_signs", "lb_leg", "v_signs"} & set(asked)
    assert len(asked) <= 46


def test_what_registration_knows_is_kept_but_not_shown() -> None:
    assert {"ad_birthdate", "ad_sex"} <= set(ids(load().asked({}, **WHO)))
    shown = [q for page in load().pages_for({}, **WHO) for q in page.questions]
    assert not {"ad_birthdate", "ad_sex"} & set(ids(shown))
    assert not {"ad_birthdate", "ad_sex"} & set(load().not_answered({}, **WHO))


@pytest.mark.parametrize(
    ("age", "sex", "asked"), [(30, "f", True), (30, "x", True), (30, "m", False), (56, "f", False)]
)
def test_pregnancy_is_asked_of_those_who_can_be_pregnant(age: int, sex: str, asked: bool) -> None:
    assert ("p_pregnant" in ids(load().asked(UPPER_BACK, age=age, sex=sex))) is asked


def test_a_follow_up_is_not_asked_while_its_question_is_open() -> None:
    assert "g_trauma_type" not in ids(load().asked(UPPER_BACK, **WHO))
    assert "g_trauma_type" in ids(load().asked(UPPER_BACK | {"g_onset": "trauma"}, **WHO))


def test_open_answers_are_told_and_optional_ones_are_not() -> None:
    open_ = load().not_answered(UPPER_BACK | {"r_general": []}, **WHO)
    assert "r_general" in open_
    assert not {"g_regions", "ps_cause", "g_other"} & set(open_)


def test_pruning_drops_follow_ups_of_follow_ups() -> None:
    answers = {
        "g_regions": ["neck"],
        "g_onset": "gradual",
        "g_trauma_type": "traffic",
        "g_trauma_when": "today",
        "nk_trauma": ["midline"],
        "no_such_question": "x",
    }
    assert load().prune(answers, **WHO) == {"g_regions": ["neck"], "g_onset": "gradual"}
    assert load().prune(answers | {"g_onset": "trauma"}, **WHO).keys() >= {"nk_trauma", "g_trauma_type"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(complete_forms())
def test_pruning_a_complete_form_changes_nothing(someone: Patient) -> None:
    assert load().prune(someone.answers, age=someone.age, sex=someone.sex) == someone.answers
    assert load().not_answered(someone.answers, age=someone.age, sex=someone.sex) == []
    for id_, value in someone.answers.items():
        assert load().questions[id_].clean(value) == value


def test_safety_lists_cannot_stay_empty() -> None:
    lists = {q.id for q in load().questions.values() if q.safety_list}
    assert lists >= {"s_now", "r_general", "r_neuro", "r_history", "r_recent"}
    assert all(load().questions[id_].required for id_ in lists | {"g_regions", "ad_reporter"})


# ------------------------------------------------------------------ valid answers


@pytest.mark.parametrize(
    ("question", "given", "stored"),
    [
        ("ad_reporter", "self", "self"),
        ("g_regions", ["neck", "upper_back", "neck"], ["upper_back", "neck"]),
        ("s_now", ["none"], ["none"]),
        ("s_now", [], None),
        ("g_nrs_now", "7", 7),
        ("g_nrs_now", 0, 0),
        ("hd_med_days", 31, 31),
        ("g_goal", "  Fietsen \r\n en zwemmen ", "Fietsen \n en zwemmen"),
        ("g_goal", "   ", None),
        ("ad_birthdate", "1980-12-31", "1980-12-31"),
        ("g_psk", [{"activity": " Lopen ", "score": "8"}], [{"activity": "Lopen", "score": 8}]),
        ("g_psk", [], None),
    ],
)
def test_a_valid_answer_is_stored(question: str, given: object, stored: object) -> None:
    assert load().questions[question].clean(given) == stored


@pytest.mark.parametrize(
    ("question", "given", "key"),
    [
        ("ad_reporter", "nobody", "not_an_option"),
        ("ad_reporter", ["self"], "not_one"),
        ("g_regions", "neck", "not_a_list"),
        ("g_regions", ["knee"], "not_an_option"),
        ("g_regions", [3], "not_one"),
        ("s_now", ["none", "stroke"], "none_with_others"),
        ("g_nrs_now", 11, "out_of_range"),
        ("g_nrs_now", "-1", "not_a_number"),
        ("g_nrs_now", "9" * 5000, "not_a_number"),
        ("g_nrs_now", True, "not_a_number"),
        ("g_nrs_now", 7.5, "not_a_number"),
        ("g_goal", 5, "not_text"),
        ("g_goal", "x" * 2001, "too_long"),
        ("g_goal", "a\x00b", "bad_character"),
        ("g_goal", "\ud800", "bad_character"),
        ("ad_birthdate", "31-12-1980", "not_a_date"),
        ("ad_birthdate", 1980, "not_a_date"),
        ("g_psk", "Lopen", "not_activities"),
        ("g_psk", [{"activity": "Lopen"}], "not_activities"),
        ("g_psk", [{"activity": " ", "score": 3}], "not_activities"),
        ("g_psk", [{"activity": "Lopen", "score": 11}], "out_of_range"),
        ("g_psk", [{"activity": "Lopen", "score": 1}] * 4, "not_activities"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_reason(question: str, given: object, key: str) -> None:
    with pytest.raises(AnswerError) as caught:
        load().questions[question].clean(given)
    assert caught.value.key == key
    assert str(caught.value)


def test_a_symptom_counts_when_none_was_chosen_too_outside_the_form() -> None:
    question = load().questions["s_now"]
    assert question.clean_outside(["none", "stroke"]) == ["stroke", "none"]
    with pytest.raises(AnswerError):
        load().questions["g_nrs_now"].clean_outside("7")


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        ("g_regions", ["upper_back", "neck"], "Bovenrug; Nek"),
        ("g_nrs_now", 0, "0"),
        ("ad_birthdate", "1980-12-31", "31-12-1980"),
        ("g_psk", [{"activity": "Lopen", "score": 8}], "Lopen (8/10)"),
        ("g_goal", "Fietsen", "Fietsen"),
        ("g_course", None, ""),
    ],
)
def test_an_answer_reads_as_words(question: str, value: object, text: str) -> None:
    assert load().questions[question].answer_text(value, "nl") == text


def test_texts_come_in_both_languages_and_dutch_otherwise() -> None:
    question = load().questions["g_mech"]
    assert question.text("en-gb") != question.text("nl") == question.text("pl")
    assert load().questions["s_now"].hint("en").startswith("Choose all")
    assert question.option("yes").text("en") == "Yes"
    assert question.option("nowhere") is None


# ------------------------------------------------------------------ what answers tell


@pytest.mark.parametrize(
    ("answers", "option", "value"),
    [
        ({"g_onset": "trauma"}, ("g_onset", "trauma"), True),
        ({"g_onset": "trauma"}, ("g_onset", "gradual"), False),
        ({"g_onset": "unknown"}, ("g_onset", "unknown"), True),
        ({"g_onset": "unknown"}, ("g_onset", "gradual"), None),
        ({}, ("g_onset", "gradual"), None),
        ({"r_general": ["none"]}, ("r_general", "fever"), False),
        ({"r_general": []}, ("r_general", "fever"), None),
        (UPPER_BACK, ("hd_with", "jaw"), False),
        ({}, ("hd_with", "jaw"), None),
        (UPPER_BACK | {"hd_with": ["jaw"]}, ("hd_with", "jaw"), True),
        ({}, ("ad_sex", "f"), True),
        ({"ad_sex": "m"}, ("ad_sex", "f"), False),
    ],
)
def test_what_an_answer_tells(answers: dict, option: tuple[str, str], value: object) -> None:
    assert load().facts(answers, **WHO).chosen(*option) is value


# ------------------------------------------------------------------ versions


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"s_now": ["stroke", "tearing"]}, True),
        ({"s_now": ["stroke"]}, False),
        ({"s_now": ["none"]}, False),
        ({"s_now": ["stroke", "none"]}, False),
        ({"s_now": ["stroke", "unknown"]}, None),
        ({}, None),
    ],
)
def test_none_of_these_is_not_counted_and_i_do_not_know_leaves_the_count_open(
    answers: dict, value: object
) -> None:
    facts = load().facts(answers, age=40, sex="f")
    assert parse("count(s_now)>=2").evaluate(facts) is value


def test_nobody_has_a_symptom_by_choosing_none_of_these() -> None:
    facts = load().facts({"s_now": ["none"]}, age=40, sex="f")
    assert parse("count(s_now)>=1").evaluate(facts) is False
    assert parse("count(s_now)==0").evaluate(facts) is True


def test_an_older_version_can_still_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = questionnaire.CONTENT / questionnaire.versions()[-1]
    for version in ("9", "10"):
        shutil.copytree(newest, tmp_path / version)
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    load.cache_clear()
    assert (load().version, load("9").version) == ("10", "9")
    load.cache_clear()


@pytest.mark.parametrize("version", ["99", "../1", "", "x"])
def test_a_version_that_does_not_exist_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="no content version"):
        load(version)
