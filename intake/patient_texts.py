"""What a patient reads back: the own answers in words, and a message with the calls that go with it."""

from collections.abc import Mapping
from typing import Any

from intake import details
from intake.details import DETAILS
from intake.drawings import Drawing
from intake.models import Intake
from intake.questionnaire import Page
from intake.screening import ALL_CLEAR, message, selfcare

# The messages that say: call 112 first; and the one that says: call the GP now, else 112.
CALL_112, CALL_GP_NOW = ("M_112", "M_112_STILL"), "M_HAP_NOW"


def rows(page: Page, intake: Intake, answers: Mapping[str, Any], lang: str) -> list[dict[str, object]]:
    """The questions of a page with their answers in words; open ones may be answered still."""
    if page == DETAILS:
        return details.rows(intake)
    return [
        {
            "question": question.id,
            "label": question.text(lang),
            "value": question.answer_text(answers.get(question.id), lang),
            "drawing": Drawing.of(question, answers.get(question.id), lang),
            "is_open": not question.optional and question.id not in answers,
        }
        for question in page.questions
    ]


def help_with(intake: Intake, message_id: str, lang: str) -> dict[str, object]:
    """The text of a message, and whom to call: 112 first, the GP, or the GP and else 112."""
    return {
        "text": message(message_id, lang, intake.content_version),
        "call_112": message_id in CALL_112,
        "offer_112": message_id == CALL_GP_NOW,
        "gp": intake.episode.patient.general_practitioner if message_id != ALL_CLEAR else None,
    }


def advice_for(intake: Intake, lang: str) -> dict[str, str] | None:
    """What the patient can do about the main complaint; None when a doctor has to look first."""
    if intake.patient_message != ALL_CLEAR or intake.is_emergency:
        return None
    complaint = intake.answers.get("g_main") or next(iter(intake.answers.get("g_regions", [])), "other")
    found = selfcare(complaint, lang, intake.content_version)
    return {"title": found[0], "text": found[1]} if found else None
