"""Sending what waits in the outbox: claim one row, hand it to the mail server, say how that went.

A mail goes out at most once by itself. Where nobody can know whether the server took it, a person decides.
Urgent mail is the exception: an emergency that is told twice is better than one that is not told.
"""

import logging
import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connections, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practice import audit
from practice.models import Message, MessageState

logger = logging.getLogger(__name__)

FIRST_WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
EVERY_HOUR = timedelta(hours=1)
LONGEST_URGENT_WAIT = timedelta(minutes=5)
MOST_TRIES = len(FIRST_WAITS) + 70  # which takes three days
# A hand-over takes seconds; a row that is being sent for longer lost its sender.
LOST_AFTER = timedelta(minutes=10)
URGENT_LOST_AFTER = timedelta(minutes=2)
# After so many failures to reach the server in one run, the rest waits for the next run.
UNREACHABLE_AFTER = 2
ASIDE = "outbox"  # the name of the thread
WIPED = {"text": None, "html": None}
HELD = (MessageState.SENDING, MessageState.UNSURE)


class _Unreachable(Exception):
    """No connection to the mail server, so the mail is certainly not sent."""


class _Line:
    """One connection to the mail server, opened when it is needed and used for every mail of a run."""

    def __init__(self) -> None:
        self.failures = 0
        # Before any mail is claimed: a backend that does not exist is a mistake in the settings.
        self._backend = get_connection(fail_silently=False)
        self._is_open = False

    def hand_over(self, mail: EmailMultiAlternatives) -> None:
        """Raises _Unreachable without a connection, and what the backend raises while it sends."""
        self._open()
        try:
            self._backend.send_messages([mail])
        except BaseException:
            self.close()  # nobody knows in what state it is
            raise

    def _open(self) -> None:
        try:
            if self._is_open and not self._is_alive():
                self.close()
            if not self._is_open:
                self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self.failures += 1
            raise _Unreachable from error
        self._is_open = True

    def _is_alive(self) -> bool:
        """False when the server hung up after the mail before, as some do after a number of mails."""
        server = getattr(self._backend, "connection", None)
        try:
            return server is None or server.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def close(self) -> None:
        was_open, self._is_open = self._is_open, False
        try:
            if was_open:
                self._backend.close()
        except (smtplib.SMTPException, OSError) as error:
            logger.info("The mail server ended the connection: %s", type(error).__name__)


@contextmanager
def _line() -> Iterator[_Line]:
    line = _Line()
    try:
        yield line
    finally:
        line.close()


def send_waiting(
    limit: int = 100, *, urgent_only: bool = False, goes_on: Callable[[], bool] = lambda: True
) -> int:
    """Send what is due, at most `limit` mails, urgent ones first; returns how many the server took.

    Several runs at the same moment share the work. A server that cannot be reached ends the run early; each
    mail it was tried with waits longer each time. What is not worth sending any more is cancelled.
    Before each mail `goes_on` is asked whether to.
    """
    tidy()
    due = Message.objects.due(timezone.now())
    if urgent_only:
        due = due.filter(is_urgent=True)
    sent = 0
    with _line() as line:
        for pk in list(due.values_list("pk", flat=True)[:limit]):
            if line.failures >= UNREACHABLE_AFTER or not goes_on():
                break
            sent += _send(pk, line)
    return sent


def send_now(pk: int) -> bool:
    """Try one mail that waits, at once; True when the server took it. Never inside a transaction."""
    with _line() as line:
        return _send(pk, line)


def send_aside(pk: int) -> None:
    """Try one mail that waits at once, in a thread of its own: nobody waits for a mail server that hangs.

    The process ends after the thread; where it is killed, send_messages finds the mail in the outbox.
    """
    threading.Thread(target=_send_alone, args=(pk,), name=ASIDE).start()


def _send_alone(pk: int) -> None:
    try:
        send_now(pk)
    finally:
        connections.close_all()  # those of this thread


