"""Which field comes from which of two registrations, when they become one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from practice.models import NameUse, Patient
from practice.names import TELLS_A_NAME

KEPT, GONE = "kept", "gone"
# What is chosen together, with the columns it consists of.
PARTS: dict[str, tuple[object, tuple[str, ...]]] = {
    "initials": (_("Initials"), ("initials",)),
    "first_name": (_("First name"), ("first_name",)),
    "birth_name": (_("Birth name"), ("prefix", "birth_name")),
    "partner_name": (_("Partner's name"), ("partner_prefix", "partner_name")),
    "name_use": (_("Name in use"), ("name_use",)),
    "birth_date": (_("Birth date"), ("birth_date",)),
    "sex": (_("Sex at birth"), ("sex",)),
    "phone": (_("Phone"), ("phone",)),
    "email": (_("E-mail"), ("email",)),
    "address": (
        _("Address"),
        ("street", "house_number", "house_letter", "house_addition", "postcode", "city"),
    ),
    "bsn": (_("BSN"), ("bsn",)),
    "general_practitioner": (_("General practitioner"), ("general_practitioner_id",)),
    "language": (_("Language"), ("language",)),
}
NEEDS_CHOICE = _("Choose which of the two is right.")


@dataclass(frozen=True)
class Row:
    """One part of both registrations as it is read; `field` is None when they are equal."""

    label: object
    kept: str
    gone: str
    field: forms.BoundField | None = None
    is_name: bool = False  # tells whose it is, so it hides with the names


class MergeForm(forms.Form):
    """A choice for each part in which the two differ; an empty one gives way to what is filled in."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    gone_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: object = None, *, kept: Patient, gone: Patient) -> None:
        super().__init__(data, initial={"kept_version": kept.version, "gone_version": gone.version})
        self.kept, self.gone = kept, gone
        self.use_required_attribute = False
        for name, (label, columns) in PARTS.items():
            if any(_value(kept, column) != _value(gone, column) for column in columns):
                self.fields[name] = self._choice(name, label, columns)

    def _choice(self, name: str, label: object, columns: tuple[str, ...]) -> forms.ChoiceField:
        is_empty = not any(_value(self.kept, column) for column in columns)
        errors = dict.fromkeys(("required", "invalid_choice"), NEEDS_CHOICE)
        choices = [(KEPT, said(self.kept, name)), (GONE, said(self.gone, name))]
        first = GONE if is_empty else KEPT
        return forms.ChoiceField(
            label=label, choices=choices, initial=first, widget=forms.RadioSelect, error_messages=errors
        )

    @property
    def differing(self) -> list[Row]:
        return [row for row in self._rows() if row.field]

    @property
    def equal(self) -> list[Row]:
        """What both have alike, without what is empty in both."""
        return [row for row in self._rows() if row.field is None and row.kept]

    def _rows(self) -> Iterator[Row]:
        for name, (label, _columns) in PARTS.items():
            field = self[name] if name in self.fields else None
            yield Row(label, said(self.kept, name), said(self.gone, name), field, name in TELLS_A_NAME)

    @property
    def two_bsns(self) -> bool:
        """True when both have a BSN, and not the same: then these are two people, unless one is wrong."""
        return bool(self.kept.bsn and self.gone.bsn)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        use = (self.gone if cleaned.get("name_use") == GONE else self.kept).name_use
        partner = (self.gone if cleaned.get("partner_name") == GONE else self.kept).partner_name
        if use != NameUse.BIRTH and not partner and "name_use" in self.fields and not self.errors:
            self.add_error("name_use", _("This name in use needs a partner's name. Choose the other one."))
        return cleaned

    def taken(self) -> list[str]:
        """Columns that come from the registration that goes."""
        parts = [columns for name, (_label, columns) in PARTS.items() if self.cleaned_data.get(name) == GONE]
        return [column.removesuffix("_id") for columns in parts for column in columns]

    def versions(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in ("kept_version", "gone_version")}


def _value(patient: Patient, column: str) -> object:
    return getattr(patient, column) or None


def said(patient: Patient, name: str) -> str:
    """A part of a registration as a person reads it; empty when it is not filled in."""
    if name == "birth_date":
        return date_format(patient.birth_date, "SHORT_DATE_FORMAT")
    if name == "phone":
        return patient.phone.as_international if patient.phone else ""
    if name == "bsn":
        return patient.bsn_masked
    if name in ("sex", "name_use", "language"):
        return str(getattr(patient, f"get_{name}_display")())
    if name == "birth_name":
        return f"{patient.prefix} {patient.birth_name}".strip()
    if name == "partner_name":
        return f"{patient.partner_prefix} {patient.partner_name}".strip()
    return str(getattr(patient, name) or "")
