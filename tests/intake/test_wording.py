"""Conditions in words: readable in both languages, and complete."""

import re
from pathlib import Path

import pytest

from intake import questionnaire
from intake.conditions import Choice
from intake.questionnaire import LANGUAGES, load, read, versions
from intake.screening import rules
from intake.wording import ANSWER, TERM, Wording, as_text, meanings, outline, terms_in
from tests.intake.rules_world import add_version

RAW = re.compile(r"\b[a-z]+_[a-z0-9_]+\b|\b\w+:\w+\b|\bnof\b|\bstated\b|>=|<=|==")


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    return add_version(tmp_path)


def everything(wording: Wording) -> str:
    """All words, also those of the definitions."""
    return " ".join(f"{part.topic} {part.lead} {part.answers}" for part in wording.walk())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("version", versions())
def test_every_rule_reads_without_codes(version: str, lang: str) -> None:
    for rule in rules(version):
        words = everything(outline(rule.when, version, lang))
        assert RAW.findall(words) == [], rule.id
        assert set(re.findall(r"\b[A-Z][A-Z_]{3,}\b", words)).isdisjoint(load(version).terms), rule.id


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("version", versions())
def test_every_rule_names_all_it_looks_at(version: str, lang: str) -> None:
    for rule in rules(version):
        words = everything(outline(rule.when, version, lang))
        for node in rule.condition.walk():
            if isinstance(node, Choice):
                question = load(version).questions[node.question]
                assert question.text(lang) in words, rule.id
                assert f"“{question.option(node.option).text(lang)}”" in words, rule.id


@pytest.mark.parametrize("version", versions())
def test_every_follow_up_has_a_readable_condition(version: str) -> None:
    shown = [entry["show_when"] for entry in read(version, "questions")["question"] if "show_when" in entry]
    assert shown
    for when in shown:
        assert RAW.findall(everything(outline(when, version, "nl"))) == []


@pytest.mark.parametrize("version", versions())
def test_every_term_of_every_version_has_a_meaning_in_both_languages(version: str) -> None:
    silent = [name for name, texts in meanings(version).items() if not all(map(texts.get, LANGUAGES))]
    newest = version == versions()[-1]
    assert not newest or silent == []
    assert all("en" in meanings(version)[name] for name in silent)


def test_a_question_stands_with_what_was_answered(version: str) -> None:
    line = outline("g_regions:neck", version, "nl")
    assert (line.kind, as_text(line)) == (ANSWER, "Waar heb je last van? “Nek”")
    assert as_text(outline("g_regions:neck", version, "en")) == "Where is your problem? “Neck”"


def test_options_of_one_question_stand_in_one_line(version: str) -> None:
    when = "g_regions:neck or g_nrs:5 or g_regions:low_back or g_regions:upper_back"
    told = as_text(outline(when.replace("g_nrs:5", "num(g_nrs)>=5"), version, "nl"))
    assert told.splitlines() == [
        "een van deze:",
        "- Waar heb je last van? “Nek”, “Onderrug” of “Bovenrug”",
        "- Hoeveel pijn had je? 5 of hoger",
    ]
    both = outline("g_regions:neck and g_regions:low_back", version, "en")
    assert as_text(both) == "Where is your problem? “Neck” and “Low back”"


def test_a_follow_up_says_what_it_is_about(version: str) -> None:
    told = as_text(outline("r_legs:weak", version, "nl"))
    assert told == "Je benen: Heb je daarbij een van deze klachten? “Slap been”"


