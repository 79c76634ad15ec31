"""`manage.py demo`: load the demo practice and say how to look round in it."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from practice.models import User
from records.demo import (
    beginnings,
    courses,
    desk_work,
    links,
    mail,
    neck_course,
    necks,
    planning,
    rules,
    staff,
    treatments,
)

STORIES = (
    rules.judged,
    beginnings.just_registered,
    beginnings.link_locked,
    beginnings.half_way,
    beginnings.emergency,
    beginnings.emergency_by_mistake,
    beginnings.intake_to_read,
    beginnings.suitable,
    beginnings.sent_to_the_gp,
    treatments.examined,
    necks.examined,
    treatments.plan_to_discuss,
    treatments.minor_approved,
    courses.earlier_and_going_on,
    neck_course.in_treatment,
    courses.withdrawn,
    courses.evaluated,
    planning.booked,
    desk_work.waiting,
)


class Command(BaseCommand):
    help = "Loads a practice with fictitious patients into an empty database, and prints the log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="leave a database that holds something as it is"
        )
        parser.add_argument(
            "--migrate", action="store_true", help="first bring the database up to date; saves a start"
        )

    def handle(self, *, if_empty: bool, migrate: bool, **_options: object) -> None:
        if not settings.DEMO:
            raise CommandError("The demo practice is not for production: its passwords are known.")
        if migrate:
            call_command("migrate", verbosity=0)
        if not User.objects.exists():
            with translation.override("nl"), transaction.atomic():
                staff.set_up_practice()
                links.remember(beginnings.link_waiting())
                for story in STORIES:
                    story()
                mail.posted(None)
        elif not if_empty:
            raise CommandError("This database is not empty; the demo practice needs an empty one.")
        with translation.override("en"):
            self._print_log_ins()
            self._print_link()

    def _print_log_ins(self) -> None:
        """Only who came with the demo. Checking each password would cost seconds at every start."""
        came_along = [member.username for member in staff.MEMBERS]
        self.stdout.write(f"Log in with the password {settings.DEMO_PASSWORD}, unless you changed it, as:")
        for user in User.objects.filter(is_active=True, username__in=came_along).order_by("pk"):
            self.stdout.write(f"  {user.username:<10} {user.get_full_name()}, {user.get_role_display()}")

    def _print_link(self) -> None:
        found = links.open_one()
        if found is None:
            self.stdout.write("No patient is waiting for a link: send one as balie.")
            return
        patient, address = found
        self.stdout.write(
            f"\nFill in as a patient ({patient.full_name}, born {patient.birth_date:%d-%m-%Y}):"
        )
        self.stdout.write(f"  {address}")
