"""What a plan can hold, and what the patient is told about it."""

import pytest

from intake import screening as intake_rules
from records import interventions
from records.interventions import KINDS, ContentError

CATALOGUE = interventions.load()


def entry(**extra: object) -> dict[str, object]:
    texts = {
        f"{prefix}{lang}": f"{prefix}{lang}" for prefix in ("", "what_", "why_") for lang in ("nl", "en")
    }
    return {"code": "x", "kinds": ["hands_on"], **texts, **extra}


def build(*entries: dict[str, object]) -> interventions.Catalogue:
    return interventions.build({"intervention": list(entries), "course": [], "general": {}})


def test_every_kind_has_interventions():
    assert all(CATALOGUE.of_kind(kind) for kind in KINDS)


def test_an_intervention_is_listed_once():
    listed = [one.code for kind in KINDS for one in CATALOGUE.of_kind(kind)]
    assert sorted(listed) == sorted(one.code for one in CATALOGUE.interventions)


def test_some_interventions_are_of_two_kinds():
    assert CATALOGUE.find("graded").kinds == ("hands_off", "coaching")


@pytest.mark.parametrize(("code", "kind"), [("needle", "dry_needling"), ("manip_neck", "cervical_treatment")])
def test_what_needs_its_own_consent_says_its_risks(code, kind):
    assert CATALOGUE.consents(code, on_neck=False) == {kind}
    for lang in ("nl", "en"):
        risk = CATALOGUE.permissions[kind].risks[lang]
        assert risk in CATALOGUE.permissions[kind].told(lang)
        assert risk not in CATALOGUE.explain([code], lang).risks  # it is told once


def test_any_treatment_by_hand_may_be_on_the_neck_and_then_asks_the_consent_for_it():
    on_back = {one.code for one in CATALOGUE.interventions if "hands_on" in one.kinds and not one.neck}
    assert on_back == {"manip"}
    assert CATALOGUE.consents("mob", on_neck=True) == {"cervical_treatment"}
    assert CATALOGUE.consents("needle", on_neck=True) == {"dry_needling", "cervical_treatment"}


def test_the_letter_of_the_nvmt_is_named_in_both_languages():
    assert all("NVMT" in text for text in CATALOGUE.permissions["cervical_treatment"].texts.values())


def test_every_text_is_there_in_both_languages():
    for one in CATALOGUE.interventions:
        for texts in (one.names, one.what, one.why, one.risks, one.alternatives, one.remarks):
            assert set(texts) in (set(), {"nl", "en"}), one.code


def test_cautions_name_screening_rules_that_exist():
    known = {rule.id for rule in intake_rules.rules("1")}
    assert {rule for one in CATALOGUE.interventions for rule in one.cautions} <= known


def test_the_explanation_names_each_chosen_intervention_once():
    told = CATALOGUE.explain(["mob", "home", "mob"], "nl")
    assert told.what.count("Mobilisatie:") == 1
    assert told.what.count("Oefeningen voor thuis:") == 1


def test_the_explanation_follows_the_language():
    assert CATALOGUE.explain(["mob"], "en").what.startswith("Mobilisation: I move")


def test_after_hands_on_treatment_the_patient_knows_when_to_call_112():
    assert "112" in CATALOGUE.explain(["mob"], "nl").risks
    assert "112" not in CATALOGUE.explain(["educ"], "nl").risks


def test_doing_nothing_is_always_an_alternative():
    assert "Doing nothing" in CATALOGUE.explain(["tape"], "en").alternatives


def test_nothing_chosen_explains_nothing():
    assert CATALOGUE.explain(["unheard-of"], "nl") == interventions.Explanation("", "", "", "")


def test_the_expected_course_follows_the_complaint():
    assert "bovenrug" in CATALOGUE.course("upper_back", "nl")
    assert CATALOGUE.course("other", "nl") == ""


def test_the_same_code_twice_is_refused():
    with pytest.raises(ContentError, match="twice"):
        build(entry(), entry())


@pytest.mark.parametrize("kinds", [[], ["device"]])
def test_an_unknown_kind_is_refused(kinds):
    with pytest.raises(ContentError, match="kinds"):
        build(entry(kinds=kinds))


def test_a_missing_translation_is_refused():
    broken = entry()
    del broken["why_en"]
    with pytest.raises(ContentError, match="both languages"):
        build(broken)


@pytest.mark.parametrize(
    "wrong", [{"neck": "sometimes"}, {"neck": "may", "kinds": ["hands_off"]}, {"neck_first": ["neck"]}]
)
def test_only_treatment_by_hand_may_be_on_the_neck(wrong):
    text = dict.fromkeys(("nl", "en", "text_nl", "text_en", "risks_nl", "risks_en"), "x")
    data = {"intervention": [entry(**wrong)], "course": [], "general": {}}
    with pytest.raises(ContentError, match="neck"):
        interventions.build({**data, "permission": {"cervical_treatment": text}})


@pytest.mark.parametrize("extra", [{"consent": "dry_needling"}, {"neck": "may"}])
def test_what_needs_its_own_consent_has_a_text_to_ask_it_with(extra):
    with pytest.raises(ContentError, match="permission"):
        build(entry(**extra))


def test_a_question_asked_apart_is_there_in_both_languages():
    broken = {"dry_needling": {"nl": "Naald", "text_nl": "x", "risks_nl": "x"}}
    with pytest.raises(ContentError, match="both languages"):
        interventions.build({"intervention": [], "course": [], "general": {}, "permission": broken})
