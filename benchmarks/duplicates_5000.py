"""How many people who are registered twice are found, and how many are taken for another wrongly?

    python -m benchmarks.duplicates_5000

Makes 5,000 pairs by chance, always the same ones (tests/practice/pairs.py). Of each pair the first is
registered; then the second is looked up among all 5,000, as the desk does while it registers. Prints for each
kind how many of the firsts came up, at each level of certainty, and how many others did. Then the same 5,000
are looked through for doubles, of which there are none.
"""

import sys
import time
from collections import Counter

from benchmarks.with_django import test_database
from practice.doubles import doubles
from practice.known import known
from practice.likeness import CERTAIN, LIKELY, POSSIBLE
from practice.models import Patient, Role, User
from practice.names import plain
from tests import factories
from tests.practice.pairs import ONE_PERSON, Pair, Row, pairs

LEVELS = (CERTAIN, LIKELY, POSSIBLE)


def register(rows: list[Row], by: User) -> list[Patient]:
    """All at once: this measures the finding, not the registering."""
    patients = [Patient(number=20_000 + i, registered_by=by, **row) for i, row in enumerate(rows)]
    for one in patients:
        words = (
            one.birth_name,
            one.prefix,
            one.partner_name,
            one.partner_prefix,
            one.first_name,
            one.initials,
        )
        one.search_name = plain(" ".join(words))
    return Patient.objects.bulk_create(patients, batch_size=1000)


def level_of(first: Patient, second: Row, others: Counter) -> str:
    """At what level the first of a pair came up; whoever else did goes to `others`."""
    found = {one.patient.pk: one.likeness.level for one in known(second)}
    others.update(level for pk, level in found.items() if pk != first.pk)
    return found.get(first.pk, "")


def line(kind: str, levels: Counter, count: int) -> str:
    asks = levels[CERTAIN] + levels[LIKELY]
    shares = "".join(f"{levels[level]:>10}" for level in LEVELS)
    return f"{kind:<22}{count:>6}{shares}{asks / count:>12.1%}{(asks + levels[POSSIBLE]) / count:>10.1%}"


def measure(made: dict[str, list[Pair]], patients: dict[str, list[Patient]]) -> None:
    heads = "".join(f"{level:>10}" for level in LEVELS)
    others: Counter = Counter()
    took = time.perf_counter()
    for title, is_one in (("one person, found", True), ("two people, falsely suggested", False)):
        print(f"\n{title:<28}{heads}{'likely or up':>12}{'any':>10}")
        total: Counter = Counter()
        kinds = [kind for kind in made if (kind in ONE_PERSON) is is_one]
        for kind in kinds:
            both = zip(patients[kind], made[kind], strict=True)
            levels = Counter(level_of(first, second, others) for first, (_first, second) in both)
            print(line(kind, levels, len(made[kind])))
            total += levels
        print(line("together", total, sum(len(made[kind]) for kind in kinds)))
    took = time.perf_counter() - took
    said = ", ".join(f"{others[level]} {level}" for level in LEVELS)
    print(f"\nothers than the first of the pair who came up, in 5,000 searches: {said}")
    print(f"one search took {took / 5:.2f} ms")


def main() -> int:
    made = pairs()
    with test_database():
        factories.practice()
        by = factories.user(Role.RECEPTIONIST)
        rows = [first for kind in made.values() for first, _second in kind]
        patients = iter(register(rows, by))
        measure(made, {kind: [next(patients) for _ in both] for kind, both in made.items()})
        levels = Counter(pair.likeness.level for pair in doubles().pairs)
        print(f"doubles among the 5,000 firsts, who are all different: {dict(levels)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
