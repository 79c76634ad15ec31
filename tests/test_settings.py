"""Production: what it refuses, and that Django finds nothing to warn about."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# The values of the README; only the secrets are made up here.
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "2f6e1f0f4dd84d3f9a3f6a6f0e7f2b6c5d4a39281706f5e4d3c2b1a098765432",
    "FIELD_SALTS": "b7c1a9e2d3f4b7c1a9e2d3f4b7c1a9e2d3f4b7c1",
    "BSN_DIGEST_KEY": "9a8b7c6d5e4f9a8b7c6d5e4f9a8b7c6d5e4f9a8b",
    "DATABASE_URL": "sqlite:////tmp/not-opened.sqlite3",
    "ALLOWED_HOSTS": "wervel.example.nl",
    "CSRF_TRUSTED_ORIGINS": "https://wervel.example.nl",
    "SITE_URL": "https://wervel.example.nl",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.nl:587",
    "DEFAULT_FROM_EMAIL": "Praktijk <praktijk@example.nl>",
    "TRUSTED_PROXIES": "1",
}


def manage(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    """Run manage.py with these settings and no others."""
    environment = {"PATH": os.environ["PATH"], **{name: value for name, value in settings.items() if value}}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_deployment_checks_find_nothing():
    result = manage("check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout + result.stderr


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "FIELD_SALTS", "BSN_DIGEST_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL"],
)
def test_production_names_the_setting_it_misses(name):
    result = manage("check", **{**PRODUCTION, name: ""})
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "demo",
    [
        {"SECRET_KEY": "demo-secret-known-to-everybody-and-refused-in-production"},
        {"FIELD_SALTS": f"{'b7c1' * 8},demo-salt"},
        {"BSN_DIGEST_KEY": "demo-digest-key"},
    ],
    ids=lambda demo: next(iter(demo)),
)
def test_production_does_not_start_with_a_demo_secret(demo):
    result = manage("check", **{**PRODUCTION, **demo})
    assert result.returncode != 0
    assert "demo secrets" in result.stderr.splitlines()[-1]


def test_production_does_not_start_with_debug():
    result = manage("check", **{**PRODUCTION, "DEBUG": "1"})
    assert result.returncode != 0
    assert "DEBUG" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("word", ["ja", "prod", "2"])
def test_a_word_that_is_neither_on_nor_off_does_not_start_the_demo_in_its_place(word):
    result = manage("check", **{**PRODUCTION, "PRODUCTION": word})
    assert result.returncode != 0
    assert "PRODUCTION is 1 or 0" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_SALTS", "BSN_DIGEST_KEY"])
def test_production_wants_secrets_nobody_guesses(name):
    result = manage("check", **{**PRODUCTION, name: "short"})
    assert result.returncode != 0
    assert "32 characters" in result.stderr.splitlines()[-1]


def test_production_loads_no_demo():
    result = manage("demo", **PRODUCTION)
    assert result.returncode != 0
    assert "not for production" in result.stderr


def test_the_demo_needs_no_settings():
    assert manage("check").returncode == 0


def test_migrations_are_complete():
    result = manage("makemigrations", "--check", "--dry-run")
    assert result.returncode == 0, result.stdout


def test_the_example_file_and_the_code_know_the_same_settings():
    """env.example names settings that exist; a typing error there would be silently ignored."""
    named = {
        line.partition("=")[0] for line in (ROOT / "env.example").read_text().splitlines() if "=" in line
    }
    code = (ROOT / "practice/settings.py").read_text() + (ROOT / "docker-compose.yml").read_text()
    assert {name for name in named if not name.startswith("#") and name not in code} == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALERT_MINUTES", "0"),
        ("APPOINTMENT_REMINDER_HOURS", "0"),
        ("APPOINTMENT_REMINDER_HOURS", "337"),
        ("INTAKE_DRAFT_DAYS", "0"),
        ("INTAKE_IDLE_MINUTES", "19"),
        ("INTAKE_IDLE_MINUTES", "31"),
        ("STAFF_IDLE_MINUTES", "1"),
        ("STAFF_IDLE_MINUTES", "61"),
    ],
)
def test_a_number_outside_its_limits_is_refused(name, value):
    result = manage("check", **{name: value})
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]
