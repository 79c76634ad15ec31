"""The line to the mail server: it hangs, it is hung up, or what is being sent is taken back meanwhile."""

import smtplib
import threading

import pytest

from practice import outbox
from practice.actions import cancel_messages_about
from practice.models import Message
from tests import factories, mail_world
from tests.mail_world import DOWN, Server, later, queued

pytestmark = pytest.mark.django_db
BROKEN = smtplib.SMTPServerDisconnected("gone")


@pytest.fixture(autouse=True)
def server(settings) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_AT_ONCE = mail_world.BACKEND, False
    Server.begin()


def now(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_mail_server_that_hangs_not_even_for_urgent_mail(monkeypatch):
    answers = threading.Event()
    monkeypatch.setattr(Server, "open", lambda _self: answers.wait(30))
    urgent = queued(urgent=True)
    assert now(urgent).state in ("queued", "sending")
    answers.set()
    mail_world.join_aside()
    assert now(urgent).state == "sent"


@pytest.mark.parametrize("is_alive", [True, False])
def test_a_server_that_hung_up_after_the_mail_before_is_called_again(monkeypatch, is_alive):
    class Hangs:
        @staticmethod
        def noop() -> tuple[int, bytes]:
            if not is_alive:
                raise BROKEN
            return 250, b"ok"

    monkeypatch.setattr(Server, "connection", Hangs, raising=False)
    queued(), queued(patient=factories.patient())
    assert (outbox.send_waiting(), Server.opened) == (2, 1 if is_alive else 2)


def test_a_mail_whose_link_is_withdrawn_while_it_is_being_sent_is_not_tried_again(receptionist, monkeypatch):
    message = queued(once="invitation:1:link")

    def withdrawn(_self: Server) -> None:
        cancel_messages_about(once="invitation:1:", by=receptionist)
        raise DOWN

    monkeypatch.setattr(Server, "open", withdrawn)
    outbox.send_waiting()
    with later(days=1):
        outbox.send_waiting()
    assert (now(message).state, now(message).text) == ("cancelled", None)


def test_an_urgent_mail_of_a_sender_that_was_killed_goes_out_within_minutes():
    urgent = queued()
    Message.objects.update(is_urgent=True)
    Server.begin(("die", KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        outbox.send_waiting()
    with later(minutes=3):
        assert outbox.send_waiting() == 1
    assert now(urgent).state == "sent"


def test_who_asks_to_stop_waits_for_the_mail_at_hand_only():
    for _ in range(3):
        queued()
    assert outbox.send_waiting(goes_on=lambda: not Server.taken) == 1
    assert Message.objects.filter(state="queued").count() == 2
