"""A session that ends while somebody types: the text is still there after signing in again."""

import pytest
from playwright.sync_api import Page, expect

from practice.models import Episode, User
from records.models import History
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import PASSWORD, field, fill, listen, press, sign_in

TEXT = 'Weer "pijnvrij" werken\nen tuinieren'
SAVE = "main .actions .btn-secondary"


@pytest.fixture
def episode(therapist) -> Episode:
    return factories.screened_episode(therapist=therapist)


def start_typing(page: Page, therapist: User, episode: Episode) -> None:
    sign_in(page, therapist)
    page.goto(f"/episodes/{episode.pk}/history/")
    fill(page, request_for_help=TEXT)


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('typed:'))")


def lose_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page: Page, user: User) -> None:
    fill(page, login=user.username, password=PASSWORD)
    press(page)
    expect(page.locator("input[type=password]")).to_have_count(0)


def leave(page: Page, address: str) -> None:
    """Go elsewhere although the page warns that text is lost."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address)


def test_a_draft_is_sent_again_after_signing_in_in_another_tab(
    open_browser, therapist, episode, javascript, check
):
    page = open_browser(javascript=javascript, viewport=DESK)
    complaints = listen(page)
    start_typing(page, therapist, episode)
    lose_session(page)
    page.locator(SAVE).click()
    assert complaints == []
    check(page)
    with page.context.expect_page() as opened:
        page.locator("main a[target=_blank]").click()
    sign_in_again(opened.value, therapist)
    press(page)
    if not javascript:  # only a script can send the token that signing in renewed
        press(page)
    expect(page.locator(".notice-done")).to_be_visible()
    assert History.objects.get().request_for_help.splitlines() == TEXT.splitlines()
    expect(page.locator("#put-back")).to_be_hidden()


@pytest.fixture
def page(open_browser, therapist, episode) -> Page:
    """A browser in which a therapist typed, and whose session then ended."""
    page = open_browser(viewport=DESK)
    start_typing(page, therapist, episode)
    lose_session(page)
    return page


@pytest.mark.parametrize("javascript", [True])
def test_text_is_put_back_where_it_was_typed(*, page, therapist, episode, javascript, check):
    leave(page, f"/episodes/{episode.pk}/history/")
    assert "/accounts/login/" in page.url
    sign_in_again(page, therapist)
    expect(field(page, "request_for_help")).to_have_value(TEXT)
    expect(page.locator("#put-back")).to_be_visible()
    check(page)
    page.locator(SAVE).click()
    expect(page.locator(".notice-done")).to_be_visible()
    expect(page.locator("#put-back")).to_be_hidden()
    assert kept(page) == []


def test_a_refused_form_that_was_sent_in_vain_is_put_back_too(page, therapist, episode):
    page.locator(SAVE).click()
    expect(page.locator("[data-send-again]")).to_be_visible()
    page.goto(f"/episodes/{episode.pk}/history/")
    sign_in_again(page, therapist)
    expect(field(page, "request_for_help")).to_have_value(TEXT)


def test_somebody_else_never_gets_the_text(page, receptionist, therapist, episode):
    leave(page, "/")
    receptionist.set_password(PASSWORD)
    receptionist.save(update_fields=["password"])
    sign_in_again(page, receptionist)
    assert kept(page) == []


def test_only_text_is_kept_and_signing_out_forgets_it_in_every_tab(open_browser, therapist, episode):
    page = open_browser(viewport=DESK)
    start_typing(page, therapist, episode)
    assert len(kept(page)) == 1
    stored = page.evaluate("JSON.stringify(sessionStorage)")
    assert "pijnvrij" in stored
    assert "csrf" not in stored and PASSWORD not in stored
    assert page.evaluate("localStorage.length") == 0
    other = page.context.new_page()
    other.goto("/")
    other.locator(".sign-out button").click()
    expect(other.locator("input[type=password]")).to_be_visible()
    assert kept(page) == []


def test_a_bsn_and_a_document_number_are_kept_nowhere(open_browser, receptionist):
    page = open_browser(viewport=DESK)
    sign_in(page, receptionist)
    page.goto(f"/patients/{factories.patient(by=receptionist).pk}/identity/")
    field(page, "document_kind").select_option("passport")
    fill(page, document_number="SPECI2014", bsn=factories.TEST_BSNS[0])
    assert len(kept(page)) == 1
    stored = page.evaluate("JSON.stringify(sessionStorage)")
    assert "passport" in stored
    assert "SPECI2014" not in stored and factories.TEST_BSNS[0] not in stored


def test_text_that_was_left_is_in_the_draft_and_not_put_back(open_browser, therapist, episode):
    page = open_browser(viewport=DESK)
    start_typing(page, therapist, episode)
    page.goto("/")
    page.wait_for_timeout(1000)  # what a page sends as it goes may arrive after the next page
    page.goto(f"/episodes/{episode.pk}/history/")
    expect(field(page, "request_for_help")).to_have_value(TEXT)
    expect(page.locator("#put-back")).to_be_hidden()


def test_a_search_leaves_no_copy_of_the_page_in_the_browser(open_browser, receptionist):
    page = open_browser(viewport=DESK)
    factories.patient(by=receptionist)
    sign_in(page, receptionist)
    page.goto("/patients/")
    page.locator("#q").fill("Berg")
    page.wait_for_url("**/patients/?q=Berg")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    assert "Berg" not in page.evaluate("sessionStorage.getItem('htmx-history-cache') || ''")
