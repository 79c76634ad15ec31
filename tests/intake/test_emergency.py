"""Answers that cannot wait are answered at once."""

import pytest
from django.core import mail
from django.urls import reverse

from practice.models import GeneralPractitioner
from tests.intake.browsing import draft, page_url

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


def test_an_emergency_is_told_once(browser):
    browser.send("now", s_now="stroke")
    browser.post(reverse("intake_emergency"))
    assert browser.send("now", 2, s_now="stroke").url == page_url("you")


def test_another_emergency_is_told_as_well(browser):
    browser.send("now", s_now="stroke")
    browser.post(reverse("intake_emergency"))
    assert browser.send("now", 2, s_now=["stroke", "tearing"]).url == reverse("intake_emergency")


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


def test_the_message_names_the_gp_the_practice_knows(browser, link):
    gp = GeneralPractitioner.objects.create(name="Dokter Bos", phone="+31207654321")
    patient = link[0].intake.episode.patient
    patient.general_practitioner = gp
    patient.save()
    browser.send("now", s_now="bladder_saddle")
    assert "tel:+31207654321" in browser.get(reverse("intake_emergency")).content.decode()
