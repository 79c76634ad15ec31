"""The body chart: regions by name, front and back, left and right apart. No Django.

Content lives in content/<version>/chart.toml, from version 3 on: [[region]] with code, view ("front",
"back"), side ("left", "right", "middle": the patient's own), nl, en, and `path`, its outline as SVG path data
in the drawing of its view.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VIEWS = ("front", "back")
SIDES = ("left", "right", "middle")


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


def regions_of(data: Mapping[str, Any]) -> tuple[Region, ...]:
    """The regions in the data of chart.toml, in their order."""
    return tuple(
        Region(
            entry["code"], entry["view"], entry["side"], {k: entry[k] for k in ("nl", "en")}, entry["path"]
        )
        for entry in data["region"]
    )
