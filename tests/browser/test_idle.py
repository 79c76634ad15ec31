"""A page that is left alone asks first, saves what was typed, and shows nothing when its time is over."""

import pytest
from playwright.sync_api import Page, expect

from practice import idle
from records.models import Session
from tests.browser.conftest import DESK
from tests.browser.walking import PASSWORD, field, fill, press, sign_in

TEXT = "Minder stijf"


@pytest.fixture(autouse=True)
def short(settings, monkeypatch) -> None:
    settings.STAFF_IDLE_MINUTES = 0.1  # six seconds, with a warning after three
    monkeypatch.setattr(idle, "STEP", 0)
    monkeypatch.setattr(idle, "GRACE", 3)


@pytest.fixture
def page(open_browser, therapist, episode) -> Page:
    page = open_browser(language="en", viewport=DESK)
    sign_in(page, therapist)
    page.goto(f"/episodes/{episode.pk}/sessions/new/")
    return page


def warning(page: Page):
    return page.get_by_role("dialog", name="Are you still there?")


@pytest.mark.parametrize("javascript", [True])
@pytest.mark.parametrize("language", ["nl"])
def test_the_warning_has_the_focus_and_staying_is_one_key(*, page, check, language, javascript):
    expect(warning(page)).to_be_visible(timeout=10_000)
    expect(page.locator("[data-stay]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(warning(page)).to_be_hidden()
    page.wait_for_timeout(4500)  # longer than was left of the first time
    assert "/sessions/new/" in page.url
    expect(warning(page)).to_be_visible()
    check(page)


def test_typing_is_use_and_use_in_one_tab_keeps_the_other(page):
    other = page.context.new_page()
    other.goto("/")
    for _ in range(8):
        field(page, "subjective").press("a")
        page.wait_for_timeout(1000)
    expect(warning(other)).to_be_hidden()
    other.reload()
    expect(other.locator("input[type=password]")).to_have_count(0)


def test_when_the_time_is_over_nothing_is_shown_and_nothing_is_lost(page, therapist):
    field(page, "subjective").fill(TEXT)
    expect(page.locator("input[type=password]")).to_be_visible(timeout=15_000)
    assert "next=" in page.url
    assert Session.objects.get().subjective == TEXT
    page.goto("/")
    expect(page.locator("input[type=password]")).to_be_visible()


def test_signing_in_again_leads_back_to_what_was_typed(page, therapist):
    field(page, "subjective").fill(TEXT)
    expect(page.locator("input[type=password]")).to_be_visible(timeout=15_000)
    fill(page, login=therapist.username, password=PASSWORD)
    press(page)
    expect(field(page, "subjective")).to_have_value(TEXT)


def test_what_was_typed_is_put_back_when_the_server_did_not_hear_of_leaving(page, monkeypatch):
    monkeypatch.setattr(idle, "GRACE", 60)
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field(page, "subjective").fill(TEXT)
    expect(page.locator("#put-back")).to_be_visible(timeout=20_000)
    expect(field(page, "subjective")).to_have_value(TEXT)
