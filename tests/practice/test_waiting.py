"""Who waits: the longest first, the urgent before them; how somebody comes on the list."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from practice import actions, waiting
from practice.models import Episode, Patient, WaitingEntry
from tests import factories
from tests.desk_world import at, somebody, visit, waits
from tests.pages import main, queries_of

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


def put(client, patient: Patient, **data: object):
    return client.post(reverse("waiting_add", args=[patient.pk]), data, follow=True)


# The list


def test_who_waits_longest_stands_on_top(desk, receptionist):
    short, long = somebody(receptionist), somebody(receptionist)
    waits(patient=short, by=receptionist, days=2)
    waits(patient=long, by=receptionist, days=20)
    shown = listed(desk)
    assert shown.index(long.birth_name) < shown.index(short.birth_name)
    assert "20 days" in shown


def test_what_a_therapist_calls_urgent_goes_first(desk, receptionist, therapist):
    long, urgent = somebody(receptionist), somebody(receptionist)
    waits(patient=long, by=receptionist, days=20)
    waits(patient=urgent, by=therapist, urgency="today")
    shown = listed(desk)
    assert shown.index(urgent.birth_name) < shown.index(long.birth_name)


def test_wishes_and_therapist_are_shown(desk, patient, receptionist, therapist):
    waits(patient=patient, by=receptionist, therapist=therapist, wishes=["tue_am", "fri_pm"])
    shown = listed(desk)
    assert "Tuesday morning, Friday afternoon" in shown
    assert str(therapist) in shown


def test_a_recall_appears_on_its_day(desk, patient, receptionist):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    entry = waits(patient=patient, by=receptionist, kind="recall", due_on=tomorrow)
    assert patient.birth_name not in listed(desk, "recall")
    assert patient.birth_name in listed(desk, "recall", later="1")
    WaitingEntry.objects.filter(pk=entry.pk).update(due_on=timezone.localdate())
    assert patient.birth_name in listed(desk, "recall")


def test_a_recall_that_is_urgent_says_so(desk, patient, therapist):
    waits(patient=patient, by=therapist, kind="recall", due_on=timezone.localdate(), urgency="today")
    assert "state-danger" in listed(desk, "recall")


def test_the_tabs_count_who_is_due(desk, patient, receptionist):
    waits(patient=patient, by=receptionist)
    waits(patient=patient, by=receptionist, kind="call_back")
    waits(patient=patient, by=receptionist, kind="recall", due_on=datetime.date(2199, 1, 1))
    assert waiting.counts(receptionist, timezone.localdate()) == {"waiting": 1, "recall": 0, "call_back": 1}


@pytest.mark.parametrize("tab", ["waiting", "recall", "call_back", "ended"])
def test_an_empty_tab_says_what_will_be_there(desk, tab):
    assert 'class="empty"' in listed(desk, tab)


def test_a_therapist_sees_the_own_patients_and_who_asked_for_her(
    therapist_client, therapist, patient, receptionist
):
    asked_for, strange = somebody(receptionist), somebody(receptionist)
    waits(patient=patient, by=receptionist)
    waits(patient=asked_for, by=receptionist, therapist=therapist)
    waits(patient=strange, by=receptionist)
    shown = listed(therapist_client)
    assert patient.birth_name in shown
    assert asked_for.birth_name in shown
    assert strange.birth_name not in shown


@pytest.mark.parametrize("tab", ["waiting", "ended"])
def test_fifty_who_wait_cost_as_many_queries_as_one(desk, receptionist, therapist, tab):
    def add() -> None:
        patient = somebody(receptionist)
        entry = waits(patient=patient, by=receptionist, therapist=therapist)
        visit(patient=patient, therapist=therapist, by=receptionist, start=at(9, days=2))
        if tab == "ended":
            actions.close_waiting(entry=entry, outcome="spoken", version=1, by=receptionist)

    add()
    one = queries_of(desk, reverse("waiting_list"), {"tab": tab})
    for _ in range(49):
        add()
    assert queries_of(desk, reverse("waiting_list"), {"tab": tab}) == one


@pytest.mark.parametrize("query", [{"tab": "\x00"}, {"tab": "x", "page": "-1"}, {"page": "9" * 30}])
def test_an_address_that_makes_no_sense_is_the_first_page(desk, query):
    assert desk.get(reverse("waiting_list"), query).status_code == 200


# Putting somebody on the list


def test_the_desk_puts_somebody_on_the_list(desk, patient, therapist):
    shown = put(desk, patient, kind="waiting", therapist=therapist.pk, wishes=["mon_am", "thu_pm"])
    assert "is on the list" in main(shown)
    entry = WaitingEntry.objects.get()
    assert (entry.therapist, entry.wishes) == (therapist, ["mon_am", "thu_pm"])


def test_nobody_stands_on_the_list_twice(desk, patient, receptionist):
    entry = waits(patient=patient, by=receptionist)
    response = put(desk, patient, kind="waiting")
    assert response.redirect_chain[-1][0] == reverse("waiting_entry", args=[entry.pk])
    assert "is on the list already" in main(response)
    assert WaitingEntry.objects.count() == 1


def test_a_therapist_asks_for_a_call_without_saying_why(therapist_client, desk, episode, patient):
    put(therapist_client, patient, kind="call_back", episode=episode.pk, urgency="today")
    entry = WaitingEntry.objects.get()
    assert (entry.kind, entry.episode, entry.urgency) == ("call_back", episode, "today")
    shown = listed(desk, "call_back")
    assert patient.birth_name in shown
    assert f"tel:{patient.phone}" in shown


def test_a_recall_is_planned_from_the_record(therapist_client, episode, patient):
    put(therapist_client, patient, kind="recall", episode=episode.pk, due_in="13")
    due = timezone.localdate() + datetime.timedelta(weeks=13)
    assert WaitingEntry.objects.get().due_on == due


def test_the_record_has_both_small_forms(therapist_client, episode):
    shown = main(therapist_client.get(reverse("episode_detail", args=[episode.pk])))
    assert "Ask the desk to call" in shown
    assert "Plan a recall" in shown
    put(therapist_client, episode.patient, kind="call_back", episode=episode.pk)
    asked = main(therapist_client.get(reverse("episode_detail", args=[episode.pk])))
    assert "Ask the desk to call" not in asked


def test_a_therapist_does_not_fill_the_desks_own_list(therapist_client, patient):
    assert put(therapist_client, patient, kind="waiting").status_code == 403
    assert not WaitingEntry.objects.exists()


def test_only_a_therapist_says_how_soon(desk, patient):
    put(desk, patient, kind="waiting", urgency="today")
    assert WaitingEntry.objects.get().urgency == ""


def test_a_recall_needs_a_day(desk, patient):
    shown = main(put(desk, patient, kind="recall"))
    assert "Choose when the patient is to be called up again" in shown
    assert not WaitingEntry.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"wishes": ["sun_am"]},
        {"therapist": "9" * 30},
        {"episode": "x\x00"},
        {"kind": "recall", "due_on": "0001-01-01"},
        {"kind": "recall", "due_on": "9999-12-31"},
        {"kind": "recall", "due_on": "😀"},
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, patient, data):
    response = put(desk, patient, **{"kind": "waiting", **data})
    assert "error-summary" in main(response)
    assert not WaitingEntry.objects.exists()


def test_the_episode_of_somebody_else_is_refused(desk, patient, therapist, receptionist):
    other = factories.episode(therapist=therapist, patient_=somebody(receptionist), by=receptionist)
    put(desk, patient, kind="waiting", episode=other.pk)
    assert not WaitingEntry.objects.exists()


def test_the_list_is_offered_for_the_one_episode_that_is_open(desk, episode):
    page = desk.get(reverse("waiting_add", args=[episode.patient_id]))
    assert page.context["form"]["episode"].value() == episode.pk
