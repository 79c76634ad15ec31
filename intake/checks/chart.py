"""Can the body chart be drawn, and each side named? chart.toml beside the question that shows it."""

import re
from collections.abc import Iterator, Mapping

from intake import questionnaire
from intake.answers import NONE
from intake.chart import SIDES, VIEWS
from intake.checks.content import Content, Entry, untranslated
from intake.checks.files import read_file
from intake.checks.names import names_in
from intake.checks.types import CHART, FIELDS, file_types

FILE = "chart"
OUTLINE = re.compile(r"M[-\d ,.]+([LC][-\d ,.]+){2,}Z")
OTHER: Mapping[str, str] = {"left": "right", "right": "left"}


def chart(version: str, content: Content) -> list[str]:
    """What is wrong with the regions of this version, or with their absence."""
    asked = [id_ for id_, entry in content.question_entries.items() if entry.get("type") == FILE]
    if not (questionnaire.CONTENT / version / f"{FILE}.toml").exists():
        return [f"{FILE}.toml is missing: question {id_} needs its regions. Write them." for id_ in asked]
    if not asked:
        return [f"{FILE}.toml: no question shows it. Add a question of type {FILE}, or remove the file."]
    data, unreadable = read_file(version, FILE)
    return [unreadable] if unreadable else problems(data)


def problems(data: Entry) -> list[str]:
    """Everything that is wrong with these regions; empty when they can be shown."""
    unusable = list(file_types(FILE, CHART, data))
    if unusable:  # then nothing else can be judged
        return unusable
    regions = data["region"]
    return [
        *names_in(f"{FILE}.toml", "region", regions),
        *(problem for region in regions for problem in _region(region)),
        *_pairs(regions),
    ]


def _region(region: Entry) -> Iterator[str]:
    where = f"{FILE}.toml, region {region.get('code')}"
    yield from untranslated(where, region)
    for key in sorted(region.keys() - FIELDS["region"].keys()):
        yield f"{where}: unknown key {key}. Correct the name, or remove it."
    if region.get("code") == NONE:
        yield f"{where}: this code means that nothing hurts. Choose another."
    for key, known in (("view", VIEWS), ("side", SIDES)):
        if region.get(key) not in known:
            yield f"{where}: unknown {key} {region.get(key)}. Use one of {', '.join(known)}."
    path = region.get("path", "")
    if not path.strip():
        yield f"{where}: path is missing. Draw its outline."
    elif not OUTLINE.fullmatch(path):
        yield f"{where}: path cannot be drawn. Use M, L, C and one Z at the end, with absolute numbers."


def _pairs(regions: list[Entry]) -> Iterator[str]:
    """What is on the left is on the right too, in the same view, and codes say which is which."""
    found = {(region.get("view"), region.get("code")) for region in regions}
    for region in regions:
        side, code = region.get("side"), region.get("code", "")
        if side not in OTHER:
            continue
        where, stem = f"{FILE}.toml, region {code}", code.removesuffix(f"_{side}")
        if stem == code:
            yield f"{where}: it is on the {side}, so its code ends in _{side}. Correct one of the two."
        elif (region.get("view"), f"{stem}_{OTHER[side]}") not in found:
            yield f"{where}: there is no {stem}_{OTHER[side]} beside it. Add it, or correct the name."