def tidy() -> None:
    """Cancel what is not worth sending any more, and find what lost its sender half-way.

    A failed mail whose time is over stays failed, to be seen, but its text goes.
    """
    now = timezone.now()
    over = Message.objects.filter(expires_at__lte=now)
    for message in over.filter(state=MessageState.QUEUED).select_related("patient").without_text():
        _cancel_expired(message)
    over.stuck().filter(Q(text__isnull=False) | Q(html__isnull=False)).update(**WIPED)
    held = Message.objects.filter(state=MessageState.SENDING)
    # Told twice is better than told late: see the top of this module.
    urgent = held.filter(is_urgent=True, claimed_at__lte=now - URGENT_LOST_AFTER)
    urgent.update(state=MessageState.QUEUED, next_try_at=now)
    lost = held.filter(is_urgent=False, claimed_at__lte=now - LOST_AFTER)
    lost.update(state=MessageState.UNSURE, error="Lost")


@transaction.atomic
def _cancel_expired(message: Message) -> None:
    waiting = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED)
    if waiting.update(state=MessageState.CANCELLED, error="Expired", **WIPED):
        note("message.cancelled", message, audit.SYSTEM)


def _send(pk: int, line: _Line) -> bool:
    """Each step commits by itself: between claim and mark nothing is locked while the server thinks."""
    message = _claim(pk)
    if message is None:
        return False
    try:
        line.hand_over(_mail(message))
    except _Unreachable as error:
        _again(message, error.__cause__)
    except smtplib.SMTPNotSupportedError as error:
        _fail(message, error)  # before anything was sent
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        _refused(message, error)
    except (smtplib.SMTPException, OSError) as error:
        _in_doubt(message, error)
    except ValueError as error:  # an address or a subject no mail can have
        _fail(message, error)
    else:
        return _mark(message, "message.sent", state=MessageState.SENT, sent_at=timezone.now(), **WIPED)
    return False


def _claim(pk: int) -> Message | None:
    """The row, for this sender alone: of several the database lets one change it."""
    now = timezone.now()
    mine = Message.objects.filter(pk=pk, state=MessageState.QUEUED, next_try_at__lte=now)
    mine = mine.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    if not mine.update(state=MessageState.SENDING, claimed_at=now, tries=F("tries") + 1, error=""):
        return None
    return Message.objects.select_related("patient").get(pk=pk)


def _mail(message: Message) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(message.subject, message.text or "", to=[message.to], headers=headers)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def message_id(message: Message) -> str:
    """The same at every try, so that a mail that did arrive twice is known for what it is."""
    unique = salted_hmac("practice.outbox", f"{message.pk}/{message.queued_at.isoformat()}").hexdigest()
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "wervel.invalid"
    return f"<{unique}@{host}>"


def _refused(message: Message, error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> None:
    """The server answered no. Codes from 500 are its last word, except about us: that can be mended."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    else:
        codes = [error.smtp_code]
    about_us = isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError)
    if codes and min(codes) >= 500 and not about_us:
        _fail(message, error)
    else:
        _again(message, error)


def _again(message: Message, error: BaseException) -> None:
    if message.tries >= MOST_TRIES:
        _fail(message, error)
        return
    wait = (FIRST_WAITS[message.tries - 1 :] or [EVERY_HOUR])[0]
    if message.is_urgent:
        wait = min(wait, LONGEST_URGENT_WAIT)
    _mark(message, "", state=MessageState.QUEUED, next_try_at=_after(wait), error=_name(error))


def _in_doubt(message: Message, error: BaseException) -> None:
    """The line broke while the mail was handed over: the server may have it, or not."""
    if message.is_urgent:
        _again(message, error)
    else:
        _mark(message, "message.failed", state=MessageState.UNSURE, error=_name(error))


def _fail(message: Message, error: BaseException) -> None:
    _mark(message, "message.failed", state=MessageState.FAILED, error=_name(error))


def _after(wait: timedelta) -> datetime:
    return timezone.now() + wait


def _name(error: BaseException) -> str:
    """Never what it says: that may hold an address."""
    return type(error).__name__[:80]


@transaction.atomic
def _mark(message: Message, verb: str, **values: object) -> bool:
    """Write down how it went; False when somebody else decided about the row meanwhile."""
    mine = Message.objects.filter(pk=message.pk, claimed_at=message.claimed_at, state__in=HELD)
    if not mine.update(**values):
        return False
    if values.get("error"):
        logger.warning("Mail %s was not sent: %s", message, values["error"])
    if verb:
        note(verb, message, audit.SYSTEM)
    return True


def note(verb: str, message: Message, by: audit.Actor) -> None:
    """Write a line of the log, for mail to a patient; a notice to the practice is about nobody."""
    if message.patient_id:
        audit.record(verb, by=by, patient=message.patient, subject=message, label=str(message))
