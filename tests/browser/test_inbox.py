"""A patient writes on the phone what changed; the desk finds it in the inbox, takes one over, leaves one."""

import re

import pytest
from playwright.sync_api import Page, expect

from intake.details import DETAILS
from intake.models import Intake, ReportedField
from practice.models import Patient, User
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.form_walk import enter, onward
from tests.browser.walking import follow, listen, press, sign_in


@pytest.fixture
def token(therapist: User) -> str:
    return factories.invitation(therapist=therapist)[1]


def write_what_changed(page: Page, token: str, check) -> None:
    """The last page before the check: a mistake first, which stays typed; then in order, and sent."""
    factories.fill_in(Intake.objects.get(), until=DETAILS.id)
    enter(page, token)
    expect(page).to_have_url(re.compile(r"/page/details/$"))
    check(page)
    page.locator("[name=email]").fill("nieuw@example.org")
    page.locator("[name=phone]").fill("06 12")
    onward(page)
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value("nieuw@example.org")
    page.locator("[name=phone]").fill("06 8765 4321")
    onward(page)
    expect(page.locator(".answers").last).to_contain_text("06 87654321")
    onward(page)
    expect(page).to_have_url(re.compile(r"/done/$"))


def decide(page: Page, check) -> None:
    follow(page, "/patients/inbox/", within=".site-nav")
    check(page)
    follow(page, "/registration/")
    check(page)
    page.locator("[name=email][value=accept]").check()
    page.locator("[name=phone][value=leave]").check()
    press(page)
    expect(page).to_have_url(re.compile(r"/patients/\d+/$"))


def test_what_a_patient_wrote_is_taken_over_or_left_by_the_desk(
    open_browser, token, receptionist, check, javascript
):
    phone, desk = open_browser(javascript=javascript), open_browser(viewport=DESK, javascript=javascript)
    complaints = listen(phone), listen(desk)
    write_what_changed(phone, token, check)
    sign_in(desk, receptionist)
    decide(desk, check)
    expect(desk.locator("main")).to_contain_text("nieuw@example.org")
    patient = Patient.objects.get()
    assert (patient.email, str(patient.phone)) == ("nieuw@example.org", "+31612345678")
    states = dict(ReportedField.objects.values_list("field", "state"))
    assert states == {"email": "accepted", "phone": "left"}
    assert complaints == ([], [])
