"""The body chart under a finger, on a keyboard and with a screen reader."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from intake.models import Answer, Intake
from tests import factories
from tests.browser.conftest import DESK, PHONE, assert_fits
from tests.browser.form_walk import enter
from tests.browser.walking import listen, sign_in

NECK, KNEE = "back_neck_left", "front_knee_right"
# Rects of what answers to a tap at a region: its outline and the margin around it.
REACH = """regions => regions.map(region => {
  const box = region.querySelector("path").getBoundingClientRect();
  const reach = 2 * 14 * box.width / region.getBBox().width;
  return [region.dataset.region, box.width + reach, box.height + reach];
}).filter(([code, width, height]) => width < 44 || height < 44)"""


@pytest.fixture
def token(therapist) -> str:
    made = factories.invitation(therapist=therapist)
    factories.fill_in(Intake.objects.get(), until="draw")
    return made[1]


def region(page: Page, code: str) -> Locator:
    return page.locator(f"[data-region='{code}']")


def feels(page: Page, kind: str, score: int) -> None:
    page.locator(f"[data-part=kind][value={kind}]").click()
    page.locator(f"[data-part=score][value='{score}']").click()


def test_tapped_and_typed_places_are_there_after_a_reload(open_browser, token):
    page = open_browser()
    complaints = listen(page)
    enter(page, token)
    region(page, NECK).click()
    feels(page, "burning", 7)
    page.keyboard.press("Escape")
    region(page, "front_forehead_right").focus()
    for _step in range(12):
        if page.evaluate("document.activeElement.dataset.region") != KNEE:
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-chart-panel]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(region(page, KNEE)).to_be_focused()
    page.wait_for_timeout(1000)  # the page saves itself after a pause
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("[data-chart-words] li")).to_have_count(2)
    expect(region(page, NECK)).to_have_attribute("aria-label", re.compile("^Nek, links: .*, brandend, 7/10$"))
    assert region(page, KNEE).get_attribute("aria-pressed") == "true"
    assert complaints == []


def test_a_place_that_was_removed_can_be_put_back(open_browser, token):
    page = open_browser()
    enter(page, token)
    region(page, NECK).click()
    feels(page, "burning", 7)
    page.locator("[data-chart-remove]").click()
    expect(region(page, NECK)).to_have_attribute("aria-pressed", "false")
    page.locator("[data-chart-undo]").click()
    expect(page.locator("[data-chart-words] li")).to_contain_text("7/10")
    page.locator(".chart-list > summary").click()
    page.locator(f"input[value={NECK}]").uncheck()
    assert page.locator(f"[name=g_chart-kind-{NECK}]").input_value() == ""
    page.locator("[data-chart-undo]").click()
    expect(page.locator("[data-chart-words] li")).to_contain_text("7/10")


def test_nothing_hurts_clears_the_places_which_can_be_put_back(open_browser, token):
    page = open_browser()
    enter(page, token)
    nowhere = page.locator("[data-chart-nowhere]")
    for code, score in ((NECK, 7), (KNEE, 3)):
        region(page, code).click()
        feels(page, "burning", score)
    nowhere.focus()
    page.keyboard.press("Space")
    expect(page.locator(".marked")).to_have_count(0)
    expect(page.locator("#saved:not(.is-waiting)")).to_be_visible()
    page.reload()
    expect(nowhere).to_be_checked()
    region(page, NECK).click()
    expect(nowhere).not_to_be_checked()
    feels(page, "aching", 2)
    nowhere.check()
    page.locator("[data-chart-undo]").click()
    expect(page.locator("[data-chart-words] li")).to_have_text(re.compile("2/10$"))
    expect(nowhere).not_to_be_checked()


def test_without_javascript_the_drawing_leads_to_the_list(open_browser, token):
    page = open_browser(javascript=False)
    enter(page, token)
    region(page, NECK).click()
    assert page.url.endswith(f"#id_g_chart-{NECK}")
    kind = page.locator(f"[name=g_chart-kind-{NECK}]")
    expect(kind).to_be_hidden()
    page.locator(f"input[value={NECK}]").check()
    kind.select_option("burning")
    assert_fits(page, PHONE)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_every_region_is_large_enough(open_browser, token, axe, theme):
    page = open_browser()
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    enter(page, token)
    assert page.locator("[data-region]").evaluate_all(REACH) == []
    page.locator(".chart-list > summary").click()
    for score, code in enumerate((NECK, KNEE, "back_low_back_left"), start=8):
        region(page, code).click()
        feels(page, "aching", score)
    found = axe.run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_the_therapist_draws_it_again_and_sees_both(open_browser, therapist, axe):
    episode = factories.episode(therapist=therapist)
    drawn = [{"region": NECK, "kind": "burning", "score": 7}]
    factories.reviewed_intake(episode_=episode, g_mech="yes", g_chart=drawn)
    page = open_browser(viewport=DESK)
    sign_in(page, therapist)
    page.goto(f"/episodes/{episode.pk}/rescreening/")
    for name, value in {"occasion": "evaluation", "r_night": "no", "g_mech": "yes"}.items():
        page.locator(f"[name={name}][value={value}]").check()
    for name in ("s_now", "r_general", "r_neuro"):
        page.locator(f"[name={name}][value=none]").check()
    region(page, NECK).click()
    feels(page, "burning", 3)
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/results/")
    assert Answer.objects.filter(question="g_chart").count() == 2
    page.goto(f"/episodes/{episode.pk}/pain-drawings/")
    expect(page.locator(".drawings > .panel")).to_have_count(2)
    expect(page.locator(".drawings")).to_contain_text("7 → 3")
    found = axe.run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
