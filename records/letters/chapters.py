"""The chapters of a print: rows of names and values from what is stored. Pure reading."""

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practice.signing import SignedRecord
from records import signatures
from records.letters.words import Words

Row = tuple[str, str]


@dataclass(frozen=True)
class Signature:
    """A line with who signed, and the drawing where there is one."""

    text: str
    svg: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Part:
    """One block of a chapter: a heading, who signed it, a text, names with values, signatures."""

    heading: str = ""
    note: str = ""
    text: str = ""
    rows: list[Row] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return bool(self.text or self.rows or self.signatures)


def chapter(heading: object, parts: Iterable[Part]) -> dict[str, object]:
    """A chapter of the parts that say something."""
    return {"heading": capfirst(str(heading)), "parts": [_plain(one) for one in parts if one.says_something]}


def _plain(part: Part) -> dict[str, object]:
    """With every text as it reads in the active language."""
    rows = [[str(name), str(value)] for name, value in part.rows]
    return {**asdict(part), "heading": str(part.heading), "rows": rows}


def rows_of(row: models.Model, *columns: str) -> list[Row]:
    """The columns that hold something, each with its name and its value in words."""
    found = ((name, value_of(row, name)) for name in columns)
    return [(capfirst(str(row._meta.get_field(name).verbose_name)), value) for name, value in found if value]


def value_of(row: models.Model, name: str) -> str:
    """A stored value as somebody reads it; empty for nothing."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if row._meta.get_field(name).choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.date):
        return when(value)
    return number_format(value) if isinstance(value, int | float) else str(value)


def when(moment: datetime.date) -> str:
    """A date, or a date with its time, in the language of the print."""
    if isinstance(moment, datetime.datetime):
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return date_format(moment, "SHORT_DATE_FORMAT")


def note_of(row: SignedRecord, said: Words) -> str:
    """Who signed a record and when, and what it replaces."""
    signed = said.of_print("signed_by", date=when(row.signed_at), who=row.signed_by)
    return f"{signed} {said.of_print('replaces', reason=row.amend_reason)}" if row.amends_id else signed


def drawn(signature: dict, said: Words) -> Signature:
    """A stored signature: its strokes drawn, or the name that was typed."""
    at = when(timezone.datetime.fromisoformat(signature["at"]))
    how = "drawn" if signature["how"] == signatures.DRAWN else "typed"
    text = said.of_print(how, name=signature["name"], date=at)
    if not signature["strokes"]:
        return Signature(text)
    wide, high = signature["size"]
    path = signatures.as_svg_path(signature["strokes"])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {int(wide)} {int(high)}">'
        f'<path d="{path}" fill="none" stroke="#16232f" stroke-width="3" stroke-linecap="round"/></svg>'
    )
    return Signature(text, svg, said.of_print("signature_of", name=signature["name"]))
