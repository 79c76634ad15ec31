"""The log: who did or saw what, when, about whom."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.signing import AppendOnly

from .patient import Patient
from .staff import User


class AuditEvent(AppendOnly):
    """One line of the log (NEN 7513 fields, domain reference 8.5). Holds no clinical values."""

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    verb = models.CharField(_("action"), max_length=40, db_index=True)
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    actor_name = models.CharField(_("name at that time"), max_length=150)
    actor_role = models.CharField(_("role at that time"), max_length=20)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("patient")
    )
    subject_type = models.CharField(_("kind of data"), max_length=40, blank=True)
    subject_id = models.CharField(_("number of the data"), max_length=40, blank=True)
    subject_label = models.CharField(_("data"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=30, blank=True)
    changed_fields = models.JSONField(_("changed fields"), default=list, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["patient", "-at"], name="audit_patient_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name}"
