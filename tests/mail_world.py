"""Mail in the outbox, and a mail server that does what a test tells it."""

import datetime
import smtplib
import threading
from unittest.mock import patch

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from practice.actions import queue_message
from practice.models import Message, MessageKind, Patient
from practice.outbox import ASIDE
from tests import factories

BACKEND = "tests.mail_world.Server"
DOWN = ConnectionRefusedError("nobody listens")
NOBODY = smtplib.SMTPRecipientsRefused({"s@example.org": (550, b"unknown")})
BUSY = smtplib.SMTPRecipientsRefused({"s@example.org": (451, b"later")})


class Server(BaseEmailBackend):
    """Takes every mail, except what `orders` says; each order is used once, in turn.

    ("open", error): cannot be reached. ("refuse", error): answers so. ("die", error): takes it, then breaks.
    """

    orders: list[tuple[str, BaseException]] = []
    taken: list[str] = []
    opened = 0
    lock = threading.Lock()

    @classmethod
    def begin(cls, *orders: tuple[str, BaseException]) -> None:
        cls.orders, cls.taken, cls.opened = list(orders), [], 0

    def _ordered(self, *whats: str) -> tuple[str, BaseException | None]:
        with self.lock:
            if self.orders and self.orders[0][0] in whats:
                return self.orders.pop(0)
        return "", None

    def open(self) -> bool:
        _what, error = self._ordered("open")
        if error:
            raise error
        type(self).opened += 1
        return True

    def send_messages(self, email_messages: list[mail.EmailMessage]) -> int:
        for message in email_messages:
            what, error = self._ordered("refuse", "die")
            if what == "refuse":
                raise error
            with self.lock:
                self.taken.append(message.message()["Message-ID"])
                mail.outbox.append(message)
            if what == "die":
                raise error
        return len(email_messages)


def queued(*, patient: Patient | None = None, **extra: object) -> Message | None:
    """A mail to a patient that waits in the outbox."""
    values = {
        "kind": MessageKind.INVITATION,
        "to": "s@example.org",
        "subject": "Je vragen",
        "language": "nl",
        "text": "Open http://127.0.0.1/i/geheim/",
        "html": "<p>http://127.0.0.1/i/geheim/</p>",
    }
    return queue_message(patient=patient or factories.patient(), **{**values, **extra})


def at(moment: datetime.datetime) -> object:
    """Inside, it is `moment`: Django's clock goes through this one name."""

    class Then(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return moment.astimezone(tz)

    return patch("django.utils.timezone.datetime", Then)


def later(**time: float) -> object:
    """Inside, so much time has passed."""
    return at(timezone.now() + datetime.timedelta(**time))


def join_aside() -> None:
    """Wait until every mail that is sent in a thread of its own was handed over."""
    for thread in threading.enumerate():
        if thread.name == ASIDE:
            thread.join(30)
