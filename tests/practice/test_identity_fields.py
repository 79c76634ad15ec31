"""What may be typed about an identity document, and what is said when it cannot be right."""

import pytest
from django.utils import translation

from practice import actions
from practice.forms import IdentityForm, PatientForm, RegistrationForm
from practice.models import Patient
from tests import factories

pytestmark = pytest.mark.django_db

BSN = factories.TEST_BSNS[0]
PASSPORT = {"document_kind": "passport", "document_number": "SPECI2014"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def patient(receptionist) -> Patient:
    return factories.patient(by=receptionist)


def seen(patient: Patient, **extra: object) -> dict[str, object]:
    """The page as the browser sends it back."""
    return {"version": patient.version, **PASSPORT, **extra}


def errors(form, name: str) -> str:
    return " ".join(form.errors.get(name, []))


def typed(**extra: object) -> dict[str, object]:
    return {
        "initials": "S.M.",
        "birth_name": "Jansen",
        "name_use": "birth",
        "birth_date": "12-04-1985",
        "sex": "f",
        "language": "nl",
        **extra,
    }


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        ("passport", "speci 2014", "SPECI2014"),
        ("passport", "C01X00T47", "C01X00T47"),  # another country's
        ("passport", "12 34.567-8", "12345678"),
        ("id_card", "IXR1AB2C3", "IXR1AB2C3"),
        ("licence", "1234 567 890", "1234567890"),
        ("aliens", "ir0000001", "IR0000001"),
    ],
)
def test_a_document_number_is_stored_one_way(patient, kind, written, stored):
    form = IdentityForm(seen(patient, document_kind=kind, document_number=written), patient=patient)
    assert form.is_valid(), form.errors
    assert form.identity_data() == {"kind": kind, "number": stored}


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        ("passport", "AB12", "letters and digits only"),
        ("passport", "A" * 21, "letters and digits only"),
        ("passport", "ÄBCDE1234", "letters and digits only"),
        ("id_card", "IXR1OB2C3", "never an O"),
        ("id_card", "123456789", "two letters first"),
        ("id_card", "IXR1AB2CD", "a digit last"),
        ("licence", "123456789", "ten digits"),
        ("licence", "12345678٩0", "ten digits"),
        ("aliens", "IR00001", "nine letters and digits"),
    ],
)
def test_a_wrong_document_number_is_explained(patient, kind, written, sentence):
    form = IdentityForm(seen(patient, document_kind=kind, document_number=written), patient=patient)
    assert sentence in errors(form, "document_number")


def test_a_bsn_is_no_document_number(patient):
    form = IdentityForm(seen(patient, document_number=BSN, bsn=BSN), patient=patient)
    assert "This is the BSN" in errors(form, "document_number")


@pytest.mark.parametrize(
    ("extra", "field"),
    [({"document_kind": "passport"}, "document_number"), ({"document_number": "SPECI2014"}, "document_kind")],
)
def test_half_a_document_is_not_lost_in_silence(practice, extra, field):
    form = RegistrationForm(typed(**extra))
    assert errors(form, field)
    assert list(form.errors) == [field]


def test_a_bsn_without_a_document_is_explained_at_the_bsn(practice):
    form = RegistrationForm(typed(bsn=BSN))
    assert "only from an identity document you have seen" in errors(form, "bsn")


def test_one_mistake_is_said_once(practice):
    form = RegistrationForm(typed(bsn=BSN, document_kind="licence", document_number="12"))
    assert list(form.errors) == ["document_number"]


def test_without_a_document_registration_goes_on_without_bsn(practice):
    assert RegistrationForm(typed()).is_valid()


def test_who_was_identified_before_gets_a_bsn_without_the_document(patient, receptionist):
    actions.check_identity(patient=patient, kind="passport", number="SPECI2014", by=receptionist)
    form = PatientForm(typed(version=1, bsn=BSN), patient=patient)
    assert form.is_valid(), form.errors
