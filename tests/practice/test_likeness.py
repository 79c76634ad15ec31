"""One person or two? What families, twins, marriages and typing errors look like."""

import dataclasses
import datetime

import pytest

from practice.likeness import ALIKE, CERTAIN, DIFFERS, EQUAL, LIKELY, MISSING, NO, POSSIBLE, Person, compare
from practice.slips import near
from tests.practice.pairs import ONE_PERSON, TWO_PEOPLE, pairs

SANNE = Person(
    initials="S.M.",
    first_name="Sanne",
    birth_name="Berg",
    birth_date=datetime.date(1985, 4, 12),
    sex="f",
    postcode="1234 AB",
    house_number=12,
    phone="+31612345678",
    email="sanne@example.org",
)
BORN = SANNE.birth_date


def like(**changed: object):
    return compare(SANNE, dataclasses.replace(SANNE, **changed))


def test_the_same_twice_is_certain():
    assert like().score == 100


def test_nothing_in_common_is_nobody():
    assert compare(SANNE, Person(birth_name="Visser", birth_date=datetime.date(1960, 1, 1))).score == 0


@pytest.mark.parametrize(
    "slip",
    [
        {"birth_name": "Brg"},
        {"first_name": "Sane"},
        {"birth_date": datetime.date(1985, 4, 13)},
        {"birth_date": datetime.date(1985, 12, 4)},
        {"phone": "+31612345687", "email": "", "postcode": ""},
        {"sex": "m"},
    ],
    ids=["family name", "first name", "a wrong day", "day and month swapped", "phone", "sex"],
)
def test_one_slip_hides_nobody(slip):
    assert like(**slip).level in (CERTAIN, LIKELY)


def test_whoever_moved_is_found():
    assert like(postcode="9999 ZZ", house_number=1, phone="+31600000000").level == CERTAIN
    assert like(postcode="9999 ZZ", house_number=1, phone="", email="").level == LIKELY


def test_a_twin_with_another_first_name_is_not_suggested():
    assert like(first_name="Tess", initials="T.").level == NO
    assert like(first_name="Tom", initials="T.", sex="m").level == NO


def test_twins_of_one_initial_are_at_most_possible():
    assert like(first_name="Simone", initials="S.A.").level == POSSIBLE


def test_tim_and_tom_are_two():
    tim = dataclasses.replace(SANNE, first_name="Tim", initials="T.", sex="m")
    assert compare(tim, dataclasses.replace(tim, first_name="Tom")).level == POSSIBLE


def test_father_and_son_of_one_name_at_one_address_are_two():
    assert like(birth_date=datetime.date(1955, 9, 3)).level == NO


def test_a_brother_with_the_phone_of_the_parents_is_somebody_else():
    assert like(first_name="Bas", initials="B.", sex="m", birth_date=datetime.date(1987, 1, 30)).level == NO


def test_a_call_name_beside_the_same_initials_is_likely():
    assert like(first_name="Suus").level == LIKELY


@pytest.mark.parametrize(
    "names",
    [
        {"partner_name": "Vries"},
        {"birth_name": "Vries", "partner_name": "Berg"},
        {"birth_name": "Vries"},
        {"birth_name": "Vries-Berg"},
    ],
    ids=["beside it", "swapped", "instead of it", "before it"],
)
def test_a_name_of_a_partner_hides_nobody(names):
    assert like(**names).level in (CERTAIN, LIKELY)


def test_another_family_name_without_phone_address_or_mail_is_somebody_else():
    assert like(birth_name="Vries", phone="", email="", postcode="").level == NO


def test_half_a_registration_is_at_most_likely():
    old = dataclasses.replace(SANNE, first_name="", phone="", email="", postcode="", house_number=None)
    assert compare(old, SANNE).level == LIKELY


def test_before_the_birth_date_is_typed_nobody_is_certain():
    assert like(birth_date=None).level == POSSIBLE


def test_a_name_alone_says_nothing():
    assert compare(Person(first_name="Sanne", birth_name="Berg"), SANNE).level == NO


def test_each_field_says_how_it_compares():
    fields = like(birth_name="Burg", phone="", email="bas@example.com", postcode="1234 AB").fields
    assert (fields["birth_name"], fields["first_name"]) == (ALIKE, EQUAL)
    assert (fields["phone"], fields["email"], fields["address"]) == (MISSING, DIFFERS, EQUAL)


def test_who_rather_does_not_say_differs_from_nobody():
    assert like(sex="x").fields["sex"] == MISSING


def test_the_prefix_accents_and_signs_do_not_matter():
    assert like(birth_name="van den Bérg").fields["birth_name"] == EQUAL
    assert like(first_name="SANNE").fields["first_name"] == EQUAL


def test_the_order_of_the_two_makes_no_difference():
    for both in pairs(0.02).values():
        for one, other in both:
            first, second = person(one), person(other)
            assert compare(first, second) == compare(second, first)


def test_near_a_birth_date_are_the_slips_of_a_finger():
    days = near(BORN)
    assert {datetime.date(1985, 12, 4), datetime.date(1958, 4, 12), datetime.date(1985, 4, 21)} <= days
    assert BORN not in days
    assert datetime.date(1986, 5, 12) not in days


@pytest.mark.parametrize("odd", ["", "🦴", "\x00", "x" * 5000, "-", "'s-"])
def test_odd_names_are_compared_without_a_crash(odd):
    like(first_name=odd, birth_name=odd, partner_name=odd, initials=odd, email=odd, postcode=odd)


def person(row: dict[str, object]) -> Person:
    names = {field.name for field in dataclasses.fields(Person)}
    return Person(**{name: value for name, value in row.items() if name in names})


@pytest.fixture(scope="module")
def levels() -> dict[str, list[str]]:
    """A tenth of the pairs of benchmarks/duplicates_5000.py, each with its level."""
    return {
        kind: [compare(person(one), person(other)).level for one, other in both]
        for kind, both in pairs(0.1).items()
    }


def share(found: list[str], *wanted: str) -> float:
    return sum(level in wanted for level in found) / len(found)


# At most a little below what is measured; see the closing note of the benchmark.
ASKS = {"typing errors": 0.85, "moved": 1, "married": 0.9, "sounds alike": 0.95, "call names": 0.5}


@pytest.mark.parametrize("kind", ONE_PERSON)
def test_whoever_comes_twice_is_asked_about(levels, kind):
    assert share(levels[kind], CERTAIN, LIKELY) >= ASKS.get(kind, 1)
    assert share(levels[kind], CERTAIN, LIKELY, POSSIBLE) >= 0.95


@pytest.mark.parametrize("kind", TWO_PEOPLE)
def test_who_only_looks_alike_is_hardly_ever_asked_about(levels, kind):
    assert share(levels[kind], CERTAIN) == 0
    assert share(levels[kind], CERTAIN, LIKELY) <= 0.03
