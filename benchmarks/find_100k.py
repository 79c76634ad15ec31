"""How long does the search box take in a practice of 100,000 patients, on the database of DATABASE_URL?

    DATABASE_URL=... python -m benchmarks.find_100k [how many patients]

Works in a test database beside the named one, filled with made-up people (benchmarks/find_people.py) and gone
afterwards. Asks each question several times, in turns, and prints the median and the slowest in milliseconds,
how many were found, and whether there were more. Wanted: a median under 50 ms for each; the exit code is 1
otherwise. "page" is the whole answer that the browser gets while somebody types.
"""

import statistics
import sys
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks.find_people import fill
from benchmarks.with_django import test_database
from practice import finding
from practice.models import Patient, PatientTerm, Role, User
from tests import factories
from tests.conftest import signed_in

PATIENTS, TIMES, WARM_UP, LIMIT = 100_000, 15, 2, 50.0  # LIMIT in milliseconds
Ask = Callable[[], finding.Found]


def questions(world: dict[str, object]) -> dict[str, Ask]:
    """What is asked, by what it is called."""
    patient: Patient = world["patient"]
    desk = factories.user(Role.RECEPTIONIST)
    phone = f"0{patient.phone.national_number}"
    texts = {
        "one letter": "j",
        "two letters": "ja",
        "prefix only": "van",
        "three letters": "jan",
        "common name": "jansen",
        "as heard": "janszen",
        "as heard, rare": "klaverfelt",
        "two common words": "de vries jan",
        "name first": "vries, de",
        "three common words": "van den berg maria",
        "common, few together": "youssef kowalski",
        "as heard, both": "joesoef kofalski",
        "many single letters": "a b c d e f g h",
        "nobody": "qwertz",
        "common and nobody": "jan qwertz",
        "birth date": f"{patient.birth_date:%d-%m-%Y}",
        "name and birth date": f"{patient.birth_name} {patient.birth_date:%d%m%Y}",
        "year of two digits": f"{patient.birth_date:%d-%m-%y}",
        "phone": phone,
        "start of a phone": "0612",
        "phone and name": f"{patient.birth_name} {phone[:2]} {phone[2:6]} {phone[6:]}",
        "postcode and number": f"{patient.postcode.replace(' ', '')} {patient.house_number}",
        "start of a postcode": "1012",
        "postcode and name": f"jan {patient.postcode}",
        "patient number": str(patient.number),
        "all at once": f"{patient.birth_name} {patient.birth_date:%d-%m-%Y} {patient.postcode}",
    }
    asked = {name: _asks(desk, text) for name, text in texts.items()}
    asked["BSN"] = _asks(desk, str(world["bsn"]), posted=True)
    for name in (
        "two letters",
        "common name",
        "two common words",
        "common, few together",
        "start of a phone",
    ):
        asked[f"{name}, therapist"] = _asks(world["therapist"], texts[name])
    return asked


def _asks(user: User, text: str, *, posted: bool = False) -> Ask:
    return lambda: finding.find(user, text, posted=posted)


def pages() -> dict[str, Ask]:
    """What the browser waits for: audit, search, and the page."""
    desk: Client = signed_in(factories.user(Role.RECEPTIONIST))

    def typed() -> finding.Found:
        return desk.post(reverse("patient_list"), {"q": "jansen"}, headers={"HX-Request": "true"}).context[
            "found"
        ]

    return {"page: common name": typed}


def measure(asked: dict[str, Ask], times: int) -> dict[str, tuple[list[float], finding.Found]]:
    """Milliseconds of every time each was asked, and what it found; they take turns."""
    taken: dict[str, tuple[list[float], finding.Found]] = {}
    for turn in range(times + WARM_UP):
        for name, ask in asked.items():
            start = time.perf_counter()
            found = ask()
            passed = (time.perf_counter() - start) * 1000
            if turn >= WARM_UP:
                taken.setdefault(name, ([], found))[0].append(passed)
    return taken


def main(number: int) -> int:
    with test_database():
        start = time.perf_counter()
        world = fill(number)
        made = time.perf_counter() - start
        if connection.vendor == "postgresql":  # what autovacuum does a minute later
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        words = PatientTerm.objects.count()
        print(f"{connection.vendor}: {number} patients, {words} words, made in {made:.0f} s")
        taken = measure(questions(world) | pages(), TIMES)
    for name, (times, found) in taken.items():
        many = f"{len(found.patients)}{'+' if found.more else ''}"
        print(
            f"{name:32} median {statistics.median(times):6.1f} ms  worst {max(times):6.1f} ms  found {many}"
        )
    slow = [name for name, (times, _) in taken.items() if statistics.median(times) >= LIMIT]
    print(f"Slower than {LIMIT:.0f} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PATIENTS))
