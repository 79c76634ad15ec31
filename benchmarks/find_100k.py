"""How long does the search box take in a practice of 100,000 patients, on the database of DATABASE_URL?

    DATABASE_URL=... python -m benchmarks.find_100k [how many patients]

Works in a test database beside the named one, filled with made-up people (benchmarks/find_people.py) and
gone afterwards. Asks each question several times, in turns, and prints the median and the slowest in
milliseconds; how much of one processor it took on average, with that of PostgreSQL when it runs on this
machine: the time on a machine with nothing else to do; how many were found, and whether there were more.
"page" is the whole answer that the browser gets while somebody types. Wanted: a median under 50 ms for
each; the exit code is 1 otherwise.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

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
        "prefixes and rare letters": "van de q x",
        "two names nobody has": "rijn van den broek",
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
        "two names nobody has",
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


@dataclass
class Answers:
    """What one question found, and what each time took: milliseconds on the clock and of a processor."""

    found: finding.Found = field(default_factory=finding.Found)
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        many = f"{len(self.found.patients)}{'+' if self.found.more else ''}"
        times = f"median {statistics.median(self.clock):6.1f} ms  worst {max(self.clock):6.1f} ms"
        return f"{times}  processor {statistics.mean(self.processor):6.1f} ms  found {many}"


def measure(asked: dict[str, Ask], times: int) -> dict[str, Answers]:
    """They take turns."""
    taken = {name: Answers() for name in asked}
    server = _server()
    for turn in range(times + WARM_UP):
        for name, ask in asked.items():
            start, worked = time.perf_counter(), time.process_time() + server()
            found = ask()
            passed, work = time.perf_counter() - start, time.process_time() + server() - worked
            if turn >= WARM_UP:
                taken[name].found = found
                taken[name].clock.append(passed * 1000)
                taken[name].processor.append(work * 1000)
    return taken


def _server() -> Callable[[], float]:
    """Processor time in seconds of the server's process for this connection, as far as it can be seen."""
    connection.ensure_connection()
    process = Path(f"/proc/{connection.connection.info.backend_pid}/stat") if _is_server() else None
    if process is None or not process.exists():
        return lambda: 0.0
    ticks = os.sysconf("SC_CLK_TCK")
    return lambda: sum(map(int, process.read_text().rpartition(")")[2].split()[11:13])) / ticks


def _is_server() -> bool:
    return connection.vendor == "postgresql" and connection.settings_dict["HOST"] in (
        "",
        "127.0.0.1",
        "localhost",
    )


def main(number: int) -> int:
    with test_database():
        start = time.perf_counter()
        world = fill(number)
        made = time.perf_counter() - start
        if connection.vendor == "postgresql":  # what autovacuum does a minute later
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        words = PatientTerm.objects.count()
        print(f"{connection.vendor}: {number} patients, {words} words, made in {made:.0f} s")
        taken = measure(questions(world) | pages(), TIMES)
    for name, answers in taken.items():
        print(f"{name:32} {answers}")
    slow = [name for name, answers in taken.items() if statistics.median(answers.clock) >= LIMIT]
    print(f"Slower than {LIMIT:.0f} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PATIENTS))
