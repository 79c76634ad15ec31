"""`manage.py demo`: load the demo practice and say how to look round in it."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from practice.models import User
from records.demo import staff


class Command(BaseCommand):
    help = "Loads a practice with fictitious patients into an empty database, and prints the log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="leave a database that holds something as it is"
        )

    def handle(self, *, if_empty: bool, **_options: object) -> None:
        if not settings.DEMO:
            raise CommandError("The demo practice is not for production: its passwords are known.")
        if not User.objects.exists():
            with transaction.atomic():
                staff.set_up_practice()
        elif not if_empty:
            raise CommandError("This database is not empty; the demo practice needs an empty one.")
        self._print_log_ins()

    def _print_log_ins(self) -> None:
        self.stdout.write(f"Log in with the password {settings.DEMO_PASSWORD} as:")
        for user in User.objects.filter(is_active=True).order_by("pk"):
            self.stdout.write(f"  {user.username:<10} {user.get_full_name()}, {user.get_role_display()}")
