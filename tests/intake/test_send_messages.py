"""The command for a timer: says something only when it did something, and stops when it is asked to."""

import io
import os
import signal
import threading

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from intake.management.commands import send_messages
from tests import factories, mail_world
from tests.mail_world import DOWN, NOBODY, Server, queued
from tests.reminder_world import booked, clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def server(settings) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_AT_ONCE = mail_world.BACKEND, False
    Server.begin()


def send(**options: object) -> str:
    said = io.StringIO()
    call_command("send_messages", stdout=said, **options)
    return said.getvalue()


def test_with_nothing_to_do_it_says_nothing(practice):
    assert send() == ""


def test_it_sends_what_waits_and_says_how_much():
    queued()
    assert send() == "Queued 0 reminder(s), sent 1 message(s).\n"


def test_it_queues_reminders_and_sends_them(therapist, receptionist):
    booked(factories.episode(therapist=therapist, by=receptionist), days=3)
    with clock(2, "12:00"):
        assert send() == "Queued 1 reminder(s), sent 1 message(s).\n"
    assert len(mail.outbox) == 1


def test_it_says_what_could_not_be_sent():
    queued()
    Server.begin(("refuse", NOBODY))
    assert "1 could not be sent" in send()
    assert send() == "", "that is said once"


def test_a_mail_server_that_is_down_is_no_error():
    queued()
    Server.begin(("open", DOWN))
    assert send() == ""


def test_a_mistake_in_the_settings_is_an_error_and_touches_no_mail(settings):
    message = queued()
    settings.EMAIL_BACKEND = "no.such.Backend"
    with pytest.raises((ImportError, ImproperlyConfigured)):
        send()
    message.refresh_from_db()
    assert message.state == "queued"


@pytest.mark.parametrize("every", [0, -1])
def test_a_wait_that_is_no_wait_is_an_error(practice, every):
    with pytest.raises(CommandError):
        send(every=every)


@pytest.fixture
def stopped_after(monkeypatch):
    """Ends the process the polite way after so many runs."""

    def after(runs: int, run=lambda: None) -> list[int]:
        done: list[int] = []

        def one(_command: object, _goes_on: object) -> None:
            done.append(len(done) + 1)
            if len(done) == runs:
                os.kill(os.getpid(), signal.SIGTERM)
            run()

        monkeypatch.setattr(send_messages.Command, "_run", one)
        return done

    handlers = {asked: signal.getsignal(asked) for asked in (signal.SIGTERM, signal.SIGINT)}
    yield after
    for asked, handler in handlers.items():
        signal.signal(asked, handler)


@pytest.fixture
def no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(threading.Event, "wait", lambda *_: None)


def test_it_goes_on_until_it_is_asked_to_stop(practice, stopped_after, no_waiting):
    done = stopped_after(3)
    send(every=60)
    assert done == [1, 2, 3]


def test_a_database_that_is_away_for_a_moment_does_not_end_it(practice, stopped_after, no_waiting):
    def away() -> None:
        raise DatabaseError

    done = stopped_after(2, away)
    complaints = io.StringIO()
    send(every=60, stderr=complaints)
    assert len(done) == 2
    assert "does not answer" in complaints.getvalue()
