"""A patient and a colleague in one browser: neither is in the way of the other."""

import pytest
from django.urls import reverse

from intake import patient_session
from tests import factories
from tests.intake.browsing import PatientBrowser, fill_in
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(therapist):
    """The browser of a colleague, who hands the device to a patient."""
    made = PatientBrowser()
    made.force_login(therapist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def test_a_colleague_who_is_signed_in_gets_no_further_than_anybody_else(link, browser):
    assert browser.get(reverse("intake_birth_date")).status_code == 404
    browser.open_link(link[1])
    assert browser.see("now").url == reverse("intake_birth_date")


def test_a_patient_gets_no_further_than_the_form(link):
    browser = PatientBrowser().enter(link[1])
    for name in ("home", "work_list", "patient_list"):
        assert reverse("account_login") in browser.get(reverse(name)).url


def test_a_page_of_the_form_names_no_colleague(link, browser, therapist):
    browser.enter(link[1])
    assert therapist.get_full_name() not in page(browser.see("now"))


def test_a_colleague_who_signs_out_leaves_the_form_open(link, browser):
    browser.enter(link[1])
    browser.post(reverse("account_logout"))
    assert browser.see("now").status_code == 200


@pytest.mark.parametrize("end", ["send", "leave"])
def test_a_patient_who_is_done_leaves_the_colleague_signed_in(link, browser, therapist, end):
    browser.enter(link[1])
    if end == "send":
        fill_in(browser, link[0])
        browser.submit(link[0])
    else:
        browser.post(reverse("intake_leave"))
    assert browser.session["_auth_user_id"] == str(therapist.pk)
    assert browser.get(reverse("work_list")).status_code == 200


def test_signing_in_again_keeps_the_visit_of_the_patient(link, browser, other_therapist):
    browser.enter(link[1])
    browser.force_login(other_therapist, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert patient_session.COOKIE in browser.cookies
    assert browser.see("now").status_code == 200


def lang_of(response):
    assert response.headers["Content-Language"] == page(response).split('<html lang="')[1][:2]
    return response.headers["Content-Language"]


def test_the_language_of_the_patient_is_not_that_of_the_colleague(therapist, browser):
    patient = factories.patient(language="en")
    _, token = factories.invitation(therapist=therapist, patient_=patient)
    browser.enter(token)
    assert lang_of(browser.see("now")) == "en"
    assert lang_of(browser.get(reverse("work_list"))) == "nl"
    browser.post(reverse("set_language"), {"language": "nl", "next": "/"})
    assert lang_of(browser.see("now")) == "en"


def test_a_patient_switches_the_language_and_stays_on_the_page(link, browser):
    browser.open_link(link[1])
    address = reverse("intake_birth_date")
    assert f'action="{reverse("intake_language")}"' in page(browser.get(reverse("intake_leave")))
    response = browser.post(reverse("intake_language"), {"language": "en", "next": address})
    assert response.url == address
    assert lang_of(browser.get(address)) == "en"
    assert lang_of(browser.get(reverse("work_list"))) == "nl"


@pytest.mark.parametrize("language", ["", "xx", "en\x00"])
def test_a_language_we_do_not_speak_changes_nothing(browser, language):
    response = browser.post(
        reverse("intake_language"), {"language": language, "next": "https://evil.example/"}
    )
    assert response.url == reverse("intake_birth_date")
    assert not response.cookies
