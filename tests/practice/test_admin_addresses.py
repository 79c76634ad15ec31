"""Addresses and filters of the admin that somebody made up: an answer, never an error of ours."""

import pytest
from django.test import Client
from django.urls import reverse

from practice.models import User
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

MODELS = ["practice", "user", "generalpractitioner", "patient", "auditevent"]
PAGES = ["history", "change", "delete"]


@pytest.fixture
def visitor(manager: User) -> Client:
    client = signed_in(manager)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("number", ["abc", "\x00", "1\x00", str(2**63), "9" * 5000, "²"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("model", MODELS)
def test_a_row_without_a_proper_number_is_not_found(visitor, model, page, number):
    response = visitor.get(reverse(f"admin:practice_{model}_{page}", args=[number]))
    assert response.status_code == 404


@pytest.mark.parametrize("number", ["abc", "\x00", str(2**63)])
def test_a_version_or_password_without_a_proper_number_is_not_found(visitor, manager, number):
    version = reverse("admin:practice_user_simple_history", args=[manager.pk, number])
    assert visitor.get(version).status_code == 404
    assert visitor.get(reverse("admin:auth_user_password_change", args=[number])).status_code == 404
    assert visitor.get(reverse("admin:view_on_site", args=[number, number])).status_code == 404


NONSENSE = ["\x00", "(", "9" * 40, "9999-12-31"]
FIELDS = ["q", "p", "o", "all", "from", "until", "role", "verb", "role__exact", "is_active__exact"]


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("model", MODELS)
def test_nonsense_in_an_address_is_answered(visitor, model, field, text):
    address = reverse(f"admin:practice_{model}_changelist")
    assert visitor.get(address, {field: text}).status_code in (200, 302, 400)


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
