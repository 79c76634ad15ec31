"""Look-ups of our own."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

_AFTER_EVERY_LETTER = "\U0010ffff"


@CharField.register_lookup
class Begins(Lookup):
    """`column__begins="jan"`: like startswith, case and all, but an index of the column is used.

    Django writes startswith with ESCAPE, at which SQLite passes its indexes by; so there it is a range. On
    PostgreSQL it is the LIKE that the second index of a db_index column (varchar_pattern_ops) is made for.
    """

    lookup_name = "begins"
    prepare_rhs = True

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[object]]:
        column, params = self.process_lhs(compiler, connection)
        pattern = connection.ops.prep_for_like_query(self.rhs) + "%"
        return f"{column} LIKE %s", [*params, pattern]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[object]]:
        column, params = self.process_lhs(compiler, connection)
        between = [*params, self.rhs, *params, self.rhs + _AFTER_EVERY_LETTER]
        return f"({column} >= %s AND {column} < %s)", between
