"""How long does `manage.py screen` take for 1,000 different patients, start-up included?

    python -m benchmarks.screen_1000

Fills in 1,000 forms by chance, always the same ones, with plenty of alarm signs because findings cost the
most time. Runs the command on them three times and prints the wall times. Wanted: less than 3 seconds on two
cores; the exit code is 1 when the quickest run takes longer.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from intake.questionnaire import load
from tests.intake.forms import random_form

CASES, RUNS, LIMIT = 1000, 3, 3.0  # seconds
MANAGE = Path(__file__).parent.parent / "manage.py"


def cases() -> list[dict[str, object]]:
    random = Random(2026)
    found: dict[str, dict[str, object]] = {}
    while len(found) < CASES:
        someone = random_form(random, left_open=0.1, healthy=0.6)
        case = {"age": someone.age, "sex": someone.sex, "answers": someone.answers}
        found[json.dumps(case)] = case
    return [{"id": number} | case for number, case in enumerate(found.values())]


def seconds(path: Path) -> float:
    """The wall time of one run, as somebody at the keyboard would measure it."""
    command = [sys.executable, MANAGE, "screen", path]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def processor_seconds() -> float:
    """What all runs so far took of the processor: tells what the wall time would be on an idle machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder) / "cases.json", Path(folder) / "none.json"
        full.write_text(json.dumps(cases()), encoding="utf-8")
        empty.write_text("[]", encoding="utf-8")
        runs = [seconds(full) for _ in range(RUNS)]
        processor = processor_seconds() / RUNS
        start_up = min(seconds(empty) for _ in range(RUNS))
    best = min(runs)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    print(f"content version {load().version}, {CASES} different cases")
    print(f"wall time: {', '.join(f'{run:.2f}' for run in runs)} s; best {best:.2f} s")
    print(f"processor time of a run: {processor:.2f} s")
    print(f"of it start-up, without cases: {start_up:.2f} s ({start_up / best:.0%})")
    print(f"and work: {best - start_up:.2f} ms for each case")
    print("quick enough" if best < LIMIT else f"slower than {LIMIT:.0f} s")
    return int(best >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
