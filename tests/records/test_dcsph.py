"""Diagnosis codes: taking over the published list, and finding a code."""

import datetime
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from practice.models import AuditEvent
from records import dcsph
from records.models import DcsphCode

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
NAMES = ["Code lichaamslocatie", "Omschrijving locatie", "Code pathologie", "Omschrijving pathologie"]
NECK = ["30", "Cervicale wervelkolom", "26", "Spier-, pees- en fascieaandoeningen"]
LOW_BACK = ["34", "Lumbale wervelkolom", "05", "Status na operatie wervelkolom"]


@pytest.fixture
def csv(tmp_path):
    """Writes a file with these lines; cells are joined by semicolons."""

    def write(*lines: list[str], encoding: str = "utf-8") -> Path:
        path = tmp_path / "dcsph.csv"
        path.write_text("\n".join(";".join(line) for line in lines), encoding=encoding)
        return path

    return write


def import_(path: Path) -> str:
    said = io.StringIO()
    call_command("import_dcsph", str(path), stdout=said, stderr=io.StringIO())
    return said.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(CommandError) as error:
        import_(path)
    assert not DcsphCode.objects.exists()
    return str(error.value)


def found(text: str, complaint: str = "neck", day: datetime.date = TODAY) -> list[str]:
    return [hit.code for hit in dcsph.search(text, complaint=complaint, day=day)]


# --- taking over the list ---------------------------------------------------------------------------


def test_a_list_with_titles_above_it_is_taken_over(csv):
    said = import_(csv(["DCSPH-lijst", "", "", ""], NAMES, NECK, ["", "", "", ""], LOW_BACK))
    assert "2 codes added" in said
    stored = DcsphCode.objects.get(code="3405")
    assert (stored.location, stored.condition) == (LOW_BACK[1], LOW_BACK[3])
    assert AuditEvent.objects.filter(verb="dcsph.imported", actor_role="system").count() == 1


def test_a_list_with_whole_codes_names_and_dates_is_taken_over(csv):
    path = csv(
        [
            "Diagnosecode",
            "Omschrijving lichaamslocatie",
            "Omschrijving aandoening",
            "Toegestaan",
            "Ingangsdatum",
        ],
        ["3026", "Nek", "Spier", "J", "01-01-2020"],
        ["3069", "Nek", "Nieuwvorming", "N", "20200101"],
    )
    import_(path)
    one, other = DcsphCode.objects.all()
    assert (one.allowed, one.valid_from) == (True, datetime.date(2020, 1, 1))
    assert (other.allowed, other.valid_from) == (False, datetime.date(2020, 1, 1))


def test_a_spreadsheet_is_taken_over_though_it_dropped_a_leading_zero(tmp_path):
    book = Workbook()
    book.active.append(["Vektis"])
    book.active.append(NAMES)
    book.active.append([34, "Lumbale wervelkolom", 5, "Status na operatie"])
    path = tmp_path / "dcsph.xlsx"
    book.save(path)
    import_(path)
    assert list(DcsphCode.objects.values_list("code", flat=True)) == ["3405"]


def test_a_list_on_the_second_sheet_of_a_spreadsheet_is_found(tmp_path):
    book = Workbook()
    book.active.append(["Toelichting"])
    sheet = book.create_sheet()
    sheet.append(NAMES)
    sheet.append(NECK)
    path = tmp_path / "dcsph.xlsx"
    book.save(path)
    import_(path)
    assert DcsphCode.objects.get().code == "3026"


def test_commas_in_descriptions_do_not_cut_the_columns(csv):
    import_(csv(NAMES, ["30", "Nek, hals, keel, strottenhoofd", "26", "Spier, pees, fascie, slijmbeurs"]))
    assert DcsphCode.objects.get().location == "Nek, hals, keel, strottenhoofd"


def test_a_file_of_a_spreadsheet_programme_in_utf_16_is_taken_over(csv):
    import_(csv(NAMES, NECK, encoding="utf-16"))
    assert DcsphCode.objects.get().code == "3026"


def test_what_is_reimbursed_is_not_what_may_be_used(csv):
    import_(csv([*NAMES, "Aanspraak"], [*NECK, "N"], [*LOW_BACK, "Niet chronisch"]))
    assert DcsphCode.objects.filter(allowed=True).count() == 2


def test_how_many_codes_the_list_does_not_allow_is_said(csv):
    assert "does not allow 1 of its 2 codes" in import_(
        csv([*NAMES, "Toegestaan"], [*NECK, "N"], [*LOW_BACK, "J"])
    )


