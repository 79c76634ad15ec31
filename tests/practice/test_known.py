"""Already known? What the desk sees while it registers, and what has to be said before it goes on."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse

from practice import actions
from practice.doubles import doubles
from practice.known import also_known, known
from practice.models import AuditEvent, DifferentPeople, Patient
from tests import factories
from tests.merge_world import double_of, merge
from tests.pages import page, queries_of

pytestmark = pytest.mark.django_db
TYPED = {
    "initials": "S.",
    "first_name": "Sanne",
    "prefix": "van den",
    "birth_name": "Berg",
    "name_use": "birth",
    "birth_date": "12-04-1985",
    "sex": "f",
    "language": "nl",
}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def sanne(receptionist) -> Patient:
    return factories.patient(by=receptionist, postcode="1234 AB", house_number=12)


def found(**data: object) -> list[Patient]:
    return [one.patient for one in known(data)]


def test_somebody_is_found_by_a_birth_date_with_a_slip(sanne):
    data = factories.patient_data(birth_date=datetime.date(1985, 12, 4))
    assert found(**data) == [sanne]


def test_somebody_is_found_by_phone_or_address_whatever_the_name(sanne):
    data = {"first_name": "Sanne", "birth_name": "Visser", "birth_date": sanne.birth_date, "sex": "f"}
    assert found(**data) == []
    assert found(**data, phone=sanne.phone) == [sanne]
    assert found(**data, postcode="1234 AB", house_number=12) == [sanne]


def test_the_most_certain_comes_first(sanne, receptionist):
    factories.patient(by=receptionist, phone="", email="", initials="S.", first_name="")
    assert [one.likeness.score for one in known(factories.patient_data())] == sorted(
        (one.likeness.score for one in known(factories.patient_data())), reverse=True
    )
    assert known(factories.patient_data())[0].patient == sanne


def test_nothing_typed_finds_nobody(sanne):
    assert known({}) == []
    assert known({"birth_name": "Berg", "first_name": "Sanne"}) == []


def test_who_was_told_apart_is_not_suggested_again(sanne, receptionist):
    double = double_of(sanne)
    assert [one.patient for one in also_known(sanne)] == [double]
    actions.tell_apart(first=sanne, second=double, by=receptionist)
    assert also_known(sanne) == also_known(double) == []
    assert doubles().pairs == []


def test_who_lives_on_elsewhere_is_not_suggested(sanne):
    merge(kept=sanne, gone=double_of(sanne))
    assert found(**factories.patient_data()) == [sanne]
    assert doubles().pairs == []


def test_the_search_uses_indexes(sanne, django_assert_max_num_queries):
    with django_assert_max_num_queries(2) as captured:
        also = known({**factories.patient_data(), "postcode": "1234 AB", "house_number": 12})
    assert also
    if connection.vendor != "sqlite":
        return  # PostgreSQL reads a table of one row as a whole
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + captured.captured_queries[0]["sql"])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "SCAN" not in plan.replace("SCAN CONSTANT ROW", "")
    assert "patient_house" in plan


def ask(desk, **typed: object):
    return desk.post(reverse("patient_known"), {**TYPED, **typed}, headers={"HX-Request": "true"})


def test_while_typing_is_shown_who_is_known_and_why(desk, sanne):
    shown = page(ask(desk, phone="06 87654321"))
    assert "Already known?" in shown
    assert reverse("patient_detail", args=[sanne.pk]) in shown
    for words in ("equal", "differs", "probably the same person", "1 patient looks like this"):
        assert words in shown


def test_half_of_it_typed_is_enough_to_look(desk, sanne):
    response = desk.post(
        reverse("patient_known"), {"birth_date": "12-4-85", "birth_name": "berg", "initials": "s"}
    )
    assert str(sanne.number) in page(response)


def test_a_tick_stays_while_more_is_typed(desk, sanne):
    assert f'value="{sanne.pk}" checked' in page(ask(desk, not_same=sanne.pk))


@pytest.mark.parametrize("odd", ["", "\x00", "🦴", "9" * 400, "-1", "<script>", "x" * 5000])
def test_rubbish_while_typing_finds_nobody_and_breaks_nothing(desk, sanne, odd):
    response = desk.post(reverse("patient_known"), {**dict.fromkeys(TYPED, odd), "not_same": [odd, "1"]})
    assert response.status_code == 200


def test_the_look_is_in_the_log_only_when_somebody_came_up(desk, sanne):
    ask(desk, birth_date="01-01-1950")
    assert not AuditEvent.objects.filter(verb="patients.searched").exists()
    ask(desk)
    assert AuditEvent.objects.filter(verb="patients.searched").exists()


def test_nobody_is_registered_twice_by_accident(desk, sanne):
    response = desk.post(reverse("patient_register"), TYPED)
    assert "Open that, or tick" in page(response)
    assert Patient.objects.count() == 1
    assert AuditEvent.objects.filter(verb="patients.searched").exists()


def test_not_the_same_person_is_said_once_and_remembered(desk, sanne):
    desk.post(reverse("patient_register"), {**TYPED, "not_same": sanne.pk})
    other = Patient.objects.exclude(pk=sanne.pk).get()
    assert DifferentPeople.objects.get().second == other
    assert also_known(other) == []


def test_a_tick_for_one_is_no_tick_for_another(desk, sanne):
    """A colleague registered somebody alike after the tick was set."""
    double_of(sanne)
    response = desk.post(reverse("patient_register"), {**TYPED, "not_same": sanne.pk})
    assert "Open that, or tick" in page(response)


def test_who_is_only_possible_is_shown_but_asks_nothing(desk, sanne):
    twin = {**TYPED, "first_name": "Simone", "phone": str(sanne.phone)}
    assert "perhaps the same person" in page(ask(desk, **twin))
    desk.post(reverse("patient_register"), twin)
    assert Patient.objects.count() == 2
    assert not DifferentPeople.objects.exists()


def test_the_page_of_a_patient_says_that_there_may_be_a_double(desk, therapist_client, therapist, sanne):
    factories.episode(therapist=therapist, patient_=sanne)
    double = double_of(sanne)
    address = reverse("patient_merge", args=[sanne.pk, double.pk])
    assert address in page(desk.get(reverse("patient_detail", args=[sanne.pk])))
    assert address not in page(therapist_client.get(reverse("patient_detail", args=[sanne.pk])))


def test_the_list_of_doubles_takes_the_same_queries_for_one_pair_and_for_fifty(desk, sanne):
    double_of(sanne)
    desk.get(reverse("doubles"))
    one = queries_of(desk, reverse("doubles"))
    Patient.objects.bulk_create(
        Patient(number=20_000 + i, registered_by=sanne.registered_by, **born_on(i // 2)) for i in range(100)
    )
    desk.get(reverse("doubles"))
    assert queries_of(desk, reverse("doubles")) == one


def born_on(day: int) -> dict[str, object]:
    born = datetime.date(1950, 1, 1) + datetime.timedelta(days=day * 40)
    return {**factories.patient_data(birth_date=born), "search_name": "berg van den sanne s."}


def test_doubles_come_most_certain_first(sanne, receptionist):
    double_of(sanne, phone=str(sanne.phone))
    factories.patient(by=receptionist, first_name="", phone="", email="")
    scores = [pair.likeness.score for pair in doubles().pairs]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"birth_date": datetime.date(1985, 12, 4), "phone": "+31612345678"},
        {"birth_name": "Birg", "first_name": "Sanne"},
        {"birth_name": "Bergg", "first_name": "Sane"},
        {"birth_name": "Vries", "partner_name": "Berg", "first_name": "S"},
    ],
    ids=["birth date", "family name", "both names", "married"],
)
def test_doubles_are_found_in_spite_of_a_slip(sanne, changed):
    double = double_of(sanne, **changed)
    assert [(pair.first, pair.second) for pair in doubles().pairs] == [(sanne.pk, double.pk)]


@pytest.mark.parametrize("by", ["number", "bsn"])
def test_the_number_of_who_is_gone_finds_who_was_kept(desk, sanne, receptionist, by):
    """It still stands on a letter, or on the identity document."""
    gone = factories.patient(by=receptionist, bsn=factories.TEST_BSNS[0])
    merge(kept=sanne, gone=gone)
    text = {"number": str(gone.number), "bsn": factories.TEST_BSNS[0]}[by]
    response = desk.post(reverse("patient_list"), {"q": text})
    assert response["Location"] == reverse("patient_detail", args=[sanne.pk])
