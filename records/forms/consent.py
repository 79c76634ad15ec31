"""What the patient decides about a plan, checked against the rules of who decides."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from practice.models import Representative
from records import consent_lines, interventions
from records.consent_text import saying_no
from records.forms.deciders import SOMEBODY_ELSE, DecidersForm
from records.forms.drafting import YES_NO, LongText, label, radio
from records.interventions import CERVICAL_TREATMENT
from records.models import Consent, ConsentDecision, ConsentMethod, PlannedIntervention, TreatmentPlan

DECISIONS = {
    ConsentDecision.GIVEN: gettext_lazy("Agrees with the plan"),
    ConsentDecision.REFUSED: gettext_lazy("Does not agree"),
    ConsentDecision.WITHDRAWN: gettext_lazy("Takes the approval back"),
}
# What a patient decides on a screen comes from there, line by line and signed.
IN_WORDS = [(one.value, one.label) for one in (ConsentMethod.ORAL, ConsentMethod.PAPER)]
AGAIN = gettext_lazy("Keeps the approval, with the answers below")


@dataclass(frozen=True)
class Asked:
    """What is asked apart: the question, what it is about, and the letter that goes with it."""

    question: forms.BoundField
    about: list[PlannedIntervention]
    letter: forms.BoundField | None


class ConsentForm(DecidersForm):
    """A decision on one plan. Which questions it asks depends on the plan and on the patient's age."""

    field_order = ("decision",)

    decision = radio(gettext_lazy("What does the patient decide?"), [])
    explained = LongText(
        label=label(Consent, "explained"),
        rows=5,
        help_text=gettext_lazy("Stored when the patient says no. Change it to what you told."),
    )
    method = radio(gettext_lazy("How?"), IN_WORDS, initial=ConsentMethod.ORAL)
    questions_asked = LongText(label=label(Consent, "questions_asked"), rows=2)
    remark = LongText(label=label(Consent, "remark"), rows=2)

    def __init__(
        self,
        data: dict | None = None,
        *,
        plan: TreatmentPlan,
        decisions: tuple[str, ...],
        representatives: list[Representative],
        language: str,
        asked: consent_lines.Asked | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)
        self.before = asked
        self.plan = plan
        self.ask_who(plan.episode.patient.age, representatives)
        names = (
            {**DECISIONS, ConsentDecision.GIVEN: AGAIN}
            if ConsentDecision.WITHDRAWN in decisions
            else DECISIONS
        )
        self.fields["decision"].choices = [(one, names[one]) for one in decisions]
        # Only a withdrawal, which the page opens on purpose, is chosen beforehand.
        self.only_withdraws = tuple(decisions) == (ConsentDecision.WITHDRAWN,)
        if self.only_withdraws:
            self.fields["decision"].initial = ConsentDecision.WITHDRAWN
        no = next(one for one in (*decisions, ConsentDecision.REFUSED) if one != ConsentDecision.GIVEN)
        self.fields["explained"].initial = saying_no(no, language)
        self._ask_about_specials(decisions)

    def _ask_about_specials(self, decisions: tuple[str, ...]) -> None:
        if ConsentDecision.GIVEN not in decisions:
            return
        standing = self.plan.standing
        for kind in self.plan.specials:
            name = interventions.load().permissions[kind].name(get_language() or "nl")
            text = _("%(name)s: the patient agrees to this too") % {"name": name}
            self.fields[f"special_{kind}"] = radio(
                text, YES_NO, coerce=lambda value: value == "yes", empty_value=None
            )
            if kind == CERVICAL_TREATMENT:
                text = _("The patient got the information letter of the NVMT on treatment of the neck")
                self.fields["letter_given"] = forms.BooleanField(label=text, required=False)
        if standing and standing.is_given:
            self._show_answers_of(standing)
        elif self.before:
            self._show_carried(self.before)

    def _show_answers_of(self, standing: Consent) -> None:
        """Who approved and changes one answer, sees what was answered before."""
        for kind, rows in self.plan.specials.items():
            agreed = all(standing.agrees(kind, one) for one in rows)
            self.fields[f"special_{kind}"].initial = "yes" if agreed else "no"
        if "letter_given" in self.fields:
            self.fields["letter_given"].initial = standing.letter_given

    def _show_carried(self, before: consent_lines.Asked) -> None:
        """What was agreed to under an earlier version and did not change, is there already."""
        for kind in before.permissions:
            self.fields[f"special_{kind}"].initial = "yes"
            if kind == CERVICAL_TREATMENT:
                self.fields["letter_given"].initial = before.leans_on.letter_given

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(self[f"special_{kind}"], rows, self["letter_given"] if kind == CERVICAL_TREATMENT else None)
            for kind, rows in self.plan.specials.items()
            if f"special_{kind}" in self.fields
        ]

    @property
    def data_for_action(self) -> dict[str, object]:
        names = ("decision", "method", "explained", "questions_asked", "remark")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "by_patient": self._deciders().by_patient,
            **self.decided_by,
            "special_agreed": self._agreed(),
            "letter_given": self.cleaned_data.get("letter_given", False),
        }

    def _agreed(self) -> list[str]:
        return [kind for kind in self.plan.specials if self.cleaned_data.get(f"special_{kind}")]

    def clean(self) -> dict[str, object]:
        for name, sentence in (
            ("decision", _("Choose what was decided.")),
            ("method", _("Choose how it was decided.")),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        decision = self.cleaned_data.get("decision")
        if decision == ConsentDecision.GIVEN:
            self._check_specials()
        elif decision and not self.cleaned_data.get("explained"):
            self.add_error("explained", _("Write what you explained about saying no."))
        if self.cleaned_data.get("representative") == SOMEBODY_ELSE:
            self._check_somebody_else()
        if not self.errors:
            self._check_rule()
        return self.cleaned_data

    def _check_specials(self) -> None:
        for name in [name for name in self.fields if name.startswith("special_")]:
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Ask the patient, and choose yes or no."))
        if CERVICAL_TREATMENT in self._agreed() and not self.cleaned_data["letter_given"]:
            self.add_error(
                "letter_given", _("Hand over the letter first; without it there is no yes to record.")
            )
