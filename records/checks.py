"""`manage.py check` refuses broken examination content; each problem names the file, the code, what to do."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from practice.models import Complaint
from records.examination_set import (
    CONTENT,
    GRADES,
    KINDS,
    LANGUAGES,
    NOTES,
    NUMBERS,
    PART_SCALES,
    SIDES,
    TEST,
    segment_items,
)
from records.models import Measurement
from records.neck import CHECKS

Entry = Mapping[str, Any]
COMPUTED = ("fall", "pressure")


@register()
def check_examination(app_configs: object = None, **kwargs: object) -> Sequence[CheckMessage]:
    return content_errors(CONTENT, problems, id_="records.E001")


def content_errors(path: Path, judge: Callable[[Entry], Iterable[str]], *, id_: str) -> list[CheckMessage]:
    """What is wrong with a content file: that it cannot be read, or each problem that `judge` finds in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        found: Iterable[str] = [f"the file cannot be read ({error}). Correct the TOML."]
    else:
        found = judge(content)
    return [Error(f"{path.name}, {problem}", id=id_) for problem in found]


def problems(content: Entry) -> list[str]:
    """Everything that is wrong with this content; empty when it can be used."""
    broken = [*_ids("scale", content), *_ids("region", content), *_ids("cluster", content)]
    if broken:  # without sound ids nothing else can be judged
        return broken
    return [
        *(problem for entry in content.get("scale", []) for problem in _scale(entry)),
        *_scales_there(content),
        *(problem for entry in content.get("region", []) for problem in _region(entry, content)),
        *(problem for entry in content.get("cluster", []) for problem in _cluster(entry, content)),
        *_by_hand(content),
    ]


def _ids(kind: str, content: Entry) -> Iterator[str]:
    yield from _codes("", kind, [entry.get("id") for entry in content.get(kind, [])], "id")


def _codes(where: str, kind: str, codes: Iterable[Any], key: str = "code") -> Iterator[str]:
    """Every entry has a code, and no two have the same."""
    for code, times in Counter(codes).items():
        if not code:
            yield f"{where}a {kind} has no {key}. Give it one."
        elif times > 1:
            yield f"{where}{kind} {code}: this {key} is used twice. Rename one."


def _texts(where: str, entry: Entry, prefix: str = "") -> Iterator[str]:
    for key in (prefix + lang for lang in LANGUAGES):
        if not entry.get(key):
            yield f"{where}: {key} is missing. Write that text."


def _source(where: str, entry: Entry) -> Iterator[str]:
    if not entry.get("source"):
        yield f"{where}: the source is missing. Write where it comes from."


def _scale(entry: Entry) -> Iterator[str]:
    where = f"scale {entry['id']}"
    steps = entry.get("steps", [])
    codes = [step.get("code") for step in steps]
    yield from _source(where, entry)
    yield from _codes(f"{where}, ", "step", codes)
    for step in steps:
        yield from _too_long(where, step.get("code", ""), "grade")
        yield from _texts(f"{where}, step {step.get('code')}", step)
    if entry.get("normal", "") not in ("", *codes):
        yield f"{where}: normal is {entry['normal']}, which is no step of it. Use one of its steps."


def _scales_there(content: Entry) -> Iterator[str]:
    known = _scale_ids(content)
    for id_ in dict.fromkeys([*GRADES, *PART_SCALES.values()]):
        if id_ not in known:
            yield f"scale {id_}: it is missing, and the form needs it. Add a [[scale]]."


def _scale_ids(content: Entry) -> set[str]:
    return {entry["id"] for entry in content.get("scale", [])}


def _region(entry: Entry, content: Entry) -> Iterator[str]:
    where = f"region {entry['id']}"
    yield from _texts(where, entry)
    yield from _source(where, entry)
    if "-" in entry["id"]:
        yield f"{where}: an id has no hyphen, the names of fields are split there. Rename it."
    for complaint in entry.get("complaints", []):
        if complaint not in Complaint.values:
            yield f"{where}: unknown complaint {complaint}. Use one of {', '.join(Complaint.values)}."
    for part in entry.get("notes", []):
        if part not in NOTES:
            yield f"{where}: unknown notes {part}. Use one of {', '.join(NOTES)}."
    yield from _too_long(where, entry["id"], "region")
    yield from _codes(f"{where}, ", "segment", [segment.get("code") for segment in entry.get("segments", [])])
    yield from _codes(f"{where}, ", "item", [item.get("code") for item in _items(entry)])
    for item in _items(entry):
        yield from _item(f"{where}, item {item.get('code')}", item, content)


def _by_hand(content: Entry) -> Iterator[str]:
    """ "All normal" of a region fills in no safety step of the neck, and nothing an alarm rests on."""
    steps = {f"{region}.{code}" for places in CHECKS.values() for region, code in places}
    alone = {name for entry in content.get("cluster", []) for name in _raising(entry)}
    for name, item in _known(content).items():
        if name in steps | alone and not item.get("by_hand"):
            yield f"item {name}: what stops the treatment is done by itself. Add by_hand = true."


