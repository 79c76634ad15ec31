"""A stored examination as somebody reads it: what is not normal first, with the norm of that time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import get_language

from intake.drawings import Drawing
from records import palpation
from records.examination_set import BODY, CLEAR_KINDS, items, norm_text, region_text
from records.models import (
    Examination,
    ExaminationSign,
    Measurement,
    NeckSafety,
    RegionFinding,
    Side,
    TestResult,
)
from records.models.examination import NECK_STEPS, number
from records.movements import Key, Movement
from records.neck import counting, steps_done
from records.remeasured import before, compared
from records.versions import Versions


@dataclass
class ReadLine:
    """One item: what was found per side. `left` also holds what has no side."""

    label: str
    kind: str  # in words, where the label does not say it
    norm: str
    positive: str  # what a positive test means; empty unless it is positive
    left: Measurement | None = None
    right: Measurement | None = None
    remark: str = ""
    left_change: str = ""  # against the first and the last earlier measurement
    right_change: str = ""

    @property
    def stands_out(self) -> bool:
        """True when something is not normal or hurts."""
        return any(row.is_deviating or row.pain for row in (self.left, self.right) if row)


@dataclass(frozen=True)
class ReadRegion:
    label: str
    finding: RegionFinding | None
    lines: list[ReadLine]  # what stands out first
    drawing: Drawing | None = None  # of what was palpated on the body chart

    @property
    def has_filled(self) -> bool:
        """True when something was filled in as normal with the region."""
        return any(row.as_normal for line in self.lines for row in (line.left, line.right) if row)


@dataclass(frozen=True)
class Step:
    """One safety step of the neck; `place` is the anchor on the form where it is filled in."""

    name: str
    is_done: bool
    place: str = ""


# Where the form has the fields of a step; the others are texts of the section itself.
PLACES = {
    "blood_pressure": "vitals-range",
    "cranial_nerves": "vitals-test",
    "eyes": "vitals-test",
    "gait": "neuro-test",
    "neurological": "region-neuro",
}


@dataclass(frozen=True)
class ReadExamination:
    row: Examination
    regions: list[ReadRegion] = field(default_factory=list)
    signs: list[ExaminationSign] = field(default_factory=list)  # alarms first
    neck: NeckSafety | None = None
    is_earlier: bool = False  # it still holds, and a later one stands
    steps_from: Examination | None = None  # the other one that has every safety step, where this one has not

    @property
    def neck_done(self) -> list[str]:
        """The names of the safety steps that were done."""
        return [str(name) for step, name in NECK_STEPS.items() if getattr(self.neck, step)]


def shown_all(versions: Versions) -> list[ReadExamination]:
    """What stands first, then the others, newest first; each with its change against what was before it."""
    rows = [row for row in (versions.standing, *versions.replaced) if row]
    earlier = versions.earlier
    said = [neck_of(row) for row in (versions.standing, *earlier) if row and neck_of(row)]
    counts = counting(said)
    safe = counts.examination if counts and not counts.missing else None
    return [
        replace(
            shown(row, before(rows, row)),
            is_earlier=row in earlier,
            steps_from=None if safe is None or _is_safe(row) else safe,
        )
        for row in rows
    ]


def _is_safe(examination: Examination) -> bool:
    """True when every safety step of the neck was done in it."""
    neck = neck_of(examination)
    return neck is not None and not neck.missing


def shown(examination: Examination, earlier: Mapping[Key, Movement] | None = None) -> ReadExamination:
    """Regions in the order they were stored; regions without a row were not examined.

    `earlier` holds what was measured before it.
    """
    language = (get_language() or "nl")[:2]
    findings = {finding.region: finding for finding in examination.region_findings.all()}
    measured: dict[str, list[Measurement]] = {region: [] for region in findings}
    for row in examination.measurements.all():
        measured.setdefault(row.region, []).append(row)
    regions = [
        ReadRegion(
            region_text(region, language),
            findings.get(region),
            _lines(rows, earlier or {}, language),
            palpation.drawing(rows, language) if region == BODY else None,
        )
        for region, rows in measured.items()
    ]
    return ReadExamination(examination, regions, signs_of(examination), neck_of(examination))


def signs_of(examination: Examination) -> list[ExaminationSign]:
    """What several results mean together, alarms first."""
    return sorted(examination.signs.all(), key=lambda sign: not sign.alarm)


def neck_of(examination: Examination) -> NeckSafety | None:
    return getattr(examination, "neck_safety", None)


def measured_steps(examination: Examination, regions: Collection[str]) -> list[Step]:
    """The safety steps of the neck that follow from what is stored, for a form that has these regions."""
    findings = examination.region_findings.all() if examination.pk else []
    measured = examination.measurements.all() if examination.pk else []
    done = steps_done(examination, findings, measured)
    return [
        Step(str(NECK_STEPS[step]), done[step], place if _region(place) in regions else "")
        for step, place in PLACES.items()
    ]


def _region(place: str) -> str:
    return next(part for part in place.split("-") if part != "region")


def _lines(rows: list[Measurement], earlier: Mapping[Key, Movement], language: str) -> list[ReadLine]:
    lines: dict[str, ReadLine] = {}
    for row in rows:
        line = lines.setdefault(row.code, _line(row, language))
        line.remark = line.remark or row.remark
        if row.result == TestResult.POSITIVE:
            line.positive = _positive(row, language)
        if row.side == Side.RIGHT:
            line.right, line.right_change = row, _change(row, earlier)
        else:
            line.left, line.left_change = row, _change(row, earlier)
    return sorted(lines.values(), key=lambda line: not line.stands_out)


def _change(row: Measurement, earlier: Mapping[Key, Movement]) -> str:
    known = earlier.get((row.region, row.code, row.side))
    return compared(known, row.value, row.unit) if known and row.value is not None else ""


def _line(row: Measurement, language: str) -> ReadLine:
    return ReadLine(
        label=row.label_en if language == "en" else row.label_nl,
        kind="" if row.kind in CLEAR_KINDS else row.get_kind_display(),
        norm=_norm(row),
        positive="",
    )


def _positive(row: Measurement, language: str) -> str:
    item = items().get((row.region, row.code))
    return item.positive(language) if item else ""


def _norm(row: Measurement) -> str:
    """The normal values stored with a measurement, with the unit; empty when there were none."""
    return norm_text(_plain(row.norm_low), _plain(row.norm_high), row.unit)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else number(value)
