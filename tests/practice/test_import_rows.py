"""What is made of a foreign list of patients: its columns, and one line of it."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from practice import columns
from practice.forms.import_file import MappingForm, guessed, read_file, read_row

GOOD = {
    "achternaam": "van den Berg",
    "voornaam": "Sanne",
    "geboortedatum": "12-04-1985",
    "geslacht": "V",
}


def read(**given: str) -> object:
    cells = {**GOOD, **given}
    return read_row(list(cells.values()), guessed([list(cells), list(cells.values())]))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Achternaam", "birth_name"),
        ("Tussenvoegsel", "prefix"),
        ("Geb. datum", "birth_date"),
        ("Geboorte-datum", "birth_date"),
        ("M/V", "sex"),
        ("Patiëntnummer", "previous_number"),
        ("E-mailadres", "email"),
        ("Tel.", "phone"),
        ("Date of birth", "birth_date"),
        ("Burgerservicenummer", "bsn"),
        ("Huisarts", "gp_name"),
        ("Opmerkingen", None),
    ],
)
def test_a_column_is_known_by_the_name_other_systems_give_it(header, field):
    assert columns.guess([header], []).get(0) == field


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["12-04-1985", "1-2-1970"], "birth_date"),
        (["1234 AB", "1011xx"], "postcode"),
        (["a@example.org", "b@example.org"], "email"),
        (["06-12345678", "+31 20 1234567"], "phone"),
        (["M", "V", "V"], "sex"),
        (["zes", "zeven"], None),
    ],
)
def test_a_column_without_a_telling_name_is_known_by_what_stands_in_it(cells, field):
    assert columns.guess(["kolom 7"], [[cell] for cell in cells]).get(0) == field


def test_of_two_columns_for_one_field_the_likelier_is_taken():
    assert columns.guess(["Telefoon", "Mobiel"], []) == {1: "phone"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"achternaam": "Berg, van den"}, {"prefix": "van den", "birth_name": "Berg"}),
        ({"achternaam": "Berg", "tussenvoegsel": "Van den"}, {"prefix": "van den", "birth_name": "Berg"}),
        ({"voorletters": "sm"}, {"initials": "S.M."}),
        ({}, {"initials": "S.", "first_name": "Sanne"}),
        ({"geboortedatum": "19850412"}, {"birth_date": datetime.date(1985, 4, 12)}),
        ({"geboortedatum": "1985-04-12 00:00:00"}, {"birth_date": datetime.date(1985, 4, 12)}),
        ({"geslacht": "vrouw"}, {"sex": "f"}),
        ({"geslacht": "onbekend"}, {"sex": "x"}),
        ({"taal": "Engels"}, {"language": "en"}),
        ({"telefoon": "06 12345678"}, {"phone": "+31612345678"}),
        ({"postcode": "1234ab"}, {"postcode": "1234 AB"}),
        (
            {"adres": "Kerkstraat 5a-2"},
            {"street": "Kerkstraat", "house_number": 5, "house_letter": "A", "house_addition": "2"},
        ),
        ({"adres": "Plein 1944 12"}, {"street": "Plein 1944", "house_number": 12}),
        ({"adres": "Lange Weg 12 bis"}, {"house_number": 12, "house_letter": "", "house_addition": "bis"}),
        ({"straat": "Dam", "huisnummer": "3 B"}, {"street": "Dam", "house_number": 3, "house_letter": "B"}),
        ({"patientnummer": "0042"}, {"previous_number": "0042"}),
    ],
)
def test_a_line_becomes_registration_data(given, expected):
    row = read(**given)
    assert {name: row.data[name] for name in expected} == expected
    assert row.problems == []


@pytest.mark.parametrize(
    "given",
    [
        {"geboortedatum": "31-02-1985"},
        {"geboortedatum": ""},
        {"achternaam": ""},
        {"geslacht": ""},
        {"geslacht": "q"},
        {"voornaam": ""},
        {"achternaam": ", van"},
        {"achternaam": "x" * 81},
        {"patientnummer": "9" * 41},
    ],
)
def test_who_cannot_be_registered_without_it_is_refused(given):
    assert len(read(**given).problems) == 1


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"telefoon": "06 12"}, "phone"),
        ({"email": "geen adres"}, "email"),
        ({"postcode": "0000"}, "postcode"),
        ({"huisnummer": "achter"}, "house_number"),
        ({"woonplaats": "x" * 81}, "city"),
    ],
)
def test_what_cannot_be_read_and_is_not_needed_is_left_out(given, name):
    row = read(**given)
    assert (row.data[name] or "", row.problems, len(row.gaps)) == ("", [], 1)


def test_a_bsn_is_not_taken_over():
    assert "bsn" not in read(bsn="999990019").data


@pytest.mark.parametrize(
    "raw",
    [
        "Naam;Geboren\nBerg;12-04-1985\n".encode("cp1252"),
        "Naam,Geboren\nBerg,12-04-1985\n".encode("utf-8-sig"),
        "Naam\tGeboren\nBerg\t12-04-1985\n".encode("utf-16"),
        b'"Naam";"Geboren"\r\n"Berg";"12-04-1985"\r\n',
    ],
)
def test_a_file_is_read_whatever_program_wrote_it(raw):
    assert read_file("lijst.csv", raw) == [["Naam", "Geboren"], ["Berg", "12-04-1985"]]


def test_a_spreadsheet_is_read_as_it_was_typed():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Nummer", "Geboren"])
    book.active.append([42.0, datetime.datetime(1985, 4, 12)])
    book.save(file)
    assert read_file("lijst.XLSX", file.getvalue()) == [["Nummer", "Geboren"], ["42", "1985-04-12"]]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("leeg.csv", b""),
        ("kop.csv", b"Naam;Geboren\n"),
        ("plaatje.csv", b"\x89PNG\x00\x00"),
        ("geen.xlsx", b"PK geen spreadsheet"),
        ("lang.csv", b"Naam;Geboren\n" + b"a;b\n" * 50_001),
        ("breed.csv", b";".join([b"a"] * 201) + b"\nBerg\n"),
        ("later.csv", b"\nNaam;Geboren\nBerg;12-04-1985\n"),
    ],
)
def test_a_file_that_is_no_list_of_patients_is_refused_with_a_sentence(name, raw):
    with pytest.raises(ValidationError) as refused:
        read_file(name, raw)
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    "mapping",
    [
        {"column0": "birth_name", "column1": "birth_date"},
        {"column0": "birth_name", "column1": "birth_name", "column2": "sex"},
        {"column0": "birth_name", "column1": "birth_date", "column2": "sex"},
        {"column0": "password"},
    ],
)
def test_columns_that_do_not_make_a_registration_are_refused(mapping):
    assert not MappingForm(mapping, rows=[["a", "b", "c"]], mapping={}).is_valid()