@pytest.mark.parametrize(
    ("when", "nl", "en"),
    [
        ("age>=55", "Leeftijd 55 jaar of ouder", "Age 55 or older"),
        ("age<16", "Leeftijd jonger dan 16 jaar", "Age younger than 16"),
        ("num(g_nrs)<=3", "Hoeveel pijn had je? 3 of lager", "How much pain did you have? 3 or lower"),
        (
            "count(g_regions)>=2",
            "Waar heb je last van? minstens 2 gekozen",
            "Where is your problem? at least 2 chosen",
        ),
        ("answered(g_nrs)", "Hoeveel pijn had je? beantwoord", "How much pain did you have? answered"),
        ("not answered(g_nrs)", "Hoeveel pijn had je? opengelaten", "How much pain did you have? left open"),
        ("not age>=55", "niet: Leeftijd 55 jaar of ouder", "not: Age 55 or older"),
        (
            "stated(g_regions:neck)",
            "de patiënt zegt: Waar heb je last van? “Nek”",
            "the patient says: Where is your problem? “Neck”",
        ),
        (
            "nof(2, g_regions:neck, g_regions:low_back)",
            "Waar heb je last van? minstens 2 van “Nek” en “Onderrug”",
            "Where is your problem? at least 2 of “Neck” and “Low back”",
        ),
    ],
)
def test_each_kind_of_condition_has_its_words(version: str, when: str, nl: str, en: str) -> None:
    assert as_text(outline(when, version, "nl")) == nl
    assert as_text(outline(when, version, "en")) == en


def test_some_of_several_questions_are_listed(version: str) -> None:
    told = as_text(outline("nof(2, g_regions:neck, age>=70, num(g_nrs)>=8)", version, "nl"))
    assert told.splitlines()[0] == "minstens 2 van deze:"
    assert len(told.splitlines()) == 4


def test_what_lifts_a_rule_stands_last_and_says_unless(version: str) -> None:
    told = as_text(outline("not stated(g_regions:neck) and age>=55", version, "nl"))
    assert told.splitlines()[1:] == [
        "- Leeftijd 55 jaar of ouder",
        "- tenzij de patiënt zegt: Waar heb je last van? “Nek”",
    ]


def test_what_was_not_said_is_no_unless_where_it_raises_a_rule(version: str) -> None:
    told = as_text(outline("age>=55 or not stated(g_regions:neck)", version, "nl"))
    assert "- de patiënt zegt niet: Waar heb je last van? “Nek”" in told


def test_none_of_several_is_said_in_one(version: str) -> None:
    told = as_text(outline("not (age>=55 or g_regions:neck)", version, "nl"))
    assert told.startswith("geen van deze:")


def test_groups_of_the_same_kind_become_one_list(version: str) -> None:
    told = as_text(outline("(age>=55 or g_regions:neck) or num(g_nrs)>=8", version, "nl"))
    assert [line[:2] for line in told.splitlines()] == ["ee", "- ", "- ", "- "]


def test_nested_groups_are_indented(version: str) -> None:
    told = as_text(outline("age>=55 and (g_regions:neck or num(g_nrs)>=8)", version, "nl"))
    assert told.splitlines()[2:] == [
        "- een van deze:",
        "  - Waar heb je last van? “Nek”",
        "  - Hoeveel pijn had je? 8 of hoger",
    ]


def test_a_term_reads_as_its_meaning_with_its_definition_below(version: str) -> None:
    term = outline("OLD_BACK", version, "nl")
    assert (term.kind, term.lead) == (TERM, "een rugklacht op leeftijd")
    assert list(terms_in(term)) == ["een rugklacht op leeftijd", "een rugklacht"]
    assert as_text(term.parts[0]).splitlines()[1] == "- een rugklacht"


def test_a_version_takes_meanings_from_a_later_one_with_the_same_definition(
    version: str, tmp_path: Path
) -> None:
    only_english = {
        'meaning_nl = "een rugklacht"\nmeaning_en = "a back complaint"': 'meaning = "back"',
        'meaning_nl = "een rugklacht op leeftijd"\n': "",
        'meaning_en = "a back complaint at an age"': 'meaning = "old back"',
        "BACK and age>=55": "BACK and age>=50",
    }
    old = add_version(tmp_path, only_english)
    add_version(tmp_path)
    assert outline("BACK", old, "nl").lead == "een rugklacht"
    assert outline("OLD_BACK", old, "en").lead == "old back"
    assert as_text(outline("OLD_BACK", old, "nl")).splitlines() == [
        "al deze:",
        "- een rugklacht",
        "- Leeftijd 50 jaar of ouder",
    ]


def test_another_language_is_read_in_dutch(version: str) -> None:
    assert outline("age>=55", version, "de") == outline("age>=55", version, "nl")
