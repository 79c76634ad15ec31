"""At the desk: somebody who is known comes up while typing; two registrations become one, and two again."""

import pytest
from playwright.sync_api import Page, expect

from practice.models import DifferentPeople, Patient, User
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import choose, fill, follow, listen, press, sign_in

TYPED = {"initials": "S.", "first_name": "Sane", "birth_name": "Berg", "birth_date": "12-04-1985"}


@pytest.fixture
def sanne(receptionist) -> Patient:
    return factories.patient(by=receptionist)


def somebody_known(page: Page, sanne: Patient, check, javascript: bool) -> None:
    """With JavaScript before the form is sent; without it when it is."""
    page.goto("/patients/new/")
    fill(page, **TYPED)
    choose(page, sex="f")
    if not javascript:
        press(page)
    known = page.locator(f"#known article:has(a[href$='/patients/{sanne.pk}/'])")
    expect(known).to_be_visible()
    expect(known.locator(".likeness-equal").first).to_be_visible()
    check(page)
    known.locator("[name=not_same]").check()
    press(page)
    expect(page.locator(".banner-name")).to_contain_text("Sane Berg")


def one_of_two(page: Page, sanne: Patient, double: Patient, check) -> None:
    page.goto(f"/patients/{sanne.pk}/")
    follow(page, f"/merge/{double.pk}/")
    check(page)
    choose(page, phone="gone")
    press(page)
    expect(page.locator(".registration")).to_contain_text("6 87654321")
    page.goto(f"/patients/{double.pk}/")
    expect(page.locator(".banner")).to_contain_text(f"{sanne.number}")


def two_again(page: Page, sanne: Patient, check) -> None:
    page.locator("main a[href*='/unmerge/']").click()
    check(page)
    press(page)
    expect(page.locator(".registration")).to_contain_text("6 12345678")


def test_nobody_is_registered_twice(open_browser, check, javascript, receptionist: User, sanne):
    page = open_browser(javascript=javascript, viewport=DESK)
    complaints = listen(page)
    sign_in(page, receptionist)
    somebody_known(page, sanne, check, javascript)
    assert DifferentPeople.objects.count() == 1
    double = factories.patient(by=receptionist, phone="+31687654321")
    one_of_two(page, sanne, double, check)
    two_again(page, sanne, check)
    assert Patient.objects.standing().count() == 3
    assert complaints == []
