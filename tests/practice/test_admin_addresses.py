"""Addresses and filters of the admin that somebody made up: an answer, never an error of ours."""

import pytest
from django.test import Client
from django.urls import reverse

from practice.models import User
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

MODELS = ["practice", "user", "generalpractitioner", "patient", "room", "auditevent"]
PAGES = ["history", "change", "delete"]


@pytest.fixture
def visitor(manager: User) -> Client:
    client = signed_in(manager)
    client.raise_request_exception = False
    return client


NUMBERS = ["abc", "\x00", "1\x00", str(2**63), "9" * 5000, "²"]


def answers(visitor: Client, asked: list[tuple[str, dict[str, str]]]) -> dict[tuple[str, str], int]:
    """The status of each address with its query."""
    return {(path, str(query)): visitor.get(path, query).status_code for path, query in asked}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("model", MODELS)
def test_a_row_without_a_proper_number_is_not_found(visitor, model, page):
    asked = [(reverse(f"admin:practice_{model}_{page}", args=[number]), {}) for number in NUMBERS]
    assert [one for one, status in answers(visitor, asked).items() if status != 404] == []


def test_a_version_or_password_without_a_proper_number_is_not_found(visitor, manager):
    asked = [
        (reverse(f"admin:{name}", args=args), {})
        for number in ("abc", "\x00", str(2**63))
        for name, args in {
            "practice_user_simple_history": [manager.pk, number],
            "auth_user_password_change": [number],
            "view_on_site": [number, number],
        }.items()
    ]
    assert [one for one, status in answers(visitor, asked).items() if status != 404] == []


NONSENSE = ["\x00", "(", "9" * 40, "9999-12-31"]
FIELDS = ["q", "p", "o", "all", "from", "until", "role", "verb", "role__exact", "is_active__exact"]


@pytest.mark.parametrize("model", MODELS)
def test_nonsense_in_an_address_is_answered(visitor, model):
    address = reverse(f"admin:practice_{model}_changelist")
    asked = [(address, {field: text}) for field in FIELDS for text in NONSENSE]
    found = answers(visitor, asked)
    assert [one for one, status in found.items() if status not in (200, 302, 400)] == []


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        *(("user", "password__startswith"), ("user", "username__regex"), ("patient", "bsn_digest")),
        *(("auditevent", "actor_name__regex"), ("generalpractitioner", "patient__birth_date__year")),
    ],
)
def test_only_what_a_page_offers_filters(visitor, model, lookup):
    address = reverse(f"admin:practice_{model}_changelist")
    assert visitor.get(address, {lookup: "("}).status_code == 400


def test_the_filters_of_the_staff_list_work(visitor):
    address = reverse("admin:practice_user_changelist")
    response = visitor.get(address, {"role__exact": "manager", "is_active__exact": "1"})
    assert [user.role for user in response.context["cl"].result_list] == ["manager"]
