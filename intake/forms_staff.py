"""The therapist's judgement of an intake, checked."""

from collections.abc import Iterator, Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.evidence import Evidence
from intake.models import Conclusion, Decision, Finding, Pattern
from intake.screening_fields import Asked, Item, choice, field_name, group_name, remark_field, text

REASON_LENGTH = 10  # characters; domain reference 1.4: an override needs a reason somebody can read
YES_NO_OPEN = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("", gettext_lazy("Not discussed"))]
COLUMNS = (
    "all_clear",
    "pattern",
    "conclusion",
    "reason",
    "deviating_signs",
    "advice_given",
    "further_examination",
    "patient_reached",
    "may_share_with_gp",
)


class ScreeningForm(forms.Form):
    """Decisions on the findings and the conclusion. A draft (`final=False`) may leave anything open."""

    all_clear = choice(
        gettext_lazy("Gut feeling"),
        [("yes", gettext_lazy("OK (pluis)")), ("no", gettext_lazy("not OK (niet-pluis)"))],
        coerce=lambda value: value == "yes",
    )
    pattern = choice(gettext_lazy("Pattern"), Pattern.choices)
    conclusion = choice(gettext_lazy("Conclusion"), Conclusion.choices)
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
        super().__init__(*args, **kwargs)
        self.evidence, self.final = evidence, final
        if evidence.intake is None:
            self.fields["reason"].label = _("Which safety questions you asked, and the answers")
        if not evidence.is_emergency:
            self.fields["patient_reached"].label = _("I reached the patient")
        for finding in evidence.to_decide:
            self._add_finding(finding)
        for group in evidence.open_questions:
            self.fields[group_name(group, "cleared")] = forms.BooleanField(
                label=_("Asked: no. No concern for any of these"), required=False
            )
            self.fields[group_name(group, "remark")] = remark_field()
        self._order_as_on_the_page()

    def _order_as_on_the_page(self) -> None:
        """Findings stand above the conclusion; what is to be mended is said in that order."""
        findings = [name for name in self.fields if name.startswith(("finding-", "asked-"))]
        self.order_fields(["amend_reason", *findings])

    def _add_finding(self, finding: Finding) -> None:
        last = finding.decision
        decision, remark = (field_name(finding, part) for part in ("decision", "remark"))
        self.fields[decision] = choice(finding.text, Decision.choices)
        self.fields[remark] = remark_field()
        if last:
            self.initial.setdefault(decision, last.decision)
            self.initial.setdefault(remark, last.remark)

    def clean_draft_version(self) -> int:
        return self.cleaned_data["draft_version"] or 0

    def clean(self) -> dict[str, object]:
        for group in self.evidence.open_questions:
            self._clear_together(group)
        for finding in self.evidence.to_decide:
            self._check_decision(finding)
        if self.final:
            self._check_complete()
            self._check_reasons()
        return self.cleaned_data

    def _clear_together(self, group: list[Finding]) -> None:
        """One answer for all findings of a question; a decision on a single one goes before it."""
        if not self.cleaned_data.get(group_name(group, "cleared")):
            return
        for finding in group:
            name, remark = field_name(finding, "decision"), field_name(finding, "remark")
            if name not in self.errors and not self.cleaned_data.get(name):
                said = self.cleaned_data.get(remark) or self.cleaned_data.get(group_name(group, "remark"))
                self.cleaned_data |= {name: Decision.CLEARED, remark: said or ""}

    def _check_decision(self, finding: Finding) -> None:
        name = field_name(finding, "decision")
        if name in self.errors or self.cleaned_data.get(name):
            return
        if self.final:
            self.add_error(name, _("Decide: is it so, or did you ask further and is there no concern?"))
        elif self.cleaned_data.get(field_name(finding, "remark")):
            self.add_error(name, _("Choose what your remark says: confirmed, or no concern."))

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
        if told.get("conclusion") == Conclusion.CONTACT_GP and not self._said("advice_given"):
            self.add_error("advice_given", _("Write what you advised the patient to do."))
        if self.evidence.intake is None and len(self._said("reason")) < REASON_LENGTH:
            self.add_error(
                "reason",
                _("There is no intake form. Write which safety questions you asked and what you heard."),
            )
        elif told.get("conclusion") == Conclusion.SUITABLE:
            self._check_suitable()

    def _check_suitable(self) -> None:
        told = self.cleaned_data
        if self.lowers and len(self._said("reason")) < REASON_LENGTH:
            sentence = _(
                "The findings say: contact the GP. Write in at least 10 characters why it is suitable."
            )
            self.add_error("reason", sentence)
        elif told.get("all_clear") is False and not self._said("reason"):
            self.add_error("reason", _("Not OK and yet suitable: write why."))
        if told.get("all_clear") and any(one.level == "emergency" for one in self.confirmed):
            sentence = _('You confirmed an emergency. Choose "not OK", or clear the finding.')
            self.add_error("all_clear", sentence)
        if self.is_emergency and not told.get("patient_reached"):
            self.add_error(
                "patient_reached", _("Reach the patient first; an emergency is not lowered without that.")
            )

    def _said(self, name: str) -> str:
        return self.cleaned_data.get(name) or ""

    @property
    def lowers(self) -> bool:
        """True when "suitable" goes below what the form or a confirmed finding says."""
        return self.evidence.proposes_gp or any(finding.refers for finding in self.confirmed)

    @property
    def is_emergency(self) -> bool:
        return self.evidence.is_emergency or any(one.level == "emergency" for one in self.confirmed)

    @property
    def confirmed(self) -> list[Finding]:
        """Findings confirmed in this very form."""
        chosen = self.cleaned_data
        findings = self.evidence.to_decide
        return [one for one in findings if chosen.get(field_name(one, "decision")) == Decision.CONFIRMED]

    @property
    def data_for_action(self) -> dict[str, object]:
        """The columns of a Screening. A proposal nobody used is not what was said."""
        columns = {name: self.cleaned_data[name] for name in COLUMNS}
        columns["pattern"] = columns["pattern"] or ""
        columns["conclusion"] = columns["conclusion"] or ""
        unused = columns["advice_given"] == self.evidence.proposed_advice
        if columns["conclusion"] == Conclusion.SUITABLE and unused:
            columns["advice_given"] = ""
        return columns

    @property
    def decisions(self) -> dict[int, tuple[str, str]]:
        """What was decided, by finding."""
        names = {one.pk: [field_name(one, part) for part in ("decision", "remark")] for one in self._decided}
        return {
            pk: (self.cleaned_data[name], self.cleaned_data[remark]) for pk, (name, remark) in names.items()
        }

    @property
    def _decided(self) -> Iterator[Finding]:
        return (one for one in self.evidence.to_decide if self.cleaned_data.get(field_name(one, "decision")))

    def raised(self) -> list[Item]:
        return [self._item(finding) for finding in self.evidence.raised]

    def questions(self) -> list[Asked]:
        """What is still to be asked, with the findings that hang on it."""
        return [self._asked(group) for group in self.evidence.open_questions]

    def _asked(self, group: list[Finding]) -> Asked:
        return Asked(
            questions=[reason["text"] for reason in group[0].because],
            items=[self._item(finding) for finding in group],
            cleared=self[group_name(group, "cleared")],
            remark=self[group_name(group, "remark")],
        )

    def _item(self, finding: Finding) -> Item:
        return Item(finding, self[field_name(finding, "decision")], self[field_name(finding, "remark")])


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
    if screening is None:
        return {
            "advice_given": evidence.proposed_advice,
            "further_examination": True,
            "may_share_with_gp": _spoken(evidence.may_share),
            "draft_version": 0,
        }
    values = {name: getattr(screening, name) for name in (*COLUMNS, "draft_version")}
    for name in ("all_clear", "may_share_with_gp"):
        values[name] = _spoken(values[name])
    return values


def _spoken(value: bool | None) -> str:
    return {True: "yes", False: "no"}.get(value, "")
