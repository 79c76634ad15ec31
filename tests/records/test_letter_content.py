"""What a letter takes from the record, and what it leaves to the record."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.actions.screening import review_intake
from practice.models import Episode
from records.actions.closing import save_evaluation, sign_evaluation
from records.letters.content import parts
from records.letters.offer import fitting
from records.models import Evaluation, LetterKind
from tests import factories
from tests.records.letters_world import text_of

pytestmark = pytest.mark.django_db

START = [
    ("reason", "Via directe toegang, zonder verwijzing."),
    ("reason", "Hulpvraag: Weer pijnvrij werken"),
    ("screening", "Conclusie: pluis, manuele therapie is passend."),
    ("history", "Vier weken, wisselend"),
    ("findings", "Beperkte rotatie thoracaal"),
    ("findings", "- Rotatie: links 20° (norm 30–50°)"),
    ("diagnosis", "DCSPH 3220: Rug, thoracaal"),
    ("goals", "Hoofddoel: Een uur achter het bureau zitten"),
    ("plan", "4 behandelingen gepland, eens per week."),
]
NOT_CLEAR = [
    ("urgency", "graag vandaag beoordelen"),
    ("signs", "Koorts en hevige pijn."),
    ("signs", "Nagevraagd: Sinds gisteren"),
    ("signs", "Antwoorden van de patiënt:"),
    ("told", "Vandaag de huisarts bellen."),
    ("question", "Graag uw beoordeling"),
]


def at(month: int, day: int) -> datetime.datetime:
    return datetime.datetime(2026, month, day, 10, tzinfo=datetime.UTC)


@pytest.fixture
def treated(therapist) -> Episode:
    """An episode with a plan and two sessions."""
    made = factories.examined_episode(therapist=therapist)
    plan = factories.approved_plan(
        episode_=made, dcsph_code="3220", dcsph_text="Rug, thoracaal", frequency="eens per week"
    )
    factories.signed_session(plan=plan, pain_before=7, held_at=at(5, 1))
    factories.signed_session(plan=plan, pain_before=3, held_at=at(5, 8))
    return Episode.objects.get(pk=made.pk)


@pytest.fixture
def not_clear(therapist) -> Episode:
    """A patient who told of a fall and was sent to the GP."""
    made = factories.episode(therapist=therapist)
    intake = factories.submitted_intake(episode_=made, r_general=["fever"], g_nrs_now=8)
    decisions = {
        one.pk: ("confirmed", "Sinds gisteren") for one in intake.findings.all() if one.needs_decision
    }
    data = {
        "all_clear": False,
        "pattern": "unknown",
        "conclusion": "contact_gp",
        "urgency": "same_day_gp",
        "advice_given": "Vandaag de huisarts bellen.",
        "deviating_signs": "Koorts en hevige pijn.",
    }
    review_intake(episode=made, intake=intake, data=data, decisions=decisions, version=0, by=therapist)
    return Episode.objects.get(pk=made.pk)


def said(episode: Episode, kind: str, key: str, language: str = "nl") -> str:
    return text_of(parts(episode, kind, language), key)


def left_out(episode: Episode, kind: str, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    found = parts(episode, kind, "nl")
    return [(key, text) for key, text in wanted if text not in text_of(found, key)]


def test_the_message_at_the_start_says_who_why_what_and_how_long(treated):
    assert left_out(treated, "start", START) == []


def test_the_letter_that_something_is_not_clear_says_what_since_when_and_how_fast(not_clear):
    assert left_out(not_clear, "not_clear", NOT_CLEAR) == []


def test_it_names_the_answers_and_no_number_of_a_rule(not_clear):
    rules = {finding.rule for intake in not_clear.intakes.all() for finding in intake.findings.all()}
    told = " ".join(part["text"] for part in parts(not_clear, "not_clear", "nl"))
    assert [rule for rule in rules if rule in told] == []


def test_a_report_counts_the_sessions_and_compares_first_and_last(treated):
    assert "2 behandelingen van 01-05-2026 tot en met 08-05-2026" in said(treated, "interim", "given")
    assert "7 de eerste keer, 3 nu" in said(treated, "interim", "result")


def test_the_final_report_says_whether_the_main_goal_was_reached(treated, therapist):
    data = {
        "goal_result": "reached",
        "ending": "goal_reached",
        "aftercare": "Blijven bewegen.",
        "pain_now": 1,
        "not_rescreened_reason": "Niets nieuws verteld.",
    }
    ending = save_evaluation(evaluation=Evaluation(episode=treated), data=data, version=0, by=therapist)
    sign_evaluation(evaluation=ending, by=therapist)
    found = {part["key"]: part["text"] for part in parts(Episode.objects.get(pk=treated.pk), "final", "nl")}
    assert "Hoofddoel (Een uur achter het bureau zitten): behaald." in found["result"]
    assert found["aftercare"] == "Blijven bewegen."
    assert "het doel" in found["ending"]


def test_a_letter_in_english_speaks_english(treated):
    assert "4 sessions planned" in said(treated, "start", "plan", "en")
    assert "Rotation: left 20° (normal 30–50°)" in said(treated, "start", "findings", "en")


@pytest.mark.parametrize("kind", LetterKind.values)
def test_an_empty_record_gives_an_empty_letter_and_no_error(kind, therapist):
    assert {part["key"] for part in parts(factories.episode(therapist=therapist), kind, "nl")}


def test_writing_a_letter_costs_the_same_however_long_the_record(treated):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            parts(Episode.objects.select_related("patient").get(pk=treated.pk), "final", "nl")
        return len(caught)

    few = queries()
    for day in range(10, 20):
        factories.signed_session(plan=treated.plans.get(), held_at=at(6, day))
    assert queries() == few


@pytest.mark.parametrize(
    ("phase", "kind"),
    [
        ("new", ""),
        ("gp_advised", "not_clear"),
        ("planned", "start"),
        ("in_treatment", "interim"),
        ("evaluated", "final"),
        ("closed", "final"),
    ],
)
def test_the_letter_that_fits_follows_the_phase(phase, kind):
    assert fitting(Episode(phase=phase), []) == kind


def test_a_referred_patient_needs_no_message_about_direct_access():
    assert fitting(Episode(phase="planned", referred_by="R. Zandstra"), []) == ""
