"""Palpation on the patient's own body chart: its places, what is said of one, its drawing. No Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from intake.chart import VIEWS, Region
from intake.drawings import OPEN, Drawing, Spot, View
from intake.questionnaire import chart_of, versions
from records.examination_set import BODY, PALPATION, Scale, part_scale, scales

# What is said of a place: how tender it is first, which is stored as the grade.
TENDERNESS = "score"
PARTS = (TENDERNESS, "tone", "trigger_point", "provoked")
SIDES = {"left": "L", "right": "R", "middle": "mid"}
SHADES = {"0": "0", "1": "1", "2": "3", "3": "4"}  # of the drawing, by tenderness
# Of a place that hurts only this one says more than the tenderness does.
STEPS = {"provoked": ("known",)}


class Felt(Protocol):
    """One stored place."""

    code: str
    label_nl: str
    label_en: str
    grade: str
    found: str
    details: list[str]


@lru_cache
def places() -> Mapping[str, Region]:
    """The places of the newest chart by their code."""
    return {region.code: region for region in chart_of(versions()[-1])}


def scale_of(part: str) -> Scale:
    return scales()[PALPATION] if part == TENDERNESS else part_scale(part)


def steps(part: str, lang: str) -> list[tuple[str, str]]:
    """The steps that can be chosen for a part, with their words."""
    scale = scale_of(part)
    return [(step, scale.word(step, lang)) for step in STEPS.get(part, scale.steps)]


def row(code: str, said: Mapping[str, str]) -> dict[str, object]:
    """A place as it is stored."""
    place, scale = places()[code], scale_of(TENDERNESS)
    noted = {part: said[part] for part in PARTS[1:] if said.get(part)}
    return {
        "region": BODY,
        "code": code,
        "label_nl": place.text("nl"),
        "label_en": place.text("en"),
        "kind": PALPATION,
        "side": SIDES[place.side],
        "grade": said[TENDERNESS],
        "norm_grade": scale.normal,
        **noted,
    }


@dataclass(frozen=True)
class Palpated(Spot):
    """A place that was palpated, shaded by how tender it is (0-3)."""

    words: str = ""

    @property
    def band(self) -> str:
        return SHADES.get(str(self.score), OPEN)

    @property
    def felt(self) -> str:
        return self.words


def drawing(rows: Iterable[Felt], lang: str) -> Drawing | None:
    """What was palpated, drawn; None when nothing was. A place the chart no longer has is left out."""
    felt = {row.code: row for row in rows if row.code in places()}
    return Drawing(BODY, tuple(_view(name, felt, lang) for name in VIEWS), "") if felt else None


def _view(name: str, felt: Mapping[str, Felt], lang: str) -> View:
    regions = [region for region in places().values() if region.view == name]
    plain = "".join(region.path for region in regions if region.code not in felt)
    return View(name, plain, tuple(_spot(one, felt[one.code], lang) for one in regions if one.code in felt))


def _spot(region: Region, row: Felt, lang: str) -> Palpated:
    score = int(row.grade) if row.grade in SHADES else None
    return Palpated(region, region.text(lang), "", score, words=", ".join([row.found, *row.details]))
