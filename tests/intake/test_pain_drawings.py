"""The therapist sees where it hurt at the intake, beside where it hurts later on."""

import re

import pytest
from django.urls import reverse

from intake.drawings import Drawing, changes
from intake.models import Intake
from intake.questionnaire import load
from practice.models import AuditEvent
from tests import factories
from tests.pages import main, queries_of

QUESTION = load("3").questions["g_chart"]
NECK, HAND, KNEE = "back_neck_left", "back_hand_left", "front_knee_right"
CALM = {
    "occasion": "evaluation",
    "s_now": ["none"],
    "r_general": ["none"],
    "r_neuro": ["none"],
    "r_night": "no",
    "g_mech": "yes",
}


def mark(region: str, kind: str | None = None, score: int | None = None) -> dict[str, object]:
    return {"region": region, "kind": kind, "score": score}


def drawing(*marks: dict[str, object]) -> Drawing:
    return Drawing.of(QUESTION, list(marks), "en")


# What changed, in words.


def test_what_was_added_and_what_is_gone():
    found = changes(drawing(mark(NECK), mark(KNEE)), drawing(mark(NECK), mark(HAND)))
    assert (found.added, found.gone) == (("Wrist and hand, at the back, left",), ("Knee, right",))


def test_more_pain_less_pain_and_another_kind_of_pain():
    before = drawing(mark(NECK, "burning", 7), mark(HAND, "numb", 2), mark(KNEE, None, 3))
    now = drawing(mark(NECK, "aching", 4), mark(HAND, "numb", 5), mark(KNEE, "stiff"))
    found = changes(before, now)
    assert [(one.name, one.before, one.now) for one in found.less] == [("Neck, left", 7, 4)]
    assert [(one.before, one.now) for one in found.more] == [(2, 5)]
    assert found.otherwise == (("Neck, left", "burning", "aching or dull"),)


def test_the_same_drawing_shows_no_difference():
    assert changes(drawing(mark(NECK, "aching", 4)), drawing(mark(NECK, "aching", 4))).is_none


def test_a_chart_left_open_is_no_drawing():
    assert Drawing.of(QUESTION, None, "en") is None


def test_nothing_hurts_any_more_is_an_empty_drawing_and_says_what_is_gone():
    now = Drawing.of(QUESTION, ["none"], "en")
    assert (now.spots, now.nowhere) == ((), "Nothing hurts anywhere")
    assert changes(drawing(mark(NECK, "burning", 7)), now).gone == ("Neck, left",)


# In the record.


@pytest.fixture
def episode(therapist):
    return factories.episode(therapist=therapist)


@pytest.fixture
def url(episode) -> str:
    return reverse("pain_drawings", args=[episode.pk])


def with_form(episode, **answers: object) -> Intake:
    return factories.reviewed_intake(episode_=episode, g_mech="yes", **answers)


def again(client, episode, **answers: object):
    """Ask the safety questions again, with a drawing or without."""
    address = reverse("rescreening", args=[episode.pk])
    seen = client.get(address).context["form"]["seen"].value()
    return client.post(address, {**CALM, "seen": seen, **answers})


def test_before_anything_was_drawn_the_page_says_where_drawings_come_from(therapist_client, url):
    page = main(therapist_client.get(url))
    assert 'class="empty"' in page
    assert '<svg class="body"' not in page


def test_an_intake_without_a_drawing_is_read_as_before(therapist_client, episode, url):
    with_form(episode)
    assert 'class="empty"' in main(therapist_client.get(url))
    answers = main(therapist_client.get(reverse("intake_answers", args=[episode.pk])))
    assert '<svg class="body"' not in answers
    assert url in answers


def test_the_answers_show_the_drawing_beside_the_words(therapist_client, episode):
    with_form(episode, g_chart=[mark(NECK, "burning", 7)])
    page = main(therapist_client.get(reverse("intake_answers", args=[episode.pk])))
    assert "Nek, links (brandend, 7/10)" in page
    assert page.count('class="marked shade-3"') == 1


