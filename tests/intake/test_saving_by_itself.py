"""A page that saves itself while the patient fills it in."""

import pytest
from django.urls import reverse

from intake.walk import Walk
from practice.models import AuditEvent
from tests.intake.browsing import PatientBrowser, draft, fill_in, page_url

pytestmark = pytest.mark.django_db

LINES = {"verb": "intake.page_saved"}


def test_what_is_typed_is_stored_before_any_button_is_used(browser):
    told = browser.save("now", s_now="faint").json()
    assert draft().answers["s_now"] == ["faint"]
    assert told["version"] == draft().draft_version
    assert len(told["saved_at"]) == 5
    assert (told["problem"], told["alarm"], told["go_to"]) == ("", "", "")


def test_a_page_that_saved_itself_is_not_done(browser):
    browser.save("now", s_now="none")
    assert Walk.of(draft()).to_do[0].id == "now"
    assert (draft().pages_done, draft().half_pages) == (0, ["now"])
    assert browser.get(reverse("intake_check")).url == page_url("now")


def test_going_on_makes_it_done(browser):
    told = browser.save("now", s_now="none").json()
    assert browser.send("now", told["version"], s_now="none").url == page_url("you")
    assert (draft().pages_done, draft().half_pages) == (1, [])


def test_a_page_that_was_done_stays_done_when_it_saves_itself(browser):
    browser.send("now", s_now="none")
    browser.save("now", 2, s_now="faint")
    assert draft().half_pages == []
    assert Walk.of(draft()).to_do[0].id == "you"


@pytest.mark.parametrize("way", [{"go": "back"}, {"go": "later"}, {"language": "en"}])
def test_a_page_that_was_only_left_keeps_its_answers_and_is_still_to_do(browser, way):
    browser.send("now", s_now="none")
    browser.post(page_url("you"), {"version": 2, "ad_reporter": "self", **way})
    assert draft().answers["ad_reporter"] == "self"
    assert Walk.of(draft()).to_do[0].id == "you"


def test_what_is_no_answer_yet_is_kept_too(browser):
    browser.save("now", s_now=["faint", "none"])
    assert draft().unfinished == {"s_now": ["faint", "none"]}


def test_typing_on_fills_no_log(browser):
    version = browser.save("now", s_now="faint", opened="1").json()["version"]
    version = browser.save("now", version, s_now="breathless").json()["version"]
    assert AuditEvent.objects.filter(**LINES).count() == 1
    browser.send("now", version, s_now="breathless")
    assert AuditEvent.objects.filter(**LINES).count() == 2
    browser.save("now", draft().draft_version, s_now="faint", opened="1")
    assert AuditEvent.objects.filter(**LINES).count() == 3


def test_the_same_page_sent_twice_counts_once(browser):
    first = browser.save("now", s_now="none", opened="1").json()
    assert browser.save("now", s_now="none", opened="1").json()["version"] == first["version"]
    assert AuditEvent.objects.filter(**LINES).count() == 1


def test_a_page_saved_on_another_device_is_left_alone(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.save("now", s_now="faint")
    told = tablet.save("now", s_now="none").json()
    assert told["problem"] == "elsewhere"
    assert draft().answers["s_now"] == ["faint"]
    assert tablet.send("now", s_now="none").context["elsewhere"][0]["value"] == "Flauwgevallen"


def test_an_answer_that_arrived_without_the_phone_knowing_is_not_another_device(browser):
    browser.save("now", s_now="faint")
    told = browser.save("now", s_now="breathless", unsure="s_now=faint").json()
    assert told["problem"] == ""
    assert draft().answers["s_now"] == ["breathless"]


def test_another_device_is_seen_though_an_earlier_answer_may_have_arrived(link, browser):
    PatientBrowser().enter(link[1]).save("now", s_now="none")
    assert browser.save("now", s_now="breathless", unsure="s_now=faint").json()["problem"] == "elsewhere"


@pytest.mark.parametrize("unsure", ["", "%", "\x00=\x00", "s_now=" * 50, "=" * 100])
def test_nothing_strange_breaks_it(browser, unsure):
    assert browser.save("now", s_now="none", unsure=unsure, version="x").status_code == 200


def test_each_button_tells_where_it_leads(browser):
    assert browser.save("now", s_now="none", go="next").json()["go_to"] == page_url("you")
    assert browser.save("now", 2, s_now=[], go="next").json()["go_to"] == page_url("now") + "?again=1"
    left = browser.save("now", 3, s_now="none", go="later")
    assert left.json()["go_to"] == reverse("intake_leave")
    assert left.cookies["wervel_intake"].value == ""


def test_switching_language_speaks_it(browser):
    assert browser.save("now", s_now="none", language="en").json()["go_to"] == page_url("now")
    assert "None of these" in browser.see("now").content.decode()


def test_sending_tells_where_the_thank_you_is(link, browser):
    fill_in(browser, link[0])
    version = draft().draft_version
    sent = [browser.ask(reverse("intake_check"), version=version) for _ in range(2)]
    assert sent[0].json()["go_to"] == reverse("intake_done")
    assert sent[1].url == reverse("intake_done")  # to patient.js a redirect: load this page, and see
    assert AuditEvent.objects.filter(verb="intake.submitted").count() == 1


def test_sending_answers_that_changed_elsewhere_says_so(link, browser):
    fill_in(browser, link[0])
    assert browser.ask(reverse("intake_check"), version=1).json()["problem"] == "elsewhere"
    assert not draft().is_submitted


def test_a_page_left_alone_saves_itself_and_asks_for_the_birth_date(browser):
    told = browser.save("now", s_now="faint", go="lock").json()
    assert told["go_to"] == reverse("intake_birth_date")
    assert draft().answers["s_now"] == ["faint"]
    assert browser.see("now").url == reverse("intake_birth_date")
    assert browser.give_birth_date().url == page_url("now")


def test_the_check_left_alone_sends_nothing_and_asks_for_the_birth_date(link, browser):
    fill_in(browser, link[0])
    told = browser.ask(reverse("intake_check"), version=draft().draft_version, go="lock").json()
    assert told["go_to"] == reverse("intake_birth_date")
    assert not draft().is_submitted
    assert browser.get(reverse("intake_check")).url == reverse("intake_birth_date")


def test_a_stale_page_left_alone_is_closed_as_well(link, browser):
    PatientBrowser().enter(link[1]).save("now", s_now="none")
    told = browser.save("now", s_now="faint", go="lock").json()
    assert (told["problem"], told["go_to"]) == ("elsewhere", reverse("intake_birth_date"))


def test_after_a_pause_what_was_typed_is_saved_but_nobody_is_told_so(browser, settings):
    settings.INTAKE_IDLE_MINUTES = -1
    assert browser.save("now", s_now="faint").url == reverse("intake_birth_date")
    assert draft().answers["s_now"] == ["faint"]
    assert draft().half_pages == ["now"]


def test_without_a_visit_nothing_is_saved(link):
    assert PatientBrowser().save("now", s_now="faint").status_code == 404
    assert "s_now" not in draft().answers


def test_a_page_without_javascript_is_answered_as_ever(browser):
    assert browser.post(page_url("now"), {"version": 1, "s_now": "none"}).url == page_url("you")
