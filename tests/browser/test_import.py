"""A manager brings the patients of another system; at the desk one key hides their names."""

import pytest
from playwright.sync_api import expect

from practice.models import Patient, Role
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.walking import sign_in

FILE = (
    "Patiëntnr;Achternaam;Voornaam;Geboren;M/V;Mobiel\n"
    "1;van den Berg;Sanne;12-04-1985;V;06-12345678\n"
    "2;de Vries;Jan;1-2-1970;M;bellen na zes\n"
).encode()


@pytest.fixture
def manager_page(open_browser, javascript):
    practice = factories.practice()
    assert practice.name
    page = open_browser(javascript=javascript, viewport=DESK)
    sign_in(page, factories.user(Role.MANAGER, is_staff=True))
    return page


def test_a_list_is_tried_out_and_taken_over(manager_page, javascript, check):
    page = manager_page
    page.goto("/import/")
    check(page)
    page.set_input_files("input[type=file]", {"name": "lijst.csv", "mimeType": "text/csv", "buffer": FILE})
    page.get_by_role("button", name="Bekijk de kolommen").click()
    expect(page.get_by_label("Geboren")).to_have_value("birth_date")
    check(page)
    page.get_by_role("button", name="Probeer uit").click()
    if not javascript:
        page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("heading", name="Wat er zou gebeuren")).to_be_visible()
    expect(page.get_by_text("weggelaten")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Schrijf 2 patiënten in").click()
    page.get_by_role("link", name="Bekijk het resultaat").click()
    expect(page.get_by_text("2 patiënten zijn ingeschreven")).to_be_visible()
    assert Patient.objects.count() == 2


def test_one_key_hides_the_names_on_every_page(open_browser, receptionist):
    patient = factories.patient(by=receptionist)
    page = open_browser(viewport=PHONE)
    sign_in(page, receptionist)
    page.goto(f"/patients/{patient.pk}/")
    name = page.locator(".person").first
    expect(page).to_have_title("Sanne van den Berg · Wervel")
    with page.expect_response("**/names/"):
        page.keyboard.press("F2")
    expect(name).to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(page).to_have_title("Wervel")
    page.reload()
    expect(page).to_have_title("Wervel")
    with page.expect_response("**/names/"):
        page.get_by_role("button", name="Verberg namen").click()
    expect(name).not_to_have_css("color", "rgba(0, 0, 0, 0)")
