"""The alert that an emergency message raises in the practice, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import User
from practice.signing import AppendOnly

from .intake import Intake


class EmergencyAlert(models.Model):
    """Somebody was shown the emergency message: the practice has to reach that patient before `due_at`."""

    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, related_name="alerts", verbose_name=_("intake")
    )
    raised_at = models.DateTimeField(_("raised at"), default=timezone.now)
    due_at = models.DateTimeField(_("to be answered before"))
    # When the practice was mailed again because nobody had answered in time.
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("emergency alert")
        verbose_name_plural = _("emergency alerts")
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="alert_due_after_raised", condition=Q(due_at__gt=models.F("raised_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.intake_id}/{self.pk}"


class AlertOutcome(models.TextChoices):
    NOT_REACHED = "not_reached", _("tried, not reached")
    REACHED = "reached", _("reached the patient")
    REFERRED = "referred", _("sent to a doctor or 112")
    CLEARED = "cleared", _("spoken with the patient: no emergency")


class AlertResponse(AppendOnly):
    """One attempt to answer an alert, and what came of it. Every outcome but "not reached" answers it."""

    alert = models.ForeignKey(EmergencyAlert, on_delete=models.PROTECT, related_name="responses")
    outcome = models.CharField(_("outcome"), max_length=12, choices=AlertOutcome.choices)
    remark = models.TextField(_("remark"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to an alert")
        verbose_name_plural = _("answers to alerts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="alert_outcome_known", condition=Q(outcome__in=AlertOutcome.values)),
            models.CheckConstraint(
                name="alert_cleared_says_why", condition=~Q(outcome="cleared") | ~Q(remark="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.outcome}"
