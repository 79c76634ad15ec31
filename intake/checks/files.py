"""The content files as they lie on disk: can they be read, and are they the ones that were recorded?"""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from intake import questionnaire
from intake.questionnaire import read

SUMS = "SHA256SUMS"
RECORD = f"cd intake/content && sha256sum */*.toml > {SUMS}"
REFUSED = (
    "Is this version in use? Then put the file back and make a new version folder. "
    f"Are you still writing this version? Then record the sums: {RECORD}"
)


def read_file(version: str, name: str) -> tuple[dict[str, Any], str]:
    """What the file holds; and what is wrong when it cannot be read, else ""."""
    try:
        return read(version, name), ""
    except FileNotFoundError:
        return {}, f"{name}.toml is missing. Put it back, or copy it from the version before."
    except UnicodeDecodeError as error:
        return {}, f"{name}.toml cannot be read (byte {error.start + 1} is no UTF-8). Save it as UTF-8."
    except tomllib.TOMLDecodeError as error:
        return {}, f"{name}.toml cannot be read ({error}). Correct the TOML."
    except OSError as error:
        return {}, f"{name}.toml cannot be read ({error.strerror}). Give the server leave to read it."


def unrecorded() -> list[str]:
    """Files of any version that are not as SHA256SUMS has them: a version in use is never edited."""
    folder = questionnaire.CONTENT
    recorded = _recorded(folder / SUMS)
    if not recorded:
        return [f"{SUMS} is missing or empty. Put it back, or record the sums: {RECORD}"]
    found = {path.relative_to(folder).as_posix(): _sum(path) for path in folder.glob("*/*.toml")}
    said = {
        **dict.fromkeys(recorded.keys() - found.keys(), f"is in {SUMS} but not on disk"),
        **dict.fromkeys(found.keys() - recorded.keys(), f"is not in {SUMS}"),
        **dict.fromkeys(recorded.keys() & found.keys(), f"is not as {SUMS} has it"),
    }
    return [
        f"{name} {said[name]}. {REFUSED}" for name in sorted(said) if recorded.get(name) != found.get(name)
    ]


def _sum(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # `read_file` tells why
        return "unreadable"


def _recorded(path: Path) -> dict[str, str]:
    """File to sum, as sha256sum writes them."""
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return {line[1].lstrip("*"): line[0] for line in lines if len(line) == 2}
