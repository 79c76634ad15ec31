"""A page of the form with room for text, and what it says about saving."""

import re

from playwright.sync_api import Page, expect

from intake.models import Intake
from tests import factories
from tests.browser.form_walk import enter
from tests.browser.walking import field

TEXT = "Weer een uur fietsen"
MORE = "Weer een uur fietsen, ook tegen de wind in"


def go_to_goal(page: Page, token: str) -> Page:
    draft = Intake.objects.get()
    if "goal" not in draft.page_versions:
        factories.fill_in(draft, until="goal")
    enter(page, token, "en")
    expect(page).to_have_url(re.compile("/page/goal/"))
    return page


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
