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
