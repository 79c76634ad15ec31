"""Judging rules: approve or reject with a remark, and the filters of the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.complaint_words import ABOUT, ALL
from intake.models import RuleDecision
from intake.models.intake import LEVEL_TEXTS
from intake.rule_cards import APPROVED, CHANGED, OPEN, REJECTED, SIX
from intake.screening import LEVELS, rules
from intake.screening_fields import choice, text

STATES = [
    (OPEN, gettext_lazy("to judge")),
    (APPROVED, gettext_lazy("approved")),
    (REJECTED, gettext_lazy("rejected")),
    (CHANGED, gettext_lazy("changed since the last version")),
]
VERDICTS = [("approve", gettext_lazy("Approve")), ("reject", gettext_lazy("Reject"))]


class RuleFilterForm(forms.Form):
    """Which rules to show. Whatever is no choice is left out of `told`."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=80)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    complaint = forms.ChoiceField(label=gettext_lazy("Complaint"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data, auto_id="filter-%s")
        every = [("", _("all"))]
        self.fields["level"].choices = every + [(level, LEVEL_TEXTS[level]) for level in LEVELS]
        self.fields["complaint"].choices = every + [(code, ABOUT[code]) for code in (ALL, *SIX)]
        self.fields["state"].choices = every + STATES

    @property
    def told(self) -> dict[str, str]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Item:
    """The two fields that decide on one rule."""

    decision: forms.BoundField
    remark: forms.BoundField

    @property
    def is_touched(self) -> bool:
        """Something was chosen or typed, or is to be mended."""
        values = (self.decision.value(), self.remark.value(), self.decision.errors, self.remark.errors)
        return any(values)


class RulesForm(forms.Form):
    """A choice and a remark for each of these rules; a rule without a choice stays as it is."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: object, rules: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rules = list(rules)
        for rule in self.rules:
            self.fields[f"decision-{rule}"] = choice(_("Rule %(rule)s") % {"rule": rule}, VERDICTS)
            self.fields[f"remark-{rule}"] = text(_("Remark on rule %(rule)s") % {"rule": rule})

    @classmethod
    def posted(cls, data: Mapping[str, str], version: str) -> "RulesForm":
        """The form that was sent: about the rules it holds, whatever the list would show by now."""
        sent = [rule.id for rule in rules(version) if f"remark-{rule.id}" in data]
        return cls(data, rules=sent)

    def clean(self) -> dict[str, object]:
        for rule in self.rules:
            verdict, remark = (self.cleaned_data.get(f"{part}-{rule}") for part in ("decision", "remark"))
            if verdict == "reject" and not remark and f"remark-{rule}" not in self.errors:
                self.add_error(f"remark-{rule}", _("Write why you reject this rule."))
            if remark and not verdict and f"decision-{rule}" not in self.errors:
                self.add_error(f"decision-{rule}", _("Choose what your remark says: approve or reject."))
        return self.cleaned_data

    @property
    def decisions(self) -> dict[str, tuple[bool, str]]:
        """What was chosen, {rule: (approved, remark)}. Only when valid."""
        chosen = {rule: self.cleaned_data[f"decision-{rule}"] for rule in self.rules}
        return {
            rule: (verdict == "approve", self.cleaned_data[f"remark-{rule}"])
            for rule, verdict in chosen.items()
            if verdict
        }

    def overtaken(self, newer: Mapping[str, RuleDecision]) -> None:
        """Say at each rule what somebody else decided meanwhile; sending again is then a choice."""
        for rule, decision in newer.items():
            said = {"name": decision.decided_by_name, "remark": decision.remark}
            if decision.approved:
                sentence = _(
                    "%(name)s approved this rule in the meantime. Save again if you stay with yours."
                )
            else:
                sentence = _(
                    "%(name)s rejected this rule in the meantime: “%(remark)s”. "
                    "Save again if you stay with yours."
                )
            self.add_error(f"decision-{rule}", sentence % said)
        self.data = self.data.copy()
        self.data["seen"] = max(decision.pk for decision in newer.values())

    def item(self, rule: str) -> Item:
        return Item(self[f"decision-{rule}"], self[f"remark-{rule}"])
