"""A therapist types, and the tab, the server, the session or a second window comes in between."""

import time

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from practice.models import Episode, User
from records.models import Session
from tests.browser.conftest import DESK
from tests.browser.walking import PASSWORD, field, fill, press, sign_in

TEXT = "Minder stijf, slaapt door"
MORE = f"{TEXT}; fietste naar het werk"
SAVE = "main .actions .btn-secondary:not([hidden])"


@pytest.fixture
def page(open_browser, therapist, episode) -> Page:
    """The form of a new session."""
    return at_session(open_browser(language="en", viewport=DESK), therapist, episode)


def at_session(page: Page, therapist: User, episode: Episode, site: str = "") -> Page:
    if site:
        page.goto(f"{site}/accounts/login/")
        sign_in_here(page, therapist)
    else:
        sign_in(page, therapist)
    page.goto(f"{site}/episodes/{episode.pk}/sessions/new/")
    return page


def sign_in_here(page: Page, user: User) -> None:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    fill(page, login=user.username, password=PASSWORD)
    press(page)
    expect(page.locator("input[type=password]")).to_have_count(0)


def write(page: Page, text: str = TEXT) -> None:
    field(page, "subjective").fill(text)


def expect_line(page: Page, text: str, **kwargs: float) -> None:
    expect(page.locator("#autosave p")).to_contain_text(text, **kwargs)


def expect_saved(page: Page, text: str = TEXT) -> None:
    expect_line(page, f"Saved {timezone.localtime():%H:}", timeout=30_000)
    assert Session.objects.get().subjective == text


def stored() -> str:
    """What is stored once nothing comes in any more."""
    time.sleep(1)
    return Session.objects.get().subjective


def test_a_tab_that_dies_in_mid_sentence_loses_at_most_the_last_second(page):
    field(page, "subjective").click()
    typed: list[float] = []
    for letter in "Kan weer een uur achter het bureau zitten zonder pijn, ":
        page.keyboard.type(letter)
        typed.append(time.monotonic())
        page.wait_for_timeout(40)
    died = time.monotonic()
    with pytest.raises(Error):  # a dead tab answers nothing, and no script of it runs any more
        page.goto("chrome://crash", timeout=3000)
    older = [moment for moment in typed if moment < died - 1]
    assert len(stored()) >= len(older) > 5


def test_a_pause_of_a_second_is_enough_and_the_draft_has_its_own_address(page):
    write(page)
    page.wait_for_timeout(1000)
    assert Session.objects.get().subjective == TEXT
    page.reload()
    expect(field(page, "subjective")).to_have_value(TEXT)
    write(page, MORE)
    expect_saved(page, MORE)


def test_closing_the_tab_at_once_asks_nothing_and_loses_nothing(page):
    write(page)
    page.goto("/")
    assert stored() == TEXT


def test_a_server_that_dies_in_mid_save_loses_nothing(open_browser, server, therapist, episode, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    ]  # that server has no other
    address, start, kill = server
    start()
    page = at_session(open_browser(language="en", viewport=DESK), therapist, episode, address)
    with page.expect_request(lambda asked: asked.method == "POST"):
        write(page)
    kill()
    write(page, MORE)
    expect_line(page, "no connection")
    start()
    expect_saved(page, MORE)


def test_an_answer_that_got_lost_is_no_second_draft_and_no_conflict(page):
    def lose(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/sessions/new/", lose, times=1)
    with page.expect_event("requestfailed"):
        write(page)
    write(page, MORE)
    page.locator(SAVE).last.click()
    expect(page.locator(".notice-done")).to_be_visible()
    assert Session.objects.get().subjective == MORE


def test_who_is_signed_out_types_on_and_it_is_saved_after_signing_in_again(page, therapist):
    write(page)
    expect_saved(page)
    page.context.clear_cookies(name="sessionid")
    write(page, MORE)
    expect_line(page, "you were signed out")
    with page.context.expect_page() as opened:
        page.locator("#autosave [data-sign-in]").click()
    sign_in_here(opened.value, therapist)
    expect_saved(page, MORE)


def test_what_was_typed_after_the_session_ended_is_put_back_and_saved(page, therapist):
    write(page)
    expect_saved(page)
    page.context.clear_cookies(name="sessionid")
    write(page, MORE)
    expect_line(page, "you were signed out")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    sign_in_here(page, therapist)
    expect(field(page, "subjective")).to_have_value(MORE)
    expect_saved(page, MORE)


def test_two_windows_on_one_draft_see_both_texts(page):
    write(page)
    expect_saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    write(other, MORE)
    expect_saved(other, MORE)
    write(page, "Anders")
    expect_line(page, "changed in another window")
    page.locator("[data-both]").click()
    expect(page.locator(".error-summary")).to_contain_text(MORE)
    expect(field(page, "subjective")).to_have_value("Anders")
    assert stored() == MORE
    page.locator(SAVE).last.click()
    expect(page.locator(".notice-done")).to_be_visible()
    assert stored() == "Anders"


def test_what_cannot_be_is_told_at_the_foot_and_the_rest_is_saved(page):
    write(page)
    fill(page, duration_minutes="999")
    expect_line(page, "Duration")
    assert Session.objects.get().subjective == TEXT


def test_without_a_connection_a_button_leaves_the_page_and_the_text_where_they_are(page):
    write(page)
    expect_saved(page)
    page.route("**/sessions/**", lambda route: route.abort())
    write(page, MORE)
    expect_line(page, "no connection")
    page.locator(SAVE).last.click()
    expect(field(page, "subjective")).to_have_value(MORE)
    page.unroute("**/sessions/**")
    page.locator(SAVE).last.click()
    expect(page.locator(".notice-done")).to_be_visible()
    assert stored() == MORE


def test_what_was_refused_to_be_signed_is_saved_all_the_same(page):
    field(page, "subjective").focus()
    page.keyboard.insert_text(TEXT)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    expect_saved(page)
