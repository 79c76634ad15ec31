"""Marks on the body chart as something to look at, and what changed between two drawings. No Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intake.answers import NONE
from intake.chart import NOWHERE, VIEWS, Region
from intake.question import Question, in_language

Mark = Mapping[str, Any]
OPEN = "open"
BANDS = ((0, "0"), (3, "1"), (6, "2"), (8, "3"), (10, "4"))  # the highest score of each shade


def band(score: int | None) -> str:
    """The shade of a region that hurts this much."""
    return OPEN if score is None else next(name for highest, name in BANDS if score <= highest)


@dataclass(frozen=True)
class Spot:
    """A marked region."""

    region: Region
    name: str
    kind: str  # in words, empty when it was not said
    score: int | None

    @property
    def band(self) -> str:
        return band(self.score)

    @property
    def x(self) -> int:
        return self.region.spot[0]

    @property
    def y(self) -> int:
        return self.region.spot[1]

    @property
    def number(self) -> str:
        """What stands on the region itself."""
        return "•" if self.score is None else str(self.score)

    @property
    def felt(self) -> str:
        """Kind and score in words; empty when neither was said."""
        score = "" if self.score is None else f"{self.score}/10"
        return ", ".join(filter(None, [self.kind.lower(), score]))


@dataclass(frozen=True)
class View:
    """The front or the back: the outlines without a mark as one path, and the marked regions."""

    name: str
    plain: str
    spots: tuple[Spot, ...]

    @property
    def words(self) -> str:
        return "; ".join(f"{spot.name} ({spot.felt})" if spot.felt else spot.name for spot in self.spots)


@dataclass(frozen=True)
class Drawing:
    """Without spots it says that nothing hurts; `nowhere` is that in words."""

    question: str
    views: tuple[View, ...]
    nowhere: str

    @property
    def spots(self) -> tuple[Spot, ...]:
        return tuple(spot for view in self.views for spot in view.spots)

    @classmethod
    def of(cls, question: Question, marks: object, lang: str) -> "Drawing | None":
        """The marks of one answer to a chart; None when it was left open."""
        if question.type != "chart" or not isinstance(marks, list) or not marks:
            return None
        by_code = {mark["region"]: mark for mark in marks if mark != NONE}
        views = tuple(_view(name, question, by_code, lang) for name in VIEWS)
        return cls(question.id, views, in_language(NOWHERE, lang))


def _view(name: str, question: Question, marks: Mapping[str, Mark], lang: str) -> View:
    regions = [region for region in question.regions if region.view == name]
    plain = "".join(region.path for region in regions if region.code not in marks)
    marked = (region for region in regions if region.code in marks)
    return View(name, plain, tuple(_spot(region, question, marks[region.code], lang) for region in marked))


def _spot(region: Region, question: Question, mark: Mark, lang: str) -> Spot:
    kind = question.option(mark.get("kind") or "")
    return Spot(region, region.text(lang), kind.text(lang) if kind else "", mark.get("score"))


@dataclass(frozen=True)
class Shift:
    """A region that hurts in both drawings: how much then and now."""

    name: str
    before: int
    now: int


@dataclass(frozen=True)
class Changes:
    """What one drawing says that an earlier one did not."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    more: tuple[Shift, ...]
    less: tuple[Shift, ...]
    otherwise: tuple[tuple[str, str, str], ...]  # name, kind then, kind now

    @property
    def is_none(self) -> bool:
        return not (self.added or self.gone or self.more or self.less or self.otherwise)


def changes(before: Drawing, now: Drawing) -> Changes:
    """Region by region; a score or a kind that was left open at one of the two says nothing."""
    then = {spot.region.code: spot for spot in before.spots}
    later = {spot.region.code: spot for spot in now.spots}
    both = [(then[code], spot) for code, spot in later.items() if code in then]
    shifts = [Shift(spot.name, old.score, spot.score) for old, spot in both if _scored(old, spot)]
    return Changes(
        added=_names([spot for code, spot in later.items() if code not in then]),
        gone=_names([spot for code, spot in then.items() if code not in later]),
        more=tuple(shift for shift in shifts if shift.now > shift.before),
        less=tuple(shift for shift in shifts if shift.now < shift.before),
        otherwise=tuple(
            (new.name, old.kind.lower(), new.kind.lower())
            for old, new in both
            if old.kind and new.kind and old.kind != new.kind
        ),
    )


def _scored(old: Spot, new: Spot) -> bool:
    return old.score is not None and new.score is not None


def _names(spots: Sequence[Spot]) -> tuple[str, ...]:
    return tuple(spot.name for spot in spots)
