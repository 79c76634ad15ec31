"""Fields of the screening form, and how the findings stand in it."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from intake.models import Finding

TEXT_LENGTH = 5000  # characters
RADIO = {"class": "form-check-input"}


def text(label: str, **extra: object) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "class": "form-control"})
    return forms.CharField(label=label, required=False, max_length=TEXT_LENGTH, widget=widget, **extra)


def choice(label: str, choices: list, **extra: object) -> forms.ChoiceField:
    widget = forms.RadioSelect(attrs=RADIO)
    return forms.TypedChoiceField(
        label=label, choices=choices, required=False, widget=widget, empty_value=None, **extra
    )


@dataclass(frozen=True)
class Item:
    """A finding with the two fields that decide on it."""

    finding: Finding
    decision: forms.BoundField
    remark: forms.BoundField


@dataclass(frozen=True)
class Asked:
    """Questions the patient left open, the findings that hang on them, and one answer for all of these."""

    questions: list[str]
    items: list[Item]
    cleared: forms.BoundField
    remark: forms.BoundField

    @property
    def is_open(self) -> bool:
        return any(item.finding.is_open for item in self.items)

    @property
    def has_errors(self) -> bool:
        return any(item.decision.errors or item.remark.errors for item in self.items)


def remark_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control"})
    return forms.CharField(label=_("Remark"), required=False, max_length=1000, widget=widget)


def group_name(group: list[Finding], part: str) -> str:
    """The name of the field `part` (cleared or remark) of a group; named after its first finding."""
    return f"asked-{group[0].pk}-{part}"


def field_name(finding: Finding, part: str) -> str:
    """The name of the field `part` (decision or remark) of a finding."""
    return f"finding-{finding.pk}-{part}"
