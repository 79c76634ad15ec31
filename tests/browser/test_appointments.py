"""An appointment from the first call to the cancellation and back, with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from practice.models import Appointment, Role
from tests import factories, planning_world
from tests.browser.conftest import DESK
from tests.browser.walking import field, listen, sign_in
from tests.planning_world import at, workday


def enter(page: Page, target: str) -> None:
    """Enter on what has the focus; the page that comes is there."""
    page.locator(target).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def type_in(page: Page, name: str, text: str) -> None:
    """Over what stands in the field."""
    field(page, name).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def book_at_a_taken_time(page: Page, check) -> None:
    """Enter in a field books, and presses none of the free times that stand above it."""
    enter(page, "main a[href*='appointments/new']")
    type_in(page, "day", f"{workday():%d-%m}")
    type_in(page, "time", "930")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(field(page, "time")).to_have_value("930")
    check(page)


def choose_an_offered_time(page: Page) -> None:
    enter(page, f"button[name=pick][value$='{workday():%Y-%m-%d}T10:00']")
    expect(page.locator("main .state")).to_have_class("state state-info")
    assert Appointment.objects.get(kind="first").start == at("10:00")


def move(page: Page, check) -> None:
    enter(page, "main a[href$='/move/']")
    type_in(page, "time", "half twaalf")
    page.keyboard.press("Enter")
    expect(page.locator("main time")).to_contain_text("11:30")
    check(page)


def cancel_and_put_back(page: Page, check) -> None:
    enter(page, "main a[href$='/cancel/']")
    page.locator("[name=reason]").first.focus()
    page.keyboard.press("Space")
    check(page)
    enter(page, "main .btn-danger")
    expect(page.locator("main .state").first).to_have_class("state state-waiting")
    check(page)
    enter(page, "button[value=restore]")
    expect(page.locator("main .state").first).to_have_class("state state-info")
    assert Appointment.objects.get(kind="first").slots.count() == 6


@pytest.mark.parametrize("language", ["nl"])
def test_the_desk_books_moves_and_cancels_without_a_mouse(open_browser, check, javascript, language):
    factories.practice()
    therapist = factories.user(Role.THERAPIST)
    planning_world.appointment(therapist=therapist)
    episode = factories.episode(therapist=therapist)
    page = open_browser(language=language, javascript=javascript, viewport=DESK)
    complaints = listen(page)
    sign_in(page, factories.user(Role.RECEPTIONIST))
    page.goto(f"/patients/{episode.patient_id}/")
    book_at_a_taken_time(page, check)
    choose_an_offered_time(page)
    move(page, check)
    cancel_and_put_back(page, check)
    assert complaints == []
