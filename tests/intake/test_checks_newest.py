"""What the newest content must have besides: all its texts, nothing unused, nothing unreachable."""

from typing import Any

import pytest

from intake import checks, questionnaire
from intake.checks import check_content, problems
from intake.checks.completeness import completeness
from intake.checks.content import Content
from intake.checks.integrity import integrity
from intake.checks.reach import reach
from tests.intake.contents import entry, newest_content, option


@pytest.fixture
def content() -> Content:
    return newest_content()


# file, kind, id, field, new value (None removes it), all that is said
INCOMPLETE = [
    (
        *("questions", "term", "SPINE", "meaning_nl", " "),
        "questions.toml, term SPINE: meaning_nl is missing. Write that text.",
    ),
    (
        *("questions", "question", "r_history", "safety_list", False),
        "questions.toml, question r_history: it is a safety list. Add safety_list = true.",
    ),
    (
        *("questions", "question", "s_now", "id", "s_later"),
        "questions.toml: question s_now is missing. Every form asks it: put it back.",
    ),
    (
        *("questions", "question", "g_regions", "required", None),
        "questions.toml, question g_regions: every form needs its answer. Add required = true.",
    ),
    (
        *("rules", "rule", "E01", "complaints", "neck, knee"),
        'rules.toml, rule E01: complaints has an unknown word "knee". Use all, spine, ',
    ),
    (
        *("questions", "question", "g_side", "show_wen", "age>5"),
        "questions.toml, question g_side: unknown key show_wen. Correct the name, or remove it.",
    ),
    (
        *("questions", "question", "g_side", "summary", "footer"),
        "questions.toml, question g_side: unknown summary place footer. Use one of ",
    ),
    (
        *("messages", "selfcare", "neck", "title_en", None),
        "messages.toml, selfcare neck: title_en is missing. Write that text.",
    ),
    (
        *("messages", "selfcare", "neck", "nl", ""),
        "messages.toml, selfcare neck: nl is missing. Write that text.",
    ),
    (
        *("messages", "selfcare", "neck", "source", None),
        "messages.toml, selfcare neck: source is missing. Say where the advice comes from.",
    ),
    (
        *("messages", "selfcare", "neck", "complaint", "knee"),
        "messages.toml: complaint neck of g_regions has no advice. Add a [[selfcare]].",
    ),
    (
        *("messages", "selfcare", "neck", "complaint", "knee"),
        "messages.toml, selfcare knee: g_regions has no option knee. Correct the name, or remove it.",
    ),
]


@pytest.mark.parametrize("row", INCOMPLETE, ids=[row[-1] for row in INCOMPLETE])
def test_incomplete_content_is_named(content: Content, row: tuple[Any, ...]) -> None:
    file, kind, id_, key, value, says = row
    lacking = entry(getattr(content, file), kind, id_)
    lacking[key] = value
    if value is None:
        del lacking[key]
    assert any(problem.startswith(says) for problem in completeness(content)), completeness(content)


def test_an_option_that_nobody_uses_is_context_or_goes(content: Content) -> None:
    extra = {"code": "purple", "nl": "Paars", "en": "Purple"}
    entry(content.questions, "question", "s_now")["options"].append(extra)
    said = (
        "questions.toml, question s_now, option purple: "
        "no rule, show_when or summary uses it. Use it, or add context = true."
    )
    assert said in completeness(content)
    extra["context"] = True
    assert completeness(content) == []


def test_none_and_i_do_not_know_need_no_use(content: Content) -> None:
    entry(content.questions, "question", "r_recent")["options"].append(
        {"code": "unknown", "nl": "Weet ik niet", "en": "I don't know"}
    )
    assert completeness(content) == []


@pytest.mark.parametrize(
    ("question", "code", "user"),
    [
        ("s_now", "tearing", "rule E02"),
        ("m_meds", "other", "the summary"),
        ("g_regions", "other", "the summary"),
    ],
)
def test_an_option_that_is_used_is_no_context(content: Content, question: str, code: str, user: str) -> None:
    option(content, question, code)["context"] = True
    said = (
        f"questions.toml, question {question}, option {code}: "
        f"it has context = true, but {user} uses it. Remove context = true."
    )
    assert said in completeness(content)


