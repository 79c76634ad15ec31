"""The log as the manager reads it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from practice import audit
from practice.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db

LOG = "admin:practice_auditevent_changelist"


def shown(client, **query: object) -> list[AuditEvent]:
    response = client.get(reverse(LOG), query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def test_the_log_shows_sentences_and_looking_is_logged(manager_client, manager, receptionist):
    factories.patient(by=receptionist)
    page = manager_client.get(reverse(LOG)).content.decode()
    assert str(audit.VERBS["patient.registered"][0]) in page
    assert AuditEvent.objects.filter(verb="audit.read", actor=manager).count() == 1


def test_the_log_is_found_by_patient_number_and_name(manager_client, receptionist):
    berg = factories.patient(by=receptionist, birth_name="Überg")
    dijk = factories.patient(by=receptionist, birth_name="Dijk")
    assert {event.patient for event in shown(manager_client, q=str(berg.number))} == {berg}
    assert {event.patient for event in shown(manager_client, q="uberg")} == {berg}
    assert {event.patient for event in shown(manager_client, q="dijk")} == {dijk}


def test_the_log_is_found_by_the_person_who_acted(manager_client, therapist, receptionist):
    patient = factories.patient(by=receptionist)
    audit.record("patient.read", by=therapist, patient=patient)
    found = shown(manager_client, q=therapist.last_name)
    assert [event.verb for event in found] == ["patient.read"]


def test_the_log_is_found_by_role_and_action(manager_client, therapist, receptionist):
    patient = factories.patient(by=receptionist)
    audit.record("patient.read", by=therapist, patient=patient)
    assert [event.actor for event in shown(manager_client, role="therapist")] == [therapist]
    assert [event.actor for event in shown(manager_client, verb="patient.registered")] == [receptionist]


def test_the_log_is_found_by_period_with_both_days_in_it(manager_client, receptionist):
    noon = timezone.make_aware(datetime.datetime(2026, 3, 10, 12))
    for days in (0, 1, 2):
        AuditEvent.objects.create(
            verb="patient.read",
            actor_name="Nobody",
            actor_role="system",
            at=noon + datetime.timedelta(days=days),
        )
    found = shown(manager_client, **{"from": "2026-03-11", "until": "2026-03-12"})
    assert [timezone.localdate(event.at).day for event in found] == [12, 11]


@pytest.mark.parametrize(
    "query",
    [{"from": "ooit"}, {"until": "2026-02-31"}, {"q": "\x00"}, {"q": "9" * 40}, {"verb": "no.such"}],
)
def test_nonsense_in_the_filters_of_the_log_does_no_harm(manager_client, query):
    assert manager_client.get(reverse(LOG), query, follow=True).status_code == 200


def test_the_log_cannot_be_changed_here(manager_client, receptionist):
    patient = factories.patient(by=receptionist)
    event = AuditEvent.objects.filter(patient=patient).first()
    assert manager_client.get(reverse("admin:practice_auditevent_change", args=[event.pk])).status_code == 200
    assert (
        manager_client.post(
            reverse("admin:practice_auditevent_change", args=[event.pk]), {"verb": "patient.read"}
        ).status_code
        == 403
    )
    url = reverse("admin:practice_auditevent_delete", args=[event.pk])
    assert manager_client.post(url, {"post": "yes"}).status_code == 403
    assert manager_client.get(reverse("admin:practice_auditevent_add")).status_code == 403


def test_the_log_takes_as_many_queries_for_many_lines(
    manager_client, receptionist, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        shown(manager_client)
    for _number in range(20):
        factories.patient(by=receptionist)
    with django_assert_max_num_queries(12):
        assert len(shown(manager_client)) > 20
