"""The therapist's judgement of an intake, checked."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.evidence import Evidence
from intake.forms_findings import FindingsForm
from intake.levels import highest, rank
from intake.models import LEVEL_TEXTS, Conclusion, Pattern, Urgency
from intake.screening_fields import choice, text
from intake.walk import EMERGENCY
from practice import reasons

YES_NO_OPEN = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("", gettext_lazy("Not discussed"))]
COLUMNS = (
    "all_clear",
    "pattern",
    "conclusion",
    "urgency",
    "reason",
    "deviating_signs",
    "advice_given",
    "further_examination",
    "patient_reached",
    "may_share_with_gp",
)


class ScreeningForm(FindingsForm):
    """Decisions on the findings and the conclusion. A draft (`final=False`) may leave anything open."""

    all_clear = choice(
        gettext_lazy("Gut feeling"),
        [("yes", gettext_lazy("OK (pluis)")), ("no", gettext_lazy("not OK (niet-pluis)"))],
        coerce=lambda value: value == "yes",
    )
    pattern = choice(gettext_lazy("Pattern"), Pattern.choices)
    conclusion = choice(gettext_lazy("Conclusion"), Conclusion.choices)
    urgency = choice(gettext_lazy("How soon, with “contact the GP”"), Urgency.choices)
    reason = text(gettext_lazy("Reason"))
    patient_reached = forms.BooleanField(
        label=gettext_lazy("I reached the patient and asked about the emergency"), required=False
    )
    deviating_signs = text(gettext_lazy("Deviating signs, course or red flags"))
    advice_given = text(gettext_lazy("Advice given to the patient"))
    further_examination = forms.BooleanField(
        label=gettext_lazy("Indication for further examination"), required=False
    )
    may_share_with_gp = choice(
        gettext_lazy("The patient agrees to share data with the GP"),
        YES_NO_OPEN,
        coerce=lambda value: value == "yes",
    )
    draft_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: object, evidence: Evidence, final: bool = False, **kwargs: object) -> None:
        super().__init__(*args, evidence=evidence, final=final, **kwargs)
        if evidence.intake is None:
            self.fields["reason"].label = _("Which safety questions you asked, and the answers")
        if not evidence.is_emergency:
            self.fields["patient_reached"].label = _("I reached the patient")

    def clean_draft_version(self) -> int:
        return self.cleaned_data["draft_version"] or 0

    def clean(self) -> dict[str, object]:
        super().clean()
        if self.final:
            self._check_complete()
            self._check_reasons()
        return self.cleaned_data

    def _check_complete(self) -> None:
        asked = {
            "all_clear": _("Choose OK or not OK."),
            "pattern": _("Choose how far you recognise the pattern."),
            "conclusion": _("Choose: suitable, or contact the GP."),
        }
        for name, message in asked.items():
            if self.cleaned_data.get(name) is None:
                self.add_error(name, message)

    def _check_reasons(self) -> None:
        told = self.cleaned_data
        if told.get("all_clear") is False and not self._said("deviating_signs"):
            self.add_error("deviating_signs", _("Say what is deviating; it goes with “not OK”."))
        if self.evidence.intake is None and not self._is_reason("reason"):
            self.add_error(
                "reason",
                _("There is no intake form. Write which safety questions you asked and what you heard."),
            )
        if told.get("conclusion") == Conclusion.CONTACT_GP:
            self._check_gp()
        elif told.get("conclusion") == Conclusion.SUITABLE:
            self._check_suitable()

    def _check_gp(self) -> None:
        if not self._said("advice_given"):
            self.add_error("advice_given", _("Write what you advised the patient to do."))
        if not self._said("urgency"):
            self.add_error("urgency", _("Choose how soon: now, today, or before treatment starts."))
            return
        own = rank(self._said("urgency"))
        if own > rank(self.level_said):
            self._ask_reason(self.level_said, "reason")
        elif self.evidence.level and own < rank(self.evidence.level):
            self._ask_reason(self.evidence.level, "reason", "deviating_signs")
        if self.is_emergency and own > 0:
            self._check_contact()

    def _ask_reason(self, said: str, *places: str) -> None:
        """Who goes below or above what form and findings say, writes why in one of these places."""
        if "reason" in self.errors or any(self._is_reason(name) for name in places):
            return
        own = Urgency(self._said("urgency")).label
        sentence = _("Form and findings say: %(said)s. Write in at least 10 characters why you say: %(own)s.")
        self.add_error("reason", sentence % {"said": LEVEL_TEXTS[said], "own": own})

    def _check_suitable(self) -> None:
        told = self.cleaned_data
        if "reason" in self.errors:
            pass
        elif self.lowers and not self._is_reason("reason"):
            sentence = _(
                "The findings say: contact the GP. Write in at least 10 characters why it is suitable."
            )
            self.add_error("reason", sentence)
        elif told.get("all_clear") is False and not self._said("reason"):
            self.add_error("reason", _("Not OK and yet suitable: write why."))
        if told.get("all_clear") and any(one.level == EMERGENCY for one in self.confirmed):
            sentence = _('You confirmed an emergency. Choose "not OK", or clear the finding.')
            self.add_error("all_clear", sentence)
        self._check_contact()

    def _check_contact(self) -> None:
        ticked = bool(self.cleaned_data.get("patient_reached"))
        if self.evidence.lacks_contact(is_emergency=self.is_emergency, ticked=ticked):
            sentence = (
                _("Answer the emergency alert first; nobody lowers an emergency before that.")
                if self.evidence.waits_for_answer
                else _("Reach the patient first; an emergency is not lowered without that.")
            )
            self.add_error("patient_reached", sentence)

    def _is_reason(self, name: str) -> bool:
        return reasons.is_readable(self._said(name))

    def _said(self, name: str) -> str:
        return self.cleaned_data.get(name) or ""

    @property
    def level_said(self) -> str:
        """The highest of what the form says and what the confirmed findings say."""
        return highest(self.evidence.level, *(finding.level for finding in self.confirmed))

    @property
    def lowers(self) -> bool:
        """True when "suitable" goes below what the form or a confirmed finding says."""
        return self.level_said in Urgency.values

    @property
    def is_emergency(self) -> bool:
        return self.level_said == EMERGENCY

    @property
    def data_for_action(self) -> dict[str, object]:
        """The columns of a Screening. A proposal nobody used is not what was said."""
        columns = {name: self.cleaned_data[name] for name in COLUMNS}
        columns["pattern"] = columns["pattern"] or ""
        columns["conclusion"] = columns["conclusion"] or ""
        columns["patient_reached"] = columns["patient_reached"] or self.evidence.contact is not None
        if columns["conclusion"] == Conclusion.SUITABLE or not columns["urgency"]:
            columns["urgency"] = ""
        unused = columns["advice_given"] == self.evidence.proposed_advice
        if columns["conclusion"] == Conclusion.SUITABLE and unused:
            columns["advice_given"] = ""
        return columns


class AmendScreeningForm(ScreeningForm):
    """A new conclusion in place of a signed one."""

    amend_reason = text(gettext_lazy("Why the conclusion changes"))

    def clean(self) -> dict[str, object]:
        """Why it changes is the reason too, unless another one is given."""
        self.cleaned_data["reason"] = self.cleaned_data.get("reason") or self.cleaned_data.get(
            "amend_reason", ""
        )
        return super().clean()

    def clean_amend_reason(self) -> str:
        reason = self.cleaned_data["amend_reason"]
        if not reason:
            raise forms.ValidationError(_("Write what changed, or what the GP reported."))
        return reason


def initial_of(evidence: Evidence, screening: Mapping[str, object] | None = None) -> dict[str, object]:
    """What the form starts with: a stored screening, or what the intake proposes."""
    proposed = evidence.level if evidence.level in Urgency.values else ""
    if screening is None:
        return {
            "advice_given": evidence.proposed_advice,
            "urgency": proposed,
            "further_examination": True,
            "may_share_with_gp": _spoken(evidence.may_share),
            "draft_version": 0,
        }
    values = {name: getattr(screening, name) for name in (*COLUMNS, "draft_version")}
    for name in ("all_clear", "may_share_with_gp"):
        values[name] = _spoken(values[name])
    return values | {"urgency": screening.urgency or proposed}


def _spoken(value: bool | None) -> str:
    return {True: "yes", False: "no"}.get(value, "")
