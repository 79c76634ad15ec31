"""The answers of the form and of each re-screening beside each other, with what changed."""

import pytest
from django.urls import reverse

from intake.comparison import Comparison
from practice.models import Episode
from tests import factories
from tests.pages import main


@pytest.fixture
def episode(therapist):
    made = factories.episode(therapist=therapist)
    factories.reviewed_intake(
        episode_=made, r_general=["fatigue"], m_meds=["anticoag"], r_neuro=["tingling_leg"], g_mech="yes"
    )
    return made


def compared(episode) -> Comparison:
    return Comparison.of(Episode.objects.get(pk=episode.pk))


def said(episode, start: str) -> list[list[tuple[str, str]]]:
    """Per moment the pieces of the answer to the question that starts so, with what changed."""
    row = next(row for row in compared(episode).answers if row.question.startswith(start))
    return [[(one.text, one.change) for one in cell.said] for cell in row.cells]


def changes(episode, rule: str) -> list[str]:
    row = next(row for row in compared(episode).findings if row.finding.rule == rule)
    return [cell.change for cell in row.cells]


LAST_WEEKS = "Heb je de laatste weken"


def test_a_symptom_that_came_or_went_is_marked(episode):
    factories.rescreening(episode_=episode, r_general=["cough"])
    came, went = ("Hoesten dat niet overgaat", "new"), ("Erg moe", "gone")
    assert said(episode, LAST_WEEKS) == [[("Erg moe", "")], [came, went]]


def test_none_of_these_is_no_news(episode):
    factories.rescreening(episode_=episode)
    assert said(episode, LAST_WEEKS)[1] == [("Geen van deze", ""), ("Erg moe", "gone")]
    factories.rescreening(episode_=episode, occasion="changed", r_general=["fatigue"])
    assert said(episode, LAST_WEEKS)[2] == [("Erg moe", "new")]


def test_another_answer_to_one_question_is_marked_once(episode):
    factories.rescreening(episode_=episode, r_night="turning")
    assert said(episode, "Word je")[1] == [("Ja, bij draaien, daarna slaap ik weer", "changed")]


def test_the_moments_stand_in_the_order_they_happened(episode):
    factories.rescreening(episode_=episode)
    factories.rescreening(episode_=episode, occasion="changed")
    moments = compared(episode).moments
    assert [moment.occasion for moment in moments] == ["", "evaluation", "changed"]


def test_a_finding_is_new_the_same_changed_or_gone(episode):
    factories.settled_rescreening(episode_=episode, r_neuro=["tingling_arm"], r_general=["fever"])
    factories.rescreening(episode_=episode, occasion="changed", r_general=["fever"])
    assert changes(episode, "C01") == ["", "same", "same"]
    assert changes(episode, "C07") == ["", "changed", "gone"]
    assert changes(episode, "G03") == ["", "new", "same"]


def test_what_is_gone_stands_below_what_is_raised(episode):
    factories.rescreening(episode_=episode, r_general=["fever"])
    rules = [row.finding.rule for row in compared(episode).findings]
    assert rules.index("G03") < rules.index("C01") < rules.index("C07")


def test_without_a_form_the_rescreening_stands_alone(therapist):
    episode = factories.screened_episode(therapist=therapist)
    factories.rescreening(episode_=episode, r_general=["fatigue"])
    assert said(episode, LAST_WEEKS) == [[("Erg moe", "")]]


def test_the_changes_are_said_in_words(therapist_client, episode):
    factories.rescreening(episode_=episode, r_general=["cough"])
    address = reverse("rescreening_results", args=[episode.pk])
    page = main(therapist_client.get(address, headers={"accept-language": "en"}))
    assert "no longer" in page and "new" in page
