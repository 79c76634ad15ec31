"""Calling somebody: two presses, what was tried before stands first, and nobody is rung five times."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from practice import actions, waiting
from practice.forms.waiting import moments
from practice.models import ContactAttempt, Episode, Patient, WaitingEntry
from tests import factories
from tests.at_once import all_at_once
from tests.desk_world import rang, somebody, waits
from tests.pages import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def episode(therapist, receptionist) -> Episode:
    return factories.episode(therapist=therapist, by=receptionist)


@pytest.fixture
def patient(episode) -> Patient:
    return episode.patient


@pytest.fixture
def call(patient, therapist) -> WaitingEntry:
    return waits(patient=patient, by=therapist, kind="call_back")


def address(patient: Patient) -> str:
    return reverse("contact_new", args=[patient.pk])


def note(client, patient: Patient, **data: object):
    values = {"way": "phone", "outcome": "no_answer", "seen": 0, **data}
    return client.post(address(patient), values, follow=True)


def test_an_attempt_is_one_press_on_what_came_of_it(desk, patient, receptionist):
    note(desk, patient, outcome="voicemail")
    attempt = ContactAttempt.objects.get()
    assert (attempt.outcome, attempt.way, attempt.tried_by) == ("voicemail", "phone", receptionist)


def test_the_number_dials(desk, patient):
    assert f'href="tel:{patient.phone}"' in main(desk.get(address(patient)))


def test_who_speaks_for_the_patient_can_be_called_too(desk, patient):
    patient.representatives.create(name="Els", relation="parent", phone="+31612340099")
    assert 'href="tel:+31612340099"' in main(desk.get(address(patient)))


def test_what_was_tried_before_is_read_first(desk, patient, receptionist):
    rang(patient=patient, by=receptionist)
    rang(patient=patient, by=receptionist, outcome="voicemail")
    shown = main(desk.get(address(patient)))
    assert "rung 2 times today" in shown
    assert f"by {receptionist}: left a message" in shown
    assert shown.index("rung 2 times today") < shown.index("Call all the same")


def test_yesterdays_call_asks_for_no_second_look(patient, receptionist):
    rang(patient=patient, by=receptionist)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    assert not waiting.tried(patient, tomorrow).asks_to_look


def test_who_asked_to_be_called_later_is_called_then(patient, receptionist):
    soon = timezone.now() + datetime.timedelta(hours=1)
    rang(patient=patient, by=receptionist, outcome="later", again_at=soon)
    assert waiting.tried(patient, timezone.now()).asks_to_look
    assert not waiting.tried(patient, soon).asks_to_look


def test_whoever_was_asked_to_wait_comes_last(receptionist):
    later, now = somebody(receptionist), somebody(receptionist)
    for patient in (later, now):
        waits(patient=patient, by=receptionist, kind="call_back")
    rang(patient=later, by=receptionist, again_at=timezone.now() + datetime.timedelta(hours=1))
    rows = waiting.calls_to_make(receptionist, timezone.now())
    assert [row.entry.patient for row in rows] == [now, later]


def test_a_colleague_who_rang_meanwhile_is_named_before_mine_is_noted(desk, patient, receptionist):
    meanwhile = rang(patient=patient, by=receptionist)
    shown = main(note(desk, patient, seen=0))
    assert f"{receptionist} tried at" in shown
    assert ContactAttempt.objects.count() == 1
    note(desk, patient, seen=meanwhile.pk)
    assert ContactAttempt.objects.count() == 2, "it was made, so it is noted"


def test_a_call_that_was_made_is_done(desk, patient, call):
    note(desk, patient, entry=call.pk, outcome="reached", ends="on")
    call.refresh_from_db()
    assert call.outcome == "spoken"


@pytest.mark.parametrize(
    "data", [{"outcome": "no_answer", "ends": "on"}, {"outcome": "reached"}], ids=["no answer", "not done"]
)
def test_a_call_that_is_not_done_stays_on_the_list(desk, patient, call, data):
    note(desk, patient, entry=call.pk, **data)
    call.refresh_from_db()
    assert call.closed_at is None


def test_an_attempt_is_counted_with_the_entry_it_is_about(desk, patient, call):
    note(desk, patient, entry=call.pk)
    assert list(call.attempts.all()) == [ContactAttempt.objects.get()]


def test_calling_again_has_a_moment(desk, patient):
    note(desk, patient, outcome="later", again="week")
    assert ContactAttempt.objects.get().again_at > timezone.now() + datetime.timedelta(days=6)


@pytest.mark.parametrize("weekday", range(7))
def test_nobody_is_called_in_the_weekend(weekday):
    monday = timezone.make_aware(datetime.datetime(2026, 11, 23, 15))
    offered = moments(monday + datetime.timedelta(days=weekday))
    planned = [timezone.localtime(moment) for name, _label, moment in offered if name not in ("hour", "noon")]
    assert all(moment.weekday() < 5 for moment in planned)


@pytest.mark.parametrize(
    "data",
    [
        {"outcome": ""},
        {"outcome": "x\x00"},
        {"way": "fax"},
        {"again": "never"},
        {"seen": "9" * 30},
        {"seen": "-1"},
    ],
)
def test_what_cannot_be_is_not_noted(desk, patient, data):
    assert note(desk, patient, **data).status_code == 200
    assert not ContactAttempt.objects.exists()


@pytest.mark.parametrize("entry", ["x", "9" * 30, "²", "\x00", ""])
def test_an_entry_that_cannot_be_is_none(desk, patient, entry):
    note(desk, patient, entry=entry)
    assert ContactAttempt.objects.get().entry is None


def test_the_entry_of_somebody_else_is_none(desk, receptionist, patient, call):
    other = somebody(receptionist)
    note(desk, other, entry=call.pk)
    assert ContactAttempt.objects.get().entry is None


def test_a_therapist_notes_a_call_of_her_own(therapist_client, patient, therapist):
    note(therapist_client, patient, outcome="reached")
    assert ContactAttempt.objects.get().tried_by == therapist


def test_a_stranger_rings_nobody(other_therapist_client, patient):
    assert other_therapist_client.get(address(patient)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_ring_at_the_same_moment_both_hear_of_it(patient, receptionist):
    def ring() -> str:
        try:
            actions.record_contact(patient=patient, way="phone", outcome="no_answer", by=receptionist, seen=0)
        except actions.AttemptedMeanwhileError:
            return "told"
        return "noted"

    assert sorted(all_at_once(2, ring)) == ["noted", "told"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_put_somebody_on_the_list_once(patient, receptionist):
    def add() -> str:
        try:
            actions.add_waiting(patient=patient, kind="waiting", by=receptionist)
        except actions.AlreadyWaitingError:
            return "known"
        return "added"

    assert sorted(all_at_once(3, add)) == ["added", "known", "known"]
