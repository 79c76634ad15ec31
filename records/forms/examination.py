"""The physical examination as the therapist fills it in; its fields come from the examination set."""

from collections.abc import Iterable, Iterator, Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from records.examination_set import (
    NORMAL,
    NOT_DONE,
    Item,
    Region,
    regions,
)
from records.forms import normal, palpation
from records.forms.drafting import DraftForm, LongText, label
from records.forms.found import (
    NECK_TEXTS,
    found_values,
    is_alarming,
    is_finding,
    take_pressures_apart,
    upside_down,
)
from records.forms.measured import is_empty, rows, side_fields
from records.forms.measures import (
    name_of,
)
from records.forms.region_fields import REGION_TEXTS, fields_of
from records.forms.regions import Block, RegionPage
from records.models import Examination, NeckSafety
from records.movements import Key, Movement
from records.neck import CHECKS, NECK_COMPLAINTS
from records.palpation import BODY

# What stands above the regions; errors are said in the order of the page.
TOP = ("amend_reason", "agreed", "general_observation", "not_needed", "not_needed_reason")
NECK = "cervical"


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

    def __init__(
        self,
        *args: object,
        also: Iterable[str] = (),
        earlier: Mapping[Key, Movement] | None = None,
        follows: Examination | None = None,
        fill: str = "",
        take_back: str = "",
        **kwargs: object,
    ) -> None:
        self.also, self.language = set(also), get_language() or "nl"
        self.earlier, self.follows = earlier or {}, follows
        self.to_fill, self.to_take_back = fill, take_back
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        # The examination that stood when this one was begun; a new one posts it.
        follows = self.follows.pk if self.follows else ""
        self.fields["follows"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=follows)
        self.regions = self._in_play()
        if self.is_bound:
            self._complete()
        for region in self.regions:
            self.fields.update(fields_of(region, self.language))
        if self.has_neck:
            for name in NECK_TEXTS:
                self.fields[f"neck_{name}"] = LongText(label=label(NeckSafety, name), rows=2)
            if self.episode.complaint in NECK_COMPLAINTS and not self.record.pk and not self.is_bound:
                self.fields[f"neck_{NECK_TEXTS[0]}"].widget.attrs["data-begin"] = True
        measured = [name for name in self.fields if "-" in name]
        self.fields[BODY] = palpation.PalpationField(self.language)
        self.order_fields([*TOP, *(f"neck_{name}" for name in NECK_TEXTS), *measured, BODY])

    def _in_play(self) -> list[Region]:
        source = self.record if self.record.pk else self.record.amends
        stored = [one for one in (source, self.follows) if one]
        told = {row.region for one in stored for row in (*one.region_findings.all(), *one.measurements.all())}
        wanted = self.also | told | {name.partition("-")[0] for name in self.data}
        return [region for region in regions() if self._fits(region) or region.id in wanted]

    def _complete(self) -> None:
        """What one tap on a region means, and a blood pressure that was typed as 128/82."""
        self.data = self.data.copy()
        for region in self.regions:
            if region.id == self.to_fill:
                normal.fill(region, self.episode.complaint, self.data)
            if region.id == self.to_take_back:
                normal.take_back(region, self.data)
            take_pressures_apart(region, self.data)

    def as_kept(self, data: QueryDict) -> QueryDict:
        """A pressure typed as 128/82 in two, and no place on the chart of which the tenderness is missing."""
        for region in self.regions:
            take_pressures_apart(region, data)
        palpation.leave_out_unfinished(data)
        return data

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
        return values | found_values(record) if record.pk else values

    # --- what is refused -----------------------------------------------------------------------------

    def clean(self) -> dict[str, object]:
        super().clean()
        for region in self.regions:
            self._check_region(region)
        for problem in () if self.by_itself else self.fields[BODY].problems(self.cleaned_data[BODY]):
            self.add_error(BODY, problem)
        if self.signing and not self.errors:
            self._check_final()
        return self.cleaned_data

    def _check_region(self, region: Region) -> None:
        """What is noted of a result needs the result; "nothing found" does not go with something found."""
        for item in region.items:
            for side in item.sides:
                self._check_side(*side_fields(region, item, side))
            self._check_remark(region, item)
        for name in upside_down(region, self.cleaned_data):
            self.refuse(name, _("The lower pressure is not below the upper one. Check both."))
        ticked = self.cleaned_data.get(f"{region.id}-nothing_found")
        if ticked and any(is_finding(row) for row in rows(region, self.cleaned_data)):
            self.add_error(
                f"{region.id}-nothing_found", _("Something is not normal here. Untick this or change that.")
            )

    def _check_side(self, result: str, *noted: str) -> None:
        done, told = self._says(result), [name for name in noted if self._says(name)]
        tick = f"{result}-{NORMAL}"
        is_normal, told = tick in told, [name for name in told if name != tick]
        not_done = f"{result}-{NOT_DONE}" in told
        if result in self.errors:
            return
        if not_done and (done or len(told) > 1):
            self.add_error(result, _("Not done, or a result: leave one of them."))
        elif told and not (done or is_normal or not_done):
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
        abnormal = any((row["region"], row["code"]) in checks and is_finding(row) for row in rows)
        if abnormal or is_alarming(rows, self.episode.complaint):
            self.refuse("neck_abnormal", _("One of the steps is not normal. Write what was abnormal."))

    # --- what the action stores ----------------------------------------------------------------------

    @property
    def region_rows(self) -> list[dict[str, object]]:
        """One row per region in which anything was filled in."""
        felt = [{"region": BODY}] if self.palpated_rows else []
        return [*filter(None, map(self._region_row, self.regions)), *felt]

    def _region_row(self, region: Region) -> dict[str, object] | None:
        parts = ("nothing_found", *REGION_TEXTS)
        told = {part: self.cleaned_data.get(f"{region.id}-{part}", "") for part in parts}
        if not any(told.values()) and not any(rows(region, self.cleaned_data)):
            return None
        return {"region": region.id, **told}

    @property
    def measurement_rows(self) -> list[dict[str, object]]:
        """One row per value, grade or test result, with the label and the normal values of today."""
        measured = [row for region in self.regions for row in rows(region, self.cleaned_data)]
        return [*measured, *self.palpated_rows]

    @property
    def palpated_rows(self) -> list[dict[str, object]]:
        """One row per place on the body chart."""
        return palpation.rows(self.cleaned_data.get(BODY, ()))

    @property
    def neck_texts(self) -> dict[str, str] | None:
        """What was written about the safety of the neck; None when this is not about the neck."""
        told = {name: self.cleaned_data.get(f"neck_{name}", "") for name in NECK_TEXTS}
        return told if self.episode.complaint in NECK_COMPLAINTS or any(told.values()) else None

    # --- what the page shows -------------------------------------------------------------------------

    def blocks(self) -> list[Block]:
        """The regions of the page; open where the complaint is, or where something is filled in or wrong."""
        return [self._block(region) for region in self.regions]

    def block(self, region_id: str) -> Block | None:
        """One region of the page; None when it is not there."""
        return next((self._block(region) for region in self.regions if region.id == region_id), None)

    def _block(self, region: Region) -> Block:
        wanted = not region.closed and (self._fits(region) or region.id in self.also)
        return RegionPage(self, region, self.language).block(is_open=wanted or region.id in self._again)

    @property
    def _again(self) -> set[str]:
        """The regions of which something was measured the last time."""
        return {row.region for row in self.follows.measurements.all()} if self.follows else set()

    @property
    def chart(self) -> palpation.Chart:
        return palpation.Chart(self[BODY])

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
