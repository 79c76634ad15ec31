"""The body chart: what the drawing is made of, and what a patient may send with or without JavaScript."""

import re

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.answers import NONE
from intake.chart import HEIGHT, VIEWS, WIDTH
from intake.forms_patient import PageForm
from intake.models import Answer
from intake.questionnaire import Page, load
from tests import factories
from tests.intake.browsing import PatientBrowser, draft, fill_in, page_url
from tests.pages import main

QUESTION = load("3").questions["g_chart"]
PAGE = Page("draw", {}, (QUESTION,))
REGIONS = QUESTION.regions
NECK, HAND = "back_neck_left", "back_hand_left"
FINGERTIP = 44  # px
PHONE = 310 / WIDTH  # px per unit of the drawing on a phone that is 360 px wide
MARGIN = 14  # units around an outline that still belong to it


def typed(*ticked: str, **felt: str) -> PageForm:
    """The page as a browser sends it: typed("back_neck_left", kind_back_neck_left="burning")."""
    data = QueryDict(mutable=True)
    data.setlist("g_chart", list(ticked))
    for name, value in felt.items():
        data[f"g_chart-{name.replace('_', '-', 1)}"] = value
    return PageForm(PAGE, "en", {}, data=data)


def mark(region: str, kind: str | None = None, score: int | None = None) -> dict[str, object]:
    return {"region": region, "kind": kind, "score": score}


# The drawing.


def test_front_and_back_never_mix():
    assert [one.code for one in REGIONS if not one.code.startswith(f"{one.view}_")] == []
    assert {one.view for one in REGIONS} == set(VIEWS)


def test_what_is_left_is_also_right_and_the_mirror_image_of_it():
    by_code = {one.code: one for one in REGIONS}
    sided = [one for one in REGIONS if one.side != "middle"]
    for one in sided:
        other = by_code[one.code.removesuffix(one.side) + {"left": "right", "right": "left"}[one.side]]
        mirrored = [(round(WIDTH - x, 1), y) for x, y in one.corners]
        assert mirrored == list(other.corners), one.code


def test_the_patients_right_is_on_the_left_of_the_front_view_only():
    for one in REGIONS:
        if one.side != "middle":
            assert (one.spot[0] < WIDTH / 2) is ((one.side == "right") is (one.view == "front")), one.code


def test_every_outline_is_closed_and_inside_the_drawing():
    for one in REGIONS:
        assert re.fullmatch(r"M[^MZ]+Z", one.path), one.code
        numbers = list(map(float, re.findall(r"-?\d+(?:\.\d+)?", one.path)))
        assert min(numbers[::2]) >= 0 and max(numbers[::2]) <= WIDTH, one.code
        assert min(numbers[1::2]) >= 0 and max(numbers[1::2]) <= HEIGHT, one.code


def test_a_fingertip_finds_every_region_on_a_phone():
    for one in REGIONS:
        for axis in (0, 1):
            along = [corner[axis] for corner in one.corners]
            assert (max(along) - min(along) + 2 * MARGIN) * PHONE >= FINGERTIP, one.code


def test_no_two_regions_have_the_same_name():
    for lang in ("nl", "en"):
        assert len({one.text(lang) for one in REGIONS}) == len(REGIONS)


# What is sent.


def test_marks_are_kept_in_the_order_of_the_drawing_with_what_was_said():
    form = typed(HAND, NECK, kind_back_neck_left="burning", score_back_neck_left="7")
    assert form.is_valid()
    assert form.answers["g_chart"] == [mark(NECK, "burning", 7), mark(HAND)]


def test_an_empty_chart_is_no_answer():
    assert typed().answers == {"g_chart": None}


