"""The body chart: regions by name, front and back, left and right apart. No Django.

Content lives in content/<version>/chart.toml, from version 3 on: [[region]] with code, view ("front",
"back"), side ("left", "right", "middle": the patient's own), nl, en, and `path`, its outline as SVG path data
in the drawing of its view: absolute coordinates, commands M, L, C and Z.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

VIEWS = ("front", "back")
SIDES = ("left", "right", "middle")
WIDTH, HEIGHT = 340, 820  # of the drawing of each view
# The answer that no region hurts: the same in every version, since no region or kind of pain is part of it.
NOWHERE = {"nl": "Nergens pijn", "en": "Nothing hurts anywhere"}

_COMMAND = re.compile(r"([MLC])([^MLCZ]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Region:
    code: str
    view: str
    side: str  # the patient's own left or right, in both views
    texts: Mapping[str, str]
    path: str

    def text(self, lang: str) -> str:
        """The name of the region in `lang`; Dutch for a language we do not have."""
        return self.texts.get(lang[:2].lower(), self.texts["nl"])

    @cached_property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The points its outline goes through."""
        found = []
        for _command, numbers in _COMMAND.findall(self.path):
            values = [float(number) for number in _NUMBER.findall(numbers)]
            found.append((values[-2], values[-1]))
        return tuple(found)

    @cached_property
    def spot(self) -> tuple[int, int]:
        """Where a number stands on it: the centre of gravity of its corners."""
        after = (*self.corners[1:], self.corners[0])
        pairs = list(zip(self.corners, after, strict=True))
        crossed = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
        area = sum(crossed) or 1.0
        x, y = (
            sum((a[axis] + b[axis]) * part for (a, b), part in zip(pairs, crossed, strict=True)) / (3 * area)
            for axis in (0, 1)
        )
        return round(x), round(y)


def regions_of(data: Mapping[str, Any]) -> tuple[Region, ...]:
    """The regions in the data of chart.toml, in their order."""
    return tuple(
        Region(
            entry["code"], entry["view"], entry["side"], {k: entry[k] for k in ("nl", "en")}, entry["path"]
        )
        for entry in data["region"]
    )
