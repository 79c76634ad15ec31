"""A signed plan as the patient reads it and decides on it: line by line. Pure reading.

Headings, and what the content says, are in the reading language; what the therapist wrote stays as written.
"""

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records import interventions
from records.digests import digest_of
from records.interventions import CERVICAL_TREATMENT, LANGUAGES, OWN, in_language
from records.models import Goal, PlannedIntervention, TreatmentPlan
from records.told import TOPICS, taken_apart

COURSE, INTERVENTION, PERMISSION = "course", "intervention", "permission"
NEW, CHANGED, AGREED = "new", "changed", "agreed"

PERMISSION_KEY = "may-"

Parts = tuple[tuple[str, str], ...]  # heading and text


@dataclass(frozen=True)
class Line:
    """One line to decide on. `records.consent_lines` fills in what was decided on it before."""

    key: str  # the same in every version of the plan; fit for the name of a field
    kind: str  # COURSE, INTERVENTION or PERMISSION
    heading: str
    parts: Parts
    fingerprint: str  # the same in every language: SHA-256 of what was written, codes and numbers
    earlier: frozenset[str] = frozenset()  # fingerprints of a plan that said the same for the plan as a whole
    state: str = NEW  # NEW, CHANGED since the patient agreed, or AGREED: unchanged and not asked again
    since: datetime | None = None  # of AGREED: when the patient agreed to it
    before: tuple[tuple[str, str, str], ...] = ()  # of CHANGED: heading, text then, text now
    may_decline: bool = False  # a no here leaves the rest of the plan approved

    def says_what(self, fingerprint: str) -> bool:
        """True when the line with this fingerprint said the same."""
        return fingerprint == self.fingerprint or fingerprint in self.earlier

    @property
    def unchanged(self) -> Parts:
        """The parts that `before` says nothing about."""
        changed = {heading for heading, _then, _now in self.before}
        return tuple(part for part in self.parts if part[0] not in changed)


def plan_lines(plan: TreatmentPlan, language: str) -> list[Line]:
    """The lines of a plan, as if nobody was asked before."""
    with translation.override(language):
        return list(_Reading(plan, language).lines())


@dataclass(frozen=True)
class Texts:
    """What a next version of a plan starts with."""

    rows: dict[int, dict[str, str]]  # by the key of the intervention, by topic
    general: dict[str, str]  # by topic


def texts_of(plan: TreatmentPlan, language: str) -> Texts:
    """The texts of a stored plan: as they were written, each with its intervention.

    In a plan from before each intervention had its own, they are found in the text for the plan as a whole,
    or in the content.
    """
    return _Reading(plan, language).texts()


def permission_of(line: Line) -> str:
    """The type of consent that a line of kind PERMISSION asks for."""
    return line.key.removeprefix(PERMISSION_KEY)


