"""One person registered twice, or two people who only look like one."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.signing import AppendOnly

from .patient import Patient
from .staff import User


class DifferentPeople(AppendOnly):
    """Somebody looked, and these two are not the same person. `first` has the lower number of the row."""

    first = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("two different people")
        verbose_name_plural = _("different people")
        constraints = [
            models.UniqueConstraint(name="different_people_once", fields=["first", "second"]),
            models.CheckConstraint(name="different_people_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}/{self.second_id}"


class PatientMerge(models.Model):
    """Two registrations of one person became one: `gone` lives on in `kept` until the merge is undone."""

    never_deleted = True

    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges_away")
    # Names of the fields that were taken over from `gone`, never their values: those are in the versions of
    # both patients, at these two version numbers.
    taken = models.JSONField(default=list)
    kept_version = models.PositiveIntegerField()
    gone_version = models.PositiveIntegerField()
    # What went along, by kind: {"episode": [ids], "representative": [ids], ...}; it goes back when undone.
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("merge of two registrations")
        verbose_name_plural = _("merges of registrations")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("gone"))),
            models.CheckConstraint(
                name="merge_undone_by_and_at_together",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="merge_gone_once", fields=["gone"], condition=Q(undone_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
