"""Do 200 patients who send their answers at the same moment all get through, and how long does one wait?

    python -m benchmarks.submit_200 [--database-url postgres://user:password@host:5432/name]

Takes SQLite in a file of its own, and PostgreSQL where one answers (--database-url, TEST_POSTGRES_URL, or
this machine's own); there it makes a database wervel_submit_200 and drops it at the end. For each: prepares
200 patients with complete drafts (benchmarks/drafts.py), starts gunicorn as in the README (2 workers with 4
threads, in production mode, mail written to files), opens 200 connections, and sends the last page of all of
them at once. A request counts from that moment until its whole answer is there, so waiting in gunicorn's
backlog, for a thread and for the database all count. Then it reads the database.

Wanted: every request ends on the page that says thank you; 200 intakes are stored, each with every answer
once and one line in the log; the slowest takes less than 3 seconds. The exit code is 1 otherwise. The
requests come from the same machine and share its cores. First it sends a few one by one: what a patient
waits on a quiet day. The processor time tells what the wall time would be on a machine with nothing else to
do.
"""

import argparse
import asyncio
import json
import os
import platform
import resource
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

PATIENTS, ALONE, LIMIT, PATIENCE = 200, 10, 3.0, 60  # LIMIT and PATIENCE in seconds
WORKERS, THREADS = 2, 4
WARM_UP = 2 * WORKERS  # requests
ROOT = Path(__file__).parent.parent
HERE = "postgres://postgres@127.0.0.1:5432/postgres"
THANKS = "/intake/done/"


@dataclass(frozen=True)
class Outcome:
    """How one request ended: the status line's number, or the name of what went wrong, and where it leads."""

    status: str
    leads_to: str
    seconds: float


def settings(folder: Path, database_url: str) -> dict[str, str]:
    """Production, apart from the mail."""
    made_up = {name: secrets.token_hex(32) for name in ("SECRET_KEY", "FIELD_SALTS", "BSN_DIGEST_KEY")}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        **made_up,
        "DJANGO_SETTINGS_MODULE": "practice.settings",
        "PRODUCTION": "1",
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": "wervel.example.nl",
        "SITE_URL": "https://wervel.example.nl",
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "STATIC_ROOT": str(folder / "static"),
        "TRUSTED_PROXIES": "1",
    }


