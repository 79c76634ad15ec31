"""A patient on a phone, from the link in the mail to the thank-you."""

import re

import pytest
from playwright.sync_api import Page, expect

from intake.models import Intake
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import listen, press

SYMPTOM = "Scheve mond"
# On the way through the form these options are chosen; on other lists "none of these", "no" or the first.
CHOICES = {"g_regions": "upper_back", "g_onset": "trauma", "ad_reporter": "parent", "m_meds": "other"}
TYPED = {"ad_reporter_name": "Marieke de Vries", "m_meds_other": "Oogdruppels"}


@pytest.fixture
def token(therapist) -> str:
    return factories.invitation(therapist=therapist)[1]


def enter(page: Page, token: str, language: str, check=lambda page: None) -> None:
    page.goto(f"/i/{token}/")
    check(page)
    page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    for name, number in {"day": "12", "month": "4", "year": "1985"}.items():
        page.locator(f"#id_{name}").fill(number)
    press(page)


def choose(group) -> None:
    inputs = group.locator("input[type=radio], input[type=checkbox]")
    name, *values = inputs.evaluate_all("boxes => [boxes[0].name, ...boxes.map(box => box.value)]")
    wanted = next((v for v in (CHOICES.get(name), "none", "no") if v in values), values[0])
    inputs.nth(values.index(wanted)).check()


def answer(page: Page) -> None:
    """Answer everything on this page that is in sight."""
    for group in page.locator("main form fieldset").all():
        if group.is_visible():
            choose(group)
    for field in page.locator("main form textarea, main form input[type=text]").all():
        if field.is_visible():
            name = field.get_attribute("name")
            field.fill(TYPED.get(name, "3" if field.get_attribute("inputmode") else "Een uur zitten"))


def walk_to_check(page: Page, check=lambda page: None) -> list[str]:
    """Page after page until all answers are listed; the pages that were seen."""
    seen = []
    while not page.url.endswith("/intake/check/"):
        assert page.url not in seen, f"{page.url} does not go on"
        seen.append(page.url)
        check(page)
        answer(page)
        press(page)
    check(page)
    return [url.rstrip("/").split("/")[-1] for url in seen]


def test_the_whole_journey_on_a_phone(open_browser, token, language, javascript, check):
    page = open_browser(language=language, javascript=javascript)
    complaints = listen(page)
    enter(page, token, language, check)
    seen = walk_to_check(page, check)
    assert {"now", "reporter", "accident", "medicines_more", "mood"} <= set(seen)
    press(page)
    check(page)
    assert page.url.endswith("/intake/done/")
    assert Intake.objects.get().is_submitted
    page.locator("main form button").click()
    check(page)
    page.goto(f"/i/{token}/")
    check(page)
    assert "Oogdruppels" not in page.content()
    assert Intake.objects.get().answers["m_meds_other"] == "Oogdruppels"
    assert complaints == []


def test_an_emergency_stops_the_journey_until_it_is_read(open_browser, token, javascript, check):
    page = open_browser(javascript=javascript)
    enter(page, token, "nl")
    page.get_by_label(re.compile(SYMPTOM)).check()
    press(page)
    check(page)
    assert page.locator("main a[href='tel:112']").is_visible()
    page.locator("main form .btn-secondary").click()
    assert page.url.endswith("/page/you/")
    page.locator("button[value=back]").click()
    assert page.get_by_label(re.compile(SYMPTOM)).is_checked()


def test_errors_are_summed_up_and_read_first(open_browser, token, javascript, check):
    page = open_browser(javascript=javascript)
    enter(page, token, "nl")
    press(page)
    check(page)
    page.locator(".error-summary a").click()
    assert page.url.endswith("#id_s_now_0")


def test_wrong_birth_dates_lock_the_link(open_browser, token, javascript, check):
    page = open_browser(javascript=javascript)
    page.goto(f"/i/{token}/")
    for _ in range(5):
        for name, number in {"day": "1", "month": "1", "year": "1990"}.items():
            page.locator(f"#id_{name}").fill(number)
        press(page)
        check(page)
    assert page.locator("main a[href='tel:+31201234567']").is_visible()
    assert page.locator("#id_day").count() == 0


def test_none_of_these_clears_the_other_ticks(open_browser, token):
    page = open_browser()
    enter(page, token, "nl")
    page.locator("input[value=faint]").check()
    page.locator("input[value=none]").check()
    assert not page.locator("input[value=faint]").is_checked()


def test_without_javascript_the_server_asks_to_choose(open_browser, token):
    page = open_browser(javascript=False)
    enter(page, token, "nl")
    page.locator("input[value=faint]").check()
    page.locator("input[value=none]").check()
    press(page)
    assert page.locator(".field-error").is_visible()
    assert page.locator("input:checked").count() == 2


def test_switching_language_keeps_what_was_typed(open_browser, token, javascript):
    page = open_browser(javascript=javascript)
    enter(page, token, "nl")
    page.locator("input[value=none]").check()
    page.locator("button[name=language][value=en]").click()
    assert page.get_by_label("None of these").is_checked()


def test_a_second_device_shows_both_answers(open_browser, token, check, javascript):
    phone, tablet = open_browser(javascript=javascript), open_browser(javascript=javascript, viewport=DESK)
    enter(phone, token, "nl")
    enter(tablet, token, "nl")
    phone.locator("input[value=breathless]").check()
    phone.locator("button[value=later]").click()
    tablet.locator("input[value=none]").check()
    press(tablet)
    check(tablet)
    assert "Plotseling erg benauwd" in tablet.locator("section.notice").inner_text()
    assert tablet.locator("input[value=none]").is_checked()


def test_stopping_and_going_on_elsewhere(open_browser, token, javascript, check):
    page = open_browser(javascript=javascript)
    enter(page, token, "nl")
    page.locator("input[value=none]").check()
    press(page)
    page.locator("input[name=ad_referral][value=yes]").check()
    page.locator("button[value=later]").click()
    check(page)
    other = open_browser(javascript=javascript, viewport=DESK)
    enter(other, token, "nl")
    check(other)
    assert other.url.endswith("/page/you/")
    assert other.locator("input[name=ad_referral][value=yes]").is_checked()


def test_a_scale_is_walked_with_the_arrow_keys(open_browser, token):
    factories.fill_in(Intake.objects.get(), until="pain")
    page = open_browser()
    enter(page, token, "nl")
    page.locator("input[name=g_nrs_now]").first.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert page.locator("input[name=g_nrs_now]:checked").get_attribute("value") == "7"
