"""Two people changed the same registration: what each of them wrote, so that neither is lost."""

import datetime
from dataclasses import dataclass

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Change:
    """A field that a colleague saved differently; the form now holds `mine` or, if untouched, `theirs`."""

    label: object
    mine: str
    theirs: str
    mine_is_kept: bool


def changes(form: forms.Form, mine: dict[str, object], theirs: object, before: object) -> dict[str, Change]:
    """Fields in which a colleague's row `theirs` differs from both `mine` and the row both started from.

    `before` is that row, or None when it is unknown: then every difference counts as typed by both.
    """
    found = {}
    for name, value in mine.items():
        now = getattr(theirs, name)
        then = getattr(before, name) if before is not None else value
        if now not in (value, then):
            label, kept = form.fields[name].label, before is None or value != then
            found[name] = Change(label, said(form, name, value), said(form, name, now), kept)
    return found


def said(form: forms.Form, name: str, value: object) -> str:
    """A value as a person reads it."""
    if value in (None, ""):
        return str(_("(empty)"))
    if name == "bsn":
        return f"••••••{value[-3:]}"
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))
