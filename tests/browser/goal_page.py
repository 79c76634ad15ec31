"""A page of the form with room for text, and what it says about saving."""

import re

from django.http import HttpResponse
from playwright.sync_api import Page, expect

from intake import patient_session
from intake.models import Intake, Invitation
from intake.patient_ways import speak
from tests import factories
from tests.browser.walking import field

TEXT = "Weer een uur fietsen"
MORE = "Weer een uur fietsen, ook tegen de wind in"


def come_in(page: Page, address: str) -> Page:
    """Open a page of the form as somebody who gave the birth date a moment ago, in English."""
    response = HttpResponse()
    patient_session.write(response, Invitation.objects.get(), patient_session.OPEN)
    speak(response, "en")
    cookies = [{"name": name, "value": one.value} for name, one in response.cookies.items()]
    page.context.add_cookies([{**one, "domain": "localhost", "path": "/"} for one in cookies])
    page.goto(address)
    return page


def go_to_goal(page: Page, host: str = "") -> Page:
    draft = Intake.objects.get()
    if "goal" not in draft.page_versions:
        factories.fill_in(draft, until="goal")
    return come_in(page, f"{host}/intake/page/goal/")


def try_again(page: Page) -> None:
    """The browser says that there is a connection; without this the page waits some seconds."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def write(page: Page, text: str = TEXT) -> None:
    """Type in the field and leave it."""
    field(page, "g_goal").fill(text)
    page.keyboard.press("Tab")


def stored() -> str:
    return Intake.objects.get().answers.get("g_goal", "")


def expect_saved(page: Page, within: int = 10_000) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"^\s*Saved at \d\d:\d\d"), timeout=within)


def expect_notice(page: Page, words: str) -> None:
    expect(page.locator("#trouble [role=alert]")).to_contain_text(words)


def in_words(page: Page) -> str:
    return page.locator("#saved").inner_text()


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('intake:'))")
