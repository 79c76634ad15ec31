"""A patient from the link in the mail to the thank-you: by finger, by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from intake.models import Intake
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.form_walk import (
    by_keyboard,
    enter,
    go_on_by_keyboard,
    onward,
    walk_to_check,
)
from tests.browser.walking import listen

FOCUSED = "document.activeElement.id"


@pytest.fixture
def token(therapist) -> str:
    return factories.invitation(therapist=therapist)[1]


def test_the_whole_form_without_javascript(open_browser, token):
    page = open_browser(javascript=False)
    complaints = listen(page)
    enter(page, token)
    seen = walk_to_check(page)
    assert {"now", "reporter", "draw", "accident", "goal", "medicines_more", "mood"} <= set(seen)
    onward(page)
    assert page.url.endswith("/intake/done/")
    stored = Intake.objects.get()
    assert stored.is_submitted
    assert stored.answers["m_meds_other"] == "Oogdruppels"
    assert stored.answers["g_psk"][0]["activity"] == "Een uur zitten"
    assert complaints == []


def test_the_whole_form_by_keyboard_only(open_browser, token):
    """No pointer from the first page on: Tab, arrows, space, Enter and letters."""
    page = open_browser(viewport=DESK)
    complaints = listen(page)
    page.goto(f"/i/{token}/")
    by_keyboard(page)
    onward(page, go_on_by_keyboard)
    seen = walk_to_check(page, answer=by_keyboard, act=go_on_by_keyboard)
    assert {"now", "draw", "pain", "goal", "mood"} <= set(seen)
    by_keyboard(page)
    onward(page, go_on_by_keyboard)
    assert page.url.endswith("/intake/done/")
    assert Intake.objects.get().answers["g_nrs_now"] == 3
    assert complaints == []


def test_an_error_leads_to_its_field(open_browser, token, javascript):
    page = open_browser(javascript=javascript)
    enter(page, token)
    onward(page)
    if javascript:
        expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").click()
    assert page.evaluate(FOCUSED) == "id_s_now_0"
    assert page.locator(".field-error").is_visible()


def test_none_of_these_clears_the_other_ticks(open_browser, token):
    page = open_browser()
    enter(page, token)
    page.locator("input[value=faint]").check()
    page.locator("input[value=none]").check()
    assert not page.locator("input[value=faint]").is_checked()


def test_switching_language_keeps_what_was_typed(open_browser, token):
    page = open_browser()
    factories.fill_in(Intake.objects.get(), until="goal")
    enter(page, token)
    page.locator("[name=g_goal]").fill("Weer fietsen")
    onward(page, lambda page: page.locator("button[name=language][value=en]").click())
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("[name=g_goal]").input_value() == "Weer fietsen"


def test_stopping_and_going_on_elsewhere(open_browser, token):
    page = open_browser()
    enter(page, token)
    page.locator("input[value=none]").check()
    onward(page)
    page.locator("input[name=ad_referral][value=yes]").check()
    onward(page, lambda page: page.locator("button[value=later]").click())
    other = open_browser(viewport=DESK)
    enter(other, token)
    expect(other).to_have_url(re.compile("/page/you/$"))
    assert other.locator("input[name=ad_referral][value=yes]").is_checked()
