"""The physical examination as the therapist fills it in; its fields come from the examination set."""

from collections.abc import Iterable, Iterator

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from records.examination_set import CLEAR_KINDS, NOT_DONE, NUMBERS, Item, Region, items, regions
from records.examination_signs import signs
from records.forms.drafting import DraftForm, LongText, label, short
from records.forms.measured import is_empty, rows, side_fields, values_of_row
from records.forms.measures import (
    PART_LABELS,
    name_of,
    not_done_field,
    part_field,
    remark_input,
    value_field,
)
from records.forms.regions import Block, RegionPage
from records.models import Examination, Measurement, MeasurementKind, NeckSafety, Side, TestResult
from records.neck import CHECKS, NECK_COMPLAINTS

# What stands above the regions; errors are said in the order of the page.
TOP = ("amend_reason", "agreed", "general_observation", "not_needed", "not_needed_reason")
REGION_TEXTS = {
    "inspection": gettext_lazy("Observation"),
    "palpation": gettext_lazy("Palpation and joint mobility"),
    "notes": gettext_lazy("Notes"),
}
NECK = "cervical"
NECK_TEXTS = ("risk_factors", "abnormal", "weighing")


class ExaminationForm(DraftForm):
    """A draft may be empty; to sign it needs agreement, a finding and a conclusion.

    It has the regions that fit the complaint, those in which something is stored or was sent, and those
    named in `also`.
    """

    columns = (
        "not_needed",
        "not_needed_reason",
        "agreed",
        "general_observation",
        "neurological",
        "conclusion",
    )

    not_needed = forms.BooleanField(label=gettext_lazy("No physical examination was needed"), required=False)
    not_needed_reason = LongText(label=gettext_lazy("Why not"), rows=2)
    agreed = forms.BooleanField(label=gettext_lazy("The patient agreed to the examination"), required=False)
    general_observation = LongText(label=gettext_lazy("General observation"), rows=2)
    neurological = LongText(label=gettext_lazy("Neurological screening, in words"), rows=2)
    conclusion = LongText(label=gettext_lazy("Conclusion of the examination"), rows=2)

    def __init__(self, *args: object, also: Iterable[str] = (), **kwargs: object) -> None:
        self.also, self.language = set(also), get_language() or "nl"
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.regions = self._in_play()
        for region in self.regions:
            self._add_region(region)
        if self.has_neck:
            for name in NECK_TEXTS:
                self.fields[f"neck_{name}"] = LongText(label=label(NeckSafety, name), rows=2)
        measured = [name for name in self.fields if "-" in name]
        self.order_fields([*TOP, *(f"neck_{name}" for name in NECK_TEXTS), *measured])

    def _in_play(self) -> list[Region]:
        source = self.record if self.record.pk else self.record.amends
        stored = [*source.region_findings.all(), *source.measurements.all()] if source else []
        wanted = self.also | {row.region for row in stored} | {name.partition("-")[0] for name in self.data}
        return [region for region in regions() if self._fits(region) or region.id in wanted]

    def _fits(self, region: Region) -> bool:
        return self.episode.complaint in region.complaints

    @property
    def added(self) -> list[str]:
        """The regions that are here though they do not fit the complaint."""
        return [region.id for region in self.regions if not self._fits(region)]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Id and name of the regions that are not here."""
        return [(region.id, region.text(self.language)) for region in regions() if region not in self.regions]

    def values_of(self, record: Examination) -> dict[str, object]:
        values = super().values_of(record)
        return values | _found_values(record) if record.pk else values

    # --- fields --------------------------------------------------------------------------------------

    def _add_region(self, region: Region) -> None:
        self.fields[f"{region.id}-nothing_found"] = forms.BooleanField(
            label=_("Examined, nothing found"), required=False
        )
        for part in region.notes:
            self.fields[f"{region.id}-{part}"] = LongText(label=REGION_TEXTS[part], rows=2)
        for item in region.items:
            words = self._words(region, item)
            for side in item.sides:
                self._add_side(region, item, side, f"{words}, {Side(side).label}")
            text = _("%(what)s, remark") % {"what": words}
            remark = name_of(region.id, item.code, "remark")
            self.fields[remark] = short(text, 200, widget=remark_input(text))

    def _words(self, region: Region, item: Item) -> str:
        kind = [] if item.kind in CLEAR_KINDS else [str(MeasurementKind(item.kind).label)]
        return ", ".join([region.text(self.language), *kind, item.text(self.language)])

    def _add_side(self, region: Region, item: Item, side: str, words: str) -> None:
        name = name_of(region.id, item.code, side)
        self.fields[name] = value_field(item, words, self.language)
        for part in item.parts:
            text = f"{words}, {PART_LABELS[part]}"
            self.fields[f"{name}-{part}"] = part_field(item, part, text, self.language)
        if item.is_number:
            self.fields[f"{name}-{NOT_DONE}"] = not_done_field(f"{words}, {TestResult.NOT_DONE.label}")

    # --- what is refused -----------------------------------------------------------------------------

    def clean(self) -> dict[str, object]:
        super().clean()
        for region in self.regions:
            self._check_region(region)
        if self.signing and not self.errors:
            self._check_final()
        return self.cleaned_data

    def _check_region(self, region: Region) -> None:
        """What is noted of a result needs the result; "nothing found" does not go with something found."""
        for item in region.items:
            for side in item.sides:
                self._check_side(*side_fields(region, item, side))
            self._check_remark(region, item)
        ticked = self.cleaned_data.get(f"{region.id}-nothing_found")
        if ticked and any(_is_finding(row) for row in rows(region, self.cleaned_data)):
            self.add_error(
                f"{region.id}-nothing_found", _("Something is not normal here. Untick this or change that.")
            )

    def _check_side(self, result: str, *noted: str) -> None:
        done, told = self._says(result), [name for name in noted if self._says(name)]
        not_done = f"{result}-{NOT_DONE}" in told
        if result in self.errors:
            return
        if not_done and (done or len(told) > 1):
            self.add_error(result, _("Not done, or a result: leave one of them."))
        elif told and not done and not not_done:
            self.add_error(result, _("Fill in the result too; what stands with it belongs to it."))

    def _check_remark(self, region: Region, item: Item) -> None:
        names = [name for side in item.sides for name in side_fields(region, item, side)]
        remark = name_of(region.id, item.code, "remark")
        if self._says(remark) and not any(name in self.errors or self._says(name) for name in names):
            self.add_error(remark, _("Fill in the result too; the remark belongs to it."))

    def _says(self, name: str) -> bool:
        return not is_empty(self.cleaned_data.get(name))

    def _check_final(self) -> None:
        told, examined = self.cleaned_data, self.region_rows
        if told["not_needed"]:
            if not told["not_needed_reason"]:
                self.add_error("not_needed_reason", _("Write why no examination was needed."))
            if examined:
                self.add_error("not_needed", _("There are findings below. Untick this or clear them."))
            return
        if not told["agreed"]:
            self.add_error("agreed", _("Ask the patient and tick this."))
        if not examined and not told["neurological"] and not told["general_observation"]:
            sentence = _("Nothing is filled in. Examine a region, or tick that no examination was needed.")
            self.add_error("not_needed", sentence)
        if not told["conclusion"]:
            self.add_error("conclusion", _("Write your conclusion."))
        self._check_neck()

    def _check_neck(self) -> None:
        """An abnormal safety step, or an alarm that follows from the results, is put into words."""
        if not self.has_neck or self.neck_texts is None or self.neck_texts["abnormal"]:
            return
        checks = set().union(*CHECKS.values())
        rows = self.measurement_rows
        abnormal = any((row["region"], row["code"]) in checks and _is_finding(row) for row in rows)
        if abnormal or _alarms(rows, self.episode.complaint):
            self.refuse("neck_abnormal", _("One of the steps is not normal. Write what was abnormal."))

    # --- what the action stores ----------------------------------------------------------------------

    @property
    def region_rows(self) -> list[dict[str, object]]:
        """One row per region in which anything was filled in."""
        return [row for row in map(self._region_row, self.regions) if row]

    def _region_row(self, region: Region) -> dict[str, object] | None:
        parts = ("nothing_found", *REGION_TEXTS)
        told = {part: self.cleaned_data.get(f"{region.id}-{part}", "") for part in parts}
        if not any(told.values()) and not any(rows(region, self.cleaned_data)):
            return None
        return {"region": region.id, **told}

    @property
    def measurement_rows(self) -> list[dict[str, object]]:
        """One row per value, grade or test result, with the label and the normal values of today."""
        return [row for region in self.regions for row in rows(region, self.cleaned_data)]

    @property
    def neck_texts(self) -> dict[str, str] | None:
        """What was written about the safety of the neck; None when this is not about the neck."""
        told = {name: self.cleaned_data.get(f"neck_{name}", "") for name in NECK_TEXTS}
        return told if self.episode.complaint in NECK_COMPLAINTS or any(told.values()) else None

    # --- what the page shows -------------------------------------------------------------------------

    def blocks(self) -> list[Block]:
        """The regions of the page; open where the complaint is, or where something is filled in or wrong."""
        return [
            RegionPage(self, region, self.language).block(
                is_open=not region.closed and (self._fits(region) or region.id in self.also)
            )
            for region in self.regions
        ]

    @property
    def has_neck(self) -> bool:
        """True when the safety steps of the neck can be filled in."""
        return any(region.id == NECK for region in self.regions)

    def is_about_neck(self, blocks: Iterable[Block]) -> bool:
        """True when the safety steps of the neck should be seen: the complaint or the findings are there."""
        written = any(name in self.errors or self[name].value() for name in self._neck_names())
        touched = any(block.is_touched for block in blocks if block.id == NECK)
        return self.episode.complaint in NECK_COMPLAINTS or touched or written

    def neck_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._neck_names()]

    def _neck_names(self) -> Iterator[str]:
        return (f"neck_{name}" for name in NECK_TEXTS if self.has_neck)


def _is_finding(row: dict[str, object]) -> bool:
    """True for a deviating result that is no number: one degree below the norm may still be nothing."""
    return row["kind"] not in NUMBERS and Measurement(**row).is_deviating


def _alarms(rows: Iterable[dict[str, object]], complaint: str) -> bool:
    """True when these results together say: stop, and change the screening."""
    return any(sign.alarm for sign in signs([Measurement(**row) for row in rows], complaint))


def _found_values(examination: Examination) -> dict[str, object]:
    """What was found in a stored examination, by field name."""
    values: dict[str, object] = {}
    for finding in examination.region_findings.all():
        for part in ("nothing_found", *REGION_TEXTS):
            values[f"{finding.region}-{part}"] = getattr(finding, part)
    for row in examination.measurements.all():
        values |= values_of_row(row, items().get((row.region, row.code)))
    neck = getattr(examination, "neck_safety", None)
    if neck:
        values |= {f"neck_{name}": getattr(neck, name) for name in NECK_TEXTS}
    return values
