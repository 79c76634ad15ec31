"""Answers that cannot wait are answered at once."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from intake.models import EmergencyAlert, Intake
from practice.models import GeneralPractitioner
from records.tasks import Group, next_task
from tests import factories
from tests.intake.browsing import PatientBrowser, draft, fill_in, page_url
from tests.intake.judgements import SUITABLE, decided, sign

pytestmark = pytest.mark.django_db


def test_an_emergency_is_shown_right_after_the_page(browser):
    assert browser.send("now", s_now="stroke").url == reverse("intake_emergency")
    html = browser.get(reverse("intake_emergency")).content.decode()
    assert 'href="tel:112"' in html


def test_the_emergency_message_is_left_only_by_confirming_it(browser):
    browser.send("now", s_now="stroke")
    assert browser.see("you").url == reverse("intake_emergency")
    assert browser.get(reverse("intake_check")).url == reverse("intake_emergency")
    assert browser.post(reverse("intake_emergency")).url == page_url("you")
    assert browser.see("you").status_code == 200
    assert draft().emergency_confirmed_at


def test_who_chose_by_mistake_reads_first_and_then_comes_back_to_that_page(browser, link):
    fill_in(browser, link[0], until="where")
    browser.send("now", draft().draft_version, s_now="stroke")
    assert browser.post(reverse("intake_emergency"), {"go": "answers"}).url == page_url("now")
    assert draft().emergency_confirmed_at
    assert browser.see("now").status_code == 200
    assert browser.send("now", draft().draft_version, s_now="none").url != reverse("intake_emergency")


def test_back_to_the_answers_finds_them_where_another_device_answered_differently(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="none")
    tablet.send("now", s_now="stroke")
    assert tablet.post(reverse("intake_emergency"), {"go": "answers"}).url == page_url("now")


def test_an_emergency_is_told_once(browser):
    browser.send("now", s_now="stroke")
    browser.post(reverse("intake_emergency"))
    assert browser.send("now", 2, s_now="stroke").url == page_url("you")


def test_another_emergency_is_told_as_well(browser):
    browser.send("now", s_now="stroke")
    browser.post(reverse("intake_emergency"))
    assert browser.send("now", 2, s_now=["stroke", "tearing"]).url == reverse("intake_emergency")


@pytest.mark.parametrize("go", ["next", "back", "later"])
def test_none_of_these_beside_an_emergency_silences_no_button(browser, go):
    assert browser.send("now", go=go, s_now=["stroke", "none"]).url == reverse("intake_emergency")
    assert 'href="tel:112"' in browser.get(reverse("intake_emergency")).content.decode()


@pytest.mark.parametrize("ticks", ["stroke", ["stroke", "none"]])
def test_stopping_with_an_emergency_shows_the_message_first(browser, ticks):
    assert browser.send("now", go="later", s_now=ticks).url == reverse("intake_emergency")
    assert browser.see("now").url == reverse("intake_emergency")


def test_switching_language_shows_the_message_in_that_language(browser):
    response = browser.post(page_url("now"), {"version": 1, "language": "en", "s_now": ["stroke", "none"]})
    assert response.url == reverse("intake_emergency")
    assert "Get help now" in browser.get(reverse("intake_emergency")).content.decode()


def test_a_contradiction_without_emergency_raises_no_alarm(browser):
    browser.send("now", s_now=["faint", "none"])
    assert draft().emergency_at is None


def test_an_emergency_on_a_second_device_is_told_though_the_page_was_saved_elsewhere(link, browser):
    tablet = PatientBrowser().enter(link[1])
    browser.send("now", s_now="none")
    assert tablet.send("now", s_now="stroke").context["address"] == reverse("intake_emergency") + "?page=now"
    assert 'href="tel:112"' in tablet.get(reverse("intake_emergency")).content.decode()
    assert draft().answers["s_now"] == ["none"]
    assert draft().emergency_rules["E04"]["because"][0]["answer"].startswith("Scheve mond")


@pytest.fixture
def changed_mind(browser, link) -> Intake:
    """An intake in which an emergency was ticked, read about, taken back, and the form sent."""
    browser.send("now", s_now="stroke")
    browser.post(reverse("intake_emergency"))
    browser.send("now", draft().draft_version, s_now="none")
    fill_in(browser, link[0], g_regions=["upper_back"])
    browser.submit(link[0])
    return draft()


def test_an_emergency_taken_back_stays_in_the_record(changed_mind):
    finding = changed_mind.findings.get(rule="E04")
    assert (finding.state, finding.level) == ("raised", "emergency")
    assert "daarna is het antwoord gewijzigd" in finding.text_nl
    assert "the answer was changed afterwards" in finding.text_en
    at = timezone.localtime(changed_mind.emergency_at)
    assert f"{at:%H:%M}" in finding.text_nl
    assert finding.because[0]["answer"].startswith("Scheve mond")
    assert finding.is_open


def test_an_emergency_taken_back_leaves_the_result_of_the_rules_alone(changed_mind):
    assert changed_mind.level != "emergency"


def test_an_emergency_that_still_holds_is_one_finding(browser, link):
    browser.send("now", s_now="stroke")
    browser.post(reverse("intake_emergency"))
    fill_in(browser, link[0], g_regions=["upper_back"])
    browser.submit(link[0])
    assert "Uitvalsverschijnselen" in draft().findings.get(rule="E04").text_nl


def test_the_patient_must_be_reached_before_an_emergency_taken_back_is_suitable(
    changed_mind, therapist_client
):
    episode = changed_mind.episode
    data = {**SUITABLE, **decided(changed_mind), "reason": "Gebeld: er is niets aan de hand."}
    refused = sign(therapist_client, episode, data)
    assert "patient_reached" in refused.context["form"].errors
    assert reverse("alert", args=[episode.pk]) in refused.content.decode()
    factories.answered_alert(intake=changed_mind)
    assert sign(therapist_client, episode, data).status_code == 302


def test_a_confirmed_emergency_is_not_ok(changed_mind, therapist_client):
    data = {
        **SUITABLE,
        **decided(changed_mind, "confirmed"),
        "reason": "Gebeld: er is niets aan de hand.",
        "patient_reached": "on",
    }
    refused = sign(therapist_client, changed_mind.episode, data)
    assert "all_clear" in refused.context["form"].errors


def test_the_screening_does_not_propose_suitable_after_an_emergency_taken_back(
    changed_mind, therapist_client
):
    page = therapist_client.get(reverse("screening", args=[changed_mind.episode_id])).content.decode()
    assert "spoedbericht getoond, antwoord daarna gewijzigd" in page
    assert "Voorstel: manuele therapie is geschikt" not in page


def test_who_took_an_emergency_back_reads_about_112_and_no_reassurance(changed_mind, browser):
    page = browser.get(reverse("intake_done")).content.decode()
    assert 'href="tel:112"' in page
    assert "geen reden om eerst naar de huisarts" not in page


def test_an_emergency_taken_back_stands_with_the_answers(changed_mind, therapist_client):
    html = therapist_client.get(reverse("intake_answers", args=[changed_mind.episode_id])).content.decode()
    assert changed_mind.findings.get(rule="E04").text_nl in html


def test_an_emergency_taken_back_comes_first_on_the_work_list(changed_mind):
    factories.answered_alert(intake=changed_mind)
    task = next_task(changed_mind.episode)
    assert task.group == Group.URGENT
    assert task.level == "emergency"


@pytest.fixture
def mails(browser, django_capture_on_commit_callbacks) -> dict[str, str]:
    """The mails after an answer that cannot wait, by address."""
    with django_capture_on_commit_callbacks(execute=True):
        browser.send("now", s_now="stroke")
    return {message.to[0]: _all_of(message) for message in mail.outbox}


def _all_of(message: mail.EmailMultiAlternatives) -> str:
    return " ".join([message.subject, message.body, *[part.content for part in message.alternatives]])


def test_the_therapist_is_called_at_once_by_patient_number_only(mails):
    episode = draft().episode
    text = mails.pop(episode.therapist.email)
    assert str(episode.patient.number) in text
    assert not [word for word in ("Berg", "Sanne", "mond", "stroke") if word in text]
    assert list(mails) == ["balie@example.org"]


def test_the_desk_reads_no_word_of_what_is_wrong(mails):
    text = mails["balie@example.org"]
    assert str(draft().episode.patient.number) in text
    said = ("intake", "help", "emergency", "spoed", "hulp", "112", "Berg", "stroke")
    assert not [word for word in said if word.lower() in text.lower()]


def test_both_mails_say_before_when_the_alert_has_to_be_answered(mails):
    due = timezone.localtime(EmergencyAlert.objects.get().due_at)
    assert [address for address, text in mails.items() if f"{due:%d-%m-%Y %H:%M}" not in text] == []


def test_the_message_names_the_gp_the_practice_knows(browser, link):
    gp = GeneralPractitioner.objects.create(name="Dokter Bos", phone="+31207654321")
    patient = link[0].intake.episode.patient
    patient.general_practitioner = gp
    patient.save()
    browser.send("now", s_now="bladder_saddle")
    assert "tel:+31207654321" in browser.get(reverse("intake_emergency")).content.decode()
