"""`manage.py remind_alerts`: raise alerts that were left on a page, mail again about overdue ones."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions import ALARM_WAITS, raise_waiting_alarm, remind_alert
from intake.models import EmergencyAlert, Intake
from practice import audit


class Command(BaseCommand):
    help = (
        "Raises the alert for each emergency that a patient ticked and left at that, and mails again, once, "
        "about each alert that is overdue. Run it every minute."
    )

    def handle(self, **_options: object) -> None:
        """Silent when there is nothing to do, as a timer runs it."""
        self._raise()
        waiting = EmergencyAlert.objects.overdue(timezone.now()).filter(reminded_at=None)
        reminded = [alert for alert in waiting if remind_alert(alert=alert, by=audit.SYSTEM)]
        failed = [alert for alert in reminded if alert.reminded_at is None]
        if len(reminded) > len(failed):
            self.stdout.write(f"Mailed again about {len(reminded) - len(failed)} alert(s).")
        if failed:
            raise CommandError(f"{len(failed)} alert(s): no mail could be sent; the next run tries again.")

    def _raise(self) -> None:
        left = Intake.objects.filter(submitted_at=None, alarm_waits_since__lte=timezone.now() - ALARM_WAITS)
        raised = [intake for intake in left if raise_waiting_alarm(intake=intake, by=audit.SYSTEM)]
        if raised:
            self.stdout.write(f"Raised {len(raised)} alert(s) for an emergency that was left on a page.")