def test_of_two_periods_that_follow_each_other_the_newest_counts(csv):
    names = [*NAMES, "Ingangsdatum", "Einddatum"]
    import_(csv(names, [*NECK, "01-01-2020", ""], [*NECK[:3], "Spier (oud)", "01-01-2010", "31-12-2019"]))
    stored = DcsphCode.objects.get()
    assert (stored.condition, stored.valid_from) == (NECK[3], datetime.date(2020, 1, 1))


def test_accents_of_an_old_windows_file_are_kept(csv):
    import_(csv(NAMES, ["30", "Nek", "90", "Reumatoïde artritis"], encoding="cp1252"))
    assert DcsphCode.objects.get().condition == "Reumatoïde artritis"


def test_taking_over_the_same_list_again_changes_nothing(csv):
    path = csv(NAMES, NECK, LOW_BACK)
    import_(path)
    assert "0 codes added, 0 changed, 2 as they were; 0 may not" in import_(path)


def test_a_code_that_left_the_list_stays_readable_and_cannot_be_chosen(csv):
    import_(csv(NAMES, NECK, LOW_BACK))
    said = import_(csv(NAMES, [*NECK[:3], "Spieraandoening"]))
    assert "0 codes added, 1 changed, 0 as they were; 1 may not" in said
    assert DcsphCode.objects.filter(code="3405", allowed=False).exists()
    assert dcsph.find("3405", day=TODAY) is None


def test_one_wrong_line_and_nothing_is_taken_over(csv):
    path = csv(NAMES, NECK, ["3A", "Nek", "26", "Spier"], NECK, ["34", "", "26", "Spier"])
    said = refused(path)
    assert "Line 3: “3A26” is not a code of four digits." in said
    assert "Line 4: code 3026 is on line 2 already." in said
    assert "Line 5: the description of the location is missing." in said


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["3026", "Nek", "Spier", "misschien", ""], "does not say whether the code is allowed"),
        (["3026", "Nek", "Spier", "J", "morgen"], "“morgen” is not a date"),
        (["3026", "N" * 201, "Spier", "J", ""], "longer than 200 characters"),
    ],
)
def test_a_wrong_cell_is_named(csv, cells, says):
    names = ["Diagnosecode", "Omschrijving locatie", "Omschrijving aandoening", "Toegestaan", "Ingangsdatum"]
    assert says in refused(csv(names, cells))


def test_a_file_without_column_names_is_refused_with_what_is_needed(csv):
    assert "No line names the columns." in refused(csv(["30", "Nek"], ["31", "Rug"]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("weg.csv", None),
        ("leeg.csv", b""),
        ("foto.csv", b"\x89PNG\0\0"),
        ("geen.xlsx", b"PK\x03\x04"),
        ("x.xlsx", b""),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert refused(path)


def test_many_mistakes_are_counted_instead_of_all_shown(csv):
    said = refused(csv(NAMES, *([["3A", "Nek", "26", "Spier"]] * 60)))
    assert "... and 10 more." in said


# --- finding a code ---------------------------------------------------------------------------------


def test_a_code_is_found_by_its_first_digits_and_by_words_with_or_without_accents(csv):
    import_(csv(NAMES, NECK, LOW_BACK, ["30", "Cervicale wervelkolom", "90", "Reumatoïde artritis"]))
    assert found("30") == ["3026", "3090"]
    assert found("reumatoide CERV") == ["3090"]
    assert found("wervelkolom") == ["3026", "3090", "3405"]
    assert found("knie") == []


def test_a_code_that_is_not_valid_on_the_day_is_not_offered(csv):
    names = ["Diagnosecode", "Omschrijving locatie", "Omschrijving aandoening", "Ingangsdatum", "Einddatum"]
    import_(csv(names, ["3026", "Nek", "Spier", "01-01-2020", "31-12-2025"]))
    assert found("3026") == []
    assert found("3026", day=datetime.date(2025, 12, 31)) == ["3026"]


def test_until_the_list_is_there_likely_codes_are_hints():
    hits = dcsph.search("", complaint="neck", day=TODAY)
    assert [hit.code for hit in hits] == ["3026", "3038"]
    assert all(hit.is_hint for hit in hits)
    assert found("whiplash", complaint="upper_back") == ["3038"]


def test_until_the_list_is_there_a_typed_code_of_known_parts_is_a_hint():
    assert found("3270") == ["3270"]
    assert found("9999") == []
    assert dcsph.find("3270", day=TODAY).is_hint


@pytest.mark.parametrize("text", ["", " ", "\0", "%", "'; DROP", "x" * 5000, "😀", "١٢"])
def test_no_text_breaks_the_search(csv, text):
    import_(csv(NAMES, NECK))
    assert found(text) in ([], ["3026"])