def _raising(cluster: Entry) -> Iterator[str]:
    """The items an alarm rests on: every test, and a grade that raises it alone."""
    for sign in cluster.get("signs", []) if cluster.get("alarm") else ():
        if "grades" not in sign or cluster.get("at_least") == 1:
            yield from sign.get("items", [])


def _known(content: Entry) -> dict[str, Entry]:
    """Every item by region.code."""
    return {
        f"{region['id']}.{item.get('code')}": item
        for region in content.get("region", [])
        for item in _items(region)
    }


def _too_long(where: str, text: object, column: str) -> Iterator[str]:
    """A measurement has to be able to hold it."""
    most = Measurement._meta.get_field(column).max_length
    if len(str(text)) > most:
        yield f"{where}: {text} is longer than {most} characters. Shorten it."


def _items(region: Entry) -> list[Entry]:
    """The items of a region, those of its segments too."""
    segments = [segment for segment in region.get("segments", []) if segment.get("code")]
    return [*region.get("items", []), *(item for segment in segments for item in segment_items(segment))]


def _item(where: str, item: Entry, content: Entry) -> Iterator[str]:
    kind = item.get("kind")
    yield from _texts(where, item)
    for key, column in (("code", "code"), ("nl", "label_nl"), ("en", "label_en"), ("unit", "unit")):
        yield from _too_long(where, item.get(key, ""), column)
    if kind not in KINDS:
        yield f"{where}: unknown kind {kind}. Use one of {', '.join(KINDS)}."
    if item.get("sides") not in SIDES:
        yield f"{where}: unknown sides {item.get('sides')}. Use one of {', '.join(SIDES)}."
    if "-" in str(item.get("code")):
        yield f"{where}: a code has no hyphen, the names of fields are split there. Rename it."
    if item.get("scale") and (kind not in GRADES or item["scale"] not in _scale_ids(content)):
        yield f"{where}: unknown scale {item['scale']}. Add a [[scale]], or correct the name."
    if any(key.startswith("hint_") for key in item):
        yield from _texts(where, item, "hint_")
    if kind == TEST:
        for problem in _texts(where, item, "positive_"):
            yield f"{problem} Say what a positive test means."
    if kind in NUMBERS:
        yield from _numbers(where, item)
    for complaint in item.get("usual_for", []):
        if complaint not in Complaint.values:
            yield f"{where}: unknown complaint {complaint}. Use one of {', '.join(Complaint.values)}."


def _numbers(where: str, item: Entry) -> Iterator[str]:
    for key in ("unit", "min", "max"):
        if item.get(key) in (None, ""):
            yield f"{where}: {key} is missing. A number needs a unit and the limits min and max."
    least, most = item.get("min", 0), item.get("max", 0)
    low, high = item.get("low", least), item.get("high", most)
    if low > high:
        yield f"{where}: the normal values run from {low} to {high}. Swap low and high."
    elif not least <= low <= high <= most:
        yield f"{where}: the limits {least} to {most} do not hold the norm {low} to {high}. Widen them."


# --- clusters --------------------------------------------------------------------------------------------


def _cluster(entry: Entry, content: Entry) -> Iterator[str]:
    where = f"cluster {entry['id']}"
    yield from _texts(where, entry)
    yield from _source(where, entry)
    if "computed" in entry:
        if entry["computed"] not in COMPUTED or not entry.get("limits"):
            yield f"{where}: computed is one of {', '.join(COMPUTED)}, with limits. Correct it."
        return
    signs = entry.get("signs", [])
    if not 1 <= entry.get("at_least", 0) <= len(signs):
        yield f"{where}: at_least is a number from 1 to the number of signs ({len(signs)}). Correct it."
    for sign in signs:
        yield from _sign(where, sign, content)


def _sign(where: str, sign: Entry, content: Entry) -> Iterator[str]:
    known = _known(content)
    for name in sign.get("items", []):
        if name not in known:
            yield f"{where}: unknown item {name}. Write region.code of an item."
        elif "grades" in sign:
            yield from _grades(where, name, sign["grades"], known[name], content)
    if not sign.get("items"):
        yield f"{where}: a sign has no items. Name at least one."


def _grades(where: str, name: str, grades: list[str], item: Entry, content: Entry) -> Iterator[str]:
    id_ = item.get("scale", item.get("kind"))
    steps = [step for scale in content["scale"] if scale["id"] == id_ for step in scale.get("steps", [])]
    for grade in grades:
        if grade not in [step.get("code") for step in steps]:
            yield f"{where}: {name} has no grade {grade}. Use a step of the scale {id_}."
