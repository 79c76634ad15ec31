"""One intake on more than one device."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.intake.browsing import PatientBrowser, draft, page_url
from tests.pages import page

pytestmark = pytest.mark.django_db


def test_two_devices_on_different_pages_lose_nothing(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="none")
    tablet.send("you", 2, ad_reporter="self")
    browser.send("now", 2, s_now="none")
    assert draft().answers.keys() >= {"s_now", "ad_reporter"}


def test_two_devices_on_the_same_page_see_both_answers(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="faint")
    response = tablet.send("now", s_now="none")
    assert response.context["elsewhere"][0]["value"] == "Flauwgevallen"
    assert response.context["form"]["s_now"].value() == ["none"]
    assert draft().answers["s_now"] == ["faint"]


def test_an_emergency_on_one_device_does_not_hide_what_the_other_says(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="stroke")
    told = tablet.send("now", s_now="none")
    assert "tel:112" in page(told)
    assert told.context["address"] == f"{reverse('intake_emergency')}?page=now"
    assert 'name="language"' not in page(told)
    sent_along = dict(told.context["carried"])
    assert (sent_along["s_now"], sent_along["version"]) == ("none", "1")
    shown = tablet.post(told.context["address"], {**sent_along, "go": "answers"}, follow=True)
    assert shown.context["elsewhere"][0]["value"].startswith("Scheve mond")
    assert shown.context["form"]["s_now"].value() == ["none"]


def test_an_emergency_not_confirmed_yet_is_told_on_the_second_device_too(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="stroke")
    assert "tel:112" in page(tablet.send("now", s_now=["stroke", "faint"]))


@pytest.mark.parametrize("page_", ["you", "nothing", "../x", "\x00"])
def test_reading_an_emergency_leads_to_no_strange_page(browser, page_):
    browser.send("now", s_now="stroke")
    response = browser.post(reverse("intake_emergency") + "?" + urlencode({"page": page_}))
    assert response.url.startswith("/intake/page/")


def test_choosing_between_two_devices_saves_the_choice(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="faint")
    shown = tablet.send("now", s_now="none")
    tablet.send("now", shown.context["version"], s_now="none")
    assert draft().answers["s_now"] == ["none"]


def test_the_same_answers_from_two_devices_are_no_conflict(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="none")
    assert tablet.send("now", s_now="none").url == page_url("you")


def test_the_form_goes_on_elsewhere_where_it_was_left(link, browser):
    browser.send("now", s_now="none")
    tablet = PatientBrowser()
    tablet.open_link(link[1])
    assert tablet.give_birth_date().url == page_url("you")
