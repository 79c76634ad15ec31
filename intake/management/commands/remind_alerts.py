"""`manage.py remind_alerts`: mail again about every alert that nobody answered in time."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions import remind_alert
from intake.models import EmergencyAlert
from practice import audit


class Command(BaseCommand):
    help = "Mails again, once, about each emergency alert that is overdue. Run it every minute."

    def handle(self, **_options: object) -> None:
        """Silent when there is nothing to do, as a timer runs it."""
        waiting = EmergencyAlert.objects.overdue(timezone.now()).filter(reminded_at=None)
        reminded = [alert for alert in waiting if remind_alert(alert=alert, by=audit.SYSTEM)]
        failed = [alert for alert in reminded if alert.reminded_at is None]
        if len(reminded) > len(failed):
            self.stdout.write(f"Mailed again about {len(reminded) - len(failed)} alert(s).")
        if failed:
            raise CommandError(f"{len(failed)} alert(s): no mail could be sent; the next run tries again.")
