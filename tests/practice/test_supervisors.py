"""The manager says who supervises a trainee."""

import pytest

from practice.models import Role, User
from tests import factories
from tests.practice.test_admin import as_form, change_url

pytestmark = pytest.mark.django_db


def errors(client, user: User, **extra: object) -> dict[str, list[str]]:
    response = client.post(change_url(user), as_form(user, **extra))
    return {} if response.status_code == 302 else response.context["adminform"].form.errors


@pytest.fixture
def trainee():
    return factories.user(Role.THERAPIST)


def test_a_trainee_gets_a_supervisor(manager_client, therapist, trainee):
    assert errors(manager_client, trainee, supervisor=therapist.pk) == {}
    trainee.refresh_from_db()
    assert trainee.supervisor == therapist


def test_nobody_supervises_himself(manager_client, trainee):
    assert list(errors(manager_client, trainee, supervisor=trainee.pk)) == ["supervisor"]


def test_a_trainee_supervises_nobody(manager_client, therapist, trainee):
    second = factories.user(Role.THERAPIST, supervisor=therapist)
    assert list(errors(manager_client, trainee, supervisor=second.pk)) == ["supervisor"]


def test_a_supervisor_becomes_no_trainee(manager_client, therapist, other_therapist):
    factories.user(Role.THERAPIST, supervisor=therapist)
    assert list(errors(manager_client, therapist, supervisor=other_therapist.pk)) == ["supervisor"]


@pytest.mark.parametrize("who", ["receptionist", "manager"])
def test_a_supervisor_is_a_therapist(manager_client, trainee, who, request):
    other = request.getfixturevalue(who)
    assert list(errors(manager_client, trainee, supervisor=other.pk)) == ["supervisor"]


def test_only_a_therapist_is_a_trainee(manager_client, therapist, receptionist):
    assert list(errors(manager_client, receptionist, supervisor=therapist.pk)) == ["supervisor"]


def test_a_supervisor_who_leaves_hands_the_trainees_over_first(manager_client, therapist):
    factories.user(Role.THERAPIST, supervisor=therapist)
    assert list(errors(manager_client, therapist, is_active="")) == ["is_active"]
