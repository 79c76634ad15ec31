"""What became of each goal of the newest plan, as the therapist writes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from records import measures, steps
from records.forms.drafting import DraftForm, radio, short
from records.measures import Series
from records.models import Evaluation, Goal, GoalResult

OF_THE_MAIN_GOAL = "goal_result"
RESULTS = [choice for choice in GoalResult.choices if choice[0] != GoalResult.NO_GOAL]
COLUMNS = {"result": 12, "value": 60, "remark": 300}  # with their length


@dataclass(frozen=True)
class GoalRow:
    """One goal with its fields."""

    goal: Goal
    result: forms.BoundField
    value: forms.BoundField
    remark: forms.BoundField


class GoalResults:
    """The goals of one form: their fields, what those hold, and what was filled in.

    The result of the main goal is that of the evaluation as a whole, so it is asked once.
    """

    def __init__(self, form: DraftForm) -> None:
        self.form = form
        steps.prefetch([form.episode])
        plan = steps.newest_plan(form.episode)
        self.goals = list(plan.goals.all()) if plan else []
        asks = any(goal.instrument for goal in self.goals)
        found = measures.series_of(form.episode) if asks else []
        self.latest = {one.instrument.code: one for one in found}

    @property
    def has_main(self) -> bool:
        return any(goal.is_main for goal in self.goals)

    def fields(self) -> dict[str, forms.Field]:
        return {name: field for goal in self.goals for name, field in self._fields(goal).items()}

    def _fields(self, goal: Goal) -> dict[str, forms.Field]:
        made = {
            _name(goal, "value"): short(_("Now"), COLUMNS["value"]),
            _name(goal, "remark"): short(_("Remark"), COLUMNS["remark"]),
        }
        title = _("Main goal: %(goal)s") % {"goal": goal.text} if goal.is_main else goal.text
        return {_name(goal, "result"): radio(title, RESULTS, help_text=self._agreed(goal)), **made}

    def _agreed(self, goal: Goal) -> str:
        """What was agreed, and what was measured last, on one line."""
        said = {
            pgettext("measured value", "Then"): goal.baseline,
            _("Target"): goal.target,
            _("Measured by"): goal.measure,
            pgettext("date", "By"): date_format(goal.due_on, "SHORT_DATE_FORMAT") if goal.due_on else "",
            _("Measured last"): self._latest(goal),
        }
        return " · ".join(f"{name}: {value}" for name, value in said.items() if value)

    def values_of(self, record: Evaluation) -> dict[str, object]:
        """What the fields hold for a stored evaluation; for a new one the figures measured last."""
        if not record.pk:
            return {_name(goal, "value"): self._figure(goal) for goal in self.goals}
        kept = {row.goal_id: row for row in record.goal_outcomes.all()}
        return {
            _name(goal, column): getattr(kept.get(goal.pk), column, "")
            for goal in self.goals
            for column in COLUMNS
            if not (goal.is_main and column == "result")
        }

    def rows(self) -> list[GoalRow]:
        return [GoalRow(goal, *(self.form[_name(goal, column)] for column in COLUMNS)) for goal in self.goals]

    def missing(self, cleaned: Mapping[str, object]) -> list[str]:
        """The names of the results below the main goal that are not chosen."""
        names = [_name(goal, "result") for goal in self.goals if not goal.is_main]
        return [name for name in names if not cleaned.get(name)]

    def outcomes(self, cleaned: Mapping[str, object]) -> list[dict[str, object]]:
        """The goals with what was filled in, as an action takes them."""
        return [
            {"goal": goal, **{column: cleaned.get(_name(goal, column)) or "" for column in COLUMNS}}
            for goal in self.goals
        ]

    def _series(self, goal: Goal) -> Series | None:
        return self.latest.get(goal.instrument) if goal.instrument else None

    def _figure(self, goal: Goal) -> str:
        found = self._series(goal)
        return floatformat(found.last.value, -1) if found else ""

    def _latest(self, goal: Goal) -> str:
        found = self._series(goal)
        if found is None:
            return ""
        day = date_format(found.last.day, "SHORT_DATE_FORMAT")
        return f"{found.instrument.name(get_language() or 'nl')} {self._figure(goal)} ({day})"


def _name(goal: Goal, column: str) -> str:
    if goal.is_main and column == "result":
        return OF_THE_MAIN_GOAL
    return f"outcome_{goal.pk}_{column}"
