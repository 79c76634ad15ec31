"""The physical examination as the therapist fills it in; its fields come from the examination set."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from records.examination_set import GRADES, RANGE, TEST, Item, Region, regions
from records.forms.drafting import DraftForm, LongText, short
from records.forms.measures import Block, Cell, Line, PainField, name_of, small_input, value_field
from records.models import Examination, Measurement, Side, TestResult
from records.models.examination import number

# What stands above the regions; errors are said in the order of the page.
TOP = ("amend_reason", "agreed", "general_observation", "not_needed", "not_needed_reason")
REGION_TEXTS = {
    "inspection": gettext_lazy("Observation"),
    "palpation": gettext_lazy("Palpation and joint mobility"),
    "notes": gettext_lazy("Notes"),
}


class ExaminationForm(DraftForm):
    """A draft may be empty; to sign it needs agreement, a finding and a conclusion."""

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

    def build(self) -> None:
        self.language = get_language() or "nl"
        for region in regions():
            self._add_region(region)
        self.order_fields([*TOP, *(name for name in self.fields if "-" in name)])

    def values_of(self, record: Examination) -> dict[str, object]:
        values = super().values_of(record)
        return values | _found_values(record) if record.pk else values

    def _add_region(self, region: Region) -> None:
        self.fields[f"{region.id}-nothing_found"] = forms.BooleanField(
            label=_("Examined, nothing found"), required=False
        )
        for part in region.notes:
            self.fields[f"{region.id}-{part}"] = LongText(label=REGION_TEXTS[part], rows=2)
        for item in region.items:
            for side in item.sides:
                self._add_item(region, item, side)
            if item.kind == TEST:
                self._add_remark(region, item)

    def _add_item(self, region: Region, item: Item, side: str) -> None:
        words = f"{region.text(self.language)}, {item.text(self.language)}, {Side(side).label}"
        name = name_of(region.id, item.code, side)
        self.fields[name] = value_field(item, words)
        if item.kind == RANGE:
            label = _("%(what)s, pain 0-10") % {"what": words}
            self.fields[f"{name}-pain"] = PainField(label=label, widget=small_input(label))

    def _add_remark(self, region: Region, item: Item) -> None:
        label = _("%(what)s, remark") % {"what": f"{region.text(self.language)}, {item.text(self.language)}"}
        widget = forms.TextInput(attrs={"class": "form-control form-control-sm", "aria-label": label})
        name = name_of(region.id, item.code, "remark")
        self.fields[name] = short(label, 200, widget=widget)

    def clean(self) -> dict[str, object]:
        super().clean()
        for region in regions():
            self._check_region(region)
        if self.signing and not self.errors:
            self._check_final()
        return self.cleaned_data

    def _check_region(self, region: Region) -> None:
        """Pain needs the value it belongs to; "nothing found" does not go with a positive test."""
        for item in region.items:
            for side in item.sides:
                name = name_of(region.id, item.code, side)
                pain = self.cleaned_data.get(f"{name}-pain")
                if pain is not None and name not in self.errors and self.cleaned_data.get(name) is None:
                    self.add_error(name, _("Fill in the movement too; the pain belongs to it."))
        ticked = self.cleaned_data.get(f"{region.id}-nothing_found")
        if ticked and any(row.get("result") == TestResult.POSITIVE for row in self._rows(region)):
            self.add_error(
                f"{region.id}-nothing_found", _("A test is positive here. Untick this or change the test.")
            )

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

    # --- what the action stores ----------------------------------------------------------------------

    @property
    def region_rows(self) -> list[dict[str, object]]:
        """One row per region in which anything was filled in."""
        return [row for row in map(self._region_row, regions()) if row]

    def _region_row(self, region: Region) -> dict[str, object] | None:
        parts = ("nothing_found", *REGION_TEXTS)
        told = {part: self.cleaned_data.get(f"{region.id}-{part}", "") for part in parts}
        if not any(told.values()) and not any(self._rows(region)):
            return None
        return {"region": region.id, **told}

    @property
    def measurement_rows(self) -> list[dict[str, object]]:
        """One row per value, grade or test result, with the label and the normal values of today."""
        return [row for region in regions() for row in self._rows(region)]

    def _rows(self, region: Region) -> Iterator[dict[str, object]]:
        for item in region.items:
            for side in item.sides:
                value = self.cleaned_data.get(name_of(region.id, item.code, side))
                if value is not None and value != "":
                    yield self._row(region, item, side, value)

    def _row(self, region: Region, item: Item, side: str, value: object) -> dict[str, object]:
        column = "value" if item.is_number else "grade" if item.kind in GRADES else "result"
        return {
            "region": region.id,
            "code": item.code,
            "label_nl": item.text("nl"),
            "label_en": item.text("en"),
            "kind": item.kind,
            "side": side,
            "unit": item.unit,
            "norm_low": item.low,
            "norm_high": item.high,
            "norm_grade": item.normal_grade,
            "pain": self.cleaned_data.get(name_of(region.id, item.code, side, "pain")),
            "remark": self.cleaned_data.get(name_of(region.id, item.code, "remark")) or "",
            column: value,
        }

    # --- what the page shows -------------------------------------------------------------------------

    def blocks(self) -> list[Block]:
        """The regions of the page; open where the complaint is, or where something is filled in or wrong."""
        return [self._block(region) for region in regions()]

    def _block(self, region: Region) -> Block:
        lines = [(item, self._line(region, item)) for item in region.items]
        return Block(
            id=region.id,
            label=region.text(self.language),
            is_open=self.episode.complaint in region.complaints or self._is_touched(region),
            numbers=[line for item, line in lines if item.is_number],
            grades=[line for item, line in lines if item.kind in GRADES],
            tests=[line for item, line in lines if item.kind == TEST],
            texts=[self[f"{region.id}-{part}"] for part in region.notes],
            nothing_found=self[f"{region.id}-nothing_found"],
        )

    def _is_touched(self, region: Region) -> bool:
        names = [name for name in self.fields if name.startswith(f"{region.id}-")]
        return any(self[name].value() or name in self.errors for name in names)

    def _line(self, region: Region, item: Item) -> Line:
        remark = name_of(region.id, item.code, "remark")
        return Line(
            label=item.text(self.language),
            hint=item.hint(self.language),
            normal=item.normal_text(self.language),
            cells=[self._cell(name_of(region.id, item.code, side), side) for side in item.sides],
            remark=self[remark] if remark in self.fields else None,
        )

    def _cell(self, name: str, side: str) -> Cell:
        pain = f"{name}-pain"
        return Cell(side, self[name], self[pain] if pain in self.fields else None)


def _found_values(examination: Examination) -> dict[str, object]:
    """What was found in a stored examination, by field name."""
    values: dict[str, object] = {}
    for finding in examination.region_findings.all():
        for part in ("nothing_found", *REGION_TEXTS):
            values[f"{finding.region}-{part}"] = getattr(finding, part)
    for row in examination.measurements.all():
        values |= _values_of_row(row)
    return values


def _values_of_row(row: Measurement) -> dict[str, object]:
    name = name_of(row.region, row.code, row.side)
    values: dict[str, object] = {
        name: number(row.value) if row.value is not None else row.grade or row.result
    }
    if row.pain is not None:
        values[f"{name}-pain"] = row.pain
    if row.remark:
        values[name_of(row.region, row.code, "remark")] = row.remark
    return values
