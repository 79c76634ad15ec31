"""Taking over the published list of DCSPH codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from practice import audit, names
from practice.audit import Actor
from records.dcsph_file import Row
from records.models import DcsphCode

FIELDS = ("location", "condition", "search_text", "allowed", "valid_from", "valid_to")
BATCH = 200  # SQLite limits the values in one statement


@dataclass(frozen=True)
class Imported:
    """How many codes the import added, changed, left as they were, and withdrew."""

    added: int
    changed: int
    unchanged: int
    withdrawn: int


@transaction.atomic
def import_dcsph(*, rows: Sequence[Row], by: Actor) -> Imported:
    """Make the list of codes the same as `rows`; doing so again changes nothing.

    A code that is no longer in the list stays, for the records that use it, but may not be chosen any more.
    """
    known = DcsphCode.objects.in_bulk(field_name="code")
    fresh = [_code(row) for row in rows]
    added = [one for one in fresh if one.code not in known]
    changed = [one for one in fresh if one.code in known and _differs(one, known[one.code])]
    DcsphCode.objects.bulk_create(
        [*added, *changed],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=FIELDS,
    )
    gone = known.keys() - {one.code for one in fresh}
    withdrawn = DcsphCode.objects.filter(code__in=gone, allowed=True).update(allowed=False)
    audit.record("dcsph.imported", by=by, label=f"{len(fresh)}")
    return Imported(len(added), len(changed), len(fresh) - len(added) - len(changed), withdrawn)


def _code(row: Row) -> DcsphCode:
    return DcsphCode(
        code=row.code,
        location=row.location,
        condition=row.condition,
        search_text=names.plain(f"{row.code} {row.location} {row.condition}"),
        allowed=row.allowed,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _differs(one: DcsphCode, other: DcsphCode) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in FIELDS)
