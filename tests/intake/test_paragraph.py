"""The complaint in one paragraph: exact sentences, and what holds for every form."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from intake.questionnaire import load
from tests.intake.patients import Patient, complete_forms, table
from tests.intake.summaries import paragraph, summary_of

PATIENTS = table("paragraphs.txt")
DESK, DIZZY = PATIENTS[0][0], PATIENTS[2][0]


@pytest.mark.parametrize(("answers", "dutch", "english"), PATIENTS)
def test_the_complaint_is_told_in_well_formed_sentences(answers, dutch, english):
    assert (paragraph(answers, "nl"), paragraph(answers, "en")) == (dutch, english)


def test_without_any_answer_there_is_still_a_sentence():
    assert paragraph("age=40", "en").startswith("A complaint without a stated place. Not answered: duration,")


def test_without_a_pain_score_or_a_kind_of_pain_nobody_says_pain():
    assert paragraph("age=40 g_regions:neck g_duration:lt_1w", "en").startswith(
        "A complaint of the neck for less than a week."
    )


def test_a_pain_of_zero_is_said_and_is_no_pain():
    told = paragraph("age=40 g_regions:neck g_nrs_now=0", "en")
    assert told.startswith("A complaint of the neck. The pain averaged 0/10 over the last 24 hours.")


def test_what_was_not_asked_is_neither_told_nor_called_open():
    told = paragraph(DIZZY)
    assert "pijn" not in told and "Niet beantwoord" not in told


def test_a_symptom_beside_none_of_these_counts():
    """The screen refuses both together; answers from elsewhere may hold them."""
    told = paragraph("age=40 g_regions:neck", "en", g_worse=["none", "eating"])
    assert "Worse after eating." in told


PARENT = "age=9 g_regions:neck ad_reporter:parent"


def test_a_child_whose_parent_filled_in_the_form_has_that_told_by_name_and_relation():
    told = paragraph(f"{PARENT} ad_reporter_relation:guardian", ad_reporter_name=" Marieke\nde  Vries ")
    assert "Ingevuld door ouder of voogd: Marieke de Vries (voogd). Niet beantwoord" in told


def test_a_name_that_was_given_before_the_relation_was_asked_is_told_as_it_is():
    told = paragraph(PARENT, version="2", ad_reporter_name=" Marieke de  Vries,\nmoeder. ")
    assert "Ingevuld door ouder of voogd: Marieke de Vries, moeder. Niet beantwoord" in told


def test_a_parent_without_a_name_is_told_by_role():
    assert "Filled in by a parent or guardian. " in paragraph(PARENT, "en")


def test_nothing_is_said_about_a_patient_who_filled_in_the_form_alone():
    assert "Ingevuld" not in paragraph(f"{DESK} ad_reporter:self")


def test_a_very_long_name_is_cut_between_words():
    told = paragraph("age=19 g_regions:neck ad_reporter:helper", ad_reporter_name="Jan Jansen " * 40)
    assert len(told) < 600 and "Jan Jansen Jan…. " in told


def test_an_intake_from_before_the_summary_gets_the_same_words():
    assert paragraph(DESK, version="1") == paragraph(DESK, version="2")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(complete_forms())
def test_every_form_becomes_sentences_without_ids(who: Patient):
    ids = {id_ for id_ in load().questions if "_" in id_}
    for lang in ("nl", "en"):
        told = summary_of(who, lang).paragraph
        assert told.endswith(".") and told == " ".join(told.split())
        assert not re.search(r"\.\.|[,;] ?[.,;]|\( |{|}|None", told), told
        assert not ids & set(re.findall(r"\w+", told)), told
        assert all(sentence[0].isupper() for sentence in re.split(r"(?<=\.) ", told)), told
