"""The signed versions of a plan, each with what changed since the one before. Pure reading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import plan_changes
from records.interventions import OWN
from records.models import Goal, PlannedIntervention, TreatmentPlan
from records.plan_changes import (
    ADDED,
    ANALYSIS,
    APPOINTMENTS,
    CHANGED,
    EXPLAINED,
    GOALS,
    INTERVENTIONS,
    REMOVED,
    Change,
    Difference,
    Entry,
)
from records.plan_lines import Texts, texts_of
from records.told import TOPICS

GROUP_NAMES = {
    ANALYSIS: gettext_lazy("Analysis"),
    GOALS: gettext_lazy("Goals"),
    INTERVENTIONS: gettext_lazy("Interventions"),
    APPOINTMENTS: gettext_lazy("Appointments"),
    EXPLAINED: gettext_lazy("Explained"),
}
# The word on the chip, and its kind as components/state.html knows it.
KIND_WORDS = {
    ADDED: (gettext_lazy("added"), "done"),
    REMOVED: (gettext_lazy("taken out"), "caution"),
    CHANGED: (gettext_lazy("changed"), "info"),
}
ANALYSED = (
    "diagnosis",
    "dcsph_code",
    "hypothesis",
    "helping_factors",
    "hindering_factors",
    "icf_functions",
    "icf_activities",
    "icf_participation",
    "icf_personal",
    "icf_external",
    "neck_grade",
    "back_risk",
    "indication",
    "neck_deviation",
)
APPOINTED = ("session_count", "frequency", "evaluate_on", "evaluate_every_weeks", "expected_course")
GOAL_FACTS = ("icf_level", "measure", "baseline", "target", "due_on")
TOLD = {
    "what": gettext_lazy("What"),
    "why": gettext_lazy("Why"),
    "risks": gettext_lazy("Risks"),
    "alternatives": gettext_lazy("Other possibilities"),
}


@dataclass(frozen=True)
class Shown:
    """One change with the words for its kind."""

    change: Change

    @property
    def word(self) -> object:
        return KIND_WORDS[self.change.kind][0]

    @property
    def kind(self) -> str:
        return KIND_WORDS[self.change.kind][1]

    @property
    def differences(self) -> list[Difference]:
        """What is read of it; the texts of an intervention that is new stand in the plan below."""
        new = self.change.kind == ADDED and self.change.group == INTERVENTIONS
        left_out = {str(name) for name in TOLD.values()} if new else set()
        return [one for one in self.change.differences if one.heading not in left_out]


@dataclass(frozen=True)
class Version:
    """A signed plan, the one it replaces, and what changed between them, by group."""

    plan: TreatmentPlan
    before: TreatmentPlan | None
    groups: list[tuple[object, list[Shown]]]


def versions(plans: Iterable[TreatmentPlan]) -> list[Version]:
    """The plans in the order given, compared in the language of the page. No query when prefetched."""
    known = {plan.pk: plan for plan in plans}
    return [_version(plan, known.get(plan.amends_id)) for plan in known.values()]


def changes_between(before: TreatmentPlan, after: TreatmentPlan) -> list[Change]:
    """What `after` says that `before` did not, the other way round, and otherwise."""
    return plan_changes.changes(entries(before), entries(after))


def _version(plan: TreatmentPlan, before: TreatmentPlan | None) -> Version:
    found = changes_between(before, plan) if before else []
    named = plan_changes.grouped(found)
    return Version(
        plan, before, [(GROUP_NAMES[group], [Shown(one) for one in rows]) for group, rows in named]
    )


def entries(plan: TreatmentPlan) -> list[Entry]:
    """Everything a plan says, in words of the page."""
    texts = texts_of(plan, plan.episode.patient.language)
    return [
        *_columns(plan, ANALYSIS, ANALYSED),
        *(_goal(goal) for goal in plan.goals.all()),
        *(_intervention(row, texts) for row in plan.interventions.all()),
        *_columns(plan, APPOINTMENTS, APPOINTED),
        *_explained(texts),
    ]


def _columns(plan: TreatmentPlan, group: str, names: Iterable[str]) -> Iterator[Entry]:
    """One entry for each column that holds something."""
    for name in names:
        column = TreatmentPlan._meta.get_field(name)
        text = _code(plan) if name == "dcsph_code" else _words(plan, column)
        if text:
            yield Entry(group, name, capfirst(str(column.verbose_name)), {"": text})


def _code(plan: TreatmentPlan) -> str:
    return f"{plan.dcsph_code} {plan.dcsph_text}".strip()


def _words(row: models.Model, column: models.Field) -> str:
    value = getattr(row, column.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return ""
    if isinstance(column, models.DateField):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(getattr(row, f"get_{column.name}_display")() if column.choices else value)


def _goal(goal: Goal) -> Entry:
    facts = {_heading(Goal, name): _words(goal, Goal._meta.get_field(name)) for name in GOAL_FACTS}
    facts[_heading(Goal, "instrument")] = goal.instrument_name
    facts[_heading(Goal, "is_main")] = _("yes") if goal.is_main else ""
    return Entry(GOALS, "main" if goal.is_main else "", goal.text, facts)


def _heading(model: type[models.Model], name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name))


def _intervention(row: PlannedIntervention, texts: Texts) -> Entry:
    on_neck = _heading(PlannedIntervention, "on_neck")
    facts = {_heading(PlannedIntervention, "detail"): row.detail, on_neck: _("yes") if row.is_on_neck else ""}
    facts |= {str(name): texts.rows[row.pk][topic] for topic, name in TOLD.items()}
    return Entry(INTERVENTIONS, "" if row.code == OWN else row.code, row.label, facts)


def _explained(texts: Texts) -> Iterator[Entry]:
    """What was said about the treatment as a whole."""
    for topic in TOPICS:
        if texts.general[topic]:
            yield Entry(EXPLAINED, topic, str(TOLD[topic]), {"": texts.general[topic]})
