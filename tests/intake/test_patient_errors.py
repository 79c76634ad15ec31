"""An address there is not: a patient gets a page of the patient's, and staff one of theirs."""

import pytest

from tests.pages import page

pytestmark = pytest.mark.django_db

TOO_MANY = {f"field{number}": "" for number in range(6000)}


@pytest.mark.parametrize("address", ["/intake/nothing/", "/intake/page/nothing/", "/i/a/b/", "/follow-up/x/"])
def test_a_patient_at_an_address_there_is_not_stays_with_the_practice(browser, address):
    response = browser.get(address)
    assert response.status_code == 404
    assert 'class="patient"' in page(response)
    assert "/accounts/login/" not in page(response)
    assert "/intake/language/" in page(response)


def test_staff_get_their_own_page(desk):
    response = desk.get("/patients/nothing/")
    assert response.status_code == 404
    assert 'class="patient"' not in page(response)


def test_a_patient_is_not_led_to_the_start_of_the_staff(browser, desk):
    assert 'href="/"' not in page(browser.post("/intake/page/now/", TOO_MANY))
    assert 'href="/"' in page(desk.post("/patients/", TOO_MANY))
