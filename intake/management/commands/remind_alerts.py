"""`manage.py remind_alerts`: raise alerts that were left on a page, mail again about overdue ones."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions import ALARM_WAITS, raise_waiting_alarm, remind_alert
from intake.models import EmergencyAlert, Intake
from practice import audit, outbox
from practice.models import Message, MessageState


class Command(BaseCommand):
    help = (
        "Raises the alert for each emergency that a patient ticked and left at that, and mails again, once, "
        "about each alert that is overdue. Urgent mail that waits is tried again. Run it every minute."
    )

    def handle(self, **_options: object) -> None:
        """Silent when there is nothing to do, as a timer runs it."""
        self._raise()
        outbox.send_waiting(urgent_only=True)
        waiting = EmergencyAlert.objects.overdue(timezone.now()).filter(reminded_at=None)
        reminded = [alert for alert in waiting if remind_alert(alert=alert, by=audit.SYSTEM)]
        if reminded:
            self.stdout.write(f"Mailed again about {len(reminded)} alert(s).")
        if failed := _urgent_that_failed():
            raise CommandError(f"{failed} urgent mail(s) could not be sent; the next run tries again.")

    def _raise(self) -> None:
        left = Intake.objects.filter(submitted_at=None, alarm_waits_since__lte=timezone.now() - ALARM_WAITS)
        raised = [intake for intake in left if raise_waiting_alarm(intake=intake, by=audit.SYSTEM)]
        if raised:
            self.stdout.write(f"Raised {len(raised)} alert(s) for an emergency that was left on a page.")


def _urgent_that_failed() -> int:
    """Tried and not sent; one that another run is sending at this moment was not tried yet."""
    return Message.objects.filter(is_urgent=True, state=MessageState.QUEUED, tries__gt=0).count()
