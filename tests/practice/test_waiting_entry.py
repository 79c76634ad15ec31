"""One entry of the waiting list: changed, judged, ended and put back, and never lost to a colleague."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from practice import waiting
from practice.models import AuditEvent, Episode, Patient, WaitingEntry
from tests import factories
from tests.conftest import signed_in
from tests.desk_world import at, somebody, visit, waits
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


def listed(client, tab: str = "waiting", **query: str) -> str:
    return main(client.get(reverse("waiting_list"), {"tab": tab, **query}))


def end(client, entry: WaitingEntry, **data: object):
    values = {"version": entry.version, "outcome": "spoken", **data}
    return client.post(reverse("waiting_end", args=[entry.pk]), values, follow=True)


@pytest.fixture
def entry(patient, receptionist, therapist) -> WaitingEntry:
    return waits(patient=patient, by=receptionist, therapist=therapist)


def change(client, entry: WaitingEntry, **data: object):
    values = {"version": entry.version, "wishes": ["mon_am"], **data}
    return client.post(reverse("waiting_entry", args=[entry.pk]), values, follow=True)


def test_wishes_are_changed(desk, entry):
    change(desk, entry, wishes=["wed_pm"])
    entry.refresh_from_db()
    assert entry.wishes == ["wed_pm"]


def test_two_who_change_an_entry_lose_nothing(desk, entry):
    change(desk, entry, wishes=["wed_pm"])
    shown = main(change(desk, entry, wishes=["fri_am"]))
    assert "A colleague changed this entry in the meantime" in shown
    assert 'value="fri_am" id="id_wishes_8" checked' in shown
    entry.refresh_from_db()
    assert entry.wishes == ["wed_pm"]


def test_a_therapist_says_how_soon_and_the_desk_reads_it(therapist_client, desk, therapist, entry):
    data = {"version": entry.version, "urgency": "week"}
    therapist_client.post(reverse("waiting_urgency", args=[entry.pk]), data)
    assert "this week" in listed(desk)
    entry.refresh_from_db()
    assert entry.urgency_by == therapist


def test_the_desk_cannot_say_how_soon(desk, entry):
    data = {"version": entry.version, "urgency": "week"}
    assert desk.post(reverse("waiting_urgency", args=[entry.pk]), data).status_code == 403


def test_an_entry_ends_with_what_came_of_it_and_can_be_put_back(desk, entry):
    assert "is off the list" in main(end(desk, entry, outcome="not_wanted"))
    entry.refresh_from_db()
    assert entry.outcome == "not_wanted"
    desk.post(reverse("waiting_reopen", args=[entry.pk]), {"version": entry.version})
    entry.refresh_from_db()
    assert entry.closed_at is None


def test_what_was_ended_a_moment_ago_is_not_ended_again(desk, entry):
    end(desk, entry)
    assert "A colleague changed this entry" in main(end(desk, entry, outcome="mistake"))
    entry.refresh_from_db()
    assert entry.outcome == "spoken"


def test_putting_back_finds_the_newer_entry(desk, entry, patient, receptionist):
    end(desk, entry)
    newer = waits(patient=patient, by=receptionist)
    entry.refresh_from_db()
    url = reverse("waiting_reopen", args=[entry.pk])
    response = desk.post(url, {"version": entry.version}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("waiting_entry", args=[newer.pk])


def test_an_appointment_that_was_booked_ends_the_waiting_in_one_press(
    desk, entry, patient, therapist, receptionist
):
    booked = visit(patient=patient, therapist=therapist, by=receptionist, start=at(9, days=3))
    shown = listed(desk)
    assert f'name="appointment" value="{booked.pk}"' in shown
    entry.refresh_from_db()
    assert entry.closed_at is None, "it is offered, not done"
    end(desk, entry, outcome="booked", appointment=booked.pk)
    entry.refresh_from_db()
    assert (entry.outcome, entry.appointment) == ("booked", booked)


def test_an_appointment_before_a_recall_is_due_does_not_end_it(desk, patient, therapist, receptionist):
    due = timezone.localdate() + datetime.timedelta(days=90)
    recall = waits(patient=patient, by=receptionist, kind="recall", due_on=due)
    booked = visit(patient=patient, therapist=therapist, by=receptionist, start=at(10, days=2))
    for address in (reverse("appointment", args=[booked.pk]), reverse("waiting_entry", args=[recall.pk])):
        assert f'name="appointment" value="{booked.pk}"' not in main(desk.get(address))


def test_the_appointment_of_somebody_else_ends_nothing(desk, entry, therapist, receptionist):
    other = visit(patient=somebody(receptionist), therapist=therapist, by=receptionist)
    end(desk, entry, outcome="booked", appointment=other.pk)
    entry.refresh_from_db()
    assert entry.closed_at is None


def test_free_times_are_offered_as_wished(desk, patient, therapist, receptionist):
    entry = waits(patient=patient, by=receptionist, therapist=therapist, wishes=["tue_am"])
    moments = waiting.matching_times(entry, timezone.now())
    assert moments
    assert {waiting.part_of_week(one) for one in moments} == {"tue_am"}


def test_no_time_is_offered_of_who_left(entry):
    entry.therapist.is_active = False
    assert waiting.matching_times(entry, timezone.now()) == []


def test_a_missed_appointment_leads_to_the_list(desk, patient, therapist, receptionist):
    missed = visit(patient=patient, therapist=therapist, by=receptionist, state="no_show")
    shown = main(desk.get(reverse("appointment", args=[missed.pk])))
    assert f"{reverse('waiting_add', args=[patient.pk])}?kind=waiting" in shown


def test_a_cancelled_appointment_leads_to_what_the_patient_waits_for_already(
    desk, entry, therapist, receptionist
):
    state = {"state": "cancelled", "cancel_reason": "patient"}
    off = visit(patient=entry.patient, therapist=therapist, by=receptionist, **state)
    assert reverse("waiting_entry", args=[entry.pk]) in main(desk.get(reverse("appointment", args=[off.pk])))


@pytest.mark.parametrize("name", ["waiting_entry", "waiting_end", "waiting_reopen", "waiting_urgency"])
def test_an_entry_of_a_stranger_does_not_exist(other_therapist_client, entry, name):
    entry.__class__.objects.update(therapist=None)
    assert other_therapist_client.post(reverse(name, args=[entry.pk])).status_code == 404
    assert other_therapist_client.get(reverse(name, args=[10**20])).status_code == 404


def test_a_therapist_who_is_asked_for_has_no_way_into_the_patients_page(
    other_therapist_client, other_therapist, patient, receptionist
):
    asked = waits(patient=patient, by=receptionist, therapist=other_therapist)
    shown = main(other_therapist_client.get(reverse("waiting_entry", args=[asked.pk])))
    assert reverse("patient_detail", args=[patient.pk]) not in shown


def test_everything_is_in_the_log(desk, entry, receptionist):
    change(desk, entry)
    entry.refresh_from_db()
    end(desk, entry)
    verbs = set(AuditEvent.objects.filter(actor=receptionist).values_list("verb", flat=True))
    assert {"waiting.added", "waiting.read", "waiting.changed", "waiting.closed", "waiting.listed"} <= verbs


def test_a_supervisor_sees_whom_the_trainee_asked_to_call(therapist, receptionist):
    trainee = factories.user("therapist", supervisor=therapist)
    own = factories.episode(therapist=trainee, by=receptionist)
    waits(patient=own.patient, by=trainee, kind="call_back", episode=own)
    assert own.patient.birth_name in listed(signed_in(therapist), "call_back")
