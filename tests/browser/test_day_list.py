"""The desk's day: a lamp leads to what fixes it and is lit after that; nobody is rung twice unseen."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.walking import choose, fill, press, sign_in
from tests.desk_world import visit, waits

LAMPS = "tr:has-text('Berg') .day-lamp"


@pytest.fixture
def episode(therapist, receptionist):
    """Somebody who comes today with an intake and without a document; a therapist wants her called."""
    made = factories.episode(therapist=therapist, by=receptionist)
    factories.submitted_intake(episode_=made)
    visit(patient=made.patient, episode=made, therapist=therapist, by=receptionist, kind="first")
    waits(patient=made.patient, episode=made, by=therapist, kind="call_back")
    return made


def lamp(page: Page, step: int):
    """Identity, intake, screening and plan are 0 to 3."""
    return page.locator(LAMPS).nth(step)


@pytest.mark.parametrize("language", ["nl"])
def test_a_day_at_the_desk(*, open_browser, receptionist, therapist, episode, language, javascript, check):
    page = open_browser(language=language, javascript=javascript, viewport=DESK)
    sign_in(page, receptionist)
    expect(lamp(page, 0).locator(".lamp-missing")).to_be_visible()
    check(page)
    show_identity(page)
    page.goto("/day/")
    expect(lamp(page, 0).locator(".lamp-done")).to_be_visible()
    ask_therapist(page, receptionist)
    call(page, check)
    check(page)


def show_identity(page: Page) -> None:
    lamp(page, 0).locator("a").click()
    choose(page, document_kind="passport")
    fill(page, document_number="SPECI2014")
    press(page)


def ask_therapist(page: Page, receptionist) -> None:
    lamp(page, 2).locator("button").click()
    expect(lamp(page, 2)).to_contain_text(str(receptionist))
    expect(lamp(page, 2).locator("button")).to_have_count(0)


def call(page: Page, check) -> None:
    """The first call takes two presses; before the second one the first is read."""
    page.locator(".calls a[href*='/contact/']").click()
    expect(page.locator(".call-number a")).to_be_visible()
    check(page)
    page.locator("[name=outcome][value=no_answer]").click()
    page.locator("a[href*='/contact/']").click()
    expect(page.locator(".call-number a")).to_be_hidden()
    check(page)
    page.locator("main summary").click()
    page.locator("[name=ends]").check()
    page.locator("[name=outcome][value=reached]").click()
    expect(page.locator("main .empty")).to_be_visible()


@pytest.mark.parametrize("javascript", [True])
@pytest.mark.parametrize("colors", ["forced", "print"])
def test_a_lamp_is_read_without_its_colour(open_browser, receptionist, episode, javascript, colors):
    page = open_browser(javascript=javascript, viewport=PHONE)
    sign_in(page, receptionist)
    if colors == "forced":
        page.emulate_media(forced_colors="active")
    else:
        page.emulate_media(media="print")
    missing = lamp(page, 0).locator(".lamp-missing")
    expect(missing.locator("svg")).to_be_visible()
    expect(missing).not_to_be_empty()
    assert missing.evaluate("one => getComputedStyle(one).borderTopWidth") != "0px"