def test_a_count_uses_every_option(content: Content) -> None:
    del entry(content.questions, "question", "g_regions")["summary"]
    assert completeness(content) == []


def test_a_show_when_uses_its_options(content: Content) -> None:
    del entry(content.questions, "question", "m_meds")["summary"]
    option(content, "m_meds", "other")["context"] = True
    said = " ".join(completeness(content))
    assert "option other: it has context = true, but the show_when of m_meds_other uses it" in said


def test_every_level_that_refers_has_a_message(content: Content) -> None:
    for rule in content.rule_entries:
        if rule["level"] == "same_day_gp":
            rule["level"] = "emergency"
    said = (
        "rules.toml, level same_day_gp: no rule of this level has a message. "
        "Give one a patient_message of messages.toml."
    )
    assert said in completeness(content)


def test_some_questions_are_asked_again_at_an_evaluation(content: Content) -> None:
    for question in content.questions["question"]:
        question.pop("rescreen", None)
    said = (
        "questions.toml: no question has rescreen = true. "
        "Mark the safety questions that are asked again at each evaluation."
    )
    assert said in completeness(content)


def test_a_term_that_nobody_uses_goes(content: Content) -> None:
    extra = {"name": "GROWN", "when": "age>=18", "meaning_nl": "volwassen", "meaning_en": "grown up"}
    content.questions["term"].append(extra)
    assert completeness(content) == [
        "questions.toml, term GROWN: no rule, show_when or term uses it. Use it, or remove it."
    ]


@pytest.mark.parametrize("when", ["age>=0", "answered(s_now)", "g_side:left or not stated(g_side:left)"])
def test_a_rule_that_fires_for_everybody_is_named(content: Content, when: str) -> None:
    entry(content.rules, "rule", "E01")["when"] = when
    said = (
        "rules.toml, rule E01: it fires for everybody: no form that can be sent makes it false. "
        "Correct the condition."
    )
    assert said in reach(content)


def test_a_rule_that_an_open_answer_leaves_undecided_does_not_fire_for_everybody(content: Content) -> None:
    entry(content.rules, "rule", "E01")["when"] = "num(g_nrs_now)>=0"
    assert reach(content) == []


@pytest.mark.parametrize(
    "when",
    [
        "g_onset:trauma and g_onset:gradual",
        "s_now:none and s_now:stroke",
        "count(g_regions)>=8",
        "num(g_nrs_now)>10",
        "age>=55 and age<=50",
        "r_neuro_progress:fast and r_neuro:none",  # not asked then
        "ad_sex:m and p_pregnant:yes",
        "not answered(s_now)",  # such a form cannot be sent
    ],
)
def test_a_rule_that_can_never_fire_is_named(content: Content, when: str) -> None:
    entry(content.rules, "rule", "E01")["when"] = when
    said = (
        "rules.toml, rule E01: it can never fire: no form that can be sent makes it true. "
        "Correct the condition, or remove the rule."
    )
    assert said in reach(content)


def test_a_question_that_is_never_asked_is_named(content: Content) -> None:
    entry(content.questions, "question", "m_meds_other")["show_when"] = "g_radiation:arm and g_radiation:none"
    said = (
        "questions.toml, question m_meds_other: no page ever shows it: no answers make show_when true. "
        "Correct show_when, or remove the question."
    )
    assert said in reach(content)


def test_incomplete_and_unreachable_are_told_together(content: Content) -> None:
    entry(content.rules, "rule", "E01")["when"] = "age>130"
    entry(content.messages, "selfcare", "neck")["source"] = ""
    said = " ".join(problems(content))
    assert "selfcare neck: source is missing" in said
    assert "rule E01: it can never fire" in said


def test_older_versions_need_only_be_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are frozen: what is asked of content since then cannot be mended there."""
    first = Content(*(questionnaire.read("1", name) for name in ("questions", "rules", "messages")))
    assert integrity(first) == []
    assert completeness(first) != []
    monkeypatch.setattr(checks, "problems", lambda content: ["rules.toml, rule E01: broken. Mend it."])
    newest = questionnaire.versions()[-1]
    assert [error.msg for error in check_content()] == [
        f"content {newest}, rules.toml, rule E01: broken. Mend it."
    ]
