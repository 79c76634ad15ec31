"""Signed means frozen: the bases of every record that gets a signature. Below them: triggers.py."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignedRecordError(Exception):
    """Somebody tried to change a row that is signed."""


class StaleDraftError(Exception):
    """A draft was saved over a newer version of itself; `newer` is the row as it is now."""

    def __init__(self, newer: "SignedRecord") -> None:
        super().__init__("This draft was changed elsewhere in the meantime.")
        self.newer = newer


class SignedQuerySet(models.QuerySet):
    """Refuses to update or delete signed rows in bulk."""

    def signed(self) -> "SignedQuerySet":
        return self.filter(signed_at__isnull=False)

    def drafts(self) -> "SignedQuerySet":
        return self.filter(signed_at__isnull=True)

    def current(self) -> "SignedQuerySet":
        """Signed rows that no signed amendment replaces."""
        return self.signed().exclude(amendments__signed_at__isnull=False)

    def update(self, **values: object) -> int:
        self._refuse_signed()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_signed()
        return super().delete()

    def _refuse_signed(self) -> None:
        if self.signed().exists():
            raise SignedRecordError("A signed record cannot be changed or deleted; amend it.")


class SignedRecord(models.Model):
    """A draft until somebody signs it, frozen from then on; corrected by a new row that `amends` it."""

    frozen_column = "signed_at"

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    draft_version = models.PositiveIntegerField(_("draft version"), default=1)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    # Who has to co-sign it: the supervisor that a trainee had when signing.
    supervised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("to be co-signed by"),
    )
    amends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="amendments",
        null=True,
        blank=True,
        verbose_name=_("amends"),
    )
    amend_reason = models.TextField(_("reason for the change"), blank=True)

    objects = SignedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_signer_and_time_together",
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_amends_with_reason",
                condition=Q(amends__isnull=True) | ~Q(amend_reason=""),
            ),
            models.UniqueConstraint(
                name="%(class)s_amended_once", fields=["amends"], condition=Q(amends__isnull=False)
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_replaced(self) -> bool:
        """True when a signed amendment stands in this row's place."""
        return any(row.is_signed for row in self.amendments.all())

    def save(self, *args: object, **kwargs: object) -> None:
        self._refuse_signed()
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        self._refuse_signed()
        return super().delete(*args, **kwargs)

    def sign(self, *, by: models.Model) -> None:
        """Freeze this row in the name of `by`, now.

        Raises SignedRecordError when it is signed already.
        """
        self._refuse_signed()
        self.signed_by, self.signed_at = by, timezone.now()
        self.supervised_by = by.supervisor
        super().save()

    def save_draft(self, *, version: int) -> None:
        """Save this draft, made from draft version `version`.

        Raises StaleDraftError when the stored draft is newer, SignedRecordError when it is signed.
        """
        stored = type(self)._base_manager.select_for_update().get(pk=self.pk)
        if stored.is_signed:
            raise SignedRecordError("This record was signed in the meantime.")
        if stored.draft_version != version:
            raise StaleDraftError(stored)
        self.draft_version = version + 1
        self.save()

    def _refuse_signed(self) -> None:
        if self.pk and type(self)._base_manager.filter(pk=self.pk, signed_at__isnull=False).exists():
            raise SignedRecordError("A signed record cannot be changed or deleted; amend it.")


class SignedPartError(SignedRecordError):
    """Somebody tried to change a part of a record that is signed."""


class SignedPart(models.Model):
    """A row that belongs to a record and is frozen with it. `frozen_with` names the foreign key."""

    frozen_with: str

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        self._refuse_signed()
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        self._refuse_signed()
        return super().delete(*args, **kwargs)

    def _refuse_signed(self) -> None:
        field = self._meta.get_field(self.frozen_with)
        owner = field.related_model
        frozen = {"pk": getattr(self, field.attname), f"{owner.frozen_column}__isnull": False}
        if owner._base_manager.filter(**frozen).exists():
            raise SignedPartError("This belongs to a signed record; amend the record.")


class AppendOnly(models.Model):
    """A row that is written once. Changing or deleting it is refused, here and by trigger."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise SignedRecordError("This row is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise SignedRecordError("This row is written once and never deleted.")
