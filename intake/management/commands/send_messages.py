"""`manage.py send_messages`: queue the reminders that are due, and send what waits in the outbox."""

import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from intake.actions import queue_reminders
from practice import audit, outbox
from practice.models import Message

MOST_AT_ONCE = 200  # mails per run


class Command(BaseCommand):
    help = (
        "Queues the reminders that are due and sends the mail that waits. Run it every minute, or let it go "
        "on by itself with --every."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="go on, with so many seconds between"
        )

    def handle(self, *, every: int | None = None, **_options: object) -> None:
        """Silent when there is nothing to do, as a timer runs it. A mail server that is down is no error."""
        if every is None:
            self._run(lambda: True)
        elif every < 1:
            raise CommandError("--every takes a number of seconds, 1 or more.")
        else:
            self._go_on(every)

    def _run(self, goes_on: Callable[[], bool]) -> None:
        queued = queue_reminders(by=audit.SYSTEM)
        stuck = Message.objects.stuck().count()
        sent = outbox.send_waiting(MOST_AT_ONCE, goes_on=goes_on)
        failed = Message.objects.stuck().count() - stuck
        if queued or sent or failed > 0:
            said = f"Queued {queued} reminder(s), sent {sent} message(s)"
            self.stdout.write(f"{said}, {failed} could not be sent." if failed > 0 else f"{said}.")

    def _go_on(self, every: int) -> None:
        """Until somebody asks to stop; the mail at hand is finished first."""
        stop = threading.Event()
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: stop.set())
        while not stop.is_set():
            try:
                self._run(lambda: not stop.is_set())
            except DatabaseError as error:  # the database is away for a moment, as during a back-up
                self.stderr.write(f"The database does not answer: {type(error).__name__}.")
            close_old_connections()
            stop.wait(every)
