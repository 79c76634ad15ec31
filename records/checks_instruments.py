"""`manage.py check` refuses broken content of instruments; each problem names the code and what to do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage, register

from practice.models import Complaint
from records.checks import content_errors
from records.instruments import ACTIVITIES, CHOICE, CONTENT, ITEMS, KINDS, LANGUAGES, MOMENTS, SCALE, TOTAL
from records.models import OutcomeMeasure

Entry = Mapping[str, Any]
NEEDED = (
    "code",
    "version",
    "kind",
    "low",
    "high",
    "step",
    "higher_is",
    "licensed",
    "complaints",
    "moments",
)
# Texts that belong to a kind; a total has no wording of its own.
WORDS = {SCALE: ("ask_", "low_", "high_"), ITEMS: ("ask_", "low_", "high_"), CHOICE: ("ask_",), TOTAL: ()}
WORDS[ACTIVITIES] = WORDS[SCALE]


@register()
def check_instruments(app_configs: object = None, **kwargs: object) -> Sequence[CheckMessage]:
    return content_errors(CONTENT, problems, id_="records.E002")


def problems(content: Entry) -> list[str]:
    """Everything that is wrong with this content; empty when it can be used."""
    entries = content.get("instrument", [])
    twice = [code for code, times in Counter(one.get("code") for one in entries).items() if times > 1]
    return [
        *(f"instrument {code}: this code is used twice. Rename one." for code in twice),
        *(problem for entry in entries for problem in _instrument(entry)),
    ]


def _instrument(entry: Entry) -> Iterator[str]:
    where = f"instrument {entry.get('code', '?')}"
    missing = [key for key in NEEDED if key not in entry]
    if missing:  # without these nothing else can be judged
        yield f"{where}: {', '.join(missing)} is missing. Add it."
        return
    yield from _texts(where, entry)
    yield from _texts(where, entry, "licence_")
    yield from _known(where, entry)
    yield from _range(where, entry)
    yield from _figures(where, entry)
    yield from _wording(where, entry)


def _texts(where: str, entry: Entry, prefix: str = "") -> Iterator[str]:
    for key in (prefix + lang for lang in LANGUAGES):
        if not entry.get(key):
            yield f"{where}: {key} is missing. Write that text."


def _known(where: str, entry: Entry) -> Iterator[str]:
    most = OutcomeMeasure._meta.get_field("instrument").max_length
    if len(entry["code"]) > most:
        yield f"{where}: the code is longer than {most} characters. Shorten it."
    if entry["kind"] not in KINDS:
        yield f"{where}: unknown kind {entry['kind']}. Use one of {', '.join(KINDS)}."
    if entry["higher_is"] not in ("worse", "better"):
        yield f"{where}: higher_is is worse or better. Correct it."
    for key, known in (("complaints", Complaint.values), ("moments", MOMENTS)):
        for one in entry[key]:
            if one not in known:
                yield f"{where}: {key} has {one}. Use some of {', '.join(known)}."


def _range(where: str, entry: Entry) -> Iterator[str]:
    low, high = entry["low"], entry["high"]
    if low >= high:
        yield f"{where}: the range runs from {low} to {high}. Swap low and high."
    starts = [one.get("from") for one in entry.get("cutoffs", [])]
    if starts and (starts != sorted(set(starts)) or starts[0] != low or starts[-1] > high):
        yield f"{where}: the cut-offs begin at {low}, rise, and stay within the range. Correct them."
    for one in [*entry.get("cutoffs", []), *entry.get("options", []), *entry.get("questions", [])]:
        yield from _texts(f"{where}, {one.get('code', one.get('value'))}", one)
    if sub := entry.get("subscore"):
        yield from _texts(f"{where}, subscore", sub)
        yield from _texts(f"{where}, subscore", sub, "class_")
        if not sub["low"] <= sub["class_from"] <= sub["high"]:
            yield f"{where}: class_from of the subscore is outside its range. Correct it."


def _figures(where: str, entry: Entry) -> Iterator[str]:
    """Every figure says where it comes from."""
    if "mic_points" in entry and not 0 < entry["mic_points"] <= entry["high"] - entry["low"]:
        yield f"{where}: mic_points does not fit in the range. Correct it."
    if "mic_percent" in entry and ("mic_points" not in entry or entry["low"] != 0):
        yield f"{where}: mic_percent needs mic_points and a range from 0. Correct it."
    for key, source in (("mic_points", "mic_source"), ("cutoffs", "cutoffs_source")):
        if key in entry and not entry.get(source):
            yield f"{where}: {source} is missing. Write where {key} comes from."


def _wording(where: str, entry: Entry) -> Iterator[str]:
    """What is licensed has no items; what we ask has all its words."""
    own = [key for key in ("questions", "options", "ask_nl", "ask_en") if key in entry]
    if (entry["licensed"] or entry["kind"] == TOTAL) and own:
        yield f"{where}: the items belong to somebody else, and {own[0]} is here. Take it out."
    for prefix in WORDS.get(entry["kind"], ()):
        yield from _texts(where, entry, prefix)
    if entry["kind"] == ITEMS and not entry.get("questions"):
        yield f"{where}: it has no questions. Add them."
    if entry["kind"] == CHOICE and len(entry.get("options", [])) != entry["high"] - entry["low"] + 1:
        yield f"{where}: every value from low to high is an option. Complete the options."
