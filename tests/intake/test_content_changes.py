"""What differs between two versions: found, and shown so that somebody sees it."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from intake import questionnaire
from intake.content_changes import KINDS, Changes, between, unchanged_rules
from intake.questionnaire import LANGUAGES, versions
from intake.screening import rules
from intake.side_by_side import Line, beside
from tests.intake.rules_world import add_version

EVERY = {"E01", "C01", "I01"}


@pytest.fixture
def versions_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, str]]:
    """Two versions of the small content: as it is, and with these words changed."""
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    return lambda changes: (add_version(tmp_path), add_version(tmp_path, changes))


def of_kind(kind: str, old: str, new: str, lang: str = "nl") -> Changes:
    return next(found for found in between(old, new, lang) if found.kind == kind)


def plain(line: Line | None) -> str:
    """A line with what is marked in square brackets."""
    if line is None:
        return ""
    return "".join(f"[{bit.text}]" if bit.marked else bit.text for bit in line.bits)


def test_two_versions_that_are_the_same_differ_in_nothing(versions_with) -> None:
    old, new = versions_with({})
    assert [len(found) for found in between(old, new, "nl")] == [0] * len(KINDS)
    assert unchanged_rules(old, new) == EVERY


@pytest.mark.parametrize(
    ("change", "touched", "parts"),
    [
        ({'level = "caution"': 'level = "info"'}, {"C01"}, ["level"]),
        ({'complaints = "spine"': 'complaints = "neck"'}, {"I01"}, ["complaints"]),
        ({"num(g_nrs)>=8": "num(g_nrs)>=7"}, {"E01"}, ["when"]),
        ({"age>=55": "age>=60"}, {"C01"}, ["term"]),
        ({'show_when = "BACK"\n': ""}, {"E01", "I01"}, ["when", "asked"]),
        ({'"Bel nu 112."': '"Bel meteen 112."'}, {"E01"}, ["message"]),
        ({'id = "112"\nnl = "112"': 'id = "112"\nnl = "112 of 113"'}, {"E01"}, ["contact"]),
        ({"caudasyndroom": "cauda"}, {"E01"}, ["suspected"]),
        ({"Onderzoek het gevoel.": "Onderzoek alles."}, {"I01"}, ["therapist"]),
        ({'"general knowledge"': '"guideline 2026"'}, {"I01"}, ["source"]),
        ({'nl = "Doof been"': 'nl = "Dood been"'}, {"I01"}, ["when"]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_whatever_somebody_judges_changes_the_rule(
    versions_with, change: dict[str, str], touched: set[str], parts: list[str]
) -> None:
    old, new = versions_with(change)
    assert unchanged_rules(old, new) == EVERY - touched
    changed = of_kind("rule", old, new).changed
    assert {one.id for one in changed} == touched
    assert [difference.part for difference in changed[0].differences] == parts


def test_a_change_in_one_language_only_counts(versions_with) -> None:
    old, new = versions_with({"Call 112.": "Call an ambulance."})
    assert unchanged_rules(old, new) == EVERY - {"E01"}
    assert of_kind("rule", old, new).changed == ()
    assert len(of_kind("rule", old, new, "en").changed) == 1


def test_two_answers_with_the_same_words_are_not_the_same(versions_with) -> None:
    twice = {
        'code = "numb", nl = "Doof been", en = "Numb leg"': 'code = "cold", nl = "Doof been", en = "Numb leg"'
    }
    old, new = versions_with({**twice, "r_legs:numb": "r_legs:cold"})
    assert unchanged_rules(old, new) == EVERY - {"I01"}


def test_the_note_on_a_change_is_no_change(versions_with) -> None:
    old, new = versions_with({"Neck added.": "Neck added, see the guideline."})
    assert unchanged_rules(old, new) == EVERY


def test_what_was_added_and_taken_away_is_listed_as_it_reads(versions_with) -> None:
    old, new = versions_with({'id = "C01"': 'id = "C02"'})
    found = of_kind("rule", old, new)
    assert [entry.id for entry in found.added] == ["C02"]
    assert [entry.id for entry in found.removed] == ["C01"]
    assert found.added[0].texts["therapist"] == "Geen thrust."


@pytest.mark.parametrize(
    ("change", "kind", "parts"),
    [
        ({'"een rugklacht"': '"klacht van de rug"'}, "term", ["meaning"]),
        ({"Waar heb je last van?": "Waar doet het pijn?"}, "question", ["question"]),
        ({'"Slap been"': '"Zwak been"'}, "question", ["options"]),
        ({"safety_list = true\n": ""}, "question", ["how"]),
        ({'page = "legs"\ntype': 'page = "where"\ntype'}, "question", ["page"]),
        ({"See you": "Until", "Tot op": "Tot bij"}, "message", ["text"]),
        ({'nl = "112"': 'nl = "bel 112"'}, "contact", ["text"]),
        ({"Blijf bewegen.": "Beweeg.", "Je onderrug": "Je rug"}, "selfcare", ["title", "text"]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_the_patient_and_the_rules_share_is_compared_too(
    versions_with, change: dict[str, str], kind: str, parts: list[str]
) -> None:
    [changed, *_others] = of_kind(kind, *versions_with(change)).changed
    assert [difference.part for difference in changed.differences] == parts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_versions_on_disk_can_be_compared(lang: str) -> None:
    for old, new in itertools.pairwise(versions()):
        found = of_kind("rule", old, new, lang)
        ids = {rule.id for rule in rules(new)}
        assert {one.id for one in found.changed} | {one.id for one in found.added} <= ids
        assert all(one.differences for one in found.changed)


def test_words_that_differ_are_marked() -> None:
    [pair] = beside("Bel nu de huisarts.", "Bel vandaag de huisarts.")
    assert (plain(pair.old), plain(pair.new)) == ("Bel[ nu] de huisarts.", "Bel[ vandaag] de huisarts.")
    assert not pair.same


def test_every_rule_of_version_3_can_be_approved_as_it_was_in_version_2() -> None:
    assert unchanged_rules("2", "3") == {rule.id for rule in rules("3")}


def test_an_option_reads_with_the_age_from_which_it_is_offered() -> None:
    [questions] = (one for one in between("2", "3", "en") if one.kind == "question")
    [changed] = (one for one in questions.changed if one.id == "ad_reporter")
    assert changed.texts["options"].splitlines()[0] == "Myself (16 or older)"


def test_lines_that_stay_stand_beside_each_other() -> None:
    pairs = beside("al deze:\n- Nek\n- Rug", "al deze:\n- Rug")
    assert [(plain(pair.old), plain(pair.new)) for pair in pairs] == [
        ("al deze:", "al deze:"),
        ("[Nek]", ""),
        ("Rug", "Rug"),
    ]
    assert [pair.same for pair in pairs] == [True, False, True]


def test_a_changed_line_stands_beside_what_it_became() -> None:
    pairs = beside("- Heb je koorts?\n- Rug", "- Zweet je?\n- Heb je hoge koorts?\n- Rug")
    assert [(plain(pair.old), plain(pair.new)) for pair in pairs] == [
        ("", "[Zweet je?]"),
        ("Heb je koorts?", "Heb je[ hoge] koorts?"),
        ("Rug", "Rug"),
    ]


def test_the_same_words_in_another_group_are_marked_whole() -> None:
    [_first, pair] = beside("een van deze:\n- Nek", "een van deze:\n  - Nek")
    assert (plain(pair.old), plain(pair.new)) == ("[Nek]", "[Nek]")
    assert (pair.old.depth, pair.new.depth) == (1, 2)


def test_a_text_where_there_was_none_is_all_new() -> None:
    [pair] = beside("", "Nieuw")
    assert (pair.old, plain(pair.new)) == (None, "[Nieuw]")
