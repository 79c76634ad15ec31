"""The treatment plan as the therapist writes it."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Finding
from practice import reasons
from records import dcsph, interventions
from records.dcsph import Hit
from records.forms import diagnosis_code, explained, goals, plan_interventions
from records.forms.drafting import YES_NO, DraftForm, LongText, day, label, number, radio, short
from records.forms.plan_interventions import OwnLine, Shelf
from records.models import NeckSafety, TreatmentPlan


def area(name: str, rows: int = 3, **kwargs: object) -> LongText:
    return LongText(label=label(TreatmentPlan, name), rows=rows, **kwargs)


class PlanForm(DraftForm):
    """Goals, interventions and what was explained. Every field of a draft may be empty."""

    columns = (
        "diagnosis",
        "dcsph_code",
        "dcsph_text",
        "hypothesis",
        "indication",
        "explained_what",
        "explained_why",
        "explained_risks",
        "explained_alternatives",
        "expected_course",
        "session_count",
        "frequency",
        "evaluate_on",
        "neck_deviation",
    )
    needed = {
        "diagnosis": gettext_lazy("Write the physiotherapy diagnosis."),
        "goal_0_text": gettext_lazy("Write the main goal; it is what you both work towards."),
        "explained_what": gettext_lazy("Write what you explained that you are going to do."),
        "explained_why": gettext_lazy("Write why, as you explained it."),
        "explained_risks": gettext_lazy(
            "Write the risks, or choose “Fill in from the chosen interventions” above."
        ),
        "explained_alternatives": gettext_lazy(
            "Write the other possibilities, or choose “Fill in from the chosen interventions” above."
        ),
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
    explained_what = area("explained_what", 4)
    explained_why = area("explained_why", 4)
    explained_risks = area("explained_risks", 5)
    explained_alternatives = area("explained_alternatives", 4)
    expected_course = area("expected_course")
    session_count = number(label(TreatmentPlan, "session_count"), 1, 60)
    frequency = short(
        label(TreatmentPlan, "frequency"), 80, help_text=gettext_lazy("For example: once a week.")
    )
    evaluate_on = day(label(TreatmentPlan, "evaluate_on"))
    neck_deviation = area(
        "neck_deviation",
        2,
        help_text=gettext_lazy("At least 10 characters. The patient reads this too, before deciding."),
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
        self.fields.update(goals.fields())
        self.fields.update(plan_interventions.fields())
        added = [name for name in self.fields if name not in self.base_fields]
        self.fields["dcsph_code"].widget.attrs["hx-get"] = diagnosis_code.address(self.episode)
        # The list of what to mend follows the page.
        first = ["amend_reason", "diagnosis", "dcsph_code", "hypothesis", "indication"]
        self.order_fields([*first, *added, "neck_deviation"])

    def values_of(self, record: TreatmentPlan) -> dict[str, object]:
        values = super().values_of(record)
        values["indication"] = "yes" if record.indication else "no"
        values["dcsph_code"] = diagnosis_code.shown(record.dcsph_code, record.dcsph_text)
        if record.pk:
            values |= goals.values(record)
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
        self._check_neck()
        planned = self.cleaned_data.get("evaluate_on")
        if planned and planned < timezone.localdate():
            self.refuse("evaluate_on", _("This day is over. Choose a day to look at the result."))
        self._check_explained()

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

    def _check_explained(self) -> None:
        """The texts name everything that is chosen now; a changed plan starts with those of the old one."""
        texts = (self.cleaned_data.get(f"explained_{topic}", "") for topic in explained.NAMED_IN)
        unnamed = explained.left_out(plan_interventions.names(self.cleaned_data), texts)
        if unnamed:
            sentence = _(
                "Not explained yet: %(names)s. Choose “Fill in from the chosen interventions”, "
                "or write about it by name."
            )
            self.refuse("explained_what", sentence % {"names": ", ".join(unnamed)})

    def propose(self, complaint: str, lang: str) -> None:
        """Add to the explanation what belongs to the chosen interventions, in `lang`. Saves nothing."""
        told = plan_interventions.proposed(self, lang)
        proposal = {f"explained_{topic}": text for topic, text in told.items()}
        proposal["expected_course"] = interventions.load().course(complaint, lang)
        typed = {name: explained.joined(self[name].value() or "", text) for name, text in proposal.items()}
        self.data = {**dict(self.data.items()), **typed}
