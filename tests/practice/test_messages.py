"""The desk's page of messages: how each mail goes, what can be done about it, and never what it says."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from practice import outbox
from practice.actions import cancel_message, retry_message
from practice.models import AuditEvent, Message
from tests import factories, mail_world
from tests.mail_world import BUSY, NOBODY, Server, queued
from tests.pages import main, page, queries_of

pytestmark = pytest.mark.django_db

LIST = "message_list"


@pytest.fixture(autouse=True)
def server(settings) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_AT_ONCE = mail_world.BACKEND, False
    Server.begin()


def sent_with(error: BaseException | None, **extra: object) -> Message:
    """A mail that the server answered so."""
    message = queued(**extra)
    if error:
        Server.begin(("refuse", error))
    outbox.send_waiting()
    message.refresh_from_db()
    return message


def press(client, name: str, message: Message, **data: str):
    return client.post(reverse(name, args=[message.pk]), data, follow=True)


@pytest.mark.parametrize(
    ("error", "tab"), [(None, "sent"), (NOBODY, "trouble"), (BUSY, "waits"), (TimeoutError(), "trouble")]
)
def test_each_mail_stands_under_its_state_with_the_address_masked(desk, error, tab):
    message = sent_with(error)
    for tried in ("", "sent", "trouble", "waits", "cancelled"):
        html = main(desk.get(reverse(LIST), {"tab": tried}))
        assert (message.patient.sort_name in html) is (tried in ("", tab))
        assert "s@example.org" not in html
    assert "s•••@example.org" in main(desk.get(reverse(LIST)))


def test_the_page_never_says_what_the_mail_says(desk):
    sent_with(NOBODY, subject="MARKER1", text="MARKER2 http://x/i/geheim/", html="MARKER3")
    html = page(desk.get(reverse(LIST)))
    assert not [word for word in ("MARKER", "geheim", "/i/") if word in html]


def test_notices_to_the_practice_are_not_shown(desk, practice):
    outbox_message = queued(kind="staff", patient=factories.patient())
    Message.objects.filter(pk=outbox_message.pk).update(patient=None, subject="MARKER")
    response = desk.get(reverse(LIST))
    assert response.context["page_obj"].paginator.count == 0


def test_an_empty_page_says_what_comes_here(desk):
    assert 'class="empty"' in main(desk.get(reverse(LIST)))
    assert 'class="empty"' in main(desk.get(reverse(LIST), {"tab": "trouble"}))


@pytest.mark.parametrize("query", [{"tab": "\x00"}, {"tab": "x"}, {"page": "x"}, {"page": "9" * 30}])
def test_an_address_somebody_made_up_shows_the_list(desk, query):
    queued()
    assert desk.get(reverse(LIST), query).status_code == 200


def test_a_failed_mail_is_tried_again_by_a_press(desk):
    message = sent_with(NOBODY)
    press(desk, "message_retry", message, tab="trouble")
    assert outbox.send_waiting() == 1
    assert Message.objects.get().state == "sent"


def test_what_was_sent_is_not_sent_again(desk):
    message = sent_with(None)
    press(desk, "message_retry", message)
    outbox.send_waiting()
    assert len(mail.outbox) == 1


def test_a_cancelled_mail_is_not_sent_and_keeps_no_text(desk):
    message = queued()
    press(desk, "message_cancel", message)
    assert outbox.send_waiting() == 0
    message.refresh_from_db()
    assert (message.state, message.text) == ("cancelled", None)


def test_it_may_be_too_late_to_cancel(desk):
    message = sent_with(None)
    assert press(desk, "message_cancel", message).status_code == 200
    assert Message.objects.get().state == "sent"


def test_while_it_is_handed_over_nobody_can_cancel_or_retry(receptionist):
    message = queued()
    Message.objects.update(state="sending", claimed_at=timezone.now())
    assert not cancel_message(message=message, by=receptionist)
    assert not retry_message(message=message, by=receptionist)


def test_a_mail_whose_time_is_over_is_not_tried_again(receptionist):
    message = sent_with(NOBODY, expires_at=timezone.now() + datetime.timedelta(hours=1))
    with mail_world.later(hours=2):
        assert not retry_message(message=message, by=receptionist)


def test_a_press_is_in_the_log(desk, receptionist):
    message = sent_with(NOBODY)
    press(desk, "message_retry", message)
    press(desk, "message_cancel", message)
    lines = AuditEvent.objects.filter(
        actor=receptionist, patient=message.patient, verb__startswith="message."
    )
    assert set(lines.values_list("verb", flat=True)) == {"message.retried", "message.cancelled"}


@pytest.mark.parametrize("pk", [0, 999999, 2**63, 10**40])
@pytest.mark.parametrize("name", ["message_retry", "message_cancel"])
def test_a_mail_that_does_not_exist_is_not_found(desk, name, pk):
    assert desk.post(reverse(name, args=[pk])).status_code == 404


def test_a_notice_to_the_practice_cannot_be_touched(desk):
    message = queued()
    Message.objects.update(patient=None, kind="staff")
    assert desk.post(reverse("message_cancel", args=[message.pk])).status_code == 404


def test_fifty_mails_cost_as_many_queries_as_one(desk, therapist):
    queued()
    desk.get(reverse(LIST))
    before = queries_of(desk, reverse(LIST))
    for _ in range(49):
        queued()
    assert queries_of(desk, reverse(LIST)) == before


def test_more_than_a_page_is_paged(desk):
    patient = factories.patient()
    for _ in range(51):
        queued(patient=patient)
    assert 'rel="next"' in main(desk.get(reverse(LIST)))


def test_the_menu_says_how_many_were_not_sent(desk):
    assert "nav-count" not in page(desk.get(reverse(LIST)))
    sent_with(NOBODY)
    assert 'class="nav-count">1' in page(desk.get(reverse(LIST)))


def test_a_therapist_has_no_such_menu(therapist_client):
    sent_with(NOBODY)
    assert reverse(LIST) not in page(therapist_client.get(reverse("patient_list")))


def test_when_nothing_sends_the_page_says_so(desk):
    queued()
    assert desk.get(reverse(LIST)).context["nobody_sends_since"] is None
    Message.objects.update(next_try_at=timezone.now() - datetime.timedelta(hours=1))
    assert desk.get(reverse(LIST)).context["nobody_sends_since"]


@pytest.mark.parametrize("role", ["therapist_client", "manager_client"])
def test_nobody_else_reads_the_outbox(request, role):
    client, message = request.getfixturevalue(role), queued()
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse("message_retry", args=[message.pk])).status_code == 403
