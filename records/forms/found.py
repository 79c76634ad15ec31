"""What the fields of the examination form hold for a stored examination, and what typed results mean."""

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping

from records.examination_set import AS_NORMAL, NOTES, NUMBERS, Region, items
from records.examination_signs import signs
from records.forms.measured import is_empty, values_of_row
from records.forms.measures import name_of
from records.forms.palpation import marks_of
from records.models import Examination, Measurement
from records.palpation import BODY

NECK_TEXTS = ("risk_factors", "abnormal", "weighing")
SYSTOLIC, DIASTOLIC = "systolic", "diastolic"
BOTH = re.compile(r"\s*(\d{2,3})\s*/\s*(\d{2,3})\s*")  # mmHg, as in 128/82


def take_pressures_apart(region: Region, data: MutableMapping[str, str]) -> None:
    """A blood pressure typed as 128/82 in the systolic field fills the diastolic one, when that is empty."""
    for item in region.items:
        for side in item.sides if item.code.startswith(SYSTOLIC) else ():
            name = name_of(region.id, item.code, side)
            lower = name.replace(SYSTOLIC, DIASTOLIC)
            both = BOTH.fullmatch(str(data.get(name) or ""))
            if both and is_empty(data.get(lower)):
                data[name], data[lower] = both.groups()


def upside_down(region: Region, cleaned: Mapping[str, object]) -> Iterator[str]:
    """The fields of a diastolic pressure that is not below the systolic one."""
    for item in region.items:
        for side in item.sides if item.code.startswith(SYSTOLIC) else ():
            name = name_of(region.id, item.code, side)
            upper, lower = cleaned.get(name), cleaned.get(name.replace(SYSTOLIC, DIASTOLIC))
            if None not in (upper, lower) and upper <= lower:
                yield name.replace(SYSTOLIC, DIASTOLIC)


def is_finding(row: dict[str, object]) -> bool:
    """True for a deviating result that is no number: one degree below the norm may still be nothing."""
    return row["kind"] not in NUMBERS and Measurement(**row).is_deviating


def is_alarming(rows: Iterable[dict[str, object]], complaint: str) -> bool:
    """True when these results together say: stop, and change the screening."""
    return any(sign.alarm for sign in signs([Measurement(**row) for row in rows], complaint))


def found_values(examination: Examination) -> dict[str, object]:
    """What was found in a stored examination, by field name."""
    values: dict[str, object] = {}
    filled: dict[str, list[str]] = {}
    for finding in examination.region_findings.all():
        for part in ("nothing_found", *NOTES):
            values[f"{finding.region}-{part}"] = getattr(finding, part)
    for row in examination.measurements.all():
        values |= values_of_row(row, items().get((row.region, row.code)))
        if row.as_normal:
            filled.setdefault(row.region, []).append(f"{row.code}-{row.side}")
    values |= {name_of(region, AS_NORMAL): " ".join(sides) for region, sides in filled.items()}
    values[BODY] = marks_of(examination.measurements.all())
    neck = getattr(examination, "neck_safety", None)
    if neck:
        values |= {f"neck_{name}": getattr(neck, name) for name in NECK_TEXTS}
    return values
