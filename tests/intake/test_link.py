"""The link and the birth date: who gets in, and what everybody else sees."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import actions, patient_session
from intake.models import Invitation
from tests import factories
from tests.intake.browsing import PatientBrowser, fill_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return PatientBrowser()


def text_of(response):
    return response.content.decode()


def test_the_link_is_traded_for_a_cookie(link, browser):
    response = browser.open_link(link[1])
    assert response.url == reverse("intake_birth_date")
    cookie = response.cookies[patient_session.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert link[1] not in cookie.value
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_of_a_dead_link_gives_the_phone_of_the_practice(practice, browser):
    assert 'href="tel:+31201234567"' in text_of(browser.open_link("nothing"))


@pytest.mark.parametrize("kind", ["expired", "revoked"])
def test_a_link_that_ends_while_the_form_is_open_closes_the_form(link, therapist, kind, browser):
    browser.enter(link[1])
    if kind == "expired":
        Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    else:
        actions.revoke_invitation(invitation=link[0], by=therapist)
    assert browser.see("now").status_code == 404


def test_the_right_birth_date_opens_the_first_page(link, browser):
    browser.open_link(link[1])
    assert browser.give_birth_date().url == reverse("intake_page", args=["now"])


@pytest.mark.parametrize("day", [" 12 ", "12.", "012"])
def test_a_birth_date_may_be_written_in_ones_own_way(link, day, browser):
    browser.open_link(link[1])
    assert browser.give_birth_date(day=day, month="04").status_code == 302


@pytest.mark.parametrize(
    ("part", "typed"),
    [("year", "85"), ("month", "april"), ("day", "31"), ("day", ""), ("day", "²"), ("year", "9" * 40)],
)
def test_a_birth_date_that_cannot_be_is_no_wrong_guess(link, part, typed, browser):
    browser.open_link(link[1])
    response = browser.give_birth_date(**{part: typed})
    assert response.status_code == 200
    assert "field-error" in text_of(response)
    assert Invitation.objects.get().failed_attempts == 0


def test_another_language_keeps_the_half_of_a_birth_date(link, browser):
    browser.open_link(link[1])
    response = browser.post(reverse("intake_birth_date"), {"day": "1", "month": "<4", "language": "en"})
    assert '<html lang="en">' in text_of(response)
    assert response.headers["Content-Language"] == "en"
    assert [response.context["form"][name].value() for name in ("day", "month")] == ["1", "<4"]
    assert "field-error" not in text_of(response)
    assert '<html lang="en">' in text_of(browser.give_birth_date(year="1986"))


def test_the_enter_key_goes_on_and_switches_no_language(link, browser):
    browser.open_link(link[1])
    first = [text_of(browser.get(reverse("intake_birth_date"))).split('type="submit"')[1]]
    browser.give_birth_date()
    first.append(text_of(browser.see("now")).split('type="submit"')[1])
    assert all('form="page" name="go" value="next"' in button for button in first)


def test_a_wrong_birth_date_says_how_many_tries_are_left(link, browser):
    browser.open_link(link[1])
    response = browser.give_birth_date(year="1986")
    assert response.context["form"].non_field_errors()
    assert "4" in response.context["form"].non_field_errors()[0]


def test_five_wrong_birth_dates_lock_the_form(link, browser):
    browser.open_link(link[1])
    for _ in range(5):
        browser.give_birth_date(year="1986")
    response = browser.get(reverse("intake_birth_date"))
    assert response.status_code == 403
    assert "tel:+31201234567" in text_of(response)
    assert browser.give_birth_date().status_code == 403


def test_without_the_birth_date_no_page_opens(link, browser):
    browser.open_link(link[1])
    assert browser.see("now").url == reverse("intake_birth_date")


def test_who_opens_the_link_once_more_loses_nothing_in_the_other_tab(link, browser):
    browser.enter(link[1]).open_link(link[1])
    assert browser.send("now", s_now="none").url == reverse("intake_page", args=["you"])


def test_another_link_asks_for_its_own_birth_date(link, therapist, browser):
    _, token = factories.invitation(therapist=therapist, patient_=factories.patient(first_name="Lotte"))
    browser.enter(link[1]).open_link(token)
    assert browser.see("now").url == reverse("intake_birth_date")


def test_without_a_link_no_page_opens(practice, browser):
    for name in ("intake_birth_date", "intake_check", "intake_emergency", "intake_done"):
        assert browser.get(reverse(name)).status_code == 404


def test_a_forged_cookie_opens_nothing(link, browser):
    browser.cookies[patient_session.COOKIE] = "eyJpbnZpdGF0aW9uIjoxfQ:forged:signature"
    assert browser.see("now").status_code == 404


def test_after_a_pause_the_birth_date_is_asked_again_and_the_same_page_comes_back(link, browser, settings):
    browser.enter(link[1])
    browser.send("now", s_now="none")
    browser.see("you")
    settings.INTAKE_IDLE_MINUTES = -1
    assert browser.see("you").url == reverse("intake_birth_date")
    settings.INTAKE_IDLE_MINUTES = 30
    assert browser.give_birth_date().url == reverse("intake_page", args=["you"])


def test_what_was_typed_before_a_pause_is_kept(link, browser, settings):
    browser.enter(link[1])
    settings.INTAKE_IDLE_MINUTES = -1
    browser.send("now", s_now="none")
    link[0].intake.refresh_from_db()
    assert link[0].intake.answers["s_now"] == ["none"]


def test_the_form_speaks_the_language_of_the_patient(therapist, browser):
    patient = factories.patient(language="en")
    _, token = factories.invitation(therapist=therapist, patient_=patient)
    browser.enter(token)
    assert "Do you have any of these right now" in text_of(browser.see("now"))


def test_patient_pages_are_for_no_index_and_no_cache(link, browser):
    browser.enter(link[1])
    headers = browser.see("now").headers
    assert "noindex" in headers["X-Robots-Tag"]
    assert "no-store" in headers["Cache-Control"]


def test_after_sending_the_link_and_the_cookie_show_no_answers(link, browser):
    invitation, token = link
    browser.enter(token)
    fill_in(browser, invitation, g_goal="Weer kunnen schaatsen", g_regions=["upper_back"])
    assert "Weer kunnen schaatsen" in text_of(browser.get(reverse("intake_check")))
    browser.submit(invitation)
    for address in (
        reverse("intake_check"),
        reverse("intake_page", args=["goal"]),
        reverse("intake_birth_date"),
    ):
        assert browser.get(address).url == reverse("intake_done")
    assert "schaatsen" not in text_of(browser.get(reverse("intake_done")))
    assert browser.open_link(token).status_code == 404


def test_the_thank_you_page_closes_after_a_pause(link, browser, settings):
    browser.enter(link[1])
    fill_in(browser, link[0])
    browser.submit(link[0])
    settings.INTAKE_IDLE_MINUTES = -1
    assert browser.get(reverse("intake_done")).status_code == 404


def test_leaving_forgets_the_visit_and_keeps_the_draft(link, browser):
    browser.enter(link[1])
    response = browser.send("now", go="later", s_now="none")
    assert response.url == reverse("intake_leave")
    assert browser.get(reverse("intake_leave")).status_code == 200
    assert browser.see("now").status_code == 404
    browser.enter(link[1])
    assert "checked" in text_of(browser.see("now"))