def manage(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def ask(env: dict[str, str], call: str) -> str:
    """Call a function of benchmarks/drafts.py with the project loaded."""
    return manage(env, "shell", "--no-imports", "--command", f"from benchmarks import drafts; drafts.{call}")


@contextmanager
def server(env: dict[str, str], port: int) -> Iterator[None]:
    """gunicorn in a process group of its own, stopped whatever happens."""
    command = ["-m", "gunicorn", "practice.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    size = ["--workers", str(WORKERS), "--threads", str(THREADS)]
    process = subprocess.Popen([sys.executable, *command, *size], cwd=ROOT, env=env, start_new_session=True)
    try:
        _wait_until_it_answers(port)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_it_answers(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def processor_seconds() -> float:
    """What every process that ended so far took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def request(browser: dict[str, object]) -> bytes:
    """What the browser sends on the last button, as the proxy with TLS passes it on."""
    body = urlencode(browser["fields"]).encode()
    lines = [
        "POST /intake/check/ HTTP/1.1",
        "Host: wervel.example.nl",
        "Referer: https://wervel.example.nl/intake/check/",
        "X-Forwarded-Proto: https",
        "X-Forwarded-For: 192.0.2.1",
        "Accept: text/html",
        "Content-Type: application/x-www-form-urlencoded",
        f"Cookie: {browser['cookie']}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def send(port: int, browser: dict[str, object], start: asyncio.Event) -> Outcome:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await start.wait()
    begun = time.perf_counter()
    try:
        writer.write(request(browser))
        answer = await asyncio.wait_for(reader.read(), timeout=PATIENCE)
    except OSError as error:  # a timeout is one too
        return Outcome(type(error).__name__, "", time.perf_counter() - begun)
    finally:
        writer.close()
    seconds = time.perf_counter() - begun
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    status = head[0].split()[1] if head[0] else "no answer"
    headers = dict(line.lower().split(": ", 1) for line in head[1:])
    return Outcome(status, headers.get("location", ""), seconds)


async def send_all(port: int, browsers: list[dict[str, object]]) -> list[Outcome]:
    """All at once: every connection waits for the same start."""
    start = asyncio.Event()
    sending = [asyncio.create_task(send(port, browser, start)) for browser in browsers]
    await asyncio.sleep(0.5 if len(browsers) > 1 else 0)
    start.set()
    return await asyncio.gather(*sending)


@dataclass(frozen=True)
class Run:
    """What was measured on one engine, and what the database holds afterwards."""

    engine: str
    alone: list[Outcome]
    together: list[Outcome]
    processor: float  # seconds of the server, start-up included
    found: dict[str, int]

    def shows(self) -> dict[str, bool]:
        sent = WARM_UP + ALONE + PATIENTS
        return {
            "all thanked": all(one.status == "302" and one.leads_to == THANKS for one in self.together),
            "all stored once": self.found == {"sent": sent, "whole": sent, "lines": sent},
            f"all within {LIMIT:.0f} s": max(one.seconds for one in self.together) < LIMIT,
        }

    def report(self) -> None:
        waited = [outcome.seconds for outcome in self.together]
        endings = Counter(f"{one.status} {one.leads_to}".strip() for one in self.together)
        alone = statistics.median(outcome.seconds for outcome in self.alone)
        print(f"{self.engine}: {PATIENTS} at once, {WORKERS} workers with {THREADS} threads")
        print(f"  slowest {max(waited):.2f} s, median {statistics.median(waited):.2f} s")
        print(f"  one at a time {alone * 1000:.0f} ms; processor time of the server {self.processor:.1f} s")
        print(f"  answers: {', '.join(f'{count} x {ending}' for ending, count in endings.items())}")
        print(f"  stored: {self.found}")
        print("  " + ", ".join(name if good else f"NOT {name}" for name, good in self.shows().items()))


def measure(engine: str, database_url: str = "") -> bool:
    """One engine, from an empty database to the verdict."""
    with tempfile.TemporaryDirectory() as folder:
        env = settings(Path(folder), database_url or f"sqlite:///{folder}/wervel.sqlite3")
        manage(env, "migrate", "--verbosity", "0")
        manage(env, "collectstatic", "--noinput", "--verbosity", "0")
        path, port = Path(folder) / "browsers.json", free_port()
        ask(env, f"prepare({WARM_UP + ALONE + PATIENTS}, {str(path)!r})")
        browsers = json.loads(path.read_text(encoding="utf-8"))
        first, last = browsers[: WARM_UP + ALONE], browsers[WARM_UP + ALONE :]
        before = processor_seconds()
        with server(env, port):
            alone = [asyncio.run(send_all(port, [one]))[0] for one in first]
            together = asyncio.run(send_all(port, last))
        processor = processor_seconds() - before
        run = Run(engine, alone[WARM_UP:], together, processor, json.loads(ask(env, "stored()")))
    run.report()
    return all(run.shows().values())


@contextmanager
def own_database(address: str) -> Iterator[str]:
    """An empty database on this server, dropped at the end."""
    server_url, own = urlsplit(address)._replace(path="/postgres").geturl(), "wervel_submit_200"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {own} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield urlsplit(address)._replace(path=f"/{own}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {own} WITH (FORCE)")


def postgres_answers(address: str) -> bool:
    try:
        psycopg.connect(urlsplit(address)._replace(path="/postgres").geturl(), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database-url", default=os.environ.get("TEST_POSTGRES_URL", HERE))
    address = parser.parse_args().database_url
    processor = next((line for line in cpu_lines() if line.startswith("model name")), platform.machine())
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {processor.partition(':')[2].strip()}"
    )
    good = measure("SQLite")
    if postgres_answers(address):
        with own_database(address) as database_url:
            good = measure("PostgreSQL", database_url) and good
    else:
        print("PostgreSQL: left out, no server answers.")
    return int(not good)


def cpu_lines() -> list[str]:
    known = Path("/proc/cpuinfo")
    return known.read_text(encoding="utf-8").splitlines() if known.exists() else []


if __name__ == "__main__":
    sys.exit(main())