class _Reading:
    """A plan with its explanation taken apart, for one language."""

    def __init__(self, plan: TreatmentPlan, language: str) -> None:
        self.plan, self.language = plan, language
        self.rows = list(plan.interventions.all())
        self.told = {
            topic: taken_apart(getattr(plan, f"explained_{topic}"), self._called(topic)) for topic in TOPICS
        }
        self.twice = {code for code, count in Counter(row.code for row in self.rows).items() if count > 1}

    def _called(self, topic: str) -> list[tuple[str, ...]]:
        """What to look for in the text for the plan as a whole: the names of what has no text of its own."""
        return [() if getattr(row, topic) else (row.label_nl, row.label_en) for row in self.rows]

    def texts(self) -> Texts:
        old = [row for row in self.rows if not has_texts(row)]
        general = {
            topic: "\n".join(self.told[topic].general) if old else getattr(self.plan, f"explained_{topic}")
            for topic in TOPICS
        }
        return Texts(
            {row.pk: dict(self._texts_of(place, row)) for place, row in enumerate(self.rows)}, general
        )

    def _texts_of(self, place: int, row: PlannedIntervention) -> Iterator[tuple[str, str]]:
        for topic in TOPICS:
            about = "\n".join(self.told[topic].about[place])
            old = about or _content(topic, row, self.language)
            yield topic, getattr(row, topic) if has_texts(row) else old

    def lines(self) -> Iterator[Line]:
        yield self._course()
        for place, row in enumerate(self.rows):
            yield self._intervention(place, row)
        for kind, rows in self.plan.specials.items():
            yield self._permission(kind, rows)

    def _course(self) -> Line:
        plan, general = self.plan, self._general()
        goals = list(plan.goals.all())
        parts = [
            (_("What we are going to do"), general["what"]),
            (_("Why"), general["why"]),
            (_("What we want to reach"), "\n".join(map(_goal, goals))),
            (_("What recovery to expect"), plan.expected_course),
            (_("How often"), _how_often(plan)),
            (_("Risks and what you may feel afterwards"), general["risks"]),
            (_("Other possibilities, and doing nothing"), general["alternatives"]),
        ]
        again = [plan.evaluate_every_weeks] if plan.evaluate_every_weeks else []
        numbers = (plan.session_count, plan.frequency, plan.evaluate_on, plan.expected_course, *again)
        # What was written, also what is read with an intervention: another one does not change this line.
        told = {topic: "\n".join(one.general) for topic, one in self.told.items()}
        written = [told, [_facts(goal) for goal in goals], numbers]
        return _line(COURSE, COURSE, _("The treatment as a whole"), parts, written)

    def _general(self) -> dict[str, str]:
        """What is said of no one intervention. A risk that stands with one of them is not read twice."""
        places = [(place, row, lang) for place, row in enumerate(self.rows) for lang in LANGUAGES]
        there = {line for one in places for line in self._said("risks", *one).splitlines()}
        general = {topic: told.general for topic, told in self.told.items()}
        general["risks"] = tuple(line for line in general["risks"] if line not in there)
        return {topic: "\n".join(lines) for topic, lines in general.items()}

    def _intervention(self, place: int, row: PlannedIntervention) -> Line:
        heading = row.label_in(self.language)
        parts = [
            (_("What"), self._said("what", place, row, self.language)),
            (_("How exactly"), row.detail),
            (_("Why"), self._said("why", place, row, self.language)),
            (_("Risks"), self._said("risks", place, row, self.language)),
            (_("Other possibilities"), self._said("alternatives", place, row, self.language)),
        ]
        facts = (row.code, row.label_nl, row.label_en, row.detail, row.is_on_neck, _kinds(row))
        ways = itertools.product(*(self._written(topic, place, row) for topic in TOPICS))
        written, *before = ([*facts, *itertools.chain(*texts)] for texts in ways)
        named = _("%(what)s (on the neck)") % {"what": heading} if row.is_on_neck else heading
        earlier = frozenset(_fingerprint(INTERVENTION, one) for one in before)
        return _line(self._key(row), INTERVENTION, named, parts, written, earlier=earlier)

    def _written(self, topic: str, place: int, row: PlannedIntervention) -> Iterator[list[str]]:
        """The text per language; of the content's own also as it was before it stood with the row."""
        own = getattr(row, topic)
        if own:
            yield [own for _lang in LANGUAGES]
        content = [_content(topic, row, lang) for lang in LANGUAGES]
        if not own or own in content:
            yield content if own else [self._said(topic, place, row, lang) for lang in LANGUAGES]

    def _key(self, row: PlannedIntervention) -> str:
        if row.code != OWN and row.code not in self.twice:
            return f"do-{row.code}"
        name = " ".join(row.label_nl.casefold().split())
        return f"do-{row.code}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"

    def _said(self, topic: str, place: int, row: PlannedIntervention, language: str) -> str:
        """Its own text, otherwise what the plan as a whole or the content says of it.

        A text of the content that nobody changed is read in the reading language.
        """
        content = _content(topic, row, language)
        own = getattr(row, topic) or "\n".join(self.told[topic].about[place])
        if own and not _is_content(topic, row):
            return own
        general = self.told[topic].general if topic in ("what", "why") else ()
        return content or "\n".join(general) or interventions.load().general_text("ask", language)

    def _permission(self, kind: str, rows: list[PlannedIntervention]) -> Line:
        """What is asked apart: what it covers, what to know, and what was left out beforehand."""
        asked = interventions.load().permissions[kind]
        deviation = self.plan.neck_deviation if kind == CERVICAL_TREATMENT and self.plan.deviates else ""
        left_out = _("Not every check was done beforehand. The reason: %s") % deviation if deviation else ""
        parts = [
            (_("What this is about"), _listed(rows, self.language)),
            (_("Good to know"), in_language(asked.texts, self.language)),
            (_("Risks"), in_language(asked.risks, self.language)),
            (_("Checks beforehand"), left_out),
        ]
        covered = [(self._key(row), row.label_nl, row.label_en, row.detail) for row in rows]
        written = [kind, covered, dict(asked.texts), dict(asked.risks), deviation]
        heading = _("Permission: %(what)s") % {"what": asked.name(self.language)}
        return _line(PERMISSION_KEY + kind, PERMISSION, heading, parts, written, may_decline=True)


