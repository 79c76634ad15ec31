"""What a letter says without a database: words in two languages, shortening, plain text, what is missing."""

import re

import pytest

from records.letters.content import WRITERS, missing
from records.letters.plain import plain
from records.letters.present import present
from records.letters.words import Words, content, parts_of, shortened
from records.models import LetterKind
from tests.records.letters_world import a_sheet


def texts(data: dict, before: str = "") -> list[tuple[str, dict]]:
    """Every pair of texts of the content, by its path."""
    if set(data) == {"nl", "en"}:
        return [(before, data)]
    return [
        found for key, one in data.items() if isinstance(one, dict) for found in texts(one, f"{before}.{key}")
    ]


def test_every_text_is_there_in_both_languages():
    assert [path for path, pair in texts(content()) if not (pair["nl"].strip() and pair["en"].strip())] == []


def test_both_languages_put_in_the_same_values():
    named = {
        path: [set(re.findall(r"{(\w+)}", one)) for one in pair.values()] for path, pair in texts(content())
    }
    assert [path for path, (nl, en) in named.items() if nl != en] == []


@pytest.mark.parametrize("kind", LetterKind.values)
def test_every_kind_has_its_parts_and_each_part_a_heading(kind):
    assert all(Words("nl").heading(key) for key in parts_of(kind))


def test_every_part_that_is_written_belongs_to_a_letter():
    assert set(WRITERS) <= {key for kind in LetterKind.values for key in parts_of(kind)}


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("Kort.", 20, "Kort."),
        ("Twee\nregels", 20, "Twee regels"),
        ("Een hele zin. Nog een zin.", 20, "Een hele zin. …"),
        ("Een enkele zin zonder einde die door gaat", 20, "Een enkele zin…"),
        ("Aaneengeschrevenwoord", 10, "Aaneenge…"),
        ("", 5, ""),
    ],
)
def test_a_long_text_ends_with_a_sentence_or_a_word(text, most, told):
    assert shortened(text, most) == told


@pytest.mark.parametrize(
    ("text", "kept", "labels"),
    [
        ("Gezond.", "Gezond.", []),
        ("Ziekten, afwezig: kanker, osteoporose.", "", ["Ziekten"]),
        (
            "Laatste 3 maanden, afwezig: infectie; open: reis.",
            "Laatste 3 maanden, open: reis.",
            ["Laatste 3 maanden"],
        ),
        ("Medicijnen: bloeddrukpillen; afwezig: NSAID, prednison.", "Medicijnen: bloeddrukpillen.", []),
        ("Illnesses, absent: cancer.\nTired.", "Tired.", ["Illnesses"]),
        ("Verder, afwezig: zwanger.", "", []),
        ("Was afwezig: twee dagen ziek.", "Was afwezig: twee dagen ziek.", []),
    ],
)
def test_of_a_list_only_what_was_found_is_told(text, kept, labels):
    assert present(text, text.splitlines()) == (kept, labels)


def test_what_a_therapist_wrote_is_never_taken_for_a_list_without_findings():
    written = "Reflexen, afwezig: achilles rechts."
    assert present(written, []) == (written, [])


@pytest.mark.parametrize(
    ("kind", "said", "wanting"),
    [
        ("start", {"reason": "Pijn"}, []),
        ("start", {}, ["reason"]),
        ("question", {"reason": "Pijn"}, ["question"]),
        ("question", {"question": "Mag dit?"}, []),
        ("not_clear", {"signs": "Krachtverlies"}, ["urgency"]),
        ("not_clear", {"urgency": "Vandaag", "signs": "  "}, ["signs"]),
    ],
)
def test_what_a_letter_cannot_do_without(kind, said, wanting):
    sections = [{"key": key, "heading": key, "text": said.get(key, "")} for key in parts_of(kind)]
    assert missing(kind, sections) == wanting


def test_the_plain_text_says_what_the_sheet_says():
    text = plain(a_sheet(text="- Rotatie links 26°\n- Spurling rechts positief", urgent="Urgentie: vandaag."))
    for said in (
        "Praktijk De Wervel",
        "R. Zandstra",
        "URGENTIE: VANDAAG.",
        "- Rotatie links 26°",
        "BIG 19012345601",
    ):
        assert said in text


def test_the_plain_text_leaves_out_what_is_empty():
    assert "\n\n\n" not in plain(a_sheet(permission="", urgent="", replaces=""))
