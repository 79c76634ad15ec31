"""The drawings of one episode by date: of the form, of later forms and of re-screenings. Pure reading."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from intake import readings
from intake.drawings import Changes, Drawing, changes
from intake.models import Intake
from intake.questionnaire import load
from practice.models import Episode


@dataclass(frozen=True)
class Since:
    """What changed from an earlier drawing to this one."""

    moment: Intake
    changes: Changes


@dataclass(frozen=True)
class Dated:
    """The drawing of one moment; `since` compares it with the one before and, last, with the first."""

    moment: Intake
    drawing: Drawing
    since: tuple[Since, ...] = ()


def drawing_of(intake: Intake) -> Drawing | None:
    """What was drawn in this intake, in the language of the page; None when nothing was."""
    questions = load(intake.content_version).questions
    for answer in intake.answer_rows.all():
        question = questions.get(answer.question)
        if question is not None and question.type == "chart":
            return Drawing.of(question, answer.value, get_language() or "nl")
    return None


def dated_drawings(episode: Episode) -> list[Dated]:
    """Every drawing: the first, beside it the newest, after those what lies between, newest first.

    The number of queries does not depend on how many there are.
    """
    prefetch_related_objects([episode], "intakes__answer_rows", "intakes__created_by")
    drawn = [(moment, drawing_of(moment)) for moment in readings.evidence(episode)]
    found = [Dated(moment, drawing) for moment, drawing in drawn if drawing]
    if not found:
        return []
    first, *later = [found[0], *(_compared(old, new, found[0]) for old, new in pairwise(found))]
    return [first, *reversed(later)]


def _compared(before: Dated, now: Dated, first: Dated) -> Dated:
    earlier = [before] if before is first else [before, first]
    since = (Since(one.moment, changes(one.drawing, now.drawing)) for one in earlier)
    return Dated(now.moment, now.drawing, tuple(since))