def test_a_drawing_of_a_later_date_stands_beside_the_first(therapist_client, episode, url):
    with_form(episode, g_chart=[mark(NECK, "burning", 7)])
    drawn = {"g_chart": [NECK, HAND], "g_chart-score-back_neck_left": "4"}
    again(therapist_client, episode, **drawn)
    shown = therapist_client.get(url).context["drawings"]
    assert [one.moment.kind for one in shown] == ["first", "rescreening"]
    (since,) = shown[1].since
    assert len(since.changes.added) == len(since.changes.less) == 1
    assert AuditEvent.objects.filter(verb="intake.read").exists()


def test_of_three_drawings_the_newest_stands_next_to_the_first(therapist_client, episode, url):
    with_form(episode, g_chart=[mark(NECK)])
    made = [again(therapist_client, episode, g_chart=[region]) for region in (HAND, KNEE)]
    assert all(response.status_code == 302 for response in made)
    shown = therapist_client.get(url).context["drawings"]
    assert [one.drawing.spots[0].region.code for one in shown] == [NECK, KNEE, HAND]
    assert [len(one.since) for one in shown] == [0, 2, 1]


def test_more_drawings_take_no_more_queries(therapist_client, episode, url):
    with_form(episode, g_chart=[mark(NECK)])
    again(therapist_client, episode, g_chart=[HAND])
    before = queries_of(therapist_client, url)
    again(therapist_client, episode, g_chart=[KNEE])
    assert queries_of(therapist_client, url) == before


def test_a_rescreening_without_a_drawing_leaves_the_first_one_alone(therapist_client, episode, url):
    with_form(episode, g_chart=[mark(NECK)])
    again(therapist_client, episode)
    assert not Intake.objects.get(kind="rescreening").answer_rows.filter(question="g_chart").exists()
    assert len(therapist_client.get(url).context["drawings"]) == 1


def test_nothing_hurts_any_more_stands_as_an_empty_figure_beside_the_first(therapist_client, episode, url):
    with_form(episode, g_chart=[mark(NECK, "burning", 7)])
    again(therapist_client, episode, g_chart=["none"])
    page = main(therapist_client.get(url))
    assert '<p class="body-chart-nowhere">Nergens pijn</p>' in page
    assert (page.count('<svg class="body"'), page.count('class="marked')) == (4, 1)
    (since,) = therapist_client.get(url).context["drawings"][1].since
    assert since.changes.gone == ("Nek, links",)


def test_nothing_any_more_beside_a_mark_is_said_and_nothing_is_stored(therapist_client, episode):
    with_form(episode)
    response = again(therapist_client, episode, g_chart=[NECK, "none"])
    assert list(response.context["form"].errors) == ["g_chart"]
    assert main(response).count('id="id_g_chart-none_error"') == 1
    assert not Intake.objects.filter(kind="rescreening").exists()


def test_the_answers_say_in_words_that_nothing_hurts(therapist_client, episode):
    with_form(episode, g_chart=["none"])
    page = main(therapist_client.get(reverse("intake_answers", args=[episode.pk])))
    assert "Nergens pijn" in page
    assert '<svg class="body"' not in page


def test_the_summary_does_not_count_nothing_hurts_as_something_present(therapist_client, episode):
    with_form(episode, g_chart=["none"])
    page = main(therapist_client.get(reverse("intake_summary", args=[episode.pk])))
    assert "Nergens pijn" in page
    assert not re.search(r"<strong>[^<]*Nergens pijn", page)


def test_a_mistake_in_the_drawing_is_said_there_and_nothing_is_stored(therapist_client, episode):
    with_form(episode)
    response = again(therapist_client, episode, g_chart=[NECK], **{"g_chart-score-back_neck_left": "11"})
    assert list(response.context["form"].errors) == ["g_chart"]
    assert not Intake.objects.filter(kind="rescreening").exists()


def test_the_drawing_changes_no_finding(therapist_client, episode):
    with_form(episode, m_meds=["anticoag"])
    again(therapist_client, episode, g_chart=[NECK])
    found = [set(one.findings.values_list("rule", "state")) for one in Intake.objects.order_by("pk")]
    again(therapist_client, episode)
    last = Intake.objects.order_by("pk").last()
    assert set(last.findings.values_list("rule", "state")) == found[1]
