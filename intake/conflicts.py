"""Two tabs, one truth: what a newer draft says beside what was typed over an older one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from practice.signing import SignedRecord


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
        if typed != kept and not _is_kept_as(form, name, stored[name]):
            found.append(Difference(str(field.label), kept, typed))
    return found


def _is_kept_as(form: forms.Form, name: str, stored: object) -> bool:
    """True when what was typed is stored in another spelling, as 22,50 for 22.5."""
    read = getattr(form, "cleaned_data", {}).get(name)
    return read is not None and read == stored


def beside(form: forms.Form, newer: SignedRecord, stored: Mapping[str, object]) -> dict[str, object]:
    """What the page shows: the newer record, and where it says something else than was typed."""
    return {"newer": newer, "differences": differences(form, stored)}


def in_words(field: forms.Field, value: object) -> str:
    """A value as somebody reads it: the label of a choice, otherwise its text with the same line ends."""
    said = "" if value is None else value  # an empty choice may have a label too, as "not asked"
    for code, label in getattr(field, "choices", []):
        if str(code) == str(said):
            return str(label)
    if isinstance(said, bool):
        return "✓" if said else ""
    text = "\n".join(str(said).strip().splitlines())
    return text.replace(",", ".") if isinstance(field, forms.DecimalField) else text
