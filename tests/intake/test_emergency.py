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


def test_the_practice_is_told_at_once_by_patient_number_only(browser, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        browser.send("now", s_now="stroke")
    [message] = mail.outbox
    number = str(draft().episode.patient.number)
    assert message.to == ["balie@example.org"]
    assert number in message.subject
    assert not [
        word for word in ("Berg", "Sanne", "mond", "stroke") if word in message.subject + message.body
    ]


def test_the_message_names_the_gp_the_practice_knows(browser, link):
    gp = GeneralPractitioner.objects.create(name="Dokter Bos", phone="+31207654321")
    patient = link[0].intake.episode.patient
    patient.general_practitioner = gp
    patient.save()
    browser.send("now", s_now="bladder_saddle")
    assert "tel:+31207654321" in browser.get(reverse("intake_emergency")).content.decode()
