"""The PDF of a letter: accessible, complete, one sheet, and never more than the text it was given."""

import io

import pytest
from pypdf import PdfReader

from records.letters import render
from records.letters.words import is_one_page
from tests.records.letters_world import a_sheet

TRICKS = 'Zie #strong[x], $a^2$, *b*, _c_, `d`, @e, <f>, \\ en "citaat" // z /* y */ = kop'
A4 = (595.276, 841.89)  # points
FULL = "Zeurende pijn tussen de schouderbladen, soms stekend bij diep zuchten; erger bij zitten en spanning."


def read(data: dict, **extra: object) -> PdfReader:
    return PdfReader(io.BytesIO(render.pdf(render.LETTER, data, **extra)))


def squeezed(reader: PdfReader) -> str:
    """Everything a reader can select, with single blanks."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture(scope="module")
def letter() -> PdfReader:
    return read(a_sheet("not_clear", text=FULL, urgent="Urgentie: graag vandaag beoordelen."), one_page=True)


def fonts_of(reader: PdfReader) -> list:
    found = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    return [below.get_object() for font in found for below in font.get("/DescendantFonts", [font])]


def test_it_is_tagged(letter):
    assert letter.root_object["/MarkInfo"]["/Marked"]
    assert letter.root_object["/StructTreeRoot"]["/K"]


def test_it_says_that_it_is_pdf_ua(letter):
    assert b"pdfuaid" in letter.root_object["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_its_language_is_that_of_the_letter(language):
    assert read(a_sheet(language=language)).root_object["/Lang"].startswith(language)


def test_its_title_and_author_are_set_and_the_title_is_shown(letter):
    assert letter.metadata.title == "Niet-pluis: verzoek om beoordeling: Sanne van den Berg"
    assert letter.metadata.author == "Joris Veenstra"
    assert letter.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_its_text_can_be_selected(letter):
    text = squeezed(letter)
    for said in (
        "Urgentie: graag vandaag beoordelen.",
        "Afwijkende signalen",
        "Zeurende pijn",
        "BIG 19012345601",
    ):
        assert said in text


def test_all_its_fonts_are_inside(letter):
    descriptors = [font["/FontDescriptor"].get_object() for font in fonts_of(letter)]
    assert descriptors
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one) for one in descriptors)


def test_it_is_a4(letter):
    assert [list(map(float, page.mediabox[2:])) for page in letter.pages] == [pytest.approx(A4, abs=0.01)]


@pytest.mark.parametrize("kind", ["start", "not_clear", "interim"])
def test_the_first_three_kinds_fit_one_page_with_every_part_full(kind):
    assert is_one_page(kind)
    assert len(read(a_sheet(kind, text=f"{FULL}\n{FULL}"), one_page=True).pages) == 1


def test_what_does_not_fit_goes_on_in_letters_of_the_usual_size():
    data = a_sheet(text="\n".join([FULL] * 8))
    assert render.pdf(render.LETTER, data, one_page=True) == render.pdf(render.LETTER, data)
    assert render.pages(render.LETTER, data) > 1


def test_what_people_write_is_never_markup():
    assert TRICKS in squeezed(read(a_sheet(text=TRICKS, subject=TRICKS, footer=TRICKS)))


def test_what_people_write_in_a_name_is_never_markup():
    text = squeezed(read(a_sheet(receiver=[TRICKS], patient=[[TRICKS, TRICKS]], signature=[TRICKS])))
    assert text.count(TRICKS) == 4


def test_a_sign_that_no_font_has_becomes_a_box_and_the_rest_stays():
    text = squeezed(read(a_sheet(text="Goed 😀 en \x00 Şükrü, 45° ≥ 3½")))
    assert f"Goed {render.NO_SHAPE} en {render.NO_SHAPE} Şükrü, 45° ≥ 3½" in text


def test_blanks_and_signs_without_a_shape_from_other_programs_leave_no_boxes():
    pasted = "Pijn\tlinks,\u00a0soms\u200b erger\u00ad.\r\nRust\ufeff helpt."
    text = squeezed(read(a_sheet(text=pasted)))
    assert "Pijn links, soms erger. Rust helpt." in text
    assert render.NO_SHAPE not in text


def test_each_sheet_has_whose_it_is_and_its_number():
    pages = read(a_sheet(text="\n".join([FULL] * 8))).pages
    assert [
        f"pagina {place} van {len(pages)}" in page.extract_text() for place, page in enumerate(pages, 1)
    ] == [True] * len(pages)
    assert all("geb. 12-04-1985" in page.extract_text() for page in pages)


def test_lines_with_a_dash_are_a_list(letter):
    listed = read(a_sheet(text="- een\n- twee"))
    assert "/LI" in {str(one) for one in _kinds(listed.root_object["/StructTreeRoot"])}


def _kinds(element: object):
    """Every kind of element in the tree of tags."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for one in element:
            yield from _kinds(one)
    elif isinstance(element, dict):
        yield element.get("/S")
        yield from _kinds(element.get("/K", []))
