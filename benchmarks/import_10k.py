"""Brings 10,000 made-up patients from a CSV file, and the same file again: python -m benchmarks.import_10k

Runs on a test database next to the one of DATABASE_URL; it is made and removed.
"""

import csv
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

LINES = 10_000
COLUMNS = (
    *("Patiëntnr", "Voornaam", "Achternaam", "Geboortedatum", "Geslacht"),
    *("Adres", "Postcode", "Plaats", "Mobiel"),
)
FIRST = (
    "Sanne",
    "Jan",
    "Fatima",
    "Kees",
    "Lotte",
    "Youssef",
    "Ingrid",
    "Bram",
    "Zeynep",
    "Willem",
    "Noa",
    "Daan",
)
LAST = (
    "de Jong",
    "Jansen",
    "de Vries",
    "van den Berg",
    "Bakker",
    "van Dijk",
    "Visser",
    "Smit",
    "Meijer",
    "Mulder",
)
END = ("", "s", "stra", "ma", "man", "kamp", "veld", "huis", "horst", "beek", "dam", "wijk")


def write(path: Path, lines: int) -> None:
    """A list as another system exports it; the same each time."""
    dice = random.Random(20261123)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(COLUMNS)
        for number in range(lines):
            born = f"{dice.randint(1, 28):02}-{dice.randint(1, 12):02}-{dice.randint(1930, 2015)}"
            name = dice.choice(LAST) + dice.choice(END)
            street = f"Kerkstraat {dice.randint(1, 400)}{dice.choice(('', 'a', ' bis'))}"
            code = f"{dice.randint(1000, 9999)} {dice.choice('BCDGHJ')}{dice.choice('KLMNP')}"
            phone = f"06 {dice.randint(10000000, 59999999)}"
            row = [
                number + 1,
                dice.choice(FIRST),
                name,
                born,
                dice.choice("MV"),
                street,
                code,
                "Utrecht",
                phone,
            ]
            out.writerow(row)


def run(path: Path) -> float:
    """How many seconds it takes to bring this file."""
    begin = time.perf_counter()
    call_command("import_patients", path, by="bench")
    return time.perf_counter() - begin


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    django.setup()
    from practice.models import Patient, Role, User  # noqa: PLC0415  # after setup

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        User.objects.create_user("bench", role=Role.MANAGER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "patients.csv"
            write(path, int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
            first = run(path)
            count = Patient.objects.count()
            again = run(path)
        print(
            f"{connection.vendor}: {count} patients in {first:.1f} s; the same file again in {again:.1f} s,"
        )
        print(f"after which there are {Patient.objects.count()}.")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
