"""A BSN and what two registrations of one person say about it, there and back."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from practice import actions, finding
from practice.forms import PatientForm
from practice.forms.identity import DOCUMENT_FIRST
from practice.models import IdentityCheck, Patient
from practice.models.patient import bsn_digest
from practice.triggers import drop_triggers, install_triggers
from tests import factories
from tests.merge_world import double_of, merge

pytestmark = pytest.mark.django_db
BSN, OTHER_BSN = factories.TEST_BSNS[:2]
IDENTITY = {"kind": "passport", "number": "SPECI2014"}


@pytest.fixture
def kept(receptionist) -> Patient:
    return factories.patient(by=receptionist)


@pytest.fixture
def gone(kept) -> Patient:
    return double_of(kept)


def now(row):
    return type(row).objects.get(pk=row.pk)


def form_of(patient: Patient, **extra: object) -> dict[str, object]:
    """The page with the registration data as the browser sends it."""
    form = PatientForm(patient=now(patient))
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")} | extra


def known_of_old(patient: Patient, bsn: str) -> None:
    """A BSN from before identity documents were noted here."""
    assert not IdentityCheck.objects.filter(patient=patient).exists()
    drop_triggers()
    patient = now(patient)
    patient.bsn = bsn
    patient.save()
    install_triggers()


def test_a_bsn_from_before_documents_were_noted_comes_along(kept, gone, receptionist):
    known_of_old(gone, BSN)
    made = merge(kept=kept, gone=gone, taken=("bsn",))
    assert (now(kept).bsn, now(gone).bsn) == (BSN, None)
    actions.undo_merge(merge=made, by=receptionist)
    assert (now(kept).bsn, now(gone).bsn) == (None, BSN)


def test_who_is_kept_gets_a_bsn_from_before_documents_back(kept, gone, receptionist):
    known_of_old(kept, BSN)
    actions.check_identity(patient=gone, by=receptionist, **IDENTITY)
    version = now(gone).version
    actions.change_patient(patient=gone, data={"bsn": OTHER_BSN}, version=version, by=receptionist)
    made = merge(kept=kept, gone=gone, taken=("bsn",))
    actions.undo_merge(merge=made, by=receptionist)
    assert (now(kept).bsn, now(gone).bsn) == (BSN, OTHER_BSN)


def test_a_bsn_nobody_ever_had_still_needs_a_document(kept, gone, receptionist):
    merge(kept=kept, gone=gone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.filter(pk=kept.pk).update(bsn=BSN, bsn_digest=bsn_digest(BSN))


@pytest.fixture
def with_the_other_bsn(kept, receptionist):
    """Two BSNs, of which the wrong one was chosen when the registrations became one."""
    kept = factories.patient(by=receptionist, bsn=BSN)
    gone = double_of(kept, bsn=OTHER_BSN)
    return merge(kept=kept, gone=gone)


def test_the_bsn_that_was_not_chosen_can_still_be_given(desk, with_the_other_bsn):
    kept = now(with_the_other_bsn.kept)
    address = reverse("identity_check", args=[kept.pk])
    document = {"document_kind": "passport", "document_number": "SPECI2014"}
    answer = desk.post(address, {**document, "bsn": OTHER_BSN, "version": kept.version})
    assert answer.status_code == 302
    assert (now(kept).bsn, now(with_the_other_bsn.gone).bsn) == (OTHER_BSN, None)


def test_the_bsn_that_was_given_later_stays_when_the_merge_is_undone(with_the_other_bsn, receptionist):
    kept, gone = now(with_the_other_bsn.kept), with_the_other_bsn.gone
    actions.change_patient(patient=kept, data={"bsn": OTHER_BSN}, version=kept.version, by=receptionist)
    actions.undo_merge(merge=with_the_other_bsn, by=receptionist)
    assert (now(kept).bsn, now(gone).bsn) == (OTHER_BSN, None)


def test_an_undone_merge_that_took_the_document_away_is_told_as_it_is(desk, kept, gone, receptionist):
    actions.check_identity(patient=gone, by=receptionist, **IDENTITY)
    made = merge(kept=kept, gone=gone)
    form = PatientForm(form_of(kept, bsn=BSN), patient=now(kept))
    assert form.is_valid(), form.errors
    actions.undo_merge(merge=made, by=receptionist)
    assert form.refuse_bsn()
    assert form.errors["bsn"] == [DOCUMENT_FIRST]


def test_what_has_nothing_to_do_with_the_bsn_is_not_blamed_on_it(kept):
    form = PatientForm(form_of(kept), patient=now(kept))
    assert form.is_valid(), form.errors
    assert not form.refuse_bsn()


def test_who_speaks_for_somebody_is_added_once(kept, receptionist):
    parent = {"name": "A. Berg", "relation": "parent", "phone": "", "email": ""}
    added = [actions.add_representative(patient=kept, data=parent, by=receptionist) for _ in range(2)]
    assert added[0] == added[1]


@pytest.mark.parametrize("said", ["P-77", "p-77", " P-77 "])
def test_a_number_from_the_system_before_finds_who_is_kept(kept, receptionist, said):
    gone = double_of(kept, previous_number="P-77")
    merge(kept=kept, gone=gone)
    assert finding.find(receptionist, said).patients == [kept]
    assert finding.find(receptionist, f"{said}\0").patients == [kept]
    assert not finding.find(receptionist, "P-78").patients
