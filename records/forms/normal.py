"""A region filled in as normal in one tap: what is filled in, taken back, and what of it still stands."""

from collections.abc import Callable, Iterator, MutableMapping

from records.examination_set import AS_NORMAL, NORMAL, RANGE, Item, Region
from records.forms.measured import is_empty, result_of, side_fields
from records.forms.measures import name_of

Data = MutableMapping[str, str]
Read = Callable[[str], object]  # what a field says, by its name


def list_name(region: Region) -> str:
    """The hidden field with what was filled in so, as code-side."""
    return name_of(region.id, AS_NORMAL)


def told(region: Region, read: Read) -> set[str]:
    return set(str(read(list_name(region)) or "").split())


def is_as_normal(region: Region, item: Item, side: str, read: Read) -> bool:
    """True while this side says exactly what the tap filled in."""
    return _key(item, side) in told(region, read) and _says_normal(region, item, side, read)


def _key(item: Item, side: str) -> str:
    return f"{item.code}-{side}"


def _says_normal(region: Region, item: Item, side: str, read: Read) -> bool:
    result, *noted = side_fields(region, item, side)
    if not item.normal_result or any(not is_empty(read(name)) for name in noted if name != _tick(result)):
        return False
    if item.kind == RANGE:
        return is_empty(read(result)) and not is_empty(read(_tick(result)))
    return result_of(item, result, read) == item.normal_result


def _tick(result: str) -> str:
    return f"{result}-{NORMAL}"


def _sides(region: Region) -> Iterator[tuple[Item, str]]:
    return ((item, side) for item in region.items for side in item.sides)


def can_fill(region: Region, complaint: str) -> bool:
    return any(item.is_filled_for(complaint) for item in region.items)


def fill(region: Region, complaint: str, data: Data) -> None:
    """Put the normal result where nothing is said, and remember where."""
    known = told(region, data.get)
    for item, side in _sides(region):
        names = side_fields(region, item, side)
        if item.is_filled_for(complaint) and all(is_empty(data.get(name)) for name in names):
            data[_tick(names[0]) if item.kind == RANGE else names[0]] = item.normal_result
            known.add(_key(item, side))
    data[list_name(region)] = " ".join(sorted(known))


def take_back(region: Region, data: Data) -> None:
    """Empty what was filled in so and not changed since."""
    for item, side in _sides(region):
        if is_as_normal(region, item, side, data.get):
            for name in side_fields(region, item, side):
                data.pop(name, None)
    data[list_name(region)] = ""
