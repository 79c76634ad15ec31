"""The safety steps of the neck in the examination: what was written, and what follows from the results."""

import pytest
from django.urls import reverse

from practice.models import Episode
from records.models import Examination, NeckSafety
from records.neck import missing_steps
from tests import factories

START = {"agreed": "on", "conclusion": "Nek stijf", "draft_version": "0", "amends": ""}
TEXTS = {"neck_risk_factors": "Rookt, geen trauma", "neck_weighing": "Mobilisatie weegt op tegen het risico"}
MEASURED = {
    "vitals-systolic-R": "128",
    "vitals-diastolic-R": "82",
    "vitals-cranial_nerves-mid": "neg",
    "vitals-eyes-mid": "neg",
    "neuro-gait-mid": "neg",
    "neuro-strength_c6-L": "5",
    "neuro-reflex_biceps-L": "2+",
    "neuro-sensation_c6-L": "normal",
}
ALL = {**START, **TEXTS, **MEASURED}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist, complaint="neck")


def address(name, episode) -> str:
    return reverse(name, args=[episode.pk])


def keep(client, episode, told):
    return client.post(address("examination", episode), told)


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in ALL.items() if name not in names}


def test_every_step_done_leaves_nothing_missing(therapist_client, episode):
    therapist_client.post(address("examination_sign", episode), ALL)
    assert missing_steps(episode) == []
    assert NeckSafety.objects.get().risk_factors == "Rookt, geen trauma"


@pytest.mark.parametrize(
    ("left_out", "step"),
    [
        ("neck_risk_factors", "risk_factors"),
        ("neck_weighing", "weighing"),
        ("vitals-systolic-R", "blood_pressure"),
        ("vitals-diastolic-R", "blood_pressure"),
        ("vitals-cranial_nerves-mid", "cranial_nerves"),
        ("vitals-eyes-mid", "eyes"),
        ("neuro-gait-mid", "gait"),
        ("neuro-strength_c6-L", "neurological"),
        ("neuro-reflex_biceps-L", "neurological"),
        ("neuro-sensation_c6-L", "neurological"),
    ],
)
def test_a_step_without_its_result_was_not_done(therapist_client, episode, left_out, step):
    keep(therapist_client, episode, without(left_out))
    safety = NeckSafety.objects.get()
    assert not getattr(safety, step)
    assert len(safety.missing) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"vitals-systolic-R": "82", "vitals-diastolic-R": "128"},
        {"vitals-systolic-R": "80/80", "vitals-diastolic-R": ""},
        {"dizziness-systolic_standing_1-mid": "70", "dizziness-diastolic_standing_1-mid": "90"},
    ],
)
def test_a_pressure_that_stands_upside_down_is_refused(therapist_client, episode, told):
    form = keep(therapist_client, episode, {**ALL, **told}).context["form"]
    assert list(form.errors) == [name for name in told if "diastolic" in name]


@pytest.mark.parametrize("name", ["vitals-eyes-mid", "neuro-gait-mid", "neuro-strength_c6-L"])
def test_not_done_is_no_step(therapist_client, episode, name):
    keep(therapist_client, episode, {**ALL, name: "not_done"})
    assert len(NeckSafety.objects.get().missing) == 1


NO_NEURO = without("neuro-strength_c6-L", "neuro-reflex_biceps-L", "neuro-sensation_c6-L")


@pytest.mark.parametrize("told", [{"neuro-nothing_found": "on"}, {"neurological": "Kracht gelijk"}])
def test_the_neurological_screening_may_be_said_in_one_go(therapist_client, episode, told):
    keep(therapist_client, episode, {**NO_NEURO, **told})
    assert NeckSafety.objects.get().neurological


def test_gait_may_be_observed_or_tested(therapist_client, episode):
    told = {"observation-gait-mid": "normal"}
    keep(therapist_client, episode, {**without("neuro-gait-mid"), **told})
    assert NeckSafety.objects.get().gait


def test_a_pressure_measured_lying_counts(therapist_client, episode):
    told = {"dizziness-systolic_lying-mid": "120", "dizziness-diastolic_lying-mid": "70"}
    keep(therapist_client, episode, {**without("vitals-systolic-R", "vitals-diastolic-R"), **told})
    assert NeckSafety.objects.get().blood_pressure


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("vitals-cranial_nerves-mid", "pos"),
        ("vitals-eyes-mid", "pos"),
        ("neuro-gait-mid", "pos"),
        ("observation-gait-mid", "deviating"),
    ],
)
def test_what_was_abnormal_is_put_into_words_before_signing(therapist_client, episode, name, result):
    told = {**ALL, name: result}
    answer = therapist_client.post(address("examination_sign", episode), told)
    assert set(answer.context["form"].errors) == {"neck_abnormal"}
    therapist_client.post(address("examination_sign", episode), {**told, "neck_abnormal": "Ptosis links"})
    assert Examination.objects.get().is_signed


