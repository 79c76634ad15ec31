"""The pages that belong to nobody: the door, the pulse, and what is said when something is refused."""

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from practice.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_database_that_is_away_is_said_in_one_line(client, monkeypatch):
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get(reverse("healthz"))
    assert (response.status_code, response.content) == (503, b"database does not answer")


@pytest.mark.parametrize("who", ["desk", "therapist_client", "manager_client"])
def test_the_start_is_only_looked_at(request, who):
    client = request.getfixturevalue(who)
    assert client.get(reverse("home")).status_code == 302
    assert client.post(reverse("home")).status_code == 405


@pytest.mark.parametrize("name", ["episode_detail", "session_new", "intake_answers"])
def test_a_refused_record_is_noted_on_its_patient(desk, receptionist, therapist, name):
    episode = factories.episode(therapist=therapist)
    assert desk.get(reverse(name, args=[episode.pk])).status_code == 403
    event = AuditEvent.objects.get(verb="access.refused")
    assert (event.actor, event.patient, event.subject_label) == (receptionist, episode.patient, name)
    assert (event.subject_type, event.subject_id) == ("episode", str(episode.pk))


def test_refused_registration_data_are_noted_on_their_patient(manager_client, receptionist):
    patient = factories.patient(by=receptionist)
    assert manager_client.get(reverse("patient_detail", args=[patient.pk])).status_code == 403
    assert AuditEvent.objects.get(verb="access.refused").patient == patient


@pytest.mark.parametrize("pk", [999999, 2**63, 10**30])
def test_a_refusal_about_nobody_is_noted_all_the_same(desk, pk):
    assert desk.get(reverse("episode_detail", args=[pk])).status_code == 403
    assert AuditEvent.objects.get(verb="access.refused").patient is None


@pytest.mark.parametrize(
    ("name", "query", "verb"),
    [("patient_list", {}, "patients.listed"), ("patient_list", {"q": "Jansen"}, "patients.searched")],
)
def test_reading_a_list_at_the_desk_is_one_line_without_what_was_typed(desk, receptionist, name, query, verb):
    desk.get(reverse(name), query)
    event = AuditEvent.objects.exclude(verb="staff.signed_in").get(actor=receptionist)
    assert (event.verb, event.subject_label, event.changed_fields) == (verb, "", [])


def test_a_search_by_bsn_is_noted_without_the_bsn(desk, receptionist):
    desk.post(reverse("patient_list"), {"q": "999990019"})
    event = AuditEvent.objects.exclude(verb="staff.signed_in").get(actor=receptionist)
    assert (event.verb, event.subject_label) == ("patients.searched", "")


def test_reading_the_work_list_is_one_line(therapist_client, therapist):
    factories.episode(therapist=therapist)
    therapist_client.get(reverse("work_list"), {"q": "Jansen"})
    event = AuditEvent.objects.exclude(verb="staff.signed_in").get(actor=therapist)
    assert (event.verb, event.patient, event.subject_label) == ("worklist.read", None, "")


MADE_UP = ["\x00", "Berg\x00", "9" * 5000, "-1", "%", "(", "12-04-1985\x00"]


@pytest.mark.parametrize("text", MADE_UP)
def test_made_up_texts_in_an_address_of_the_desk_are_answered(desk, text):
    for name, part in (("patient_list", "q"), ("patient_list", "page"), ("patient_register", "q")):
        assert desk.get(reverse(name), {part: text}).status_code == 200
    assert desk.get(reverse("patient_list"), {"q": "berg", "page": text}).status_code == 200
    assert desk.post(reverse("patient_list"), {"q": text}, follow=True).status_code == 200


@pytest.mark.parametrize("text", MADE_UP)
def test_made_up_texts_in_an_address_of_a_therapist_are_answered(therapist_client, therapist, text):
    plan = factories.signed_plan(episode_=factories.examined_episode(therapist=therapist))
    assert therapist_client.get(reverse("work_list"), {"q": text}).status_code == 200
    address = reverse("consent", args=[plan.episode_id])
    assert therapist_client.get(address, {"text_language": text}).status_code == 200


@pytest.mark.parametrize("text", MADE_UP)
def test_made_up_texts_at_the_door_are_answered(client, text):
    assert client.get(reverse("account_login"), {"next": text}).status_code == 200
    assert client.get(reverse("intake_leave"), {"sent": text}).status_code in (200, 302)
    assert client.get(reverse("admin:login"), {"next": text}).status_code in (302, 400)
