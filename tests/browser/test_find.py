"""Finding somebody with the keyboard alone, while typing."""

import pytest
from playwright.sync_api import Page, expect

from practice.models import Patient, User
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import listen, sign_in


def register(by: User, *names: str) -> list[Patient]:
    parts = (name.split() for name in names)
    return [factories.patient(by=by, first_name=first, birth_name=last, prefix="") for first, last in parts]


@pytest.mark.parametrize("javascript", [True])
def test_somebody_is_found_with_the_keyboard_alone(open_browser, receptionist, check):
    register(receptionist, "Anna Jansen", "Bea Janszen", "Cor Dekker")
    page: Page = open_browser(viewport=DESK)
    complaints = listen(page)
    sign_in(page, receptionist)
    page.goto("/patients/new/")
    page.keyboard.press("Control+k")
    box = page.locator("#q")
    expect(box).to_be_focused()
    page.keyboard.type("jansen")
    results = page.locator("#found [data-result]")
    expect(results).to_have_text(["Jansen, Anna", "Janszen, Bea"])
    expect(page.locator("#found-status")).to_contain_text("2")
    expect(page.locator("tr:has-text('Bea') .found-by").first).to_be_visible()
    check(page)
    page.keyboard.press("ArrowDown")
    expect(results.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("dek")
    expect(results).to_have_text(["Dekker, Cor"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1, .banner").first).to_contain_text("Dekker")
    assert complaints == []
