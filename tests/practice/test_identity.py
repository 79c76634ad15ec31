"""Identity at the desk: which document was seen, by whom and when; the BSN only after that, and masked."""

import functools

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from practice import actions
from practice.forms import IdentityForm, PatientForm
from practice.models import AuditEvent, IdentityCheck, Patient
from tests import factories
from tests.at_once import all_at_once
from tests.pages import main, page, queries_of

pytestmark = pytest.mark.django_db

BSN, OTHER_BSN = factories.TEST_BSNS[:2]
PASSPORT = {"document_kind": "passport", "document_number": "SPECI2014"}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def patient(receptionist) -> Patient:
    return factories.patient(by=receptionist)


def address(patient: Patient) -> str:
    return reverse("identity_check", args=[patient.pk])


def seen(patient: Patient, **extra: object) -> dict[str, object]:
    """The page as the browser sends it back."""
    return {"version": patient.version, **PASSPORT, **extra}


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


# What is kept.


@pytest.mark.parametrize("rubbish", ["\x00", "x" * 5000, "9" * 400, "-1", "<script>", "🦴", "½"])
@pytest.mark.parametrize("name", list(IdentityForm.base_fields))
def test_rubbish_is_an_answer_and_not_a_crash(desk, patient, name, rubbish):
    assert desk.post(address(patient), seen(patient, **{name: rubbish})).status_code in (200, 302)


def test_an_empty_request_is_an_answer_and_not_a_crash(desk, patient):
    response = desk.post(address(patient), {})
    assert "Choose which document you have seen" in page(response)
    assert not IdentityCheck.objects.exists()


def test_kind_number_who_and_when_are_kept(desk, patient, receptionist):
    before = timezone.now()
    response = desk.post(address(patient), seen(patient))
    check = IdentityCheck.objects.get()
    assert response["Location"] == reverse("patient_detail", args=[patient.pk])
    assert (check.patient, check.kind, check.number) == (patient, "passport", "SPECI2014")
    assert (check.seen_by, check.seen_by_name) == (receptionist, str(receptionist))
    assert before <= check.seen_at <= timezone.now()


def test_the_bsn_goes_along_in_the_same_step(desk, patient):
    desk.post(address(patient), seen(patient, bsn=BSN))
    patient.refresh_from_db()
    assert patient.bsn == BSN
    assert patient.identity_checked


def test_registering_takes_the_document_and_the_bsn(desk):
    desk.post(reverse("patient_register"), typed(**PASSPORT, bsn=BSN))
    patient = Patient.objects.get()
    assert (patient.bsn, patient.identity_checks.get().number) == (BSN, "SPECI2014")


def test_the_log_says_who_saw_a_document_and_not_its_number(desk, patient, receptionist):
    desk.post(address(patient), seen(patient, bsn=BSN))
    event = AuditEvent.objects.get(verb="identity.checked")
    assert (event.actor, event.patient) == (receptionist, patient)
    for row in AuditEvent.objects.all().values():
        assert "SPECI2014" not in str(row)
        assert BSN not in str(row)
    assert AuditEvent.objects.get(verb="patient.changed").changed_fields == ["bsn"]


def test_a_later_check_stands_beside_the_earlier_one(desk, patient):
    desk.post(address(patient), seen(patient))
    desk.post(address(patient), seen(patient, document_kind="licence", document_number="1234567890"))
    shown = main(desk.get(address(patient)))
    assert shown.index("Driving licence") < shown.index("Passport", shown.index("Checked before"))
    assert IdentityCheck.objects.count() == 2


def test_a_check_stays_as_it_was_noted(patient, receptionist):
    check = actions.check_identity(patient=patient, kind="passport", number="SPECI2014", by=receptionist)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityCheck.objects.filter(pk=check.pk).update(kind="licence")


@pytest.mark.parametrize("made", ["update", "insert"])
def test_the_database_refuses_a_bsn_of_whom_nobody_identified(patient, receptionist, made):
    with pytest.raises(IntegrityError), transaction.atomic():
        if made == "update":
            Patient.objects.filter(pk=patient.pk).update(bsn=BSN, bsn_digest="x" * 64)
        else:
            Patient.objects.create(**factories.patient_data(bsn=BSN), number=9999, registered_by=receptionist)


def test_the_bsn_can_be_removed_and_the_check_stays(desk, receptionist):
    patient = factories.patient(by=receptionist, bsn=BSN)
    form = PatientForm(typed(version=1, bsn_remove="on"), patient=patient)
    assert form.is_valid(), form.errors
    actions.change_patient(patient=patient, data=form.patient_data(), version=1, by=receptionist)
    patient.refresh_from_db()
    assert (patient.bsn, patient.identity_checked) == (None, True)


# What is shown.


def test_only_the_last_characters_are_shown_anywhere(desk, receptionist, therapist_client, therapist):
    patient = factories.patient(by=receptionist, bsn=BSN)
    factories.episode(therapist=therapist, patient_=patient)
    for name in ("patient_detail", "patient_edit", "identity_check"):
        shown = page(desk.get(reverse(name, args=[patient.pk])))
        assert BSN not in shown
        assert "SPECI2014" not in shown
        assert "••••••019" in shown
    for name in ("patient_detail", "identity_check"):
        assert "••••••014" in page(desk.get(reverse(name, args=[patient.pk])))
    shown = page(therapist_client.get(reverse("patient_detail", args=[patient.pk])))
    assert BSN not in shown
    assert "SPECI2014" not in shown


def test_the_patient_page_says_whether_the_identity_is_checked(desk, patient, receptionist):
    patient_page = reverse("patient_detail", args=[patient.pk])
    assert "not checked" in main(desk.get(patient_page))
    actions.check_identity(patient=patient, kind="passport", number="SPECI2014", by=receptionist)
    shown = main(desk.get(patient_page))
    assert "not checked" not in shown
    assert f"seen by {receptionist}" in shown
    assert address(patient) in shown


