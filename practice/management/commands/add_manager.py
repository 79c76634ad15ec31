"""`manage.py add_manager`: the first person who may manage the practice; the rest is done on the screens."""

from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from practice import audit
from practice.models import Role, User


class Command(BaseCommand):
    help = "Adds somebody who manages the practice. Asks for the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("first_name")
        parser.add_argument("last_name")

    def handle(self, *, username: str, email: str, first_name: str, last_name: str, **_: object) -> None:
        user = User(username=username, email=email, first_name=first_name, last_name=last_name)
        user.role, user.is_staff = Role.MANAGER, True
        user.set_password(self._password(user))
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError("Somebody else has this e-mail address; everybody needs their own.")
        with transaction.atomic():
            user.save()
            audit.record("admin.added", by=audit.SYSTEM, subject=user, label=str(user))
        self.stdout.write(f"{user} can sign in now, as {username}.")

    def _password(self, user: User) -> str:
        try:
            password = getpass("Password: ")
        except EOFError as error:
            raise CommandError("Run this in a terminal: it asks for a password.") from error
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        if getpass("Again: ") != password:
            raise CommandError("The two passwords are not the same.")
        return password
