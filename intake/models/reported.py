"""What a patient wrote down about the registration, for the desk to accept or leave. Nothing clinical."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import User

from .intake import Intake


class ReportedState(models.TextChoices):
    WAITS = "", _("to look at")
    ACCEPTED = "accepted", _("taken over")
    LEFT = "left", _("left as it was")
    SAME = "same", _("the same as we have")


class ReportedField(models.Model):
    """One field of the registration as the patient filled it in; the desk decides, nothing overwrites."""

    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, related_name="reported", verbose_name=_("intake")
    )
    field = models.CharField(_("field"), max_length=30)
    value = models.CharField(_("value"), max_length=200)
    reported_at = models.DateTimeField(_("filled in at"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportedState.choices, default=ReportedState.WAITS, blank=True
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("field as the patient filled it in")
        verbose_name_plural = _("fields as patients filled them in")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="reported_once", fields=["intake", "field"]),
            models.CheckConstraint(
                name="reported_decided_by_and_at",
                condition=Q(state__in=["", "same"], decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["accepted", "left"], decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id}/{self.field}"
