"""Signed means frozen: the base of every record that gets a signature, and the triggers below it."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import connections, models
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


# --- triggers -------------------------------------------------------------------------------------------

_MESSAGE = "frozen: this row is signed or append-only"


def _trigger_conditions(model: type[models.Model]) -> dict[str, str]:
    """SQL conditions under which an operation on the model's table is refused."""
    if issubclass(model, AppendOnly):
        return {"UPDATE": "1=1", "DELETE": "1=1"}
    if issubclass(model, SignedPart):
        return _part_conditions(model)
    if hasattr(model, "frozen_column"):
        return dict.fromkeys(("UPDATE", "DELETE"), f'OLD."{model.frozen_column}" IS NOT NULL')
    return {}


def _part_conditions(model: type[SignedPart]) -> dict[str, str]:
    field = model._meta.get_field(model.frozen_with)
    owner = field.related_model
    frozen = 'EXISTS (SELECT 1 FROM "{}" AS owner WHERE owner.id = {}."{}" AND owner."{}" IS NOT NULL)'
    old, new = (
        frozen.format(owner._meta.db_table, row, field.column, owner.frozen_column) for row in ("OLD", "NEW")
    )
    return {"INSERT": new, "UPDATE": f"{old} OR {new}", "DELETE": old}


def _statements(vendor: str, table: str, operation: str, condition: str) -> list[str]:
    name = f"frozen_{table}_{operation.lower()}"
    if vendor == "sqlite":
        return [
            f'DROP TRIGGER IF EXISTS "{name}"',
            f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}" WHEN {condition} '
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
        ]
    # PostgreSQL allows no subquery in WHEN, so the condition stands in the function.
    result = "OLD" if operation == "DELETE" else "NEW"
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"IF {condition} THEN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {result}; END $$",
        f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
        f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]


def frozen_models() -> Iterable[tuple[type[models.Model], dict[str, str]]]:
    """Every model with triggers, with the refused operations and their conditions."""
    for model in apps.get_models():
        conditions = _trigger_conditions(model)
        if conditions and not model._meta.proxy:
            yield model, conditions


def install_triggers(using: str = "default", **_kwargs: object) -> None:
    """Put the triggers on every table that exists. Runs after each migrate, any number of times."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model, conditions in frozen_models():
            if not _ready(model, tables):
                continue
            for operation, condition in conditions.items():
                for statement in _statements(connection.vendor, model._meta.db_table, operation, condition):
                    cursor.execute(statement)


def _ready(model: type[models.Model], tables: set[str]) -> bool:
    needed = {model._meta.db_table}
    if issubclass(model, SignedPart):
        needed.add(model._meta.get_field(model.frozen_with).related_model._meta.db_table)
    return needed <= tables


def drop_triggers(using: str = "default") -> None:
    """Take the triggers away. For emptying a test database only."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model, conditions in frozen_models():
            table = model._meta.db_table
            if table not in tables:
                continue
            on_table = "" if connection.vendor == "sqlite" else f' ON "{table}"'
            for operation in conditions:
                cursor.execute(f'DROP TRIGGER IF EXISTS "frozen_{table}_{operation.lower()}"{on_table}')
