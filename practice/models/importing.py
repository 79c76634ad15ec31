"""Patients from another system: one file, looked at first, then taken over whole or not at all."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from .staff import User

# Why a patient's first version is there; so what a file said is known after the desk mended it.
BROUGHT = "import"


class ImportState(models.TextChoices):
    MAPPING = "mapping", _("columns to check")
    CHECKED = "checked", _("tried out, nothing taken over yet")
    DONE = "done", _("taken over")
    CANCELLED = "cancelled", _("cancelled")


class PatientImport(models.Model):
    """One file of patients. Its text is kept encrypted until it is taken over or cancelled, then wiped."""

    name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    text = EncryptedTextField(null=True, blank=True)
    mapping = models.JSONField(default=dict)  # column of the file: field
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.MAPPING
    )
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    # What happens with each line, see practice/importing.py: [line, verdict, words]; no patient's values.
    report = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of patients")
        verbose_name_plural = _("imports of patients")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="import_state_known", condition=Q(state__in=ImportState.values)),
            models.CheckConstraint(
                name="import_wiped_when_over",
                condition=~Q(state__in=["done", "cancelled"]) | Q(text__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.state in (ImportState.DONE, ImportState.CANCELLED)