@pytest.mark.parametrize(
    ("form", "said", "kept"),
    [
        (
            typed(NECK, NONE),
            'You chose "I feel nothing anywhere" and something else too.',
            {"g_chart": [mark(NECK), NONE]},
        ),
        (
            typed(NONE, kind_back_neck_left="burning"),
            'You chose "I feel nothing anywhere"',
            {"g_chart": [mark(NECK, "burning") | {"ticked": False}, NONE]},
        ),
        (typed("tail"), "Choose from the places", {}),
        (typed(NECK, "nul\0"), "Choose from the places", {"g_chart": [mark(NECK)]}),
        (
            typed(NECK, score_back_neck_left="11"),
            "Neck, left: Choose a number from 0 to 10.",
            {"g_chart": [mark(NECK) | {"score": "11"}]},
        ),
        (
            typed(NECK, kind_back_neck_left="odd"),
            "Neck, left: Choose what it feels",
            {"g_chart": [mark(NECK)]},
        ),
        (
            typed(kind_back_neck_left="burning"),
            "Neck, left: Tick this place too",
            {"g_chart": [mark(NECK, "burning") | {"ticked": False}]},
        ),
    ],
    ids=[
        "nothing and a region",
        "nothing and a kind",
        "unknown region",
        "bad character",
        "score out of range",
        "unknown kind",
        "kind without region",
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_is_kept(form, said, kept):
    with translation.override("en"):
        assert said in form.errors["g_chart"][0]
    assert form.answers == {"g_chart": None}
    assert form.unfinished == kept


def test_nothing_hurts_anywhere_is_an_answer():
    form = typed(NONE)
    assert form.is_valid()
    assert form.answers == {"g_chart": [NONE]}
    assert (QUESTION.answer_text([NONE], "en"), QUESTION.answer_text([NONE], "nl")) == (
        "Nothing hurts anywhere",
        "Nergens pijn",
    )


def test_nothing_beside_a_mark_is_mended_at_the_tick_box_also_after_a_reload():
    again = PageForm.sent_again(PAGE, "en", typed(NECK, NONE).unfinished)
    (block,) = again.blocks
    assert block.nowhere.ticked and block.nowhere.errors
    rows = [row for side in block.sides for row in side.rows if row.ticked]
    assert [(row.region.code, row.errors) for row in rows] == [(NECK, ())]


def test_a_mistake_stands_at_its_own_place_also_after_a_reload():
    again = PageForm.sent_again(PAGE, "en", typed(HAND, kind_back_neck_left="burning").unfinished)
    rows = {row.region.code: row for side in again.blocks[0].sides for row in side.rows}
    assert [code for code, row in rows.items() if row.errors] == [NECK]
    assert (rows[NECK].ticked, rows[NECK].kind, rows[HAND].ticked) == (False, "burning", True)


ODD = st.sampled_from(["", "5", "-1", "11", "9" * 30, "burning", "\0", "\ud800", "1.5", "²", "x" * 3000])
CODES = st.sampled_from([NECK, HAND, NONE, "front_face_right", "tail", ""])


@settings(max_examples=25, deadline=None)
@given(st.lists(CODES | ODD, max_size=4), st.dictionaries(CODES, ODD), st.dictionaries(CODES, ODD))
def test_whatever_is_posted_is_an_answer_or_is_asked_again(ticked, kinds, scores):
    felt = {f"kind_{code}": value for code, value in kinds.items()}
    form = typed(*ticked, **felt, **{f"score_{code}": value for code, value in scores.items()})
    if form.is_valid():
        assert QUESTION.clean(form.answers["g_chart"]) == form.answers["g_chart"]
    else:
        shown = PageForm(PAGE, "nl", form.unfinished).blocks[0]
        assert len(shown.sides) == 2
        assert PageForm.sent_again(PAGE, "nl", form.unfinished).blocks[0].sides


# With the practice: a patient without JavaScript.


@pytest.fixture
def visit(therapist) -> tuple[PatientBrowser, object]:
    invitation, token = factories.invitation(therapist=therapist)
    browser = PatientBrowser().enter(token)
    fill_in(browser, invitation, until="draw")
    return browser, invitation


TWO_PLACES = {
    "g_chart": [NECK, HAND],
    "g_chart-kind-back_neck_left": "burning",
    "g_chart-score-back_neck_left": "7",
}


def test_without_javascript_two_places_are_marked_and_sent(visit):
    browser, invitation = visit
    browser.send("draw", draft().draft_version, **TWO_PLACES)
    fill_in(browser, invitation)
    browser.submit(invitation)
    answer = Answer.objects.get(question="g_chart")
    assert answer.value == [mark(NECK, "burning", 7), mark(HAND)]
    assert answer.answer_text == "Nek, links (brandend, 7/10); Pols en hand, achterkant, links"


def test_without_javascript_a_place_is_removed_by_clearing_its_tick(visit):
    browser, _ = visit
    browser.send("draw", draft().draft_version, **TWO_PLACES)
    hidden = re.findall(r'name="(g_chart-was-[^"]+)" value="1"', main(browser.see("draw")))
    assert hidden == [f"g_chart-was-{NECK}", f"g_chart-was-{HAND}"]
    left = {**TWO_PLACES, "g_chart": [HAND], **dict.fromkeys(hidden, "1")}
    browser.send("draw", draft().draft_version, **left)
    assert (draft().answers["g_chart"], draft().unfinished) == ([mark(HAND)], {})


def test_marked_places_are_there_again_in_the_other_language(visit):
    browser, _ = visit
    browser.post(page_url("draw"), {"version": draft().draft_version, "language": "en", **TWO_PLACES})
    page = main(browser.see("draw"))
    assert page.count(" checked") == 2
    assert '<option value="burning" selected>Burning</option>' in page
    assert 'class="marked shade-3"' in page


def test_the_check_page_shows_the_places_in_words_and_drawn(visit):
    browser, invitation = visit
    browser.send("draw", draft().draft_version, **TWO_PLACES)
    fill_in(browser, invitation)
    page = main(browser.get("/intake/check/"))
    assert "Nek, links (brandend, 7/10)" in page
    assert page.count('class="marked') == 2


def test_two_devices_show_both_drawings(visit):
    browser, _ = visit
    version = draft().draft_version
    browser.send("draw", version, g_chart=[NECK])
    page = main(browser.send("draw", version, g_chart=[HAND]))
    assert "<dd>Nek, links<div" in page
    assert page.count(" checked") == 1


def test_a_patient_without_pain_says_so_and_reads_it_back(visit):
    browser, invitation = visit
    browser.send("draw", draft().draft_version, g_chart=["none"])
    assert main(browser.see("draw")).count(" checked") == 1
    fill_in(browser, invitation)
    page = main(browser.get("/intake/check/"))
    assert "<dd>Nergens pijn</dd>" in page
    browser.submit(invitation)
    answer = Answer.objects.get(question="g_chart")
    assert (answer.value, answer.answer_text) == (["none"], "Nergens pijn")


def test_nothing_hurts_is_kept_by_a_page_that_saves_itself_and_by_the_other_language(visit):
    browser, _ = visit
    told = browser.save("draw", draft().draft_version, g_chart=["none"]).json()
    assert draft().answers["g_chart"] == ["none"]
    browser.post(page_url("draw"), {"version": told["version"], "language": "en", "g_chart": ["none"]})
    page = main(browser.see("draw"))
    assert "I feel nothing anywhere" in page
    assert page.count(" checked") == 1


def test_nothing_hurts_beside_a_mark_is_refused_and_both_are_kept(visit):
    browser, _ = visit
    page = main(browser.send_refused("draw", draft().draft_version, g_chart=[NECK, "none"]))
    assert page.count(" checked") == 2
    assert 'id="id_g_chart-none_error"' in page
    assert "g_chart" not in draft().answers


def test_two_devices_show_the_mark_and_that_nothing_hurts(visit):
    browser, _ = visit
    version = draft().draft_version
    browser.send("draw", version, g_chart=["none"])
    page = main(browser.send("draw", version, g_chart=[HAND]))
    assert "<dd>Nergens pijn</dd>" in page
    assert page.count(" checked") == 1
