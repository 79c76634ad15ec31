"""A therapist, from the work list to the closed episode.

Pages with a form are looked at with their errors on: that is the empty page and more.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from practice.models import Episode, Phase
from records.models import Measurement, Session, TreatmentPlan
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import choose, field, fill, follow, listen, press, sign_in, tick

# Blood thinners raise a caution; how fast the headache came is left open, so the therapist has to ask.
ANSWERS = {"g_regions": ["upper_back", "headache"], "m_meds": ["anticoag"], "hd_onset": "unknown"}
GOAL = "Weer een uur achter het bureau zitten"

# Noting what was said in words; the one primary button of that page hands the tablet over.
RECORD = "form[aria-labelledby=consent-form] > .actions .btn"


@pytest.fixture
def episode(therapist) -> Episode:
    made = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=made, **ANSWERS)
    return made


@pytest.fixture
def page(open_browser, language, javascript) -> Page:
    return open_browser(language=language, javascript=javascript, viewport=DESK)


@pytest.mark.parametrize(("language", "javascript"), [("nl", True), ("en", False)])
def test_the_whole_journey_of_an_episode(page, therapist, episode, language, check):
    complaints = listen(page)
    sign_in(page, therapist)
    expect(page.locator("html")).to_have_attribute("lang", language)
    check(page)
    screen(page, check)
    write_history(page, check)
    examine(page, check)
    plan(page, check)
    try_to_sign_a_session_without_consent(page, check)
    record_consent(page, check)
    sign_the_session(page, check)
    correct_the_session(page, check)
    ask_the_safety_questions_again(page, check)
    close(page, check)
    episode.refresh_from_db()
    assert episode.phase == Phase.CLOSED
    assert complaints == []


def go_to_step(page: Page, name: str) -> None:
    follow(page, f"/{name}/", within=".steps")


def screen(page: Page, check) -> None:
    """Every finding asks for a decision before the conclusion can be signed."""
    follow(page, "/screening/")
    follow(page, "/intake/")
    check(page)
    press(page)
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    for finding in page.locator("section > .finding input[value=confirmed]").all():
        finding.check()
    for settled in page.locator("input[name$='-cleared']").all():
        settled.check()
    choose(page, all_clear="yes", pattern="recognised", conclusion="suitable")
    fill(page, reason="Geen alarmtekens bij navragen")
    press(page)
    assert page.url.endswith("/history/")


def write_history(page: Page, check) -> None:
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    fill(page, request_for_help=GOAL, course="Vier weken, wisselend")
    fill(page, general_health="Nagevraagd, niets bijzonders", daily_life="Na 20 minuten zitten pijn")
    confirm_lines(page)
    press(page)
    assert page.url.endswith("/examination/")
    go_to_step(page, "history")
    expect(page.locator("main dl.rows").last).to_contain_text("Na 20 minuten zitten pijn")
    check(page)
    follow(page, "/history/amend/")
    check(page)


def confirm_lines(page: Page) -> None:
    """What was written from the answers, topic by topic; without JavaScript each keeps the draft."""
    for place in range(page.locator("[data-confirm-lines]").count()):
        page.locator("[data-confirm-lines]").nth(place).click()
        page.wait_for_load_state()


def examine(page: Page, check) -> None:
    go_to_step(page, "examination")
    tick(page, "agreed")
    fill(
        page, **{"thoracic-rotation-L": "20", "thoracic-rotation-R": "doof", "conclusion": "Rotatie beperkt"}
    )
    choose(page, **{"thoracic-rib_spring-L": "pos"})
    press(page)
    expect(page.locator(".error-summary a")).to_have_attribute("href", "#id_thoracic-rotation-R")
    check(page)
    expect(field(page, "thoracic-rotation-L")).to_have_value("20")
    fill(page, **{"thoracic-rotation-R": "35"})
    press(page)
    assert page.url.endswith("/plan/")
    go_to_step(page, "examination")
    expect(page.locator("main table")).to_contain_text("20")
    check(page)
    assert Measurement.objects.get(code="rotation", side="L").value == 20
    follow(page, "/examination/amend/")
    expect(field(page, "amend_reason")).to_be_visible()


def plan(page: Page, check) -> None:
    """What the patient reads stands with what is chosen; a missing text is put back, what was typed stays."""
    go_to_step(page, "plan")
    press(page)
    check(page)
    fill(page, diagnosis="Aspecifieke hoge rugpijn", goal_0_text=GOAL)
    expect(field(page, "what_mob")).not_to_be_visible()
    tick(page, "do_mob")
    page.locator(".pick:has([name=do_mob]) summary").click()
    expect(field(page, "why_mob")).not_to_have_value("")
    fill(page, what_mob="Zoals besproken.", why_mob="")
    page.locator("button[value=texts]").click()
    page.locator(".pick:has([name=do_mob]) summary").click()
    expect(field(page, "why_mob")).not_to_have_value("")
    expect(field(page, "what_mob")).to_have_value("Zoals besproken.")
    check(page)
    press(page)
    assert page.url.endswith("/consent/")
    assert TreatmentPlan.objects.get().is_signed


def try_to_sign_a_session_without_consent(page: Page, check) -> None:
    """It is kept as a draft, and the page says what to do first."""
    go_to_step(page, "sessions/new")
    fill(page, subjective="Iets soepeler na uitleg.", plan_note="Volgende keer mobiliseren.")
    press(page)
    assert not Session.objects.get().is_signed
    expect(field(page, "subjective")).to_have_value("Iets soepeler na uitleg.")
    check(page)
    follow(page, "/consent/", within=".notice")


def record_consent(page: Page, check) -> None:
    expect(page.locator(".reading")).to_contain_text("Zoals besproken.")
    page.locator(RECORD).click()
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    choose(page, decision="given")
    page.locator(RECORD).click()
    expect(page.locator(".notice-done").first).to_be_visible()
    assert TreatmentPlan.objects.get().is_approved
    check(page)
    go_to_step(page, "plan")
    check(page)
    follow(page, "/plan/amend/")
    check(page)


def sign_the_session(page: Page, check) -> None:
    draft = Session.objects.get()
    page.goto(f"/episodes/{draft.episode_id}/")
    check(page)
    press(page)
    expect(field(page, "subjective")).to_have_value("Iets soepeler na uitleg.")
    tick(page, "did_0")
    press(page)
    page.wait_for_url(f"**{reverse('work_list')}")
    draft.refresh_from_db()
    assert draft.is_signed
    page.locator(".messages a").click()
    expect(page.locator(".actions a[href$='/amend/']")).to_be_visible()
    check(page)


def correct_the_session(page: Page, check) -> None:
    """A new version takes its place; both can be read."""
    follow(page, "/amend/")
    check(page)
    fill(page, subjective="Iets soepeler na uitleg, rechts.", amend_reason="Kant vergeten")
    press(page)
    expect(page.locator("main")).to_contain_text("Kant vergeten")
    page.locator("main details").last.locator("summary").click()
    expect(page.get_by_text("Iets soepeler na uitleg.", exact=True)).to_be_visible()
    check(page)


def ask_the_safety_questions_again(page: Page, check) -> None:
    """An evaluation rests on them; the answers stand beside those of the intake."""
    go_to_step(page, "closing")
    page.locator("main button[formaction$='/closing/rescreen/']").click()
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    none = dict.fromkeys(("s_now", "r_general", "r_neuro"), "none")
    choose(page, occasion="evaluation", r_night="no", g_mech="yes", **none)
    press(page)
    assert page.url.endswith("/rescreening/results/")
    check(page)
    press(page)


def close(page: Page, check) -> None:
    go_to_step(page, "closing")
    page.locator("main .actions button.btn-secondary:not([formaction])").click()
    follow(page, "/discard/")
    check(page)
    page.locator("main .btn-secondary").click()
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    choose(page, goal_result="reached", ending="goal_reached")
    fill(page, aftercare="Blijf bewegen.")
    press(page)
    expect(page.locator("main dl")).to_contain_text("Blijf bewegen.")
    check(page)
    page.goto(page.url.removesuffix("closing/"))
    check(page)
    page.goto(reverse("work_list"))
    expect(page.locator("main .empty")).to_be_visible()
    check(page)
