"""The alert of an emergency message: raise it, answer it, remind of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intake import mail
from intake.models import AlertOutcome, AlertResponse, EmergencyAlert, Intake
from practice import audit
from practice.models import User


class NewEmergencyError(Exception):
    """The patient was shown another emergency after the page was read on which this answer was given."""


def raise_alert(intake: Intake, now: datetime, by: audit.Actor) -> EmergencyAlert:
    """The alert for an emergency that is told now: the one that still waits for its answer, else a new one.

    For an intake that is locked, so that an answer given at this moment comes before or after it.
    """
    waiting = intake.alerts.unanswered().first()
    if waiting:
        return waiting
    due_at = now + timedelta(minutes=settings.ALERT_MINUTES)
    alert = EmergencyAlert.objects.create(intake=intake, raised_at=now, due_at=due_at)
    _note("alert.raised", alert, by)
    return alert


def _note(verb: str, alert: EmergencyAlert, by: audit.Actor) -> None:
    """Write a line of the log about the intake: that there is an alert would tell the manager too much."""
    intake = alert.intake
    audit.record(verb, by=by, patient=intake.episode.patient, subject=intake, label=str(intake))


@transaction.atomic
def answer_alert(
    *, alert: EmergencyAlert, outcome: str, remark: str, seen_rules: int, seen_response: int, by: User
) -> AlertResponse:
    """Record an attempt to reach the patient, and what came of it. Later answers stay beside the first.

    Params: seen_rules, how many emergencies the page showed; seen_response, the newest response on it
    (its pk, or 0): the same words sent again from that page are one response.
    Raises NewEmergencyError when an answer knows of fewer emergencies than the patient was shown by now.
    """
    intake = _lock(alert)
    again = alert.responses.filter(pk__gt=seen_response, recorded_by=by, outcome=outcome, remark=remark)
    if stored := again.first():
        return stored
    if outcome != AlertOutcome.NOT_REACHED and len(intake.emergency_rules) > seen_rules:
        raise NewEmergencyError
    made = AlertResponse.objects.create(alert=alert, outcome=outcome, remark=remark, recorded_by=by)
    verb = "alert.answered" if made.is_answer else "alert.attempted"
    _note(verb, alert, by)
    return made


@transaction.atomic
def remind_alert(*, alert: EmergencyAlert, by: audit.Actor) -> bool:
    """Mail again, once, about an alert that is overdue; False when there is no need (any more).

    The mails are in the outbox from the commit on and are tried at once; what the mail server does not take
    waits there, a few minutes at a time.
    """
    _lock(alert)
    now = timezone.now()
    mine = EmergencyAlert.objects.overdue(now).filter(pk=alert.pk, reminded_at=None)
    if not mine.update(reminded_at=now):  # one statement: of two runs at once, one gets it
        return False
    alert.reminded_at = now
    mail.remind_of_alert(alert)
    _note("alert.reminded", alert, by)
    return True


def _lock(alert: EmergencyAlert) -> Intake:
    """The intake of the alert, locked: what the patient is told and what is answered come in one order."""
    rows = Intake.objects.select_for_update(of=("self",)).select_related("episode__patient")
    return rows.get(pk=alert.intake_id)
