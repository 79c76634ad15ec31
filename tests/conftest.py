"""What every test may use: a practice with one person per role, and clients signed in as them."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client, TransactionTestCase

from practice.models import Practice, Role, User
from practice.triggers import drop_triggers, install_triggers
from tests import factories

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that touch no database say the same on every engine; script/test runs them once."""
    for item in items:
        if not item.get_closest_marker("django_db") and DATABASE_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker("one_engine")


def _drop_triggers_and_empty_tables(case: TransactionTestCase) -> None:
    # Emptying tables deletes frozen rows. Permissions and content types, which nothing here uses, stay away.
    drop_triggers()
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    ContentType.objects.clear_cache()
    install_triggers()


@pytest.fixture(autouse=True, scope="session")
def tables_can_be_emptied() -> None:
    TransactionTestCase._fixture_teardown = _drop_triggers_and_empty_tables


@pytest.fixture(autouse=True)
def quick_and_quiet(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
