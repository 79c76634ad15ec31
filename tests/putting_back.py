"""Puts the database back after a test that committed, in a few milliseconds.

Django empties every table for that. Here emptying deletes frozen rows, so all triggers would have to go and
come back: hundreds of statements after each such test.
"""

import sqlite3
from collections.abc import Callable

from django.db import connection, transaction

from practice.triggers import triggers

# Filled by migrate, changed by no test.
KEPT = {"django_content_type", "auth_permission", "django_migrations"}


def way_back() -> Callable[[], None]:
    """Call this on the new test database; what it returns brings that state back."""
    return _from_copy() if connection.vendor == "sqlite" else _delete_rows


def _from_copy() -> Callable[[], None]:
    copy = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(copy)

    def put_back() -> None:
        connection.ensure_connection()
        copy.backup(connection.connection)

    return put_back


def _delete_rows() -> None:
    """PostgreSQL can silence triggers. Foreign keys are checked at the end, so the order does not matter."""
    existing = set(connection.introspection.django_table_names(only_existing=True))
    guarded = {trigger.table for trigger in triggers("postgresql")} & existing
    with transaction.atomic(), connection.cursor() as cursor:
        for table in guarded:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for table in existing - KEPT:
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
