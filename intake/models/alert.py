"""The alert that an emergency message raises in the practice, and what came of it."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import User
from practice.signing import AppendOnly

from .intake import Intake


class AlertOutcome(models.TextChoices):
    NOT_REACHED = "not_reached", _("tried, not reached")
    REACHED = "reached", _("reached the patient")
    REFERRED = "referred", _("sent to a doctor or 112")
    CLEARED = "cleared", _("spoken with the patient: no emergency")


class AlertQuerySet(models.QuerySet):
    def unanswered(self) -> "AlertQuerySet":
        """Alerts without an outcome; attempts that reached nobody leave them here."""
        responses = AlertResponse.objects.filter(alert=OuterRef("pk"))
        return self.exclude(Exists(responses.exclude(outcome=AlertOutcome.NOT_REACHED)))

    def treated_by(self, user: User) -> "AlertQuerySet":
        """Alerts of the episodes this therapist treats."""
        return self.filter(intake__episode__therapist=user)

    def overdue(self, now: datetime) -> "AlertQuerySet":
        """Alerts that should have been answered by `now` and were not."""
        return self.unanswered().filter(due_at__lte=now)


class EmergencyAlert(models.Model):
    """Somebody was shown the emergency message: the practice has to reach that patient before `due_at`."""

    never_deleted = True  # by trigger: an alert may not vanish before it is answered, nor after

    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, related_name="alerts", verbose_name=_("intake")
    )
    raised_at = models.DateTimeField(_("raised at"), default=timezone.now)
    due_at = models.DateTimeField(_("to be answered before"))
    # When the practice was mailed again because nobody had answered in time.
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

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

    @property
    def answer(self) -> "AlertResponse | None":
        """The first response that answers it; later ones stay beside it."""
        answers = (one for one in self.responses.all() if one.is_answer)
        return min(answers, key=lambda one: one.pk, default=None)

    @property
    def attempts(self) -> "list[AlertResponse]":
        """The times somebody tried and reached nobody, oldest first."""
        return [one for one in self.responses.all() if not one.is_answer]


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
                name="alert_outcome_says_more",
                condition=~Q(outcome__in=["referred", "cleared"]) | ~Q(remark=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.outcome}"

    @property
    def is_answer(self) -> bool:
        """True for every outcome but "not reached"."""
        return self.outcome != AlertOutcome.NOT_REACHED
