"""A page of the form that is not let in: what was typed stays, and lands in the form it belongs to."""

import html
import re

import pytest
from django.urls import reverse

from intake import patient_session
from intake.models import Intake, Invitation
from tests import factories
from tests.intake.browsing import PatientBrowser, page_url
from tests.pages import page

pytestmark = pytest.mark.django_db

STROKE = {"s_now": ["stroke"], "note": "1 < 2"}
HERE = "http://testserver"


@pytest.fixture
def sister(link, therapist) -> tuple[Invitation, str]:
    """The link of somebody else in the family, born on the same day."""
    return factories.invitation(therapist=therapist, patient_=factories.patient(first_name="Lotte"))


def carried(response) -> dict[str, list[str]]:
    """What the form on the page sends again."""
    form = page(response).split("<main")[1].split("<form")[1].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def answers(invitation: Invitation) -> dict[str, object]:
    return Intake.objects.get(pk=invitation.intake_id).answers


def own(invitation: Invitation) -> str:
    return str(invitation.intake_id)


def test_each_page_that_sends_something_says_of_which_form_it_is(link, browser):
    field = f'name="intake" value="{own(link[0])}"'
    assert field in page(browser.see("now"))
    assert field in page(browser.get(browser.send("now", s_now="stroke").url))


def test_answers_of_one_child_are_never_stored_with_another(link, sister, browser):
    browser.enter(sister[1])
    response = browser.send("now", s_now="faint", intake=own(link[0]))
    assert response.status_code == 409
    assert "s_now" not in answers(link[0]) | answers(sister[0])
    assert 'name="language"' not in page(response)  # it would leave the page, and with it what was typed
    browser.enter(link[1])
    browser.post(page_url("now"), carried(response))
    assert answers(link[0])["s_now"] == ["faint"]
    assert "s_now" not in answers(sister[0])


def test_a_page_says_whose_form_it_is(link, sister, browser):
    assert "Lotte" not in page(browser.see("now"))
    browser.enter(sister[1])
    assert "Lotte" in page(browser.see("now"))


@pytest.mark.parametrize("address", ["intake_check", "intake_emergency", "intake_birth_date"])
def test_nothing_is_sent_read_or_guessed_for_another(link, sister, browser, address):
    browser.enter(sister[1])
    assert browser.post(reverse(address), {"intake": own(link[0]), "version": 1}).status_code == 409
    assert browser.ask(reverse(address), intake=own(link[0])).status_code == 409


def test_a_visit_that_this_browser_forgot_keeps_what_was_typed(link, browser):
    del browser.cookies[patient_session.COOKIE]
    response = browser.send("now", s_now="faint", intake=own(link[0]))
    assert carried(response)["s_now"] == ["faint"]
    assert browser.get(page_url("now")).status_code == 404


def test_who_left_the_form_open_last_night_goes_on_with_the_birth_date(link, browser, settings):
    settings.INTAKE_IDLE_MINUTES = -1
    settings.SESSION_COOKIE_AGE = -1
    browser.send("now", s_now="faint")
    assert answers(link[0])["s_now"] == ["faint"]
    settings.INTAKE_IDLE_MINUTES = 30
    assert browser.give_birth_date().url == page_url("now")


def test_after_a_pause_an_older_page_waits_for_the_birth_date(link, browser, settings):
    PatientBrowser().enter(link[1]).send("now", s_now="faint")
    settings.INTAKE_IDLE_MINUTES = -1
    waiting = browser.send("now", s_now="none")
    settings.INTAKE_IDLE_MINUTES = 30
    browser.give_birth_date()
    shown = browser.post(page_url("now"), carried(waiting))
    assert shown.context["elsewhere"][0]["value"] == "Flauwgevallen"
    assert shown.context["form"]["s_now"].value() == ["none"]


def test_what_is_sent_before_the_birth_date_is_not_saved_and_not_lost(link, browser):
    stranger = PatientBrowser()
    stranger.open_link(link[1])
    waiting = stranger.send("now", s_now="faint")
    assert carried(waiting)["s_now"] == ["faint"]
    assert "s_now" not in answers(link[0])


def test_a_colleague_who_signs_in_meanwhile_costs_a_patient_nothing(link):
    strict = PatientBrowser(enforce_csrf_checks=True)
    strict.cookies.update(PatientBrowser().enter(link[1]).cookies)
    response = strict.post(page_url("now"), STROKE, headers={"Origin": HERE})
    assert response.status_code == 403
    again = carried(response)
    assert (again["s_now"], again["note"]) == (["stroke"], ["1 < 2"])
    assert 'class="patient"' in page(response)
    assert reverse("account_login") not in page(response)
    assert strict.post(page_url("now"), again).url == reverse("intake_emergency")


def test_what_another_site_sends_is_not_put_on_a_page(link, browser):
    browser.handler.enforce_csrf_checks = True
    response = browser.post(page_url("now"), STROKE, headers={"Origin": "https://elsewhere.example"})
    assert "stroke" not in page(response)
