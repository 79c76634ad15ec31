"""The treatment plan as the therapist writes it."""

import datetime
from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Finding
from practice import reasons
from records import appointments, dcsph, interventions, norm
from records.dcsph import Hit
from records.forms import diagnosis_code, explained, goals, plan_filling, plan_interventions
from records.forms.analysis import FACTORS, ICF, AnalysisForm, area
from records.forms.drafting import YES_NO, day, label, number, radio, short
from records.forms.plan_interventions import OwnLine, Shelf
from records.models import NeckSafety, TreatmentPlan


class PlanForm(AnalysisForm):
    """Goals, interventions and what was explained. Every field of a draft may be empty."""

    columns = (
        "diagnosis",
        "dcsph_code",
        "dcsph_text",
        "hypothesis",
        *FACTORS,
        *ICF,
        "neck_grade",
        "back_risk",
        "indication",
        "explained_what",
        "explained_why",
        "explained_risks",
        "explained_alternatives",
        "expected_course",
        "session_count",
        "frequency",
        "evaluate_on",
        "evaluate_every_weeks",
        "neck_deviation",
        "asked_none",
    )
    needed = {
        "diagnosis": gettext_lazy("Write the physiotherapy diagnosis."),
        "goal_0_text": gettext_lazy("Write the main goal; it is what you both work towards."),
    }

    diagnosis = area("diagnosis", 2)
    dcsph_code = diagnosis_code.field()
    hypothesis = area("hypothesis")
    indication = radio(
        label(TreatmentPlan, "indication"),
        YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=True,
    )
    explained_what = area("explained_what", 2)
    explained_why = area("explained_why", 2)
    explained_risks = area("explained_risks", 2)
    explained_alternatives = area("explained_alternatives", 2)
    expected_course = area("expected_course")
    session_count = number(label(TreatmentPlan, "session_count"), 1, 60)
    frequency = short(
        label(TreatmentPlan, "frequency"), 80, help_text=gettext_lazy("For example: once a week.")
    )
    evaluate_on = day(label(TreatmentPlan, "evaluate_on"))
    evaluate_every_weeks = number(label(TreatmentPlan, "evaluate_every_weeks"), 1, 26)
    neck_deviation = area(
        "neck_deviation",
        2,
        help_text=gettext_lazy("At least 10 characters. The patient reads this too, before deciding."),
    )
    # The ticks stand in the norm check beside the form.
    asked_none = forms.MultipleChoiceField(
        label=label(TreatmentPlan, "asked_none"),
        choices=[(item.code, item.code) for item in norm.tickable()],
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        findings: Iterable[Finding] = (),
        safety: NeckSafety | None = None,
        **kwargs: object,
    ) -> None:
        self.findings, self.safety = list(findings), safety
        self.missing_steps = (safety or NeckSafety()).missing
        super().__init__(diagnosis_code.with_choice(data), **kwargs)

    def build(self) -> None:
        super().build()
        self.fields.update(goals.fields(self.episode))
        self.fields.update(plan_interventions.fields())
        added = [name for name in self.fields if name not in self.base_fields]
        self.fields["dcsph_code"].widget.attrs["hx-get"] = diagnosis_code.address(self.episode)
        # The list of what to mend follows the page.
        judged = [*FACTORS, *ICF, "neck_grade", "back_risk"]
        first = ["amend_reason", "diagnosis", "dcsph_code", "hypothesis", *judged, "indication"]
        self.order_fields([*first, *added, "neck_deviation"])

    def values_of(self, record: TreatmentPlan) -> dict[str, object]:
        values = super().values_of(record)
        values["indication"] = "yes" if record.indication else "no"
        values["dcsph_code"] = diagnosis_code.shown(record.dcsph_code, record.dcsph_text)
        if record.pk:
            values |= goals.values(record)
        else:
            patient = self.episode.patient
            values["expected_course"] = interventions.load().course(self.episode.complaint, patient.language)
        return values | plan_interventions.values(record)

    # --- what the page shows

    @property
    def goal_rows(self) -> list[dict[str, forms.BoundField]]:
        return goals.rows(self)

    @property
    def shelves(self) -> list[Shelf]:
        return plan_interventions.shelves(self, self.findings)

    @property
    def own_lines(self) -> list[OwnLine]:
        return plan_interventions.own_lines(self)

    @property
    def codes_found(self) -> list[Hit]:
        """The diagnosis codes to choose from: those that fit, or likely ones while there is none."""
        typed = self["dcsph_code"].value() or ""
        unsettled = "dcsph_code" in self.errors or not typed
        return diagnosis_code.found(typed, self.episode) if unsettled else []

    @property
    def codes_are_sure(self) -> bool:
        """True when the published list is there to check them against."""
        return dcsph.is_imported()

    @property
    def is_about_neck(self) -> bool:
        """True when the safety steps of the neck matter to what is on the page."""
        suggested = any(
            self.episode.complaint in one.neck_first for one in interventions.load().interventions
        )
        return suggested or plan_interventions.treats_neck(self) or bool(self["neck_deviation"].value())

    @property
    def general_rows(self) -> list[forms.BoundField]:
        """The texts about the treatment as a whole."""
        return [self[f"explained_{topic}"] for topic in explained.NAMES]

    @property
    def is_general_open(self) -> bool:
        return any(row.errors for row in self.general_rows)

    @property
    def evaluation_days(self) -> list[datetime.date]:
        """When the result is looked at, as the stored or proposed plan has it."""
        first, every = (self._sure(name) for name in ("evaluate_on", "evaluate_every_weeks"))
        return appointments.evaluations(first, every)

    def _sure(self, name: str) -> object:
        """A value of the page, None where it makes no sense."""
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None

    # --- what the action gets

    @property
    def goals(self) -> list[dict[str, object]]:
        return goals.written(self.cleaned_data)

    @property
    def interventions(self) -> list[dict[str, object]]:
        return plan_interventions.written(self.cleaned_data)

    # --- checks

    def clean_dcsph_code(self) -> str:
        code, text = diagnosis_code.settle(self.cleaned_data["dcsph_code"], self.record)
        self.cleaned_data["dcsph_text"] = text
        return code

    def clean(self) -> dict[str, object]:
        super().clean()
        for name in goals.without_text(self.cleaned_data):
            self.refuse(name, _("Write the goal that goes with this."))
        for name, sentence in plan_interventions.problems(self.cleaned_data):
            self.refuse(name, sentence)
        if self.signing:
            self._check_signing()
        return self.cleaned_data

    def _check_signing(self) -> None:
        if not self.cleaned_data.get("indication"):
            sentence = _("Without an indication there is nothing to plan. Close the episode instead.")
            self.refuse("indication", sentence)
        if first := plan_interventions.nothing_chosen(self.cleaned_data):
            self.refuse(first, _("Choose at least one intervention."))
        self.check_grade()
        self._check_neck()
        planned = self.cleaned_data.get("evaluate_on")
        if planned and planned < timezone.localdate():
            self.refuse("evaluate_on", _("This day is over. Choose a day to look at the result."))
        elif self.cleaned_data.get("evaluate_every_weeks") and not planned:
            self.refuse("evaluate_on", _("Choose the first day; the interval counts from there."))
        for name, sentence in explained.missing(
            self.cleaned_data, plan_interventions.places(self.cleaned_data)
        ):
            self.refuse(name, sentence)

    def _check_neck(self) -> None:
        """Hands-on treatment of the neck follows its safety steps, or a reason (NVMT Beroepsnorm 2022)."""
        reason = self.cleaned_data.get("neck_deviation", "").strip()
        treated = any(one["on_neck"] for one in self.interventions)
        if reason and treated and not self.missing_steps:
            self.refuse("neck_deviation", _("All safety steps are done. Take this reason out."))
        if self.missing_steps and treated and not reasons.is_readable(reason):
            sentence = _(
                "The neck is not treated before its safety steps. Not done yet: %(steps)s. Add them to the "
                "examination, or write here in at least 10 characters why you deviate."
            )
            self.refuse("neck_deviation", sentence % {"steps": ", ".join(self.missing_steps)})

    # --- two windows

    def beside(self, other: TreatmentPlan) -> dict[str, object] | None:
        """As of every draft; the texts of what neither chose are nobody's words."""
        conflict = super().beside(other)
        if conflict is None:
            return None
        theirs = {row.code for row in other.interventions.all()}
        silent = explained.labels_of(self, set(plan_interventions.unticked(self)) - theirs)
        found = [one for one in conflict["differences"] if one.label not in silent]
        return {**conflict, "differences": found} if found else None

    # --- proposals

    def propose(self, wanted: str) -> None:
        """Fill in what is still empty of one part of the plan; the appointments as the profile has them.

        `wanted` is one of plan_filling.PARTS or the code of a profile. Saves nothing.
        """
        data = self.data.copy()
        for name, text in plan_filling.filling(self, wanted).items():
            data[name] = text
        self.data = data