def test_the_section_stands_open_for_neck_headache_and_dizziness(therapist_client, therapist):
    for complaint in ("neck", "headache", "dizziness"):
        episode = factories.screened_episode(therapist=therapist, complaint=complaint)
        assert therapist_client.get(address("examination", episode)).context["neck"]["is_open"]


def test_with_another_complaint_it_opens_once_the_neck_is_examined(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    page = therapist_client.get(address("examination", episode))
    assert not page.context["neck"]["is_open"]
    keep(therapist_client, episode, {**START, "cervical-rotation-L": "55"})
    assert therapist_client.get(address("examination", episode)).context["neck"]["is_open"]
    assert not NeckSafety.objects.exists()


def test_where_the_neck_is_not_examined_there_is_no_such_section(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist, complaint="low_back")
    assert therapist_client.get(address("examination", episode)).context["neck"] is None


def test_what_is_written_about_the_neck_makes_it_part_of_any_examination(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    keep(therapist_client, episode, {**ALL})
    assert NeckSafety.objects.get().missing == []


def test_the_intake_stands_beside_the_risk_factors_and_is_not_copied(therapist_client, therapist):
    episode = factories.episode(therapist=therapist, complaint="neck")
    intake = factories.submitted_intake(episode_=episode, g_regions=["neck"], r_history=["high_bp"])
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}
    decisions = {finding.pk: ("cleared", "") for finding in intake.findings.all()}
    factories.review_intake(
        episode=episode, intake=intake, data=data, decisions=decisions, version=0, by=therapist
    )
    answer = therapist_client.get(address("examination", episode))
    asked = {row.question: row.answer_text for row in answer.context["neck"]["answers"]}
    assert set(asked) == {"r_history", "r_recent", "m_meds", "v_signs"}
    assert asked["r_history"] == "Hoge bloeddruk"
    assert not answer.context["form"]["neck_risk_factors"].value()


def test_the_page_shows_which_steps_the_draft_has_done(therapist_client, episode):
    keep(therapist_client, episode, without("vitals-eyes-mid"))
    shown = therapist_client.get(address("examination", episode)).context["neck"]["steps"]
    assert [(step.place, step.is_done) for step in shown if not step.is_done] == [("vitals-test", False)]


def test_a_draft_of_the_section_comes_back_as_it_was_typed(therapist_client, episode):
    keep(therapist_client, episode, ALL)
    form = therapist_client.get(address("examination", episode)).context["form"]
    assert {name: form[name].value() for name in TEXTS} == TEXTS


def test_an_amendment_starts_from_the_steps_that_stand(therapist_client, episode):
    therapist_client.post(address("examination_sign", episode), ALL)
    page = therapist_client.get(address("examination_amend", episode))
    assert all(step.is_done for step in page.context["neck"]["steps"])
    assert page.context["form"]["neck_weighing"].value() == TEXTS["neck_weighing"]


def test_two_windows_see_both_weighings(therapist_client, episode):
    keep(therapist_client, episode, ALL)
    answer = keep(therapist_client, episode, {**ALL, "neck_weighing": "Toch niet"})
    assert [one.typed for one in answer.context["conflict"]["differences"]] == ["Toch niet"]


HIGH = {"vitals-systolic-R": "200", "vitals-diastolic-R": "120"}


def test_an_alarming_blood_pressure_is_put_into_words(therapist_client, episode):
    refused = therapist_client.post(address("examination_sign", episode), ALL | HIGH)
    assert list(refused.context["form"].errors) == ["neck_abnormal"]
    told = ALL | HIGH | {"neck_abnormal": "Bloeddruk te hoog, huisarts gebeld"}
    therapist_client.post(address("examination_sign", episode), told)
    assert Examination.objects.get().is_signed


@pytest.mark.parametrize("name", ["plan", "session_new"])
def test_an_alarming_blood_pressure_stands_above_plan_and_session(therapist_client, episode, name):
    factories.signed_history(episode_=episode)
    told = ALL | HIGH | {"neck_abnormal": "Bloeddruk te hoog"}
    therapist_client.post(address("examination_sign", episode), told)
    factories.signed_plan(episode_=Episode.objects.get())
    alarm = Examination.objects.get().signs.get(alarm=True)
    assert alarm.text in therapist_client.get(address(name, episode)).content.decode()
