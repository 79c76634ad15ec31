"""The tools that look at the code, so that one run of the tests tells everything."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache"),
        ("ruff", "format", "--check", "--no-cache"),
        ("djlint", "templates", "--lint", "--quiet"),
    ],
    ids=["ruff", "format", "djlint"],
)
def test_the_tool_has_nothing_to_say(command):
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
