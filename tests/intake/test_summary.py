"""What stands beside the paragraph: lists of present and absent, the person, own words."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from intake.questionnaire import load, versions
from intake.summary import Asked, OwnWords, Remark, Summary
from intake.summary_words import place_of, words
from tests.intake.patients import Patient, complete_forms
from tests.intake.summaries import summary, summary_of

BACK = "age=57 sex=m g_regions:low_back"


def asked(told: Summary, label: str) -> Asked:
    return next(one for one in told.asked if one.label == label)


def test_a_safety_list_says_what_is_present_and_what_is_absent():
    general = asked(summary(f"{BACK} r_general:fever r_general:ill"), "algemeen")
    assert general.present == ("koorts of koude rillingen", "ziek of slap gevoel")
    assert "nachtzweten" in general.absent and len(general.present + general.absent) == 14


def test_none_of_these_makes_the_whole_list_absent():
    recent = asked(summary(f"{BACK} r_recent:none", "en"), "last 3 months")
    assert not recent.present and len(recent.absent) == 7


def test_a_list_that_was_left_open_is_open_not_absent():
    assert asked(summary(BACK, "en"), "general") == Asked("general", open=("the whole list",))


def test_a_list_that_was_not_asked_is_not_there():
    assert "hoofd en nek" not in [one.label for one in summary(BACK).asked]


def test_single_signs_stand_together_as_present_absent_or_open():
    signs = asked(summary(f"{BACK} lb_walk:yes lb_urine:no lb_belly:unknown", "en"), "other signs")
    assert signs.absent == ("flank pain or burning urine",)
    assert signs.open == ("throbbing spot in the belly (the patient does not know)",)
    assert [sign.endswith("bending: yes") for sign in signs.present] == [True]


def test_a_chin_that_reaches_the_chest_is_an_absent_sign():
    told = summary("age=30 g_regions:neck r_general:fever nk_chin:yes", "en")
    assert "cannot put chin on chest" in asked(told, "other signs").absent


def test_a_chin_that_does_not_reach_the_chest_is_a_present_sign():
    told = summary("age=30 g_regions:neck r_general:fever nk_chin:no", "en")
    assert "cannot put chin on chest: yes" in asked(told, "other signs").present


def test_the_number_of_painkiller_days_is_told():
    told = summary("age=30 g_regions:headache hd_med_days=12", "en")
    assert "painkiller, days a month: 12" in asked(told, "other signs").present


def test_what_is_notable_stands_first_among_the_psychosocial_remarks():
    told = summary(
        f"{BACK} ps_stress=2 ps_worry=7 ps_expect=3 ps_mood:no ps_fear:yes l_sleep:good l_smoke:no"
    )
    remarks = [one for one in told.psychosocial if isinstance(one, Remark) and not one.open]
    assert [one.notable for one in remarks] == [True, True, True, False, False, False, False]
    assert {one.text for one in remarks[:3]} == {
        "zorgen over de klacht 7/10",
        "bang dat bewegen schaadt",
        "vertrouwen in herstel 3/10",
    }


@pytest.mark.parametrize(
    "answer", ["ps_stress=6", "ps_worry=0", "ps_expect=4", "ps_expect=10", "ps_mood:some"]
)
def test_an_everyday_answer_is_not_notable(answer):
    assert not any(one.notable for one in summary(f"{BACK} {answer}").psychosocial)


def test_a_question_that_was_left_open_is_named():
    assert Remark("slaap", open=True) in summary(BACK).psychosocial


def test_an_optional_question_left_open_is_not_named():
    assert not any(one.text == "denkt zelf aan" for one in summary(BACK).psychosocial)


def test_the_patient_is_quoted_as_written():
    own = "  Weer 'gewoon' <b>lopen</b>;\nniets meer."
    told = summary(BACK, g_goal=own, g_other="Mijn vader had dit ook")
    assert (told.request, told.more) == (own, (OwnWords("verder nog", "Mijn vader had dit ook"),))


def test_another_remark_is_never_taken_for_the_request_for_help():
    told = summary(BACK, g_other="Mijn vader had dit ook")
    assert (told.request, len(told.more)) == ("", 1)


def test_activities_stand_with_the_hardest_first():
    pairs = [{"activity": "Tillen", "score": 4}, {"activity": "Fietsen", "score": 9}]
    told = summary(BACK, g_psk=pairs)
    assert [(one.text, one.score) for one in told.activities] == [("Fietsen", 9), ("Tillen", 4)]


@pytest.mark.parametrize(("answers", "pain"), [("g_nrs_now=0", 0), ("g_nrs_now=8", 8), ("", None)])
def test_the_pain_score_is_a_number_or_nothing(answers, pain):
    assert summary(f"{BACK} {answers}").pain == pain


def test_medicines_are_named_with_the_patient_s_own_words():
    told = summary(f"{BACK} m_meds:anticoag m_meds:paracetamol m_meds:other", m_meds_other="Metoprolol")
    assert told.medication == (
        Remark("bloedverdunners", notable=True),
        Remark("paracetamol"),
        Remark("andere medicijnen"),
        OwnWords("welke andere medicijnen", "Metoprolol"),
    )


def test_work_sport_and_practical_matters_have_their_own_rows():
    told = summary(
        f"{BACK} w_work:heavy w_absent:fully ad_referral:no ad_share_gp:no", "en", l_sport="Tennis"
    )
    assert [one.text for one in told.work] == ["fully off work or school", "heavy physical work"]
    assert [one.text for one in told.sport] == ["Tennis"]
    assert [one.text for one in told.practical] == ["nothing to be shared with the GP", "no referral"]


def test_regions_are_named_as_the_form_names_them():
    assert summary("age=30 g_regions:neck g_regions:dizziness", "en").regions == ("Neck", "Dizziness")


@pytest.mark.parametrize("version", versions())
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_question_of_every_version_has_words(version, lang):
    """Old intakes borrow the words of the first version that has them."""
    said = words(version, lang)
    questions = [one for one in load(version).questions.values() if not one.known]
    unnamed = [one.id for one in questions if said.label(one) == one.text(lang)]
    unsaid = [
        f"{one.id}:{code}"
        for one in questions
        if place_of(one, version)
        for code in one.codes
        if said.phrase(one, code) == one.option(code).text(lang)
    ]
    assert (unnamed, unsaid) == ([], [])


def _everything(told: Summary) -> str:
    remarks = (*told.medication, *told.psychosocial, *told.work, *told.sport, *told.practical)
    lists = [text for one in told.asked for text in (one.label, *one.present, *one.absent, *one.open)]
    return " ".join([told.paragraph, *(one.text for one in remarks), *lists, *told.regions])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(complete_forms())
def test_every_form_can_be_summarised_without_ids(who: Patient):
    ids = {id_ for id_ in load().questions if "_" in id_}
    for lang in ("nl", "en"):
        told = _everything(summary_of(who, lang))
        assert not ids & set(re.findall(r"\w+", told)), told
        assert "{" not in told and "None" not in told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(complete_forms())
def test_every_answer_can_be_read_back(who: Patient):
    """Whatever was chosen stands somewhere on the page; phrases may share their first word."""
    told, said = _everything(summary_of(who, "en")).lower(), words(load().version, "en")
    for id_, value in who.answers.items():
        question = load().questions[id_]
        if question.type == "chart":
            assert question.answer_text(value, "en").lower() in told
            continue
        for code in value if isinstance(value, list) else [value]:
            if question.options and code not in ("none", "self"):
                denied = not question.summary and said.denies(question, code)
                words_of = said.label(question) if denied else said.phrase(question, code)
                assert words_of.split(" ", 1)[-1].lower() in told, (id_, code)
