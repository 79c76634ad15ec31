"""The therapist's decisions on the findings of an intake, checked."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _

from intake.evidence import Evidence
from intake.models import Decision, Finding
from intake.screening_fields import Asked, Item, choice, field_name, group_name, remark_field


class FindingsForm(forms.Form):
    """A decision and a remark for each finding. A draft (`final=False`) may leave anything open."""

    def __init__(self, *args: object, evidence: Evidence, final: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.evidence, self.final = evidence, final
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

    def clean(self) -> dict[str, object]:
        for group in self.evidence.open_questions:
            self._clear_together(group)
        for finding in self.evidence.to_decide:
            self._check_decision(finding)
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

    @property
    def confirmed(self) -> list[Finding]:
        """Findings confirmed in this very form."""
        chosen = self.cleaned_data
        findings = self.evidence.to_decide
        return [one for one in findings if chosen.get(field_name(one, "decision")) == Decision.CONFIRMED]

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
