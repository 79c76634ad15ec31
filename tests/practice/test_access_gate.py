"""The two doors to a record: who gets through, and what the log keeps of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from practice.access import ROLE_PERMISSIONS, get_episode, get_patient
from practice.models import AuditEvent, Episode, Patient, Role, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(therapist, receptionist):
    return factories.episode(therapist=therapist, by=receptionist)


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-pk").first()


def test_the_desk_reads_any_patient_and_the_log_says_why(episode, receptionist):
    assert get_patient(receptionist, episode.patient_id) == episode.patient
    event = last_event()
    assert (event.verb, event.actor, event.patient) == ("patient.read", receptionist, episode.patient)
    assert event.basis == "reception task"


def test_a_therapist_reads_the_record_of_an_own_patient(episode, therapist):
    assert get_episode(therapist, episode.pk) == episode
    assert last_event().basis == "treatment relation"


def test_a_colleagues_patient_does_not_exist_and_the_attempt_is_noted(episode, other_therapist):
    for door, pk in ((get_patient, episode.patient_id), (get_episode, episode.pk)):
        with pytest.raises(Http404):
            door(other_therapist, pk)
        event = last_event()
        assert (event.verb, event.patient) == ("access.refused", episode.patient)


def test_the_desk_has_no_way_into_the_record(episode, receptionist):
    with pytest.raises(PermissionDenied):
        get_episode(receptionist, episode.pk)


def test_the_manager_has_no_way_to_patients(episode, manager):
    with pytest.raises(PermissionDenied):
        get_patient(manager, episode.patient_id)


def test_a_superuser_gets_no_patient_for_free(episode):
    technician = User.objects.create_superuser("root", "root@example.org", "x")
    with pytest.raises(PermissionDenied):
        get_patient(technician, episode.patient_id)


@pytest.mark.parametrize("pk", [0, 999999, 2**63, 10**30])
def test_a_number_that_belongs_to_nobody_is_not_found(receptionist, pk):
    with pytest.raises(Http404):
        get_patient(receptionist, pk)


def test_clinical_permissions_belong_to_therapists_only():
    clinical = {"records.view_record", "records.change_record", "intake.view_answers", "intake.review"}
    assert clinical <= ROLE_PERMISSIONS[Role.THERAPIST]
    assert not clinical & (ROLE_PERMISSIONS[Role.RECEPTIONIST] | ROLE_PERMISSIONS[Role.MANAGER])


def test_who_has_no_role_has_nobody_in_scope(episode, manager):
    technician = User.objects.create_superuser("root", "root@example.org", "x")
    for user in (technician, manager):
        assert not Patient.objects.visible_to(user).exists()
        assert not Episode.objects.visible_to(user).exists()
