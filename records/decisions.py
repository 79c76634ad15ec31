"""What patients decided about plans. Pure reading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from practice.models import Episode, Relation
from records import interventions
from records.consent_lines import Asked, Line
from records.models import Consent, ConsentDecision, PlannedIntervention
from records.signatures import SignatureError, as_svg_path, checked_strokes


def next_decisions(standing: Consent | None, *, on_screen: bool = False) -> tuple[str, ...]:
    """What may be decided after the last decision on a plan.

    An approval is taken back, or given once more with other answers to what is asked apart. On a screen the
    patient may have questions first; in words those are answered at once, and noted with the decision.
    """
    questions = (ConsentDecision.QUESTIONS,) if on_screen else ()
    if standing is None or standing.decision == ConsentDecision.QUESTIONS:
        return ConsentDecision.GIVEN, *questions, ConsentDecision.REFUSED
    if not standing.is_given:
        return ConsentDecision.GIVEN, *questions
    again = (ConsentDecision.GIVEN,) if standing.plan.specials else ()
    return ConsentDecision.WITHDRAWN, *again


def questions_of(consent: Consent | None) -> list[tuple[str, str]]:
    """What the patient has a question about, and the question, while that is the last word."""
    if consent is None or consent.decision != ConsentDecision.QUESTIONS:
        return []
    asked = (line for line in consent.lines if line["decision"] == "question")
    return [(line["heading"], line["question"]) for line in asked]


@dataclass(frozen=True)
class Signed:
    """A signature as a page draws it; `path` is empty for a typed name."""

    name: str
    role: str
    relation: str
    at: datetime | None
    path: str
    width: int
    height: int


def signatures_of(consent: Consent) -> list[Signed]:
    """Who signed a decision. What is no drawing any more, as after tampering, is not drawn."""
    return [_signed(one) for one in consent.signatures]


def _signed(one: Mapping[str, object]) -> Signed:
    relation = str(one.get("relation", ""))
    try:
        strokes, (width, height) = checked_strokes(one.get("strokes"), one.get("size"))
    except SignatureError:
        strokes, width, height = (), 1, 1
    return Signed(
        name=str(one.get("name", "")),
        role=str(one.get("role", "")),
        relation=str(dict(Relation.choices).get(relation, relation)),
        at=parse_datetime(str(one.get("at", ""))),
        path=as_svg_path(strokes),
        width=width,
        height=height,
    )


@dataclass(frozen=True)
class ShownLine:
    """One line of a plan, and what was decided on it in the last decision on that plan."""

    line: Line
    said: Mapping[str, object]


def shown_lines(asked: Asked, standing: Consent | None) -> list[ShownLine]:
    said = {line["key"]: line for line in standing.lines} if standing else {}
    return [ShownLine(line, said.get(line.key, {})) for line in asked.lines]


def agreed_to(consent: Consent) -> list[str]:
    """What was asked apart and agreed to."""
    return [name for name, agreed in _answers(consent) if agreed]


def not_agreed_to(consent: Consent | None) -> list[str]:
    """What needs a permission of its own and got none, though the plan was approved."""
    if consent is None or not consent.is_given:
        return []
    return [name for name, agreed in _answers(consent) if not agreed]


def _answers(consent: Consent) -> Iterator[tuple[str, bool]]:
    for kind, rows in consent.plan.specials.items():
        yield _named(kind, rows), all(consent.agrees(kind, one) for one in rows)


def _named(kind: str, rows: list[PlannedIntervention]) -> str:
    """The name of what is asked apart, and what it is about unless that says the same."""
    name = interventions.load().permissions[kind].name(get_language() or "nl")
    about = [one.label for one in rows if one.label != name]
    return f"{name} ({', '.join(about)})" if about else name


def history_of(episode: Episode) -> QuerySet[Consent]:
    """Every decision on every plan of an episode, newest first."""
    made = Consent.objects.filter(plan__episode=episode)
    return made.select_related("plan", "recorded_by").prefetch_related("plan__interventions").order_by("-pk")
