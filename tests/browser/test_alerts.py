"""An emergency alert in the therapist's browser: it appears by itself, and says so when that stops."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from intake.models import EmergencyAlert
from practice.models import Episode
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import choose, fill, follow, listen, press, sign_in


@pytest.fixture
def episode(therapist) -> Episode:
    return factories.episode(therapist=therapist)


@pytest.fixture
def page(open_browser, language, javascript) -> Page:
    return open_browser(language=language, javascript=javascript, viewport=DESK)


@pytest.mark.parametrize(("language", "javascript"), [("nl", True), ("en", False)])
def test_from_the_work_list_to_the_answer(page, therapist, episode, check):
    complaints = listen(page)
    factories.alerted_intake(episode_=episode)
    sign_in(page, therapist)
    check(page)
    follow(page, "/alert/", within="#alerts")
    check(page)
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    choose(page, outcome="cleared")
    fill(page, remark="Verkeerd aangetikt, niets aan de hand")
    press(page)
    expect(page.locator("main")).to_contain_text("Verkeerd aangetikt, niets aan de hand")
    check(page)
    assert EmergencyAlert.objects.get().answer
    assert complaints == []


@pytest.mark.parametrize("language", ["nl"])
@pytest.mark.parametrize("javascript", [True], ids=["with JavaScript"])
def test_it_appears_by_itself_on_every_page_and_says_when_that_stops(page, therapist, episode):
    page.clock.install()
    sign_in(page, therapist)
    page.goto(reverse("patient_list"))
    expect(page.locator(".alert-link")).to_have_count(0)
    factories.alerted_intake(episode_=episode)
    wait_half_a_minute(page, "alert_count")
    expect(page.locator(".alert-link")).to_contain_text("1")
    page.locator(".alert-link").click()
    page.locator("#alerts .btn-primary").focus()
    wait_half_a_minute(page, "alerts")
    expect(page.locator("#alerts .btn-primary")).to_be_focused()
    page.context.clear_cookies()
    wait_half_a_minute(page, "alerts")
    expect(page.locator("#alerts [data-stale]")).to_be_visible()
    expect(page.locator("#alerts .btn-primary")).to_be_visible()


def wait_half_a_minute(page: Page, name: str) -> None:
    """By the clock of the browser, until the part at this address was asked for again."""
    with page.expect_response(lambda answer: answer.url.partition("?")[0].endswith(reverse(name))):
        page.clock.run_for(31_000)
