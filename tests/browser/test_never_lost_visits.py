"""Reload, Back, a second device, a phone left alone, a visit that ended: no answer is lost."""

import pytest
from playwright.sync_api import Page, expect

from intake.models import Intake
from tests import factories
from tests.browser.form_walk import enter, give_birth_date
from tests.browser.goal_page import (
    MORE,
    TEXT,
    come_in,
    expect_notice,
    expect_saved,
    go_to_goal,
    kept,
    stored,
    try_again,
    write,
)
from tests.browser.walking import field, press


@pytest.fixture(autouse=True)
def token(therapist) -> str:
    return factories.invitation(therapist=therapist)[1]


@pytest.fixture
def at_goal(open_browser) -> Page:
    """A phone at the page with room for text, in English."""
    return go_to_goal(open_browser())


def test_reloading_loses_neither_half_a_word_nor_what_could_not_be_sent(at_goal):
    field(at_goal, "g_goal").fill(TEXT)
    at_goal.reload()
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    expect(at_goal.locator("#trouble [role=alert]")).to_have_count(0)
    at_goal.route(
        "**/page/goal/", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    write(at_goal, MORE)
    expect_notice(at_goal, "No connection")
    at_goal.reload()
    expect(field(at_goal, "g_goal")).to_have_value(MORE)
    at_goal.unroute_all()
    try_again(at_goal)
    expect_saved(at_goal)
    assert stored() == MORE
    assert kept(at_goal) == []


def test_the_back_button_shows_the_draft_of_now(at_goal):
    at_goal.locator("button[value=back]").click()
    at_goal.wait_for_url(lambda url: "/page/goal/" not in url)
    intake = Intake.objects.get()
    factories.save_page(
        intake=intake, page="goal", cleaned={"g_goal": MORE, "g_psk": None}, version=intake.draft_version
    )
    at_goal.go_back()
    expect(field(at_goal, "g_goal")).to_have_value(MORE)


def test_two_devices_on_one_page_see_both_texts_and_the_patient_chooses(open_browser, at_goal):
    tablet = go_to_goal(open_browser())
    write(at_goal)
    expect_saved(at_goal)
    write(tablet, MORE)
    expect_notice(tablet, "on another device")
    assert stored() == TEXT
    press(tablet)
    expect(tablet.locator("section.notice")).to_contain_text(TEXT)
    expect(field(tablet, "g_goal")).to_have_value(MORE)
    press(tablet)
    tablet.wait_for_url("**/page/health/")
    assert stored() == MORE
    write(at_goal, "Zwemmen")
    expect_notice(at_goal, "on another device")
    press(at_goal)
    at_goal.locator("a[data-forget]").click()
    expect(field(at_goal, "g_goal")).to_have_value(MORE)
    assert stored() == MORE


def test_a_phone_left_alone_asks_for_the_birth_date_and_keeps_the_draft(open_browser):
    page = open_browser()
    page.clock.install()
    go_to_goal(page)
    field(page, "g_goal").fill(TEXT)
    page.clock.fast_forward(31 * 60 * 1000)
    page.wait_for_url("**/intake/")
    assert stored() == TEXT
    page.goto("/intake/page/goal/")
    give_birth_date(page)
    expect(field(page, "g_goal")).to_have_value(TEXT)


def test_left_alone_without_connection_the_answers_are_out_of_sight(open_browser):
    page = open_browser()
    page.clock.install()
    go_to_goal(page)
    page.context.set_offline(True)
    write(page)
    page.clock.fast_forward(31 * 60 * 1000)
    expect(field(page, "g_goal")).to_be_hidden()
    page.context.set_offline(False)
    page.wait_for_url("**/intake/")
    assert stored() == TEXT


def test_a_visit_that_ended_while_typing_loses_nothing(at_goal, settings):
    minutes, settings.INTAKE_IDLE_MINUTES = settings.INTAKE_IDLE_MINUTES, -1
    write(at_goal)
    at_goal.wait_for_url("**/intake/")
    settings.INTAKE_IDLE_MINUTES = minutes
    give_birth_date(at_goal)
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    assert stored() == TEXT


def test_a_lost_cookie_while_typing_loses_nothing(at_goal, token):
    at_goal.context.clear_cookies(name="wervel_intake")
    write(at_goal)
    expect_notice(at_goal, "Open the link of this form again")
    enter(at_goal.context.new_page(), token, "en")
    try_again(at_goal)
    expect_saved(at_goal)
    assert stored() == TEXT


def test_leaving_keeps_nothing_in_the_browser(at_goal):
    write(at_goal)
    at_goal.locator("button[value=later]").click()
    at_goal.wait_for_url("**/intake/leave/**")
    assert kept(at_goal) == []


def test_an_emergency_shows_at_once_without_a_jump_and_goes_with_the_tick(open_browser):
    page = come_in(open_browser(), "/intake/page/now/")
    page.evaluate("window.scrollTo(0, 300)")
    before = page.evaluate("window.scrollY")
    page.locator("input[value=stroke]").check()
    call = page.locator("#alarm a[href='tel:112']")
    expect(call).to_be_in_viewport()
    assert page.url.endswith("/page/now/")
    assert abs(page.evaluate("window.scrollY") - before) < 300
    page.locator("input[value=stroke]").uncheck()
    expect(call).to_have_count(0)
    assert Intake.objects.get().emergency_at is None
