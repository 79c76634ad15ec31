"""Two tabs, one truth: what a newer draft says beside what was typed over an older one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms


@dataclass(frozen=True)
class Difference:
    label: str
    stored: str
    typed: str


def differences(form: forms.Form, stored: Mapping[str, object]) -> list[Difference]:
    """The fields of a bound form in which the stored draft says something else."""
    found = []
    for name, field in form.fields.items():
        if field.widget.is_hidden or name not in stored:
            continue
        typed, kept = (in_words(field, value) for value in (form[name].value(), stored[name]))
        if typed != kept:
            found.append(Difference(str(field.label), kept, typed))
    return found


def in_words(field: forms.Field, value: object) -> str:
    """A value as somebody reads it: the label of a choice, otherwise its text with the same line ends."""
    for code, label in getattr(field, "choices", []):
        if value is not None and str(code) == str(value):
            return str(label)
    if isinstance(value, bool):
        return "✓" if value else ""
    text = "" if value is None else str(value).replace("\r\n", "\n").strip()
    return text.replace(",", ".") if isinstance(field, forms.DecimalField) else text
