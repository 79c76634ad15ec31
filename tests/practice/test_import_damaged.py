"""A list of patients in a file that is damaged, huge or untidy: a sentence, and never two people as one."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from practice import tables
from practice.forms.import_file import MOST_LINES, read_file

SHEET = "xl/worksheets/sheet1.xml"


def spreadsheet() -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Naam", "Geboren"])
    book.active.append(["Berg", "12-04-1985"])
    book.save(file)
    return file.getvalue()


def with_part(path: str, was: bytes, now: bytes) -> bytes:
    """A spreadsheet of which one part says something else; what `was` is empty stands for all of it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(spreadsheet())) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            said = old.read(name)
            if name == path:
                said = said.replace(was, now) if was else now
            new.writestr(name, said, zipfile.ZIP_DEFLATED)
    return file.getvalue()


@pytest.mark.parametrize(
    ("path", "was", "now"),
    [
        (SHEET, b"</sheetData>", b""),
        (SHEET, b"", b""),
        (SHEET, b'r="B2"', b'r="ZZZZZ2"'),
        (SHEET, b'<row r="2"', b'<row r="x"'),
        ("xl/workbook.xml", b"", b"<"),
        ("xl/styles.xml", b"rgb=", b"rgx="),
        ("[Content_Types].xml", b"", b"<a/>"),
    ],
)
def test_a_damaged_spreadsheet_is_refused_with_a_sentence(path, was, now):
    with pytest.raises(ValidationError):
        read_file("lijst.xlsx", with_part(path, was, now))


def test_a_spreadsheet_with_a_bit_turned_over_is_refused_with_a_sentence():
    raw = bytearray(spreadsheet())
    for place in range(40, len(raw), 97):
        turned = bytearray(raw)
        turned[place] ^= 0x55
        try:
            read_file("lijst.xlsx", bytes(turned))
        except ValidationError as refused:
            assert refused.messages[0].endswith(".")


def test_a_spreadsheet_that_grows_beyond_measure_when_it_is_unpacked_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_UNPACKED", 1000)
    with pytest.raises(ValidationError):
        read_file("bom.xlsx", spreadsheet())


def test_a_spreadsheet_that_is_called_otherwise_is_one():
    assert read_file("lijst.xlsm", spreadsheet()) == [["Naam", "Geboren"], ["Berg", "12-04-1985"]]


def test_a_line_far_below_the_others_is_one_too_many():
    with pytest.raises(ValidationError):
        read_file("ver.xlsx", with_part(SHEET, b'<row r="2"', b'<row r="999999"'))


def test_empty_lines_and_columns_with_colours_only_are_no_part_of_the_list():
    coloured = with_part(
        SHEET, b"</sheetData>", b'<row r="%d"><c r="XFD%d"/></row></sheetData>' % ((MOST_LINES + 9,) * 2)
    )
    assert read_file("lijst.xlsx", coloured) == [["Naam", "Geboren"], ["Berg", "12-04-1985"]]


def test_a_quote_that_is_not_closed_does_not_make_one_patient_of_two():
    with pytest.raises(ValidationError, match="3"):
        read_file("lijst.csv", b'Naam;Geboren\n"Berg;1-1-1970\n"Vries;2-2-1970\n')


def test_a_quote_after_another_mark_is_a_quote():
    long = b"Naam;Geboren\n" + b'Berg ,"hallo;1-1-1970\n' + b"Vries;2-2-1970\n" * 10_000
    assert len(read_file("lijst.csv", long)) == 10_002


@pytest.mark.parametrize("raw", [b"sep=;\r\nNaam;Geboren\r\nBerg;x\r\n", b"Naam;Geboren\rBerg;x\r"])
def test_a_file_for_excel_and_one_of_an_old_machine_are_read(raw):
    assert read_file("lijst.csv", raw) == [["Naam", "Geboren"], ["Berg", "x"]]
