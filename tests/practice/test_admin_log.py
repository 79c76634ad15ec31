"""The log as the manager reads it."""

import datetime

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from practice import audit
from practice.models import AuditEvent
from records.models import History
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


def test_the_log_counts_its_entries_in_the_plural(manager_client, settings, receptionist):
    settings.LANGUAGE_CODE = "en"
    factories.patient(by=receptionist)
    assert " log entries" in " ".join(manager_client.get(reverse(LOG)).content.decode().split())


def test_looking_at_the_list_of_patients_is_logged_without_the_search(manager_client, manager, receptionist):
    factories.patient(by=receptionist)
    manager_client.get(reverse("admin:practice_patient_changelist"), {"q": "Berg"})
    event = AuditEvent.objects.get(verb="admin.read")
    assert (event.actor, event.patient) == (manager, None)
    assert "Berg" not in event.subject_label


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
    [{"from": "ooit"}, {"until": "2026-02-31"}, {"q": "9" * 40}, {"verb": "no.such"}, {"role": "owner"}],
)
def test_nonsense_in_the_filters_of_the_log_does_no_harm(manager_client, query):
    audit.record("patient.read", by=audit.SYSTEM)
    assert shown(manager_client, **query) or "q" in query


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


# What the manager is not told


def change_page(event: AuditEvent) -> str:
    return reverse("admin:practice_auditevent_change", args=[event.pk])


@pytest.mark.parametrize(
    ("telling", "plain"),
    [
        ("intake.emergency_shown", "intake.page_saved"),
        ("intake.emergency_confirmed", "intake.page_saved"),
        ("alert.raised", "intake.page_saved"),
        ("alert.read", "intake.read"),
        ("alert.attempted", "screening.saved"),
        ("alert.answered", "screening.saved"),
        ("consent.refused", "consent.given"),
        ("consent.withdrawn", "consent.given"),
    ],
)
def test_verbs_that_tell_what_came_out_read_as_one_that_does_not(manager_client, therapist, telling, plain):
    events = [audit.record(verb, by=therapist) for verb in (telling, plain)]
    log = admin.site._registry[AuditEvent]
    assert log.sentence(events[0]) == log.sentence(events[1])
    assert set(shown(manager_client, verb=plain)) == set(events)
    assert len(shown(manager_client, verb=telling)) > 2  # an action that is not offered filters nothing
    page = manager_client.get(change_page(events[0])).content.decode()
    assert telling not in page
    assert str(audit.VERBS[telling][0]) not in page


def test_the_list_of_actions_offers_no_telling_verb(manager_client):
    page = manager_client.get(reverse(LOG)).content.decode()
    assert 'value="consent.given"' in page
    assert "emergency" not in page
    assert "consent.refused" not in page


def test_a_reminder_of_the_system_is_not_in_the_log_of_the_manager(manager_client, receptionist):
    patient = factories.patient(by=receptionist)
    audit.record("alert.reminded", by=audit.SYSTEM, patient=patient)
    assert shown(manager_client, role="system") == []


def test_the_log_is_not_sorted_by_action():
    assert not hasattr(admin.site._registry[AuditEvent].sentence, "admin_order_field")


def test_names_of_clinical_fields_are_not_shown(manager_client, therapist, receptionist):
    patient = factories.patient(by=receptionist)
    history = History(pk=1)
    clinical = audit.record("history.saved", by=therapist, subject=history, changed=["red_flags_note"])
    plain = audit.record("patient.changed", by=therapist, subject=patient, changed=["city"])
    assert "red_flags_note" not in manager_client.get(change_page(clinical)).content.decode()
    assert "city" in manager_client.get(change_page(plain)).content.decode()
