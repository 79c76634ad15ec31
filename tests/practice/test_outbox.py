"""The outbox: a mail server that is down, refuses or breaks off loses nothing and doubles nothing."""

import contextlib
import datetime
import smtplib

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from practice import outbox
from practice.actions import retry_message
from practice.models import AuditEvent, Message
from tests import factories, mail_world
from tests.at_once import all_at_once
from tests.mail_world import BUSY, DOWN, NOBODY, Server, later, queued

pytestmark = pytest.mark.django_db

BROKEN = smtplib.SMTPServerDisconnected("gone")


@pytest.fixture(autouse=True)
def server(settings) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_AT_ONCE = mail_world.BACKEND, False
    Server.begin()


def now(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_what_was_queued_is_sent_once_and_its_text_is_gone():
    message = queued()
    assert outbox.send_waiting() == 1
    assert outbox.send_waiting() == 0
    assert len(mail.outbox) == 1
    assert (now(message).state, now(message).text, now(message).html) == ("sent", None, None)


def test_while_it_waits_its_text_cannot_be_read_in_the_database():
    queued()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, html FROM practice_message")
        assert "geheim" not in str(cursor.fetchall())


def test_a_mail_of_something_that_was_rolled_back_was_never_there():
    with pytest.raises(RuntimeError), transaction.atomic():
        queued()
        raise RuntimeError
    assert outbox.send_waiting() == 0


def test_the_same_thing_is_queued_once():
    assert queued(once="appointment:1:x")
    assert queued(once="appointment:1:x") is None
    assert Message.objects.count() == 1


def test_without_an_address_there_is_no_mail():
    assert queued(to="") is None


def test_a_subject_of_two_lines_becomes_one():
    assert queued(subject="Je vragen\r\nBcc: x@example.org").subject == "Je vragen Bcc: x@example.org"


@pytest.mark.parametrize("error", [DOWN, TimeoutError(), smtplib.SMTPAuthenticationError(535, b"no")])
def test_a_server_that_cannot_be_reached_is_tried_again(error):
    message = queued()
    Server.begin(("open", error))
    outbox.send_waiting()
    assert (now(message).state, now(message).error) == ("queued", type(error).__name__)
    with later(seconds=61):
        assert outbox.send_waiting() == 1
    assert len(mail.outbox) == 1


def test_the_waits_grow_and_after_three_days_it_has_failed(settings):
    message = queued()
    Server.begin(*[("open", DOWN)] * 100)
    waits = []
    with later():
        while now(message).state == "queued":
            tried_at = now(message).next_try_at
            with mail_world.at(tried_at):
                outbox.send_waiting()
            waits.append((now(message).next_try_at - tried_at).total_seconds() / 60)
    assert waits[:6] == [1, 5, 15, 60, 60, 60]
    assert sum(waits) == pytest.approx(3 * 24 * 60, rel=0.05)
    assert now(message).state == "failed"
    assert AuditEvent.objects.filter(verb="message.failed").count() == 1


def test_a_server_that_is_down_is_not_asked_for_every_mail():
    for _ in range(5):
        queued()
    Server.begin(*[("open", DOWN)] * 100)
    outbox.send_waiting()
    assert Message.objects.filter(tries__gt=0).count() == outbox.UNREACHABLE_AFTER


def test_one_connection_serves_a_whole_run():
    for _ in range(5):
        queued()
    assert outbox.send_waiting() == 5
    assert Server.opened == 1


def test_a_run_is_bounded():
    for _ in range(3):
        queued()
    assert outbox.send_waiting(2) == 2


def test_urgent_mail_goes_first():
    queued(subject="later")
    queued(subject="now")
    Message.objects.filter(subject="now").update(is_urgent=True)
    outbox.send_waiting(1)
    assert mail.outbox[0].subject == "now"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (NOBODY, "failed"),
        (BUSY, "queued"),
        (smtplib.SMTPDataError(554, b"spam"), "failed"),
        (smtplib.SMTPDataError(451, b"later"), "queued"),
        (smtplib.SMTPSenderRefused(550, b"who", "x@example.org"), "queued"),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), "failed"),
        (ValueError("header"), "failed"),
        (BROKEN, "unsure"),
        (TimeoutError(), "unsure"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_what_becomes_of_a_mail_by_what_the_server_says(error, state):
    message = queued()
    Server.begin(("refuse", error))
    outbox.send_waiting()
    assert (now(message).state, now(message).error) == (state, type(error).__name__)
    assert "example.org" not in now(message).error


def test_a_mail_that_was_perhaps_sent_is_never_sent_again_by_itself():
    message = queued()
    Server.begin(("die", BROKEN))
    outbox.send_waiting()
    with later(days=1):
        outbox.send_waiting()
    assert now(message).state == "unsure"
    assert len(mail.outbox) == 1


def test_a_person_may_send_it_again_with_the_same_message_id(receptionist):
    message = queued()
    Server.begin(("die", BROKEN))
    outbox.send_waiting()
    assert retry_message(message=message, by=receptionist)
    outbox.send_waiting()
    assert Server.taken[0] == Server.taken[1] == outbox.message_id(message)
    assert now(message).state == "sent"


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("order", ["refuse", "die"], ids=["before the server had it", "after"])
def test_a_sender_that_was_killed_half_way_leaves_a_mail_that_nobody_is_sure_of(order):
    message = queued()
    Server.begin((order, Killed()))
    with pytest.raises(Killed):
        outbox.send_waiting()
    with later(minutes=9):
        outbox.send_waiting()
        assert now(message).state == "sending"
    with later(minutes=11):
        outbox.send_waiting()
    assert now(message).state == "unsure"
    assert len(Server.taken) == (order == "die")


@pytest.mark.parametrize("error", [BROKEN, Killed()], ids=["line broke", "killed"])
def test_an_urgent_mail_is_rather_sent_twice_than_not_at_all(error):
    message = queued()
    Message.objects.update(is_urgent=True)
    Server.begin(("die", error))
    with contextlib.suppress(Killed):
        outbox.send_waiting()
    with later(minutes=11):
        outbox.send_waiting()
    assert now(message).state == "sent"


def test_urgent_mail_never_waits_longer_than_five_minutes():
    message = queued()
    Message.objects.update(is_urgent=True, tries=20)
    Server.begin(("open", DOWN))
    outbox.send_waiting()
    assert now(message).next_try_at <= timezone.now() + outbox.LONGEST_URGENT_WAIT


def test_what_is_not_worth_sending_any_more_is_cancelled():
    message = queued(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert outbox.send_waiting() == 0
    assert (now(message).state, now(message).text) == ("cancelled", None)


def test_a_failed_mail_whose_time_is_over_keeps_no_link():
    message = queued(expires_at=timezone.now() + datetime.timedelta(days=1))
    Server.begin(("refuse", NOBODY))
    outbox.send_waiting()
    with later(days=2):
        outbox.send_waiting()
        assert not now(message).can_be_retried
    assert (now(message).state, now(message).text) == ("failed", None)


def test_the_log_says_what_became_of_it_and_not_what_it_says():
    patient = factories.patient()
    queued(patient=patient)
    outbox.send_waiting()
    lines = AuditEvent.objects.filter(patient=patient, verb__startswith="message.")
    assert list(lines.order_by("pk").values_list("verb", flat=True)) == ["message.queued", "message.sent"]
    assert "geheim" not in str(list(lines.values()))


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_mail_once():
    for _ in range(12):
        queued()
    sent = all_at_once(4, outbox.send_waiting)
    assert sum(sent) == 12
    assert len(set(Server.taken)) == len(Server.taken) == 12


@pytest.mark.django_db(transaction=True)
def test_the_same_thing_queued_at_the_same_moment_is_one_mail():
    patient = factories.patient()
    made = all_at_once(4, lambda: queued(patient=patient, once="thanks:1"))
    assert len([message for message in made if message]) == 1


@pytest.mark.django_db(transaction=True)
def test_at_once_it_is_tried_after_the_commit_and_never_inside(settings):
    settings.MAIL_AT_ONCE = True
    with transaction.atomic():
        queued()
        assert mail.outbox == []
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_urgent_mail_is_tried_at_once_whatever_the_setting():
    queued(urgent=True)
    queued()
    mail_world.join_aside()
    assert len(mail.outbox) == 1
