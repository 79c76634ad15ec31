"""The words of a mail with a preview, and a mail that failed and is sent after all."""

import smtplib

import pytest
from playwright.sync_api import expect

from practice import outbox
from practice.models import Message
from tests import factories, mail_world
from tests.browser.conftest import DESK
from tests.browser.walking import listen, sign_in
from tests.mail_world import Server, queued

WORDS = "{greeting}\n\nGraag even invullen:\n\n{link}"


@pytest.fixture
def server(settings) -> None:
    settings.EMAIL_BACKEND = mail_world.BACKEND
    Server.begin()


def test_a_manager_writes_the_words_of_a_mail(*, open_browser, manager, javascript, check):
    page = open_browser(language="en", javascript=javascript, viewport=DESK)
    complaints = listen(page)
    sign_in(page, manager)
    page.goto("/admin/practice/messagetext/")
    row = page.get_by_role("row").filter(has=page.locator('a[href$="/invitation/nl/"]'))
    row.get_by_role("link").click()
    page.get_by_role("textbox", name="Text").fill("{greeting}\n\nGraag even invullen, {foo}:\n\n{link}")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text("{foo} means nothing here")).to_be_visible()
    page.get_by_role("textbox", name="Text").fill(WORDS)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".mail-preview")).to_contain_text("Hallo Sanne van den Berg")
    expect(page.get_by_role("textbox", name="Text")).to_have_value(WORDS)
    assert complaints == []
    check(page)
    page.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("your own")
    check(page)


def test_the_desk_sees_a_mail_that_failed_and_sends_it_again(
    *, open_browser, receptionist, server, javascript, check
):
    patient = factories.patient(by=receptionist)
    Server.begin(("open", smtplib.SMTPAuthenticationError(535, b"no")), ("refuse", mail_world.NOBODY))
    queued(patient=patient)
    with mail_world.later(minutes=2):
        outbox.send_waiting()
    assert Message.objects.get().state == "failed"
    page = open_browser(language="en", javascript=javascript, viewport=DESK)
    sign_in(page, receptionist)
    page.get_by_role("link", name="Messages").click()
    row = page.get_by_role("row", name=patient.sort_name)
    expect(row).to_contain_text("could not be sent")
    check(page)
    row.get_by_role("button", name="Try again now").click()
    expect(row).to_contain_text("s•••@example.org")
    expect(row.get_by_role("button")).to_have_count(0)
    assert Message.objects.get().state == "sent"
