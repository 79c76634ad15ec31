"""What goes along from one session to the next, and texts of one's own: the rules, without a database."""

import pytest

from records.copying import joined, rows, texts
from records.forms.snippets import SnippetForm
from records.snippets import written_out


@pytest.mark.parametrize(
    ("name", "here", "before", "then"),
    [
        ("objective", "", "Rotatie 30", "Rotatie 30"),
        ("objective", "Rotatie 40", "", "Rotatie 40"),
        ("objective", "Zwelling", "Rotatie 30", "Zwelling\nRotatie 30"),
        ("objective", "Rotatie 30, vrij", "Rotatie 30", "Rotatie 30, vrij"),
        ("next_step", "", "Hermeten", "Hermeten"),
        ("next_step", "Evalueren", "Hermeten", "Evalueren"),
    ],
)
def test_a_copied_text_joins_what_is_there(name, here, before, then):
    assert joined(name, here, before) == then


def test_only_what_is_wanted_and_changes_is_copied():
    before = {"objective": "Vrij", "evaluation": "Beter", "plan_note": "Mob"}
    here = {"plan_note": "Mob, en tape"}
    assert texts(here, before, ["objective", "plan_note"]) == {"objective": "Vrij"}


def test_what_the_patient_told_is_never_copied():
    assert texts({}, {"subjective": "Gaat goed"}, ["subjective"]) == {}


def row(name: str, dose: str = "") -> dict:
    return {"label_nl": name, "dose": dose}


@pytest.mark.parametrize(
    ("here", "before", "then", "copied"),
    [
        ([], [row("Mob", "3x")], [row("Mob", "3x")], ["Mob"]),
        ([row("Mob")], [row("Mob", "3x")], [row("Mob", "3x")], ["Mob"]),
        ([row("Mob", "5x")], [row("Mob", "3x")], [row("Mob", "5x")], []),
        ([row("Tape")], [row("Mob")], [row("Tape"), row("Mob")], ["Mob"]),
        ([row("Mob")], [], [row("Mob")], []),
    ],
)
def test_copied_interventions_leave_what_was_typed(here, before, then, copied):
    assert rows(here, before) == (then, copied)


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        (";mob", "Mobilisatie Th5"),
        ("Gedaan: ;mob, verder niets", "Gedaan: Mobilisatie Th5, verder niets"),
        (";MOB", "Mobilisatie Th5"),
        (";mobiel", ";mobiel"),
        (";onbekend", ";onbekend"),
        ("a;mob", "a;mob"),
        ("links;\nmob", "links;\nmob"),
        ("(;mob)", "(Mobilisatie Th5)"),
        ("", ""),
    ],
)
def test_a_short_word_becomes_its_text(typed, then):
    assert written_out(typed, {"mob": "Mobilisatie Th5"}) == then


def test_a_text_that_holds_a_short_word_is_written_out_once():
    assert written_out(";a", {"a": "zie ;b", "b": ";a"}) == "zie ;b"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"shortcut": "mob", "text": "x"}, "shortcut"),
        ({"shortcut": "met spatie", "text": "x"}, "shortcut"),
        ({"shortcut": "", "text": "x"}, "shortcut"),
        ({"shortcut": "nieuw", "text": " "}, "text"),
        ({"shortcut": "nieuw", "text": "x" * 1001}, "text"),
    ],
)
def test_nonsense_for_a_text_of_ones_own_is_refused_at_its_field(sent, field):
    assert list(SnippetForm(sent, taken={"mob"}).errors) == [field]
