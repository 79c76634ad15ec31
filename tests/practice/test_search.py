"""What a caller says on the phone, typed into one box."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice import finding, search
from practice.dates import is_too_old, take_dates
from practice.models import Patient
from tests import factories

TODAY = datetime.date(2026, 7, 30)
APRIL = datetime.date(1985, 4, 12)


@pytest.mark.parametrize(
    "typed",
    [
        *("12-04-1985", "12/4/85", "12.4.1985", "12 4 1985", "12041985", "120485", "1985-04-12"),
        *("12 april 1985", "12 apr. 85", "12 APRIL 1985", "12-apr-1985"),
    ],
)
def test_a_birth_date_is_read_in_every_usual_spelling(typed):
    days, rest = take_dates(typed, TODAY)
    assert (days, rest.strip()) == ([APRIL], "")


@pytest.mark.parametrize("typed", ["31-02-1985", "12-13-1985", "12 foo 1985"])
def test_a_day_that_does_not_exist_is_no_date(typed):
    assert take_dates(typed, TODAY)[0] == []


def test_two_digits_for_the_year_may_mean_a_child_or_somebody_very_old():
    assert take_dates("12-4-20", TODAY)[0] == [datetime.date(2020, 4, 12), datetime.date(1920, 4, 12)]


def test_a_year_in_two_digits_is_never_in_the_future():
    assert take_dates("12-4-27", TODAY)[0] == [datetime.date(1927, 4, 12)]


@pytest.mark.parametrize(("year", "too_old"), [(1905, True), (1906, False)])
def test_nobody_is_older_than_120(year, too_old):
    assert is_too_old(datetime.date(year, 7, 30), TODAY) is too_old


@given(st.text(max_size=300))
def test_no_text_breaks_the_search_box(text):
    search.clues(text, TODAY)
    search.first_guess(text, TODAY)
    search.bsn_in(text)


@pytest.mark.parametrize("typed", ["999990019", " 9999.90.019 ", "999 990 019"])
def test_nine_digits_that_pass_the_eleven_test_are_a_bsn(typed):
    assert search.bsn_in(typed) == "999990019"


@pytest.mark.parametrize("typed", ["999990018", "99999001", "0612345678", "Berg 999990019"])
def test_anything_else_is_no_bsn(typed):
    assert search.bsn_in(typed) == ""


@pytest.fixture
def sanne(receptionist) -> Patient:
    factories.patient(
        by=receptionist,
        first_name="Piet",
        prefix="",
        birth_name="Jansen",
        birth_date=datetime.date(1960, 1, 2),
        phone="+32470123456",
    )
    address = {"postcode": "3511 AB", "house_number": 12, "city": "Utrecht"}
    return factories.patient(by=receptionist, partner_name="Müller", **address)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "berg",
            "BERG",
            "van den Berg",
            "sanne berg",
            "Berg, Sanne van den",
            "muller",
            "Berg-Müller",
            "san ber",
        ),
        *("12-04-1985", "12/4/85", "12 april 1985", "berg 12-04-1985"),
        *("06 12345678", "06-12 34 56 78", "+31 6 12345678", "0031612345678", "061234"),
        *("3511AB", "3511 ab", "3511 AB 12", "3511", "sanne 3511ab"),
    ],
)
def test_a_patient_is_found_by_any_part_of_what_is_said(receptionist, sanne, said):
    assert finding.find(receptionist, said).patients == [sanne]


def test_a_patient_is_found_by_number(receptionist, sanne):
    assert finding.find(receptionist, str(sanne.number)).patients == [sanne]


@pytest.mark.parametrize("said", ["jansen 12-04-1985", "3511 AB 13", "06 99999999", "31-02-1985", "%", "_"])
def test_every_part_has_to_be_right(receptionist, sanne, said):
    assert finding.find(receptionist, said).patients == []


def test_a_foreign_number_is_found_with_its_country_code(receptionist, sanne):
    assert finding.find(receptionist, "0032 470 12 34 56").patients[0].first_name == "Piet"


def test_a_bsn_finds_its_patient_only_in_a_posted_search(receptionist):
    patient = factories.patient(by=receptionist, bsn="999990019")
    assert finding.find(receptionist, "999990019").patients == []
    assert finding.find(receptionist, "999990019", posted=True).patients == [patient]


def test_a_search_that_found_nobody_helps_to_register():
    assert search.first_guess("sanne van den berg 12-04-1985", TODAY) == {
        "birth_date": APRIL,
        "first_name": "Sanne",
        "prefix": "van den",
        "birth_name": "Berg",
    }
