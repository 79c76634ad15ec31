"""Palpation on the body chart the patient uses: tapped or listed, stored per place, drawn on the sheet."""

import pytest
from django.urls import reverse

from records import palpation
from records.forms.palpation import PalpationField, marks_of, rows
from records.models import Examination, Measurement
from tests import factories

START = {"agreed": "on", "conclusion": "Drukpijn", "draft_version": "0", "amends": "", "follows": ""}
LEFT, RIGHT = "back_neck_left", "back_neck_right"
FELT = {
    "body": LEFT,
    f"body-score-{LEFT}": "2",
    f"body-tone-{LEFT}": "high",
    f"body-trigger_point-{LEFT}": "yes",
    f"body-provoked-{LEFT}": "known",
}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist, complaint="neck")


@pytest.fixture
def url(episode):
    return reverse("examination", args=[episode.pk])


def test_a_place_is_stored_with_its_name_in_both_languages_and_what_was_felt(therapist_client, url):
    therapist_client.post(url, START | FELT)
    row = Measurement.objects.get()
    assert (row.region, row.kind, row.code, row.side) == ("body", "palpation", LEFT, "L")
    assert (row.grade, row.tone, row.trigger_point, row.provoked) == ("2", "high", "yes", "known")
    place = palpation.places()[LEFT]
    assert (row.label_nl, row.label_en) == (place.text("nl"), place.text("en"))


def test_the_form_comes_back_as_it_was_typed(therapist_client, url):
    therapist_client.post(url, START | FELT)
    form = therapist_client.get(url).context["form"]
    assert form["body"].value() == marks_of(Measurement.objects.all())
    (marked,) = [row for side in form.chart.sides for row in side.rows if row.ticked]
    assert (marked.region.code, marked.score) == (LEFT, "2")


def test_a_place_without_tenderness_is_refused_by_its_name(therapist_client, url):
    answer = therapist_client.post(url, START | {"body": LEFT})
    assert set(answer.context["form"].errors) == {"body"}
    assert palpation.places()[LEFT].text("nl") in str(answer.context["form"].errors)


def test_a_place_that_was_cleared_is_not_kept(therapist_client, url):
    therapist_client.post(url, START | FELT)
    cleared = {name: value for name, value in FELT.items() if name != "body"} | {f"body-was-{LEFT}": "1"}
    therapist_client.post(url, START | {"draft_version": "1"} | cleared)
    assert not Measurement.objects.exists()


def test_an_examination_may_be_palpation_alone(therapist_client, url):
    therapist_client.post(f"{url}sign/", START | FELT)
    assert Examination.objects.get().is_signed


def test_the_signed_page_draws_it_beside_what_the_patient_drew(therapist_client, therapist):
    episode = factories.episode(therapist=therapist, complaint="neck")
    drawn = [{"region": RIGHT, "kind": "aching", "score": 6}]
    factories.reviewed_intake(episode_=episode, g_regions=["neck"], g_chart=drawn)
    url = reverse("examination", args=[episode.pk])
    therapist_client.post(f"{url}sign/", START | FELT)
    answer = therapist_client.get(url)
    (region,) = answer.context["standing"].regions
    assert [spot.region.code for spot in region.drawing.spots] == [LEFT]
    assert [spot.region.code for spot in answer.context["pain_drawing"].drawing.spots] == [RIGHT]


# What is typed, and what comes of it.
TYPED = [
    ([{"region": "nowhere_at_all", "score": "2"}], []),
    ([{"region": LEFT, "score": "9"}], [""]),
    ([{"region": LEFT, "score": "1", "tone": "loud"}], ["1"]),
    ([{"region": LEFT, "score": "1", "ticked": False}], ["1"]),
    (["none", None, 3], []),
    (None, []),
]


@pytest.mark.parametrize(("typed", "scores"), TYPED)
def test_only_places_and_steps_of_the_chart_are_taken(typed, scores):
    assert [mark["score"] for mark in PalpationField("nl").clean(typed)] == scores


@pytest.mark.parametrize(("score", "shade"), [("0", "0"), ("1", "1"), ("2", "3"), ("3", "4")])
def test_a_place_is_shaded_by_how_tender_it_is(score, shade):
    (row,) = rows([{"region": LEFT, "score": score, "tone": "high"}])
    (spot,) = palpation.drawing([Measurement(**row)], "nl").spots
    assert (spot.band, spot.number) == (shade, score)
    assert "hoog" in spot.felt


def test_nothing_palpated_draws_nothing():
    assert palpation.drawing([], "nl") is None
