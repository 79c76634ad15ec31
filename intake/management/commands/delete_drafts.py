"""`manage.py delete_drafts`: delete what patients filled in and did not send in time."""

import logging
from argparse import ArgumentParser
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from intake.actions import delete_draft
from intake.drafts import old_drafts
from intake.models import Intake
from practice import audit, throttle
from practice.actions.importing import cancel_forgotten

FORGOTTEN = timedelta(days=1)  # a list of patients that was brought and never taken over

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Deletes drafts of intakes that were not sent within INTAKE_DRAFT_DAYS. Run it every day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="delete nothing, print how many there are")

    def handle(self, *, dry_run: bool = False, **_options: object) -> None:
        """Silent when there is nothing to do, as a timer runs it. Old counts of wrong tries go too, and
        lists of patients that were brought and never taken over.
        """
        before = timezone.now() - timedelta(days=settings.INTAKE_DRAFT_DAYS)
        drafts, counts = old_drafts(before), throttle.old_rows()
        if dry_run:
            self.stdout.write(f"{drafts.count()} draft(s) and {counts.count()} count(s) would be deleted.")
            return
        counts.delete()
        cancel_forgotten(before=timezone.now() - FORGOTTEN, by=audit.SYSTEM)
        found = [self._deleted(intake, before) for intake in drafts]
        if any(found):
            self.stdout.write(f"Deleted {found.count(True)} draft(s).")
        if None in found:
            raise CommandError(
                f"{found.count(None)} draft(s) could not be deleted; the next run tries again."
            )

    def _deleted(self, intake: Intake, before: datetime) -> bool | None:
        """Whether this draft was deleted; None when it could not be, which must not keep the others."""
        try:
            return delete_draft(intake=intake, before=before, by=audit.SYSTEM)
        except (DatabaseError, ValueError, KeyError) as error:
            log.error("Draft %s could not be deleted: %s", intake, error)
            return None
