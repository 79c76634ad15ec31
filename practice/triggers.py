"""Database triggers below the models: signed rows stay as they are, whoever writes.

Three kinds, all derived from the models: a frozen row refuses change, deletion and replacement; a table with
frozen rows refuses to be emptied (PostgreSQL); a row rule refuses what a CHECK cannot see because it is
about another row. Models name their own in `row_rules`: {name: SQL condition on NEW under which to refuse}.
A model with `never_deleted` keeps its rows, which may change.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, models

from practice.signing import AppendOnly, SignedPart, SignedRecord

FROZEN = "frozen: this row is signed or append-only"
# An amendment replaces a signed row of the same episode.
AMENDS_ITS_OWN = (
    "NEW.amends_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} AS base WHERE base.id = NEW.amends_id "
    "AND base.episode_id = NEW.episode_id AND base.signed_at IS NOT NULL)"
)


@dataclass(frozen=True)
class Trigger:
    """Refuses `operation` on a row of `table` while `condition` holds."""

    table: str
    name: str
    operation: str
    condition: str
    message: str

    @property
    def tables(self) -> set[str]:
        """Every table it looks at."""
        return {self.table, *re.findall(r'FROM "?(\w+)', self.condition)}

    def create(self, vendor: str) -> list[str]:
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def drop(self, vendor: str) -> str:
        on_table = "" if vendor == "sqlite" else f' ON "{self.table}"'
        return f'DROP TRIGGER IF EXISTS "{self.name}"{on_table}'

    def _sqlite(self) -> list[str]:
        return [
            self.drop("sqlite"),
            f'CREATE TRIGGER "{self.name}" BEFORE {self.operation} ON "{self.table}" '
            f"WHEN {self.condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
        ]

    def _postgresql(self) -> list[str]:
        # PostgreSQL allows no subquery in WHEN, so the condition stands in the function.
        result = "OLD" if self.operation == "DELETE" else "NEW"
        scope = "STATEMENT" if self.operation == "TRUNCATE" else "ROW"
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f"IF {self.condition} THEN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {result}; END $$",
            self.drop("postgresql"),
            f'CREATE TRIGGER "{self.name}" BEFORE {self.operation} ON "{self.table}" '
            f'FOR EACH {scope} EXECUTE FUNCTION "{self.name}"()',
        ]


def triggers(vendor: str) -> Iterator[Trigger]:
    """Every trigger the models ask for on this kind of database."""
    for model in apps.get_models():
        if not model._meta.proxy:
            yield from _frozen(model, vendor)
            yield from _row_rules(model)


def _frozen(model: type[models.Model], vendor: str) -> Iterable[Trigger]:
    conditions = _conditions(model)
    if not conditions:
        return
    if vendor == "sqlite":
        conditions["INSERT"] = " OR ".join(filter(None, [conditions.get("INSERT"), _replaces(model)]))
    else:
        conditions["TRUNCATE"] = "true"
    table = model._meta.db_table
    for operation, condition in conditions.items():
        yield Trigger(table, f"frozen_{table}_{operation.lower()}", operation, condition, FROZEN)


def _conditions(model: type[models.Model]) -> dict[str, str]:
    """SQL conditions under which an operation on a row of the model's table is refused."""
    if issubclass(model, AppendOnly):
        return {"UPDATE": "1=1", "DELETE": "1=1"}
    if getattr(model, "never_deleted", False):
        return {"DELETE": "1=1"}
    if issubclass(model, SignedPart):
        old, new = _owner_is_frozen(model, "OLD"), _owner_is_frozen(model, "NEW")
        return {"INSERT": new, "UPDATE": f"{old} OR {new}", "DELETE": old}
    if hasattr(model, "frozen_column"):
        return dict.fromkeys(("UPDATE", "DELETE"), f'OLD."{model.frozen_column}" IS NOT NULL')
    return {}


def _owner_is_frozen(model: type[SignedPart], row: str) -> str:
    field = model._meta.get_field(model.frozen_with)
    owner = field.related_model
    return (
        f'EXISTS (SELECT 1 FROM "{owner._meta.db_table}" AS owner '
        f'WHERE owner.id = {row}."{field.column}" AND owner."{owner.frozen_column}" IS NOT NULL)'
    )


def _replaces(model: type[models.Model]) -> str:
    """SQLite's INSERT OR REPLACE deletes without the DELETE trigger: would it hit a frozen row?"""
    frozen = "1=1"
    if issubclass(model, SignedPart):
        frozen = _owner_is_frozen(model, "base")
    elif hasattr(model, "frozen_column"):
        frozen = f'base."{model.frozen_column}" IS NOT NULL'
    return f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" AS base WHERE base.id = NEW.id AND {frozen})'


def _row_rules(model: type[models.Model]) -> Iterable[Trigger]:
    table, rules = model._meta.db_table, dict(getattr(model, "row_rules", {}))
    if issubclass(model, SignedRecord):
        rules["amends_its_own"] = AMENDS_ITS_OWN.format(table=table)
    for name, condition in rules.items():
        for operation in ("INSERT", "UPDATE"):
            message = f"rule: {table} {name}"
            yield Trigger(table, f"rule_{table}_{name}_{operation.lower()}", operation, condition, message)


def install_triggers(using: str = "default", **_kwargs: object) -> None:
    """Put the triggers on every table that exists. Runs after each migrate, any number of times."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in triggers(connection.vendor):
            for statement in trigger.create(connection.vendor) if trigger.tables <= tables else ():
                cursor.execute(statement)


def drop_triggers(using: str = "default", **_kwargs: object) -> None:
    """Take the triggers away: SQLite rebuilds a table to alter it, and that deletes rows.

    For migrate, which puts them back whatever happens, and for emptying a test database.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in triggers(connection.vendor):
            if trigger.table in tables:
                cursor.execute(trigger.drop(connection.vendor))
