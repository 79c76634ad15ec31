"""`manage.py check` refuses content files that cannot be read or that are not as they were recorded."""

import hashlib
from pathlib import Path

import pytest

from intake import questionnaire
from intake.checks import check_content
from intake.checks.files import unrecorded
from tests.intake.rules_world import add_version

REFUSED = (
    "Is this version in use? Then put the file back and make a new version folder. Are you still "
    "writing this version? Then record the sums: cd intake/content && sha256sum */*.toml > SHA256SUMS"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    return tmp_path


@pytest.fixture
def version(folder: Path) -> Path:
    """One version, recorded in SHA256SUMS."""
    return recorded(folder / add_version(folder))


def recorded(version: Path) -> Path:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {version.name}/{path.name}\n"
        for path in sorted(version.glob("*.toml"))
    ]
    (version.parent / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return version


@pytest.mark.parametrize("name", ["questions", "rules", "messages"])
def test_a_file_that_is_no_toml_is_named(version: Path, name: str) -> None:
    (version / f"{name}.toml").write_text("[[question", encoding="utf-8")
    recorded(version)
    [error] = check_content()
    assert error.msg.startswith(f"content {version.name}, {name}.toml cannot be read (")
    assert error.msg.endswith("(at end of document)). Correct the TOML.")


def test_a_byte_that_is_no_utf_8_is_named_with_its_file(version: Path) -> None:
    (version / "rules.toml").write_bytes(b"# caf\xe9\n")
    recorded(version)
    assert [error.msg for error in check_content()] == [
        f"content {version.name}, rules.toml cannot be read (byte 6 is no UTF-8). Save it as UTF-8."
    ]


def test_a_file_that_is_gone_is_named(version: Path) -> None:
    (version / "messages.toml").unlink()
    recorded(version)
    assert [error.msg for error in check_content()] == [
        f"content {version.name}, messages.toml is missing. Put it back, or copy it from the version before."
    ]


def test_a_file_that_is_no_file_is_named(version: Path) -> None:
    (version / "messages.toml").unlink()
    (version / "messages.toml").mkdir()
    assert check_content()[0].msg == (
        f"content {version.name}, messages.toml cannot be read (Is a directory). "
        "Give the server leave to read it."
    )


def test_files_as_they_were_recorded_are_in_order(version: Path) -> None:
    assert unrecorded() == []


def test_a_version_that_was_recorded_is_not_edited(version: Path) -> None:
    (version / "rules.toml").write_text("# mended", encoding="utf-8")
    assert unrecorded() == [f"{version.name}/rules.toml is not as SHA256SUMS has it. {REFUSED}"]


def test_every_file_is_recorded(version: Path) -> None:
    (version / "summary.toml").write_text("", encoding="utf-8")
    assert unrecorded() == [f"{version.name}/summary.toml is not in SHA256SUMS. {REFUSED}"]


def test_a_file_that_was_recorded_is_not_removed(version: Path) -> None:
    (version / "rules.toml").unlink()
    assert unrecorded() == [f"{version.name}/rules.toml is in SHA256SUMS but not on disk. {REFUSED}"]


def test_the_sums_themselves_are_not_removed(version: Path) -> None:
    (version.parent / "SHA256SUMS").unlink()
    [said] = unrecorded()
    assert said.startswith(
        "SHA256SUMS is missing or empty. Put it back, or record the sums: cd intake/content"
    )


def test_what_is_not_as_recorded_is_an_error_of_its_own(version: Path) -> None:
    (version / "rules.toml").write_text("[[rule", encoding="utf-8")
    assert [(error.id, error.msg) for error in check_content()][-1] == (
        "intake.E002",
        f"content {version.name}/rules.toml is not as SHA256SUMS has it. {REFUSED}",
    )
