"""Decisions on a device that was handed over: line by line, and signed."""

import math

from records import actions, consent_lines
from records.consent_lines import Line, who_decides_through
from records.models import Handover, TreatmentPlan


def ask_on_screen(plan: TreatmentPlan, questions: dict[str, str], **handed: object) -> None:
    """The patient has questions first: `questions` by the key of a line."""
    _decide(_hand_over(plan, handed), "questions", questions, [])


def sign_on_screen(plan: TreatmentPlan, **handed: object) -> None:
    """Everybody who decides agrees to what is asked, and signs. `handed`: what the therapist said before."""
    made = _hand_over(plan, handed)
    known = {"patient": plan.episode.patient.full_name, "representative": made.representative_name}
    roles = sorted(role.value for role in who_decides_through(made).roles)
    _decide(made, "given", {}, [_signature(role, known[role]) for role in roles])


def _hand_over(plan: TreatmentPlan, handed: dict[str, object]) -> Handover:
    data = {"language": plan.episode.patient.language, **handed}
    return actions.start_handover(plan=plan, data=data, by=plan.episode.therapist)


def _decide(made: Handover, decision: str, questions: dict[str, str], signatures: list[dict]) -> None:
    asked = consent_lines.asked(made.plan, made.language, who=who_decides_through(made))
    actions.decide_on_plan(
        handover=made,
        decision=decision,
        answers={line.key: _answer(line, questions) for line in asked.open},
        signatures=signatures,
        seen=consent_lines.shown_digest(made.plan, made.language),
    )


def _answer(line: Line, questions: dict[str, str]) -> dict[str, object]:
    question = questions.get(line.key, "")
    return {"decision": "question" if question else "agreed", "question": question}


def _signature(role: str, name: str) -> dict[str, object]:
    """Loops as of a pen, other ones for each name."""
    pace = 3 + sum(map(ord, name)) % 5
    loops = [
        [30 + 3 * step, round(70 + 28 * math.sin(step / pace) * math.cos(step / 7))] for step in range(80)
    ]
    line = [[40, 112], [250, 104 + pace]]
    return {"role": role, "name": name, "how": "drawn", "strokes": [loops, line], "size": [300, 140]}
