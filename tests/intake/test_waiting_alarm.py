"""An emergency on a page that saves itself: shown at once, told when the patient goes on, or stops there."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from intake import actions
from intake.models import EmergencyAlert, Intake
from practice.models import AuditEvent
from tests.intake.browsing import PatientBrowser, draft, fill_in, page_url

pytestmark = pytest.mark.django_db


def remind() -> str:
    said = io.StringIO()
    call_command("remind_alerts", stdout=said)
    return said.getvalue()


def pass_time(seconds: int = 120) -> None:
    ago = timezone.now() - datetime.timedelta(seconds=seconds)
    Intake.objects.filter(alarm_waits_since__isnull=False).update(alarm_waits_since=ago)


def is_told() -> bool:
    return draft().emergency_at is not None


def test_the_page_shows_at_once_whom_to_call(browser):
    alarm = browser.save("now", s_now="stroke").json()["alarm"]
    assert 'role="alert"' in alarm
    assert 'href="tel:112"' in alarm


def test_a_tick_that_stands_waits_and_tells_nobody_yet(browser):
    browser.save("now", s_now="stroke")
    assert draft().alarm_waits_since
    assert not is_told()
    assert not EmergencyAlert.objects.exists()


def test_taking_the_tick_back_takes_the_message_away_and_raises_nothing(browser):
    version = browser.save("now", s_now="stroke").json()["version"]
    assert browser.save("now", version, s_now="none").json()["alarm"] == ""
    pass_time(600)
    assert remind() == ""
    assert (draft().alarm_waits_since, is_told()) == (None, False)


@pytest.mark.parametrize("way", [{"go": "next"}, {"go": "back"}, {"go": "later"}, {"language": "en"}])
def test_every_button_leads_to_the_message_and_alerts_the_practice(browser, way):
    version = browser.save("now", s_now="stroke").json()["version"]
    assert browser.save("now", version, s_now="stroke", **way).json()["go_to"] == reverse("intake_emergency")
    assert EmergencyAlert.objects.count() == 1
    assert draft().alarm_waits_since is None


def test_none_of_these_beside_an_emergency_silences_nothing(browser):
    assert 'href="tel:112"' in browser.save("now", s_now=["stroke", "none"]).json()["alarm"]
    pass_time()
    remind()
    assert is_told()


def test_who_does_not_go_on_is_told_about_after_two_minutes(browser, django_capture_on_commit_callbacks):
    browser.save("now", s_now="stroke")
    pass_time(110)
    assert remind() == ""
    pass_time(121)
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 alert" in remind()
    alert = EmergencyAlert.objects.get()
    assert alert.due_at > timezone.now()
    assert {address for message in mail.outbox for address in message.to} >= {"balie@example.org"}
    assert AuditEvent.objects.get(verb="alert.raised").actor_role == "system"
    assert browser.see("now").url == reverse("intake_emergency")


def test_it_is_raised_once(browser):
    browser.save("now", s_now="stroke")
    pass_time()
    remind()
    assert remind() == ""
    assert actions.raise_waiting_alarm(intake=draft(), by="system") is False
    assert EmergencyAlert.objects.count() == 1


def test_a_pause_is_counted_from_the_first_tick(browser):
    version = browser.save("now", s_now="stroke").json()["version"]
    pass_time(121)
    browser.save("now", version, s_now=["stroke", "faint"])
    assert "1 alert" in remind()


def test_after_the_practice_was_told_the_message_stays_on_the_page(browser):
    version = browser.save("now", s_now="stroke").json()["version"]
    pass_time()
    remind()
    assert 'href="tel:112"' in browser.save("now", version, s_now="none").json()["alarm"]


def test_a_page_loaded_again_still_shows_the_message(browser):
    browser.save("now", s_now="stroke")
    assert 'href="tel:112"' in browser.see("now").content.decode()


def test_the_check_shows_it_too_when_a_changed_page_saved_itself(browser, link):
    fill_in(browser, link[0])
    browser.save("now", draft().draft_version, s_now="stroke")
    assert 'href="tel:112"' in browser.get(reverse("intake_check")).content.decode()
    browser.submit(link[0])
    assert EmergencyAlert.objects.count() == 1


def test_a_sent_intake_waits_for_nothing(browser, link):
    fill_in(browser, link[0])
    browser.save("now", draft().draft_version, s_now="stroke")
    browser.submit(link[0])
    assert draft().alarm_waits_since is None
    assert remind() == ""


def test_an_emergency_that_was_told_and_read_is_not_shown_again(browser):
    browser.send("now", s_now="stroke")
    browser.post(reverse("intake_emergency"))
    told = browser.save("now", draft().draft_version, s_now=["stroke", "faint"]).json()
    assert (told["alarm"], draft().alarm_waits_since) == ("", None)


def test_reading_the_message_tells_patient_js_where_to_go(browser):
    browser.send("now", s_now="stroke")
    assert browser.ask(reverse("intake_emergency")).json()["go_to"] == page_url("you")


def test_an_emergency_on_a_stale_page_is_told_at_once_as_it_is_kept_nowhere(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.save("now", s_now="none")
    told = tablet.save("now", s_now="stroke").json()
    assert told["problem"] == "elsewhere"
    assert 'href="tel:112"' in told["alarm"]
    assert EmergencyAlert.objects.count() == 1
    assert draft().answers["s_now"] == ["none"]


def test_a_calm_answer_on_another_device_waits_until_the_message_is_read(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="stroke")
    assert tablet.send("now", s_now="none").context["address"] == reverse("intake_emergency") + "?page=now"
    assert draft().answers["s_now"] == ["stroke"]


def test_a_calm_answer_on_another_device_hides_no_alarm_that_waits(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.save("now", s_now="stroke")
    assert tablet.send("now", s_now="none").context["address"] == reverse("intake_emergency") + "?page=now"
    assert is_told()
