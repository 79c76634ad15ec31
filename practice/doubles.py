"""Registrations that may be of one person, over the whole practice.

Pairs come from the database by what they share, so that the work grows with the likely pairs and not with all
pairs there are; what they share decides nothing yet, likeness.py does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection

from practice.known import COLUMNS, LABELS, how_sure
from practice.likeness import ALIKE, DIFFERS, Likeness, Person, compare
from practice.models import Patient

# Of each key at most this many pairs are compared, the newest registrations first.
LIMIT = 10_000

# The beginning of search_name is the beginning of the birth name, small letters without accents.
SHARED = (
    # Born on the same day, and something of the name, or where they are reached, is the same.
    """JOIN practice_patient b ON b.birth_date = a.birth_date AND (
        (substr(a.search_name, 1, 3) = substr(b.search_name, 1, 3)
            AND substr(a.initials, 1, 1) = substr(b.initials, 1, 1))
        OR (a.first_name <> '' AND a.first_name = b.first_name)
        OR (a.partner_name <> '' AND a.partner_name IN (b.birth_name, b.partner_name))
        OR (b.partner_name <> '' AND b.partner_name = a.birth_name)
        OR (a.phone <> '' AND a.phone = b.phone))""",
    # The same phone or front door, and much of the first name: a wrong birth date, perhaps.
    """JOIN practice_patient b ON b.phone = a.phone AND a.phone <> '' AND a.birth_date <> b.birth_date
        AND (substr(a.first_name, 1, 2) = substr(b.first_name, 1, 2)
        OR '' IN (a.first_name, b.first_name))""",
    """JOIN practice_patient b ON b.postcode = a.postcode AND b.house_number = a.house_number
        AND a.postcode <> '' AND a.birth_date <> b.birth_date
        AND (substr(a.first_name, 1, 2) = substr(b.first_name, 1, 2)
        OR '' IN (a.first_name, b.first_name))""",
)
PAIRS = """
    SELECT {columns} FROM practice_patient a {shared}
    WHERE b.id < a.id AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM practice_differentpeople d WHERE d.first_id = b.id AND d.second_id = a.id)
    ORDER BY a.id DESC LIMIT {limit}
"""


@dataclass
class Pair:
    """Two registrations that may be of one person; `first` is the older one."""

    first: int
    second: int
    likeness: Likeness
    patients: list[Patient] = field(default_factory=list)

    @property
    def how_sure(self) -> object:
        return how_sure(self.likeness)

    @property
    def differences(self) -> list[object]:
        """Names of the fields that are not equal, as a person reads them."""
        unequal = (name for name, how in self.likeness.fields.items() if how in (ALIKE, DIFFERS))
        return [LABELS[name] for name in unequal]


@dataclass(frozen=True)
class Doubles:
    """Pairs that look like one person, most certain first; `cut` when not all were compared."""

    pairs: list[Pair]
    cut: bool


def doubles() -> Doubles:
    """Every pair of registrations that may be of one person, without those that were told apart."""
    found: dict[tuple[int, int], Likeness] = {}
    cut = False
    for shared in SHARED:
        rows = list(_rows(shared))
        cut = cut or len(rows) == LIMIT
        for first, second, one, other in rows:
            likeness = compare(one, other)
            if likeness.is_suggested:
                found[first, second] = likeness
    pairs = [Pair(*pair, likeness) for pair, likeness in found.items()]
    return Doubles(sorted(pairs, key=lambda pair: (-pair.likeness.score, -pair.second, -pair.first)), cut)


def _rows(shared: str) -> Iterator[tuple[int, int, Person, Person]]:
    sides = [f"{side}.{name}" for side in "ba" for name in ["id", *COLUMNS]]
    width = len(COLUMNS) + 1
    with connection.cursor() as cursor:
        cursor.execute(PAIRS.format(columns=", ".join(sides), shared=shared, limit=LIMIT))
        for row in cursor.fetchall():
            yield row[0], row[width], Person(*row[1:width]), Person(*row[width + 1 :])


def with_patients(pairs: Iterable[Pair]) -> list[Pair]:
    """These pairs with their patients, in one query."""
    pairs = list(pairs)
    rows = {pk for pair in pairs for pk in (pair.first, pair.second)}
    patients = Patient.objects.defer("bsn").in_bulk(rows)
    for pair in pairs:
        pair.patients = [patients[pk] for pk in (pair.first, pair.second) if pk in patients]
    return [pair for pair in pairs if len(pair.patients) == 2]
