"""What the desk may type, and what it is told when something is wrong."""

import datetime

import pytest
from django.utils import timezone, translation

from practice.forms import EpisodeForm, PatientForm, RegistrationForm, RepresentativeForm
from practice.models import GeneralPractitioner, Patient
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def typed(**extra: object) -> dict[str, object]:
    """What a receptionist types for an adult."""
    return {
        "initials": "sm",
        "birth_name": "van den Berg",
        "name_use": "birth",
        "birth_date": "12-04-1985",
        "sex": "f",
        "language": "nl",
        **extra,
    }


SEEN = {"document_kind": "passport", "document_number": "SPECI2014"}


def registration(**extra: object) -> RegistrationForm:
    return RegistrationForm(typed(**extra))


def errors(form, name: str) -> str:
    return " ".join(form.errors.get(name, []))


def years_ago(years: int) -> str:
    today = timezone.localdate()
    return f"01-01-{today.year - years}"


def test_little_is_enough_to_register_somebody(practice):
    form = registration()
    assert form.is_valid(), form.errors
    data = form.patient_data()
    assert (data["initials"], data["prefix"], data["birth_name"]) == ("S.M.", "van den", "Berg")
    assert data["birth_date"] == datetime.date(1985, 4, 12)
    assert (form.representative_data(), form.episode_data(), form.new_practitioner()) == (None, None, None)


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        ("31-02-1985", "no such day"),
        ("12-13-1985", "no such day"),
        ("31 feb 85", "no such day"),
        ("soon", "day, month and year"),
        ("12-04-1985 or so", "day, month and year"),
        ("01-01-2999", "in the future"),
        ("01-01-1880", "older than 120"),
        ("01-01-15", "four digits"),
        ("", "Fill in the birth date"),
        ("12-04-\x001985", ""),
    ],
)
def test_a_wrong_birth_date_is_explained(practice, date, sentence):
    assert sentence in errors(registration(birth_date=date), "birth_date")
    assert errors(registration(birth_date=date), "birth_date")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("06 12345678", "+31612345678"),
        ("+32 470 12 34 56", "+32470123456"),
        ("(020) 123 4567", "+31201234567"),
    ],
)
def test_a_phone_number_is_stored_one_way(practice, written, stored):
    form = registration(phone=written)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"].as_e164 == stored


def test_half_a_phone_number_is_refused(practice):
    assert "whole phone number" in errors(registration(phone="0612"), "phone")


@pytest.mark.parametrize("written", ["061234", "0612", "+31 6", "06 12345678", "call Els"])
def test_a_phone_number_stays_as_it_was_typed(practice, written):
    assert f'value="{written}"' in str(registration(phone=written)["phone"])


def test_a_stored_phone_number_is_shown_the_dutch_way(receptionist):
    form = PatientForm(patient=factories.patient(by=receptionist, phone="+31612345678"))
    assert 'value="06 12345678"' in str(form["phone"])


@pytest.mark.parametrize(("written", "stored"), [("3511ab", "3511 AB"), ("3511 AB", "3511 AB"), ("", "")])
def test_a_postcode_is_stored_one_way(practice, written, stored):
    form = registration(postcode=written)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["postcode"] == stored


def test_a_wrong_postcode_is_explained(practice):
    assert "four digits and two letters" in errors(registration(postcode="35 AB"), "postcode")


@pytest.mark.parametrize(
    ("written", "stored"),
    [("999990019", "999990019"), ("9999.90.019", "999990019"), ("99990003", "099990003"), ("", None)],
)
def test_a_bsn_passes_the_eleven_test(practice, written, stored):
    form = registration(**SEEN, bsn=written)
    assert form.is_valid(), form.errors
    assert form.patient_data()["bsn"] == stored


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("999990018", "a digit is wrong"),
        ("12345", "nine digits"),
        ("nine nine", "nine digits"),
        ("²²²²²²²²²", "nine digits"),
    ],
)
def test_a_wrong_bsn_is_explained(practice, written, sentence):
    assert sentence in errors(registration(**SEEN, bsn=written), "bsn")


def test_a_bsn_belongs_to_one_patient(receptionist):
    known = factories.patient(by=receptionist, bsn="999990019")
    form = registration(**SEEN, bsn="999990019")
    assert str(known.number) in errors(form, "bsn")
    assert form.bsn_holder == known


def test_a_partners_name_in_use_has_to_be_known(practice):
    assert "partner's name" in errors(registration(name_use="partner"), "partner_name")


@pytest.mark.parametrize("age", [3, 12, 15])
def test_somebody_speaks_for_a_child_under_16(practice, age):
    form = registration(birth_date=years_ago(age))
    assert {"representative_name", "representative_relation", "representative_phone"} <= set(form.errors)


def test_from_16_on_nobody_else_is_needed(practice):
    assert registration(birth_date=years_ago(17)).is_valid()


def test_only_a_parent_or_guardian_speaks_for_a_child(practice):
    who = {
        "representative_name": "Els",
        "representative_relation": "partner",
        "representative_phone": "0612345678",
    }
    form = registration(birth_date=years_ago(8), **who)
    assert "parent" in errors(form, "representative_relation")