def test_the_therapist_sees_the_state_and_no_button(therapist, therapist_client, patient):
    factories.episode(therapist=therapist, patient_=patient)
    shown = main(therapist_client.get(reverse("patient_detail", args=[patient.pk])))
    assert "not checked" in shown
    assert address(patient) not in shown


def test_the_page_asks_the_same_of_the_database_for_one_check_and_for_fifty(desk, patient, receptionist):
    few = functools.partial(
        actions.check_identity, patient=patient, kind="passport", number="SPECI2014", by=receptionist
    )
    few()
    before = queries_of(desk, address(patient))
    for _ in range(49):
        few()
    assert queries_of(desk, address(patient)) == before


def test_many_patients_tell_that_they_are_identified_in_one_query(receptionist, django_assert_num_queries):
    for bsn in factories.TEST_BSNS[:3]:
        factories.patient(by=receptionist, bsn=bsn)
    with django_assert_num_queries(2):
        assert all(one.identity_checked for one in Patient.objects.prefetch_related("identity_checks"))


def test_a_document_that_was_seen_counts_for_the_registration_that_is_left(desk, patient, receptionist):
    gone = factories.patient(by=receptionist, bsn=BSN)
    Patient.objects.filter(pk=gone.pk).update(merged_into=patient)
    assert patient.identity_checked
    assert "not checked" not in main(desk.get(reverse("patient_detail", args=[patient.pk])))
    assert "••••••014" in main(desk.get(address(patient)))


def test_afterwards_it_leads_back_to_where_somebody_came_from(desk, patient):
    came_from = reverse("patient_list")
    response = desk.post(f"{address(patient)}?next={came_from}", seen(patient))
    assert response["Location"] == came_from


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "\x00"]
)
def test_it_leads_nowhere_else(desk, patient, elsewhere):
    response = desk.post(f"{address(patient)}?next={elsewhere}", seen(patient))
    assert response["Location"] == reverse("patient_detail", args=[patient.pk])


# A BSN is of one patient.


def test_a_bsn_that_is_known_leads_to_whoever_has_it(desk, patient, receptionist):
    known = factories.patient(by=receptionist, bsn=BSN)
    shown = main(desk.post(address(patient), seen(patient, bsn=BSN)))
    assert f"belongs to patient {known.number} already" in shown
    assert reverse("patient_detail", args=[known.pk]) in shown
    assert not patient.identity_checks.exists()


def test_a_bsn_of_a_registration_that_was_merged_leads_to_the_one_that_is_left(desk, patient, receptionist):
    gone, kept = factories.patient(by=receptionist, bsn=BSN), factories.patient(by=receptionist)
    Patient.objects.filter(pk=gone.pk).update(merged_into=kept)
    shown = main(desk.post(address(patient), seen(patient, bsn=BSN)))
    assert f"patient {gone.number}, who is patient {kept.number} now" in shown
    assert reverse("patient_detail", args=[kept.pk]) in shown


def test_a_bsn_that_a_colleague_took_a_moment_ago_is_explained(desk, patient, receptionist, monkeypatch):
    factories.patient(by=receptionist, bsn=BSN)
    monkeypatch.setattr("practice.forms.identity.IdentityFields._other_with", lambda form, bsn: None)
    response = desk.post(address(patient), seen(patient, bsn=BSN))
    assert "A colleague has just registered this BSN" in page(response)
    assert not patient.identity_checks.exists()


def test_a_colleague_who_gave_another_bsn_meanwhile_is_not_overwritten(desk, patient, receptionist):
    mine = seen(patient, bsn=BSN)
    actions.check_identity(patient=patient, kind="passport", number="SPECI2014", by=receptionist)
    actions.change_patient(patient=patient, data={"bsn": OTHER_BSN}, version=1, by=receptionist)
    response = desk.post(address(patient), mine)
    shown = page(response)
    assert "A colleague changed this registration just now" in shown
    assert f'value="{PASSPORT["document_number"]}"' in shown
    assert "••••••020" in shown
    patient.refresh_from_db()
    assert patient.bsn == OTHER_BSN
    again = {name: response.context["form"][name].value() for name in mine}
    desk.post(address(patient), again)
    patient.refresh_from_db()
    assert patient.bsn == BSN


@pytest.mark.django_db(transaction=True)
def test_two_people_who_type_one_bsn_at_one_moment_register_it_once(receptionist):
    def register() -> object:
        data, identity = factories.patient_data(bsn=BSN), {"kind": "passport", "number": "SPECI2014"}
        try:
            return actions.register_patient(data=data, identity=identity, by=receptionist)
        except IntegrityError:
            return None

    made = all_at_once(4, register)
    assert len([one for one in made if one]) == 1
    assert Patient.objects.with_bsn(BSN).count() == Patient.objects.count() == 1


# Who may.


def test_nobody_but_the_desk_checks_identities(client, therapist, therapist_client, manager_client, patient):
    factories.episode(therapist=therapist, patient_=patient)
    assert therapist_client.post(address(patient), seen(patient)).status_code == 403
    assert manager_client.post(address(patient), seen(patient)).status_code == 403
    assert reverse("account_login") in client.get(address(patient))["Location"]
    assert not IdentityCheck.objects.exists()


@pytest.mark.parametrize("pk", [999999, 2**63, 10**30])
def test_a_patient_who_does_not_exist_is_not_found(desk, pk):
    assert desk.get(reverse("identity_check", args=[pk])).status_code == 404


def test_only_reading_and_sending_are_understood(desk, patient):
    assert desk.put(address(patient)).status_code == 405