def has_texts(row: PlannedIntervention) -> bool:
    """False on rows from before each intervention had texts of its own."""
    return any(getattr(row, topic) for topic in TOPICS)


def _content(topic: str, row: PlannedIntervention, language: str) -> str:
    return interventions.load().says(row.code, _kinds(row), topic, language)


def _is_content(topic: str, row: PlannedIntervention) -> bool:
    """True when its own text is what the content says, in some language."""
    own = getattr(row, topic)
    return bool(own) and any(own == _content(topic, row, lang) for lang in LANGUAGES)


def _line(key: str, kind: str, heading: str, parts: Iterable, written: object, **more: object) -> Line:
    """A line with the parts that say something, and the fingerprint of what was written."""
    said = tuple((title, text) for title, text in parts if text.strip())
    return Line(key, kind, heading, said, _fingerprint(kind, written), **more)


def _fingerprint(kind: str, written: object) -> str:
    return digest_of({"line": kind, "written": written})


def _kinds(row: PlannedIntervention) -> list[str]:
    return [kind for kind in interventions.KINDS if getattr(row, kind)]


def _listed(rows: Iterable[PlannedIntervention], language: str) -> str:
    told = ((one.label_in(language), one.detail) for one in rows)
    return "\n".join(f"- {label}: {detail}" if detail else f"- {label}" for label, detail in told)


def _facts(goal: Goal) -> list[object]:
    named = [goal.instrument] if goal.instrument else []
    return [goal.is_main, goal.text, goal.measure, goal.baseline, goal.target, goal.due_on, *named]


def _goal(goal: Goal) -> str:
    measured = ", ".join(filter(None, [goal.instrument_name, goal.measure]))
    facts = [
        _("measured by: %s") % measured if measured else "",
        _("now: %s") % goal.baseline if goal.baseline else "",
        _("target: %s") % goal.target if goal.target else "",
        _("by %s") % date_format(goal.due_on, "DATE_FORMAT") if goal.due_on else "",
    ]
    told = ", ".join(filter(None, facts))
    return f"- {goal.text} ({told})" if told else f"- {goal.text}"


def _how_often(plan: TreatmentPlan) -> str:
    count, day = plan.session_count, plan.evaluate_on
    number = ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count} if count else ""
    check = _("We look at the result together on %s.") % date_format(day, "DATE_FORMAT") if day else ""
    weeks = plan.evaluate_every_weeks if day else None
    again = (
        ngettext("After that each week.", "After that every %(count)d weeks.", weeks) % {"count": weeks}
        if weeks
        else ""
    )
    amount = ", ".join(filter(None, [number, plan.frequency]))
    return "\n".join(filter(None, [amount, " ".join(filter(None, [check, again]))]))
