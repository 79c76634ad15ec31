"""The fields of one region of the examination form."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.examination_set import CLEAR_KINDS, NORMAL, NOT_DONE, RANGE, Item, Region
from records.forms.drafting import LongText, short
from records.forms.measures import (
    PART_LABELS,
    name_of,
    part_field,
    remark_input,
    tick_field,
    value_field,
)
from records.forms.normal import list_name
from records.models import MeasurementKind, Side, TestResult

Fields = Iterator[tuple[str, forms.Field]]
REGION_TEXTS = {
    "inspection": gettext_lazy("Observation"),
    "palpation": gettext_lazy("Palpation and joint mobility"),
    "notes": gettext_lazy("Notes"),
}


def fields_of(region: Region, language: str) -> Fields:
    """Every field of a region by its name, in the order of the page."""
    nothing_found = forms.BooleanField(label=_("Examined, nothing found"), required=False)
    yield f"{region.id}-nothing_found", nothing_found
    yield list_name(region), forms.CharField(required=False, widget=forms.HiddenInput)
    for part in region.notes:
        yield f"{region.id}-{part}", LongText(label=REGION_TEXTS[part], rows=2)
    for item in region.items:
        words = _words(region, item, language)
        for side in item.sides:
            yield from _side_fields(region, item, side, f"{words}, {Side(side).label}", language)
        text = _("%(what)s, remark") % {"what": words}
        yield name_of(region.id, item.code, "remark"), short(text, 200, widget=remark_input(text))


def _words(region: Region, item: Item, language: str) -> str:
    kind = [] if item.kind in CLEAR_KINDS else [str(MeasurementKind(item.kind).label)]
    return ", ".join([region.text(language), *kind, item.text(language)])


def _side_fields(region: Region, item: Item, side: str, words: str, language: str) -> Fields:
    name = name_of(region.id, item.code, side)
    yield name, value_field(item, words, language)
    for part in item.parts:
        yield f"{name}-{part}", part_field(item, part, f"{words}, {PART_LABELS[part]}", language)
    if item.is_number:
        yield f"{name}-{NOT_DONE}", tick_field(f"{words}, {TestResult.NOT_DONE.label}")
    if item.kind == RANGE:
        normal = _("normal")
        yield f"{name}-{NORMAL}", tick_field(f"{words}, {normal}")
