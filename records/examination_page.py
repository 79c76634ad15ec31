"""A stored examination as somebody reads it: per region, left beside right, with the norm of that time."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language

from records.examination_set import SENSATION, region_text
from records.models import Examination, Measurement, RegionFinding, Side
from records.models.examination import number


@dataclass
class ReadLine:
    """One item: what was found per side. `left` also holds what has no side."""

    label: str
    norm: str
    left: Measurement | None = None
    right: Measurement | None = None
    remark: str = ""


@dataclass(frozen=True)
class ReadRegion:
    label: str
    finding: RegionFinding | None
    lines: list[ReadLine]


@dataclass(frozen=True)
class ReadExamination:
    row: Examination
    regions: list[ReadRegion] = field(default_factory=list)


def shown(examination: Examination) -> ReadExamination:
    """Regions in the order they were stored; regions without a row were not examined."""
    language = (get_language() or "nl")[:2]
    findings = {finding.region: finding for finding in examination.region_findings.all()}
    measured: dict[str, list[Measurement]] = {region: [] for region in findings}
    for row in examination.measurements.all():
        measured.setdefault(row.region, []).append(row)
    regions = [
        ReadRegion(region_text(region, language), findings.get(region), _lines(rows, language))
        for region, rows in measured.items()
    ]
    return ReadExamination(examination, regions)


def _lines(rows: list[Measurement], language: str) -> list[ReadLine]:
    lines: dict[str, ReadLine] = {}
    for row in rows:
        label = row.label_en if language == "en" else row.label_nl
        line = lines.setdefault(row.code, ReadLine(label, norm_text(row)))
        line.remark = line.remark or row.remark
        if row.side == Side.RIGHT:
            line.right = row
        else:
            line.left = row
    return list(lines.values())


def norm_text(row: Measurement) -> str:
    """The normal values stored with a measurement, with the unit; empty when there were none."""
    if row.norm_low is None and row.norm_high is None:
        return row.norm_grade if row.kind != SENSATION else ""
    low, high = (_plain(value) for value in (row.norm_low, row.norm_high))
    if not high:
        return f"≥ {low} {row.unit}"
    return f"≤ {high} {row.unit}" if not low else f"{low}–{high} {row.unit}"


def _plain(value: Decimal | None) -> str:
    return "" if value is None else number(value)
