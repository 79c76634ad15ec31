"""The lines that are proposed for the history: what each answer becomes, and how a topic is put together."""

from dataclasses import dataclass
from functools import lru_cache

import pytest

from intake.questionnaire import load, versions
from records.history_lines import OWN_VOICE, added, key, proposed, whole
from records.topics import topics
from tests.intake.patients import Patient, patient
from tests.intake.summaries import asked

MARJAN = (
    "age=52 sex=f g_regions:upper_back g_regions:neck g_main:upper_back g_side:left g_radiation:ribs_band "
    "g_nrs_now=6 g_character:aching g_constant:comes_goes g_onset:trauma g_trauma_type:traffic "
    "g_trauma_when:lt_6w g_duration:w1_6 g_course:changing g_first:first g_worse:sitting g_worse:lifting "
    "r_night:turning r_general:fatigue r_history:none m_meds:nsaid l_smoke:no l_sleep:fair w_work:sitting "
    "w_absent:no ps_stress=7 ps_worry=3 ps_fear:no ad_referral:no"
)
OWN = {
    "g_goal": "Weer kunnen werken",
    "g_psk": [{"activity": "een film kijken", "score": 7}, {"activity": "tillen", "score": 9}],
    "ps_cause": "Te veel getild.",
    "l_sport": "Zwemmen",
}


@lru_cache
def lines(lang: str = "nl", version: str = "3") -> dict[str, list[str]]:
    who = patient(MARJAN)
    return proposed(
        asked(Patient(who.age, who.sex, {**who.answers, **OWN}), version), version=version, lang=lang
    )


@pytest.mark.parametrize(
    "topic, line",
    [
        ("onset", "Begonnen door een val of ongeluk (verkeersongeluk, minder dan 6 weken geleden)."),
        ("onset", "Denkt zelf aan: “Te veel getild”."),
        ("course", "Sinds 1 tot 6 weken, sindsdien wisselend."),
        ("course", "Niet eerder gehad."),
        ("symptoms", "Pijn in de bovenrug en nek, links, met uitstraling rond de ribben."),
        ("symptoms", "De pijn is zeurend, komt en gaat, en was de laatste 24 uur gemiddeld 6/10."),
        ("influences", "Erger bij lang zitten/beeldscherm en tillen/zwaar werk."),
        ("influences", "Wordt 's nachts wakker bij draaien en slaapt dan weer in."),
        ("general_health", "Rookt niet, slaapt matig."),
        ("daily_life", "Beperkt bij: tillen (9/10), een film kijken (7/10)."),
        ("daily_life", "Zittend werk of school, geen verzuim."),
        ("daily_life", "Sport en bewegen: “Zwemmen”."),
        ("psychosocial", "Niet beantwoord: vertrouwen in herstel en stemming."),
        ("remarks", "Geen verwijzing."),
    ],
)
def test_an_answer_becomes_a_line_of_its_topic(topic, line):
    assert line in lines()[topic]


@pytest.mark.parametrize(
    "topic, line",
    [
        ("course", "For 1 to 6 weeks, up and down since."),
        ("symptoms", "Pain in the upper back and neck, on the left, spreading around the ribs."),
        ("daily_life", "Limited in: tillen (9/10), een film kijken (7/10)."),
    ],
)
def test_the_lines_are_in_the_language_of_the_page(topic, line):
    assert line in lines("en")[topic]


@pytest.mark.parametrize(
    "start, part",
    [
        ("Algemeen: erg moe; afwezig: koorts", "nachtzweten"),
        ("Ziekten, afwezig: kanker", "osteoporose"),
        ("Medicijnen: NSAID; afwezig: bloedverdunners", "andere medicijnen"),
    ],
)
def test_of_a_list_that_was_gone_through_what_is_absent_is_said_too(start, part):
    assert [one for one in lines()["general_health"] if one.startswith(start) and part in one]


def test_the_request_for_help_has_no_lines():
    assert OWN_VOICE not in lines()


@pytest.mark.parametrize("version", versions())
def test_nothing_is_said_of_an_empty_form_but_what_is_open(version):
    found = proposed(asked(patient("age=40 sex=m"), version), version=version, lang="nl")
    assert not [line for line in found["onset"] + found["course"] if "beantwoord" not in line]


def test_every_question_of_a_topic_was_asked_in_some_form():
    known = {question for version in versions() for question in load(version).questions}
    assert {question for topic in topics() for question in topic.questions} <= known


def test_every_topic_has_its_place():
    assert [OWN_VOICE, *lines()] == [topic.field for topic in topics()]


@dataclass
class Row:
    text: str
    topic: str = "onset"
    generated: str = ""


@pytest.mark.parametrize(
    "texts, more, text",
    [
        (["Een.", "Twee."], "Drie.", "Een.\nTwee.\nDrie."),
        (["Een.", ""], "", "Een."),
        ([""], "Drie.", "Drie."),
        ([], "", ""),
    ],
)
def test_a_topic_is_its_lines_with_what_was_added_below(texts, more, text):
    rows = [Row(one) for one in texts]
    assert whole(rows, more) == text
    assert added(text, rows) == more


def test_a_text_that_does_not_begin_with_its_lines_was_all_written_by_the_therapist():
    assert added("Iets anders", [Row("Een.")]) == "Iets anders"


def test_another_proposal_is_another_line():
    assert key("onset", "Geleidelijk.") != key("onset", "Plotseling.")
