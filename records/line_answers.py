"""What the patient answers to each line of a plan, checked and written down as it is stored. Pure."""

from collections.abc import Iterable, Mapping

from records.consent_lines import AGREED, Line, Stored
from records.errors import UndecidedLinesError
from records.models import ConsentDecision
from records.signatures import plain_text

AGREE, QUESTION, DECLINE = "agreed", "question", "declined"
LONGEST_QUESTION = 2_000

Answers = Mapping[str, Mapping[str, object]]  # by the key of a line: {"decision": ..., "question": ...}


def stored_lines(lines: Iterable[Line], decision: str, answers: Answers) -> list[Stored]:
    """Each line with what was decided on it.

    Who says no to the plan, says no to each line. Approval needs an answer to each line that is asked, and a
    no only where that is possible; questions need one question, and leave the rest open where it is.
    Raises UndecidedLinesError, which names the lines.
    """
    found = list(lines)
    made = [_stored(line, decision, answers.get(line.key, {})) for line in found]
    may_stay_open = decision == ConsentDecision.QUESTIONS and any(one["decision"] == QUESTION for one in made)
    if decision in (ConsentDecision.GIVEN, ConsentDecision.QUESTIONS) and not may_stay_open:
        undecided = [one["key"] for one in made if one["decision"] not in (AGREE, DECLINE)]
        if undecided or decision == ConsentDecision.QUESTIONS:
            raise UndecidedLinesError(undecided or [one["key"] for one in made if one["asked"]])
    return made


def _stored(line: Line, decision: str, answer: Mapping[str, object]) -> Stored:
    says = (
        DECLINE if decision in (ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN) else _says(line, answer)
    )
    question = plain_text(answer.get("question", ""), LONGEST_QUESTION)
    return {
        "key": line.key,
        "kind": line.kind,
        "heading": line.heading,
        "parts": [list(part) for part in line.parts],
        "fingerprint": line.fingerprint,
        "decision": says,
        "question": question if says != AGREE else "",
        "asked": line.state != AGREED or says != AGREE,
    }


def _says(line: Line, answer: Mapping[str, object]) -> str:
    """The answer to one line; a line agreed to before stays so until something else is said."""
    allowed = (AGREE, QUESTION, DECLINE) if line.may_decline else (AGREE, QUESTION)
    said = answer.get("decision", "")
    if said in allowed:
        return str(said)
    return AGREE if line.state == AGREED and not said else ""