def test_a_child_is_registered_with_its_mother(practice):
    who = {
        "representative_name": "Els",
        "representative_relation": "parent",
        "representative_phone": "0612345678",
    }
    form = registration(birth_date=years_ago(8), **who)
    assert form.is_valid(), form.errors
    assert form.representative_data()["name"] == "Els"


def test_half_a_representative_of_an_adult_is_not_lost_in_silence(practice):
    form = registration(representative_phone="0612345678")
    assert {"representative_name", "representative_relation"} <= set(form.errors)


def test_a_lookalike_asks_for_a_second_look(receptionist):
    known = factories.patient(by=receptionist, birth_name="Bérg")
    form = registration()
    assert errors(form, "not_same")
    assert [one.patient for one in form.known] == [known]
    assert registration(not_same=[str(known.pk)]).is_valid()


def test_the_same_name_on_another_day_is_somebody_else(receptionist):
    factories.patient(by=receptionist, birth_date=datetime.date(1985, 4, 13))
    assert registration().is_valid()


def test_an_episode_needs_a_complaint_and_a_therapist(practice):
    form = registration(send_to="screen")
    assert {"complaint", "therapist"} <= set(form.errors)


def test_a_link_by_mail_needs_an_address(therapist):
    form = registration(complaint="neck", therapist=therapist.pk, send_to="patient")
    assert "e-mail address" in errors(form, "email")


def test_a_gp_comes_from_the_list_or_is_new(practice):
    known = GeneralPractitioner.objects.create(name="dr. Vermeer")
    assert "not both" in errors(registration(general_practitioner=known.pk, gp_name="dr. Bos"), "gp_name")
    assert errors(registration(gp_city="Utrecht"), "gp_name")


def test_a_new_gp_is_read_from_the_form(practice):
    form = registration(gp_name="dr. Bos", gp_phone="030 2345678")
    assert form.is_valid(), form.errors
    assert form.new_practitioner()["name"] == "dr. Bos"


RUBBISH = ["\x00", "x" * 5000, "9" * 400, "-1", "<script>", "🦴"]


@pytest.mark.parametrize("rubbish", RUBBISH)
@pytest.mark.parametrize("name", list(RegistrationForm.base_fields))
def test_rubbish_in_any_field_is_an_answer_and_not_a_crash(practice, name, rubbish):
    registration(**{name: rubbish}).is_valid()


def test_missing_and_repeated_fields_are_no_crash(practice):
    assert not RegistrationForm({}).is_valid()
    assert not PatientForm({}, patient=factories.patient()).is_valid()


def test_the_known_bsn_is_shown_by_its_last_digits_only(receptionist):
    form = PatientForm(patient=factories.patient(by=receptionist, bsn="999990019"))
    assert "999990019" not in form.as_p()
    assert "019" in form.fields["bsn"].help_text


def test_an_untouched_bsn_stays(receptionist):
    patient = factories.patient(by=receptionist, bsn="999990019")
    form = PatientForm(typed(version=1), patient=patient)
    assert form.is_valid(), form.errors
    assert "bsn" not in form.patient_data()


def test_a_bsn_can_be_removed(receptionist):
    patient = factories.patient(by=receptionist, bsn="999990019")
    form = PatientForm(typed(version=1, bsn_remove="on"), patient=patient)
    assert form.is_valid(), form.errors
    assert form.patient_data()["bsn"] is None


def test_checking_a_form_leaves_the_patient_on_the_page_alone(receptionist):
    patient = factories.patient(by=receptionist)
    PatientForm(typed(version=1, birth_name="Changed"), patient=patient).is_valid()
    assert patient.birth_name == "Berg"


def test_a_second_open_episode_for_one_complaint_is_refused(therapist):
    episode = factories.episode(therapist=therapist, complaint="neck")
    form = EpisodeForm({"complaint": "neck", "therapist": therapist.pk}, patient=episode.patient)
    assert "open since" in errors(form, "complaint")


def test_only_therapists_who_work_here_now_can_treat(therapist, other_therapist, receptionist):
    other_therapist.is_active = False
    other_therapist.save()
    offered = EpisodeForm(patient=factories.patient(by=receptionist)).fields["therapist"].queryset
    assert list(offered) == [therapist]


@pytest.mark.parametrize("therapist_pk", ["abc", "\x00", "9" * 30, "0"])
def test_a_therapist_who_does_not_exist_is_refused(receptionist, therapist_pk):
    form = EpisodeForm(
        {"complaint": "neck", "therapist": therapist_pk}, patient=factories.patient(by=receptionist)
    )
    assert errors(form, "therapist")


def test_a_representative_is_registered_once(receptionist):
    patient = factories.patient(by=receptionist)
    data = {"name": "Els", "relation": "mentor", "phone": "0612345678"}
    patient.representatives.create(**data)
    assert "already" in errors(RepresentativeForm(data, patient=patient), "name")
    assert Patient.objects.get().representatives.count() == 1
