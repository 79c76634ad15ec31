"""Django for a benchmark that calls the product directly. Import it before any model."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.test.utils import get_runner, setup_test_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
django.setup()


@contextmanager
def test_database() -> Iterator[None]:
    """An empty database beside the real one, gone afterwards."""
    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(databases)
