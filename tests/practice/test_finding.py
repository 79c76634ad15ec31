"""Whom the search box finds, and in which order."""

import datetime

import pytest

from practice import actions, finding
from practice.models import Patient, PatientTerm, User
from tests import factories

pytestmark = pytest.mark.django_db


def person(by: User, name: str, **extra: object) -> Patient:
    """Somebody called so: "Jan de Vries"; without phone number or address unless said otherwise."""
    first, *prefix, birth = name.split()
    parts = {"first_name": first, "initials": f"{first[0]}.", "prefix": " ".join(prefix), "birth_name": birth}
    return factories.patient(by=by, **{"phone": "", "email": "", **parts, **extra})


def names(found: finding.Found) -> list[str]:
    return [one.full_name for one in found.patients]


@pytest.fixture
def jan(receptionist) -> Patient:
    return person(receptionist, "Jan de Vries")


@pytest.mark.parametrize(
    "said",
    [
        *("vries", "Vries, de", "de vries jan", "jan de vries", "VRIES, JAN DE", "vri ja", "devries"),
        *("fries", "de fries jan", "j. de vries"),
    ],
)
def test_parts_of_a_name_find_it_in_any_order_and_as_heard(receptionist, jan, said):
    person(receptionist, "Piet Dekker")
    assert names(finding.find(receptionist, said)) == ["Jan de Vries"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *(
            ("Sanne van den Berg", "vd berg"),
            ("Sanne van den Berg", "v.d. berg"),
            ("Jan Janszen", "jan jansen"),
        ),
        *(("Jan Meijer", "meyer"), ("Piet Backer", "bakker"), ("Zoë Müller", "zoe muller")),
        *(("Ayşe Çelik", "celik"), ("Ayşe Çelik", "tsjelik"), ("Rachid Benali", "rasjid ben ali")),
        *(("Sean O’Brien", "o'brien"), ("Sean O’Brien", "obrien"), ("Youssef Amrani", "joesef")),
    ],
)
def test_a_name_is_found_as_somebody_says_it(receptionist, written, said):
    person(receptionist, written)
    assert names(finding.find(receptionist, said)) == [written]


def test_who_is_spelled_so_comes_before_who_sounds_so(receptionist):
    for name in ("Anna Janszen", "Bea Jansen", "Cor Janssens", "Dirk Jans"):
        person(receptionist, name)
    found = finding.find(receptionist, "jansen")
    assert names(found) == ["Bea Jansen", "Anna Janszen", "Cor Janssens"]
    assert [one.found_by for one in found.patients] == [set(), {"sounds"}, {"sounds"}]


def test_a_whole_word_comes_before_the_beginning_of_one_and_more_is_said(receptionist):
    for index in range(6):
        person(receptionist, f"Bo Visser{chr(97 + index)}")
    person(receptionist, "Zus Visser")
    found = finding.find(receptionist, "visser", limit=3)
    assert names(found)[0] == "Zus Visser"
    assert (len(found.patients), found.more) == (3, True)


def test_as_many_as_fit_are_all_there_is(receptionist):
    for name in ("Anna Vos", "Bea Vos", "Cor Vos"):
        person(receptionist, name)
    found = finding.find(receptionist, "vos", limit=3)
    assert (names(found), found.more) == (["Anna Vos", "Bea Vos", "Cor Vos"], False)


HOME = {"postcode": "3511 AB", "house_number": 12, "house_letter": "A", "house_addition": "2"}


@pytest.mark.parametrize(
    "said",
    [
        *("3511AB12", "3511 ab 12", "3511AB 12a", "3511ab, 12", "3511ab 12a-2", "vries 3511 ab 12", "3511"),
        *(
            "0612345678",
            "06-1234",
            "06 12 34 56 78",
            "(06) 1234 5678",
            "jan 06 12 34 56 78",
            "0031 6 12345678",
        ),
        *("12-04-1985", "vries 120485", "12 april 1985 de vries", "jan 3511 ab 12 12-04-1985", "vries 12-04"),
        *("p-77", "vries P-77"),
    ],
)
def test_everything_else_that_is_said_finds_somebody_too(receptionist, said):
    person(receptionist, "Piet Dekker", birth_date=datetime.date(1960, 1, 2), postcode="3512 AB")
    jan = person(receptionist, "Jan de Vries", phone="+31612345678", **HOME)
    Patient.objects.filter(pk=jan.pk).update(previous_number="P-77")
    assert names(finding.find(receptionist, said)) == ["Jan de Vries"]


