"""Analysis, goals and appointments of a plan, as a therapist fills them in."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from records.actions.plan import sign_plan
from records.appointments import evaluations, profile
from records.errors import GradeFourError
from tests import factories
from tests.records.test_plan import TYPED, text

FIRST = datetime.date(2027, 1, 4)


def plan_url(episode, page: str = "plan") -> str:
    return reverse(page, args=[episode.pk])


def new(therapist, complaint: str):
    return factories.screened_episode(therapist=therapist, complaint=complaint)


def proposed(client, episode, wanted: str, **typed: str):
    return client.post(plan_url(episode, "plan_propose"), {**typed, "propose": wanted}).context["form"]


# --- grade and risk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("complaint", "asked"),
    [
        ("neck", ["neck_grade"]),
        ("headache", ["neck_grade"]),
        ("dizziness", ["neck_grade"]),
        ("low_back", ["back_risk"]),
        ("shoulder", []),
    ],
)
def test_what_is_judged_fits_the_complaint(therapist_client, therapist, complaint, asked):
    form = therapist_client.get(plan_url(new(therapist, complaint))).context["form"]
    assert [field.name for field in form.judged] == asked


@pytest.mark.django_db
def test_grade_four_cannot_be_signed_and_leads_to_the_screening(therapist_client, therapist):
    episode = new(therapist, "neck")
    response = therapist_client.post(plan_url(episode, "plan_sign"), {**TYPED, "neck_grade": "4"})
    assert list(response.context["form"].errors) == ["neck_grade"]
    notice = text(response).partition("grade-four-now")[2]
    assert plan_url(episode, "screening") in notice.partition("</div>")[0]


@pytest.mark.django_db
def test_grade_four_is_refused_by_the_action_too(therapist):
    plan = factories.draft_plan(episode_=new(therapist, "neck"), neck_grade="4")
    with pytest.raises(GradeFourError):
        sign_plan(plan=plan, by=therapist)


@pytest.mark.django_db
def test_the_analysis_comes_back_and_is_read(therapist_client, therapist):
    episode = new(therapist, "low_back")
    typed = {**TYPED, "helping_factors": "Werkt graag", "icf_activities": "Tillen", "back_risk": "medium"}
    therapist_client.post(plan_url(episode), typed)
    form = therapist_client.get(plan_url(episode)).context["form"]
    assert (form["back_risk"].value(), form.is_icf_open) == ("medium", True)
    therapist_client.post(plan_url(episode, "plan_sign"), {**typed, "draft_version": "1"})
    page = text(therapist_client.get(plan_url(episode)))
    assert all(word in page for word in ("Werkt graag", "Tillen"))


@pytest.mark.django_db
def test_the_analysis_begins_with_what_the_patient_told(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode)
    factories.signed_history(episode_=episode, psychosocial="Maakt zich geen zorgen")
    form = proposed(therapist_client, episode, "analysis", icf_personal="Zelf getypt")
    assert form["icf_activities"].value() == "Autorijden (4/10)"
    assert form["icf_personal"].value() == "Zelf getypt"
    assert not episode.plans.exists()


# --- goals


@pytest.mark.django_db
def test_the_baseline_is_what_was_measured_last(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode, g_nrs_now=7)
    typed = {"goal_0_instrument": "nprs", "goal_1_instrument": "nprs", "goal_1_baseline": "5"}
    form = proposed(therapist_client, episode, "goals", **typed)
    assert form["goal_0_baseline"].value().startswith("7 (")
    assert form["goal_1_baseline"].value() == "5"


@pytest.mark.django_db
def test_a_goal_says_its_level_and_instrument(therapist_client, therapist):
    episode = new(therapist, "upper_back")
    goal = {"goal_0_icf_level": "activity", "goal_0_instrument": "psk", "goal_0_target": "2"}
    therapist_client.post(plan_url(episode, "plan_sign"), {**TYPED, **goal})
    row = episode.plans.newest().goals.get()
    assert (row.icf_level, row.instrument) == ("activity", "psk")
    assert row.instrument_name in text(therapist_client.get(plan_url(episode)))


# --- appointments


@pytest.mark.parametrize(
    ("first", "every", "expected"),
    [
        (None, None, []),
        (None, 3, []),
        (FIRST, None, [FIRST]),
        (FIRST, 3, [FIRST + datetime.timedelta(weeks=weeks) for weeks in (0, 3, 6, 9)]),
        (FIRST, 1, [FIRST + datetime.timedelta(weeks=weeks) for weeks in (0, 1, 2, 3)]),
    ],
)
def test_the_days_on_which_the_result_is_looked_at(first, every, expected):
    assert evaluations(first, every) == expected


@pytest.mark.parametrize(
    ("code", "complaint", "weeks"),
    [
        ("normal", "low_back", 3),
        ("normal", "neck", 6),
        ("deviating", "neck", 6),
        ("psychosocial", "upper_back", 3),
        ("radicular", "neck", 2),
    ],
)
def test_the_weeks_between_evaluations(code, complaint, weeks):
    assert profile(code).weeks(complaint) == weeks


@pytest.mark.django_db
def test_a_course_proposes_number_frequency_and_evaluations(therapist_client, therapist):
    form = proposed(therapist_client, new(therapist, "low_back"), "deviating", session_count="12")
    in_three_weeks = timezone.localdate() + datetime.timedelta(weeks=3)
    assert form["session_count"].value() == 6
    assert form["frequency"].value() == "een keer per week"
    assert form.evaluation_days[:2] == [in_three_weeks, in_three_weeks + datetime.timedelta(weeks=3)]


@pytest.mark.django_db
def test_an_interval_counts_from_a_first_day(therapist_client, therapist):
    typed = {**TYPED, "evaluate_every_weeks": "3"}
    form = therapist_client.post(plan_url(new(therapist, "low_back"), "plan_sign"), typed).context["form"]
    assert list(form.errors) == ["evaluate_on"]


@pytest.mark.django_db
def test_a_word_that_is_no_proposal_changes_nothing(therapist_client, therapist):
    form = proposed(therapist_client, new(therapist, "low_back"), "x" * 50, session_count="12")
    assert form["session_count"].value() == "12"
