"""What can happen to registration data, and what the log keeps of it."""

import pytest
from django.db import IntegrityError, transaction

from practice import actions
from practice.models import AuditEvent, Episode, GeneralPractitioner, Patient, Practice
from tests import factories

pytestmark = pytest.mark.django_db

GP = {"name": "dr. Vermeer", "practice_name": "Huisartsen Oost", "city": "Utrecht", "phone": "+31302345678"}


@pytest.fixture
def patient(receptionist) -> Patient:
    return factories.patient(by=receptionist)


def verbs(patient: Patient) -> list[str]:
    return list(AuditEvent.objects.filter(patient=patient).order_by("pk").values_list("verb", flat=True))


def test_patient_numbers_follow_each_other(patient, receptionist):
    assert factories.patient(by=receptionist).number == patient.number + 1
    assert Practice.objects.get().next_patient_number == patient.number + 2


def test_registering_notes_patient_representative_and_episode(receptionist, therapist):
    patient = actions.register_patient(
        data=factories.patient_data(),
        representative={"name": "Els", "relation": "mentor", "phone": "+31612345678", "email": ""},
        episode={"complaint": "neck", "therapist": therapist, "referred_by": ""},
        by=receptionist,
    )
    assert verbs(patient) == ["patient.registered", "representative.added", "episode.opened"]
    assert patient.episodes.get().opened_by == receptionist


def test_a_registration_happens_whole_or_not_at_all(receptionist):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.register_patient(
            data=factories.patient_data(),
            representative={"name": "Els", "relation": "stranger"},
            by=receptionist,
        )
    assert not Patient.objects.exists()
    assert not AuditEvent.objects.filter(verb="patient.registered").exists()


def test_a_new_gp_joins_the_list_once(receptionist):
    for _ in range(2):
        actions.register_patient(data=factories.patient_data(), general_practitioner=GP, by=receptionist)
    assert GeneralPractitioner.objects.count() == 1
    assert AuditEvent.objects.filter(verb="gp.added").count() == 1
    assert {patient.general_practitioner.name for patient in Patient.objects.all()} == {"dr. Vermeer"}


def test_a_bsn_is_given_out_once(patient, receptionist):
    data = factories.patient_data(bsn="999990019")
    identity = {"kind": "passport", "number": "SPECI2014"}
    actions.register_patient(data=data, identity=identity, by=receptionist)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.register_patient(data=data, identity=identity, by=receptionist)


def test_the_bsn_is_unreadable_in_the_database(receptionist, django_assert_num_queries):
    patient = factories.patient(by=receptionist, bsn="999990019")
    with transaction.atomic():
        raw = Patient.objects.filter(pk=patient.pk).extra(select={"raw": "bsn"}).values_list("raw").get()
    assert "999990019" not in str(raw)
    assert Patient.objects.get(pk=patient.pk).bsn == "999990019"


def test_a_change_notes_which_fields_and_never_their_values(patient, receptionist):
    actions.change_patient(
        patient=patient, data={"city": "Zeist", "initials": "S."}, version=1, by=receptionist
    )
    event = AuditEvent.objects.get(verb="patient.changed")
    assert event.changed_fields == ["city"]
    assert "Zeist" not in str(vars(event))


def test_a_change_of_an_older_version_changes_nothing(patient, receptionist):
    actions.change_patient(patient=patient, data={"city": "Zeist"}, version=1, by=receptionist)
    with pytest.raises(actions.StalePatientError) as stale:
        actions.change_patient(patient=patient, data={"city": "Ede"}, version=1, by=receptionist)
    assert stale.value.newer.city == "Zeist"
    assert Patient.objects.get().city == "Zeist"


def test_every_version_of_a_registration_is_kept(patient, receptionist):
    actions.change_patient(patient=patient, data={"city": "Zeist"}, version=1, by=receptionist)
    assert list(patient.history.order_by("version").values_list("version", "city")) == [(1, ""), (2, "Zeist")]


def test_a_second_open_episode_for_one_complaint_is_impossible(patient, receptionist, therapist):
    opened = {"patient": patient, "complaint": "neck", "therapist": therapist, "by": receptionist}
    actions.open_episode(**opened)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.open_episode(**opened)
    assert Episode.objects.count() == 1
