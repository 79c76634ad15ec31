"""How far each planned intervention may be carried out. Pure reading."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.models import PlannedIntervention, TreatmentPlan
from records.neck import missing_steps


class State(StrEnum):
    ACTIVE = "active"
    DEVIATING = "deviating"  # active, with a reason in place of safety steps
    STEPS = "steps"  # a safety step of the neck is not done, or was taken back since
    PERMISSION = "permission"  # the plan is approved, this is not
    APPROVAL = "approval"  # the plan is not approved


# The word on the chip, and its kind as components/state.html knows it.
WORDS = {
    State.ACTIVE: (pgettext_lazy("intervention", "active"), "done"),
    State.DEVIATING: (_("active, with a reason to deviate from the safety steps"), "caution"),
    State.STEPS: (_("waits for the safety steps of the neck"), "waiting"),
    State.PERMISSION: (_("waits for its own permission"), "waiting"),
    State.APPROVAL: (_("waits for approval"), "waiting"),
}
NECK_PERMISSION = _("waits for approval of neck treatment")


@dataclass(frozen=True)
class Planned:
    row: PlannedIntervention
    state: State

    @property
    def word(self) -> object:
        return NECK_PERMISSION if self._waits_for_neck else WORDS[self.state][0]

    @property
    def kind(self) -> str:
        return WORDS[self.state][1]

    @property
    def _waits_for_neck(self) -> bool:
        return self.row.is_on_neck and self.state in (State.PERMISSION, State.APPROVAL)


def planned(plan: TreatmentPlan) -> list[Planned]:
    """Each intervention of the newest plan with its state.

    Source: NVMT Beroepsnorm 2022 and domain reference 5.5, 8.1: the neck is treated after its safety steps,
    or with a reason to deviate from them, and never without consent to that treatment.
    """
    missing = plan.treats_neck and bool(missing_steps(plan.episode))
    return [Planned(one, _state(plan, one, missing=missing)) for one in plan.interventions.all()]


def _state(plan: TreatmentPlan, one: PlannedIntervention, *, missing: bool) -> State:
    if not plan.is_approved:
        return State.APPROVAL
    if not plan.standing.covers(one):
        return State.PERMISSION
    if not (one.is_on_neck and missing):
        return State.ACTIVE
    return State.DEVIATING if plan.deviates else State.STEPS
