"""script/server as a new user meets it: in a folder with a space, from elsewhere, again and again."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEFT_BEHIND = shutil.ignore_patterns(
    ".venv", ".git", "var", "__pycache__", ".*_cache", ".hypothesis", "tests", "staticfiles"
)


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A copy of the code in a folder with a space, with the packages of this run."""
    copy = tmp_path / "a practice"
    shutil.copytree(ROOT, copy, ignore=LEFT_BEHIND)
    (copy / ".venv").mkdir()
    for part in ("bin", "lib", "lib64", "pyvenv.cfg"):
        if (Path(sys.prefix) / part).exists():
            (copy / ".venv" / part).symlink_to(Path(sys.prefix) / part)
    required = b"".join(path.read_bytes() for path in sorted(copy.glob("requirements*.txt")))
    stamp = subprocess.run(["cksum"], input=required, capture_output=True, check=True).stdout
    (copy / ".venv/installed-requirements.txt").write_bytes(stamp)
    return copy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def surroundings(**extra: object) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        **{k: str(v) for k, v in extra.items()},
    }


def run(command: list[object], **extra: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(part) for part in command],
        cwd="/",
        env=surroundings(**extra),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextlib.contextmanager
def serving(checkout: Path, port: int) -> Iterator[list[str]]:
    """The lines the server prints until it says where it is; stopped by Ctrl-C afterwards."""
    with subprocess.Popen(
        [str(checkout / "script/server")],
        cwd="/",
        env=surroundings(PORT=port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as server:
        said = []
        for line in server.stdout:
            said.append(line.rstrip())
            if "Ctrl-C" in line:
                break
        try:
            yield said
        finally:
            os.killpg(server.pid, signal.SIGINT)
            said.append(server.stdout.read())
            said.append(server.wait(timeout=20))


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        return response.read().decode()


def test_the_server_loads_the_demo_serves_it_stops_cleanly_and_starts_again_with_all_data(checkout):
    """One journey, because loading the demo is what takes the time."""
    port = free_port()
    with serving(checkout, port) as said:
        assert page(port, "/healthz") == "ok"
        assert "balie" in page(port, "/accounts/login/")
    text = "\n".join(map(str, said))
    assert f"http://127.0.0.1:{port}" in text
    assert "wervel-demo-2026" in text
    assert "Traceback" not in text
    assert said[-1] == 0

    run([sys.executable, checkout / "manage.py", "shell", "-v0", "-c", RENAME])
    before = time.monotonic()
    with serving(checkout, port):
        took = time.monotonic() - before
        assert "Praktijk Anders" in page(port, "/accounts/login/")
    # Five seconds is the promise on a quiet machine; tests share theirs.
    assert took < 15


RENAME = "from practice.models import Practice; Practice.objects.update(name='Praktijk Anders')"


@pytest.mark.parametrize("port", ["web", "80", "08000", "65536", "800000", "-1", "8000.5"])
def test_a_port_that_cannot_be_is_refused_in_one_sentence(checkout, port):
    result = run([checkout / "script/server"], PORT=port)
    assert result.returncode == 1
    assert result.stderr.startswith("PORT is a number from 1024 to 65535")
    assert len(result.stderr.splitlines()) == 1


def test_a_port_in_use_is_refused_in_one_sentence(checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run([checkout / "script/server"], PORT=port)
    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {port} is in use")
    assert len(result.stderr.splitlines()) == 1


def fake_python(folder: Path, body: str) -> Path:
    """A folder with tools but with this Python only."""
    folder.mkdir()
    for tool in ("sh", "cat", "cksum", "dirname", "mkdir", "rm"):
        (folder / tool).symlink_to(shutil.which(tool))
    for name in ("python", "python3", "python3.11", "python3.12", "python3.13"):
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    return folder


OLD = f'exec "{sys.executable}" -c "import sys; sys.version_info = (3, 9); exec(sys.argv[1])" "$2"'
NO_VENV = f'case "$2" in *ensurepip*) exit 1 ;; esac; exec "{sys.executable}" "$@"'


@pytest.mark.parametrize("script", ["server", "test"])
@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (OLD, "Wervel needs Python 3.11"),
        ("exit 127", "Wervel needs Python 3.11"),
        (NO_VENV, "Python's venv module"),
    ],
    ids=["old", "none", "no venv"],
)
def test_a_python_that_will_not_do_is_named_in_one_sentence(checkout, tmp_path, script, body, sentence):
    shutil.rmtree(checkout / ".venv")
    tools = fake_python(tmp_path / "tools", body)
    result = run([checkout / "script" / script], PATH=tools)
    assert result.returncode == 1
    assert result.stderr.startswith(sentence)
    assert len(result.stderr.splitlines()) == 1


def test_a_half_made_environment_is_made_again(checkout, tmp_path):
    (checkout / ".venv/installing").touch()
    tools = fake_python(tmp_path / "tools", NO_VENV)
    result = run([checkout / "script/server"], PATH=tools)
    assert result.stderr.startswith("Python's venv module")


@pytest.mark.parametrize("script", ["script/server", "script/test", "script/setup.sh", ".ci/run"])
def test_the_scripts_are_plain_shell(script):
    assert run(["sh", "-n", ROOT / script]).returncode == 0
