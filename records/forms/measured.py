"""Between the fields of the examination form and the rows that are stored."""

from collections.abc import Callable, Iterator, Mapping

from records.examination_set import AS_NORMAL, GRADES, NORMAL, NOT_DONE, RANGE, Item, Region
from records.forms.measures import name_of
from records.models.examination import Measurement, TestResult, number

Cleaned = Mapping[str, object]


def is_empty(value: object) -> bool:
    """True for a field that says nothing; 0 says something."""
    return value is None or value == "" or value is False


def side_fields(region: Region, item: Item, side: str) -> list[str]:
    """The names of the fields of one side, the main result first."""
    name = name_of(region.id, item.code, side)
    not_done = (NOT_DONE,) if item.is_number else ()
    normal = (NORMAL,) if item.kind == RANGE else ()
    return [name, *(f"{name}-{part}" for part in (*item.parts, *not_done, *normal))]


def rows(region: Region, cleaned: Cleaned) -> Iterator[dict[str, object]]:
    """One row per result, with the label and the normal values of today."""
    marked = str(cleaned.get(name_of(region.id, AS_NORMAL)) or "").split()
    for item in region.items:
        for side in item.sides:
            result = _result(item, name_of(region.id, item.code, side), cleaned)
            if not result:
                continue
            parts = _parts(region, item, side, cleaned)
            unchanged = list(result.values()) == [item.normal_result] and all(map(is_empty, parts.values()))
            as_normal = unchanged and f"{item.code}-{side}" in marked
            yield {**_item_columns(region, item, side), **parts, **result, AS_NORMAL: as_normal}


def _result(item: Item, name: str, cleaned: Cleaned) -> dict[str, object]:
    """The column that holds the main result; empty when there is none."""
    value = result_of(item, name, cleaned.get)
    if value == NOT_DONE:
        return {"result": TestResult.NOT_DONE}
    if is_empty(value):
        return {}
    if item.is_number:
        return {"grade" if value == NORMAL else "value": value}
    return {"grade" if item.kind in GRADES else "result": value}


def result_of(item: Item, name: str, read: Callable[[str], object]) -> object:
    """What the fields of one side come to: not done before a value, a number before the tick "normal"."""
    value = read(name)
    if value == NOT_DONE or (item.is_number and read(f"{name}-{NOT_DONE}")):
        return NOT_DONE
    if is_empty(value) and item.kind == RANGE and read(f"{name}-{NORMAL}"):
        return NORMAL
    return value


def _item_columns(region: Region, item: Item, side: str) -> dict[str, object]:
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
    }


def _parts(region: Region, item: Item, side: str, cleaned: Cleaned) -> dict[str, object]:
    name = name_of(region.id, item.code, side)
    told = {part: cleaned.get(f"{name}-{part}") for part in item.parts}
    remark = cleaned.get(name_of(region.id, item.code, "remark")) or ""
    return {**{part: value for part, value in told.items() if not is_empty(value)}, "remark": remark}


def values_of_row(row: Measurement, item: Item | None) -> dict[str, object]:
    """What the fields hold for a stored row; nothing when the content no longer knows its item."""
    if item is None:
        return {}
    name = name_of(row.region, row.code, row.side)
    if item.is_number and row.result == TestResult.NOT_DONE:
        values: dict[str, object] = {f"{name}-{NOT_DONE}": True}
    elif item.is_number and row.value is None:
        values = {f"{name}-{NORMAL}": True}
    else:
        values = {name: number(row.value) if row.value is not None else row.grade or row.result}
    noted = {part: getattr(row, part) for part in item.parts}
    if row.start is not None:
        noted["start"] = number(row.start)
    values |= {f"{name}-{part}": value for part, value in noted.items() if not is_empty(value)}
    if row.remark:
        values[name_of(row.region, row.code, "remark")] = row.remark
    return values
