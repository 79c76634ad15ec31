"""Who somebody is: the document that was seen, never a copy of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from practice.signing import AppendOnly

from .patient import Patient
from .staff import User


class DocumentKind(models.TextChoices):
    """Documents that prove identity. Source: domain reference 8.4 (Wet op de identificatieplicht)."""

    PASSPORT = "passport", _("passport")
    IDENTITY_CARD = "id_card", _("Dutch identity card")
    DRIVING_LICENCE = "licence", _("driving licence")
    ALIENS_DOCUMENT = "aliens", _("aliens document")


class IdentityCheck(AppendOnly):
    """Somebody here saw this patient's identity document. A later check replaces an earlier one."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="identity_checks", verbose_name=_("patient")
    )
    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind.choices)
    number = EncryptedCharField(_("number of the document"), max_length=200)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("seen by"))
    # The name as it was then; it stays with the check when the person leaves.
    seen_by_name = models.CharField(max_length=200)
    seen_at = models.DateTimeField(_("seen at"), default=timezone.now)

    class Meta:
        verbose_name = _("identity check")
        verbose_name_plural = _("identity checks")
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="identity_kind_known", condition=Q(kind__in=DocumentKind.values)),
            models.CheckConstraint(name="identity_seen_by_name", condition=~Q(seen_by_name="")),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id}/{self.pk}"

    @property
    def number_masked(self) -> str:
        """The number with only its last three characters, for screens."""
        return f"••••••{self.number[-3:]}"
