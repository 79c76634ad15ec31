"""Who failed too often has to wait, wherever the requests end up."""

import datetime

import pytest
from django.utils import timezone

from practice import audit, throttle
from practice.models import Throttle
from tests.at_once import all_at_once


@pytest.fixture(autouse=True)
def limits(settings):
    settings.INTAKE_TRIES_PER_ADDRESS, settings.INTAKE_TRIES_MINUTES = 3, 15


@pytest.fixture
def address():
    token = audit.access_point.set("203.0.113.7")
    yield "203.0.113.7"
    audit.access_point.reset(token)


def fail(times: int) -> None:
    for _ in range(times):
        throttle.count_failure("link")


@pytest.mark.django_db
def test_who_failed_too_often_waits_until_the_window_is_over(address):
    fail(2)
    assert throttle.seconds_left("link") == 0
    fail(1)
    assert 14 * 60 < throttle.seconds_left("link") <= 15 * 60
    Throttle.objects.update(since=timezone.now() - datetime.timedelta(minutes=15))
    assert throttle.seconds_left("link") == 0


@pytest.mark.django_db
def test_a_new_window_counts_from_one(address):
    fail(3)
    Throttle.objects.update(since=timezone.now() - datetime.timedelta(minutes=15))
    fail(1)
    assert Throttle.objects.get().count == 1
    assert throttle.seconds_left("link") == 0


@pytest.mark.django_db
def test_another_address_and_another_door_are_not_in_the_way(address):
    fail(3)
    assert throttle.seconds_left("other") == 0
    token = audit.access_point.set("203.0.113.8")
    assert throttle.seconds_left("link") == 0
    audit.access_point.reset(token)


@pytest.mark.django_db
def test_the_address_itself_is_not_kept(address):
    fail(1)
    row = Throttle.objects.get()
    assert address not in f"{row.key} {row}"
    assert len(row.key) == 64


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("not an address", "", False),
    ],
)
def test_what_counts_as_one_visitor(one, other, same):
    assert (throttle.network(one) == throttle.network(other)) is same


@pytest.mark.django_db(transaction=True)
def test_failures_on_two_connections_at_the_same_time_all_count():
    all_at_once(6, lambda: throttle.count_failure("link"))
    assert Throttle.objects.get().count == 6
