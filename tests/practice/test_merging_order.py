"""More than one merge, and more than one entry of the waiting list: which comes first."""

import datetime

import pytest

from practice import actions
from practice.models import Patient, WaitingEntry
from tests import factories
from tests.merge_world import double_of, merge

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def kept(receptionist) -> Patient:
    return factories.patient(by=receptionist)


@pytest.fixture
def gone(kept) -> Patient:
    return double_of(kept)


@pytest.fixture
def third(kept) -> Patient:
    return double_of(kept, phone="+31687654399")


def now(row):
    return type(row).objects.get(pk=row.pk)


def waits_on(*entries: WaitingEntry) -> list[bool]:
    return [now(entry).closed_at is None for entry in entries]


def test_who_has_to_come_today_is_not_lost_among_who_waits_longer(kept, gone, therapist, receptionist):
    long = actions.add_waiting(patient=kept, kind="waiting", by=receptionist)
    urgent = actions.add_waiting(patient=gone, kind="waiting", urgency="today", by=therapist)
    made = merge(kept=kept, gone=gone)
    assert waits_on(long, urgent) == [False, True]
    assert now(urgent).patient == kept
    actions.undo_merge(merge=made, by=receptionist)
    assert waits_on(long, urgent) == [True, True]


def test_of_two_recalls_the_first_is_kept(kept, gone, receptionist):
    later = {"due_on": TODAY + datetime.timedelta(days=90)}
    late = actions.add_waiting(patient=kept, kind="recall", by=receptionist, **later)
    soon = actions.add_waiting(patient=gone, kind="recall", due_on=TODAY, by=receptionist)
    merge(kept=kept, gone=gone)
    assert waits_on(late, soon) == [False, True]


def test_a_field_that_was_taken_twice_is_put_back_in_turn(kept, gone, third, receptionist):
    """Undone out of turn, a phone number of somebody else would be put back."""
    first = merge(kept=kept, gone=gone, taken=("phone",))
    second = merge(kept=kept, gone=third, taken=("phone",))
    with pytest.raises(actions.LaterMergeError):
        actions.undo_merge(merge=first, by=receptionist)
    actions.undo_merge(merge=second, by=receptionist)
    actions.undo_merge(merge=first, by=receptionist)
    assert now(kept).phone == kept.phone


def test_merges_that_took_different_fields_are_undone_in_any_order(kept, gone, third, receptionist):
    first = merge(kept=kept, gone=gone, taken=("phone",))
    second = merge(kept=kept, gone=third, taken=("street", "city"))
    actions.undo_merge(merge=first, by=receptionist)
    actions.undo_merge(merge=second, by=receptionist)
    assert (now(kept).phone, now(kept).street) == (kept.phone, kept.street)


def test_an_address_that_was_mended_after_the_merge_stays_whole(receptionist):
    old = {"street": "Kerkstraat", "house_number": 1, "postcode": "1234 AB", "city": "Utrecht"}
    new = {"street": "Dorpsweg", "house_number": 12, "postcode": "3511 AB", "city": "Zeist"}
    kept = factories.patient(by=receptionist, **old)
    made = merge(kept=kept, gone=double_of(kept, **new), taken=tuple(new))
    row = now(kept)
    actions.change_patient(patient=row, data={"house_number": 14}, version=row.version, by=receptionist)
    assert actions.undo_merge(merge=made, by=receptionist) == list(new)
    assert (now(kept).street, now(kept).house_number, now(kept).city) == ("Dorpsweg", 14, "Zeist")
