"""What every test may use: a practice with one person per role, and clients signed in as them."""

import gc
import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from practice.models import Practice, Role, User
from tests import factories, putting_back

# A run makes millions of objects that live on; looking through them again and again took a tenth of its time.
gc.set_threshold(200_000, 20, 100)

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Tests that touch no database say the same on every engine; script/test runs them once.

    Browser tests, the longest, come first, in whatever order they got: pytest-xdist gives each worker an even
    part of the list, so that none starts a long one when the others are done.
    """
    for item in items:
        if not item.get_closest_marker("django_db") and DATABASE_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker("one_engine")
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = [item for worker in range(workers) for item in items[worker::workers]]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """A test database need not survive a power cut."""
    options = connection.settings_dict.setdefault("OPTIONS", {})
    if connection.vendor == "sqlite":
        options["init_command"] += "PRAGMA synchronous=OFF;"
    else:
        options["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        put_back = putting_back.way_back()
    TransactionTestCase._fixture_teardown = lambda case: put_back()


@pytest.fixture(autouse=True)
def quick_and_quiet(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def dutch_until_said_otherwise(settings) -> None:
    """A test client leaves the language of its last page behind in the thread, for the next test to find."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def practice(db) -> Practice:
    return factories.practice()


@pytest.fixture
def receptionist(practice) -> User:
    return factories.user(Role.RECEPTIONIST)


@pytest.fixture
def therapist(practice) -> User:
    return factories.user(Role.THERAPIST)


@pytest.fixture
def other_therapist(practice) -> User:
    return factories.user(Role.THERAPIST)


@pytest.fixture
def manager(practice) -> User:
    return factories.user(Role.MANAGER, is_staff=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def desk(receptionist) -> Client:
    """The receptionist's browser."""
    return signed_in(receptionist)


@pytest.fixture
def therapist_client(therapist) -> Client:
    return signed_in(therapist)


@pytest.fixture
def other_therapist_client(other_therapist) -> Client:
    return signed_in(other_therapist)


@pytest.fixture
def manager_client(manager) -> Client:
    return signed_in(manager)