@pytest.mark.parametrize(
    "said", ["3511ab 12b", "3511ab 12a-3", "3511ab 13", "vries 3512ab", "jan 0611", "dekker 12-04-1985"]
)
def test_one_part_that_is_wrong_finds_nobody(receptionist, said):
    person(receptionist, "Jan de Vries", phone="+31612345678", **HOME)
    assert names(finding.find(receptionist, said)) == []


def test_a_number_from_the_system_before_is_said_to_be_that(receptionist, jan):
    Patient.objects.filter(pk=jan.pk).update(previous_number="70077")
    assert finding.find(receptionist, "70077").patients[0].found_by == {"previous"}


def test_a_phone_number_that_fits_is_said(receptionist):
    person(receptionist, "Jan de Vries", phone="+31612345678")
    assert finding.find(receptionist, "06123").patients[0].found_by == {"phone"}


def test_a_therapist_finds_own_patients_and_those_of_a_trainee(receptionist, therapist, other_therapist):
    trainee = factories.user("therapist", supervisor=therapist)
    for name, who in (("Own Vos", therapist), ("Trainee Vos", trainee), ("Other Vos", other_therapist)):
        factories.episode(therapist=who, patient_=person(receptionist, name))
    assert names(finding.find(therapist, "vos")) == ["Own Vos", "Trainee Vos"]
    assert names(finding.find(trainee, "vos")) == ["Trainee Vos"]


def test_a_manager_finds_nobody(manager, jan):
    assert finding.find(manager, "vries") == finding.Found()


@pytest.mark.parametrize("said", ["vries", "12-04-1985", "999990019"])
def test_a_registration_that_lives_on_in_another_is_not_found(receptionist, jan, said):
    gone = person(receptionist, "Jan de Vries", bsn="999990019")
    Patient.objects.filter(pk=gone.pk).update(merged_into=jan)
    assert gone not in finding.find(receptionist, said, posted=True).patients


@pytest.mark.parametrize("said", ["", "   ", "\0", "%", "🦴", "-", "'"])
def test_what_says_nothing_finds_nobody(receptionist, jan, said):
    assert finding.find(receptionist, said).patients == []


@pytest.mark.parametrize(
    "said", ["9" * 90, "a " * 50, "x" * 5000, "+" * 40, "0" * 12, "99999999999 1234567890123"]
)
def test_no_text_is_too_much(receptionist, jan, said):
    assert not finding.find(receptionist, said).more


# Words of names


def words(patient: Patient) -> set[str]:
    return set(patient.terms.values_list("word", flat=True))


def test_another_name_is_found_from_then_on_and_the_old_one_no_more(receptionist, jan):
    actions.change_patient(patient=jan, data={"birth_name": "Dekker"}, version=jan.version, by=receptionist)
    assert names(finding.find(receptionist, "dekker")) == ["Jan de Dekker"]
    assert names(finding.find(receptionist, "vries")) == []


def test_saving_without_another_name_writes_no_words(receptionist, jan):
    before = list(jan.terms.values_list("pk", flat=True))
    jan.city = "Utrecht"
    jan.save()
    assert list(jan.terms.values_list("pk", flat=True)) == before


def test_who_was_written_in_bulk_is_found_after_a_refresh(receptionist, jan):
    PatientTerm.objects.all().delete()
    assert names(finding.find(receptionist, "vries")) == []
    finding.refresh_terms([jan])
    finding.refresh_terms([jan])
    assert words(jan) == {"jan", "de", "vries", "devries"}
