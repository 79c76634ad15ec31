"""The instruments that outcomes are measured with, and what their values mean (domain reference 7).

No Django, no clock, no database. Of licensed instruments the content holds no items, only what their total
means.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path

CONTENT = Path(__file__).parent / "content" / "instruments.toml"
LANGUAGES = ("nl", "en")
SCALE, ACTIVITIES, ITEMS, CHOICE, TOTAL = KINDS = ("scale", "activities", "items", "choice", "total")
START, THREE_WEEKS, EVALUATION, END = MOMENTS = ("start", "three_weeks", "evaluation", "end")
IMPROVED, WORSE, NO_CLEAR_CHANGE = "improved", "worse", "no_clear_change"
ACTIVITY_LIMIT = 5  # activities of a PSK (1-3, up to 5)

Texts = Mapping[str, str]
Part = Mapping[str, object]  # {"text": activity or question, "score": number}, and "code" where it has one


def in_language(texts: Texts, lang: str) -> str:
    """The text in `lang` ("nl", "en-gb", ...); Dutch for a language we do not have."""
    return texts.get(lang[:2].lower(), texts.get("nl", ""))


@dataclass(frozen=True)
class Named:
    """A question, an option or a class, with its words; `at` is its value, or where it begins."""

    code: str
    names: Texts
    at: Decimal = Decimal(0)

    def name(self, lang: str) -> str:
        return in_language(self.names, lang)


@dataclass(frozen=True)
class Subscore:
    """A second figure beside a total; from `class_from` on it decides the class."""

    code: str
    names: Texts
    low: int
    high: int
    decides: Named

    def name(self, lang: str) -> str:
        return in_language(self.names, lang)


@dataclass(frozen=True)
class Instrument:
    """One instrument with one set of values: the present one, or the one a result was stored with."""

    code: str
    version: str
    kind: str
    names: Texts
    low: Decimal
    high: Decimal
    step: Decimal
    higher_is_worse: bool
    mic_points: Decimal | None = None
    mic_percent: int | None = None
    percent_up_to: Decimal | None = None  # the highest first value for which the per cent counts
    mic_points_one: Decimal | None = None  # when it has one part only
    compares_itself: bool = False  # a value says by itself what changed
    cutoffs: tuple[Named, ...] = ()
    licensed: bool = False
    complaints: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    asks: Texts = field(default_factory=dict)
    low_words: Texts = field(default_factory=dict)
    high_words: Texts = field(default_factory=dict)
    questions: tuple[Named, ...] = ()
    options: tuple[Named, ...] = ()
    subscore: Subscore | None = None
    licences: Texts = field(default_factory=dict)
    remarks: Texts = field(default_factory=dict)
    link: str = ""
    mic_source: str = ""
    cutoffs_source: str = ""

    def name(self, lang: str) -> str:
        return in_language(self.names, lang)

    def ask(self, lang: str) -> str:
        return in_language(self.asks, lang)

    def ends(self, lang: str) -> tuple[str, str]:
        """What the lowest and the highest number mean."""
        return in_language(self.low_words, lang), in_language(self.high_words, lang)

    def licence(self, lang: str) -> str:
        return in_language(self.licences, lang)

    def remark(self, lang: str) -> str:
        return in_language(self.remarks, lang)

    @property
    def has_own_wording(self) -> bool:
        """True when it is asked here; of the others the total comes from elsewhere."""
        return self.kind != TOTAL

    def fits(self, complaint: str) -> bool:
        return complaint in self.complaints

    def takes(self, value: Decimal) -> bool:
        """True for a value within the range; that of one with parts is a mean and needs no whole step."""
        if not self.low <= value <= self.high:
            return False
        return self.kind in (ACTIVITIES, ITEMS) or (value - self.low) % self.step == 0

    def value_of(self, parts: Sequence[Part]) -> Decimal:
        """The mean of the parts, with one decimal. Raises ZeroDivisionError without parts."""
        scores = [Decimal(str(part["score"])) for part in parts]
        return (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def class_of(self, value: Decimal, parts: Sequence[Part] = ()) -> Named | None:
        """The class by the cut-offs; None where none are agreed."""
        if self.subscore:
            own = [part["score"] for part in parts if part.get("code") == self.subscore.code]
            if own and own[0] >= self.subscore.decides.at:
                return self.subscore.decides
        return next((one for one in reversed(self.cutoffs) if one.at <= value), None)

    def option(self, value: Decimal) -> Named | None:
        return next((one for one in self.options if one.at == value), None)

    def threshold(self, first: Decimal) -> Decimal | None:
        """How far a first value has to get better to be called improved; None when that is not judged.

        Points or per cent, whichever is reached first; the per cent is of the first value.
        """
        if self.mic_points is None:
            return None
        counts = self.mic_percent and (self.percent_up_to is None or first <= self.percent_up_to)
        return min(self.mic_points, first * self.mic_percent / 100) if counts else self.mic_points

    def better_by(self, first: Decimal, last: Decimal) -> Decimal:
        """How much better the last value is; below zero: how much worse."""
        return first - last if self.higher_is_worse else last - first

    def classify(self, first: Decimal, last: Decimal) -> str | None:
        """IMPROVED, WORSE or NO_CLEAR_CHANGE; None for what is no measure of change.

        Worse needs the points: a share of a low value would be less than one can measure.
        """
        if self.compares_itself:
            own = self.class_of(last)
            return own.code if own else None
        threshold = self.threshold(first)
        if threshold is None:
            return None
        better = self.better_by(first, last)
        if better >= threshold and better > 0:
            return IMPROVED
        return WORSE if better <= -self.mic_points else NO_CLEAR_CHANGE

    def set_for(self, value: Decimal, parts: Sequence[Part] = ()) -> dict[str, object]:
        """The set of values to store with a result, as columns of OutcomeMeasure."""
        one_part = self.kind == ACTIVITIES and len(parts) == 1 and self.mic_points_one is not None
        counts = self.percent_up_to is None or value <= self.percent_up_to
        return {
            "instrument_version": self.version,
            "low": self.low,
            "high": self.high,
            "higher_is_worse": self.higher_is_worse,
            "mic_points": self.mic_points_one if one_part else self.mic_points,
            "mic_percent": self.mic_percent if counts else None,
            "cutoffs": [[str(one.at), one.code] for one in self.cutoffs],
        }

    def as_stored(self, stored: Mapping[str, object]) -> "Instrument":
        """This instrument with a set that was stored with a result: figures of then, words of now."""
        words = {one.code: one.names for one in self.cutoffs}
        cutoffs = tuple(
            Named(code, words.get(code, {"nl": code}), Decimal(at)) for at, code in stored["cutoffs"]
        )
        keys = ("low", "high", "higher_is_worse", "mic_points", "mic_percent")
        figures = {key: stored[key] for key in keys}
        return replace(self, **figures, percent_up_to=None, cutoffs=cutoffs)


@lru_cache
def load() -> dict[str, Instrument]:
    """Every instrument by its code, in the order of content/instruments.toml."""
    return build(tomllib.loads(CONTENT.read_text(encoding="utf-8"), parse_float=Decimal))


def build(content: Mapping[str, list[dict]]) -> dict[str, Instrument]:
    """The instruments in this content; records/checks_instruments.py says what is wrong with it."""
    return {entry["code"]: _instrument(entry) for entry in content["instrument"]}


def fitting(complaint: str) -> list[Instrument]:
    """What is measured with this complaint, in the order of the content."""
    return [one for one in load().values() if one.fits(complaint)]


def _instrument(entry: Mapping) -> Instrument:
    number = {key: _decimal(entry.get(key)) for key in ("mic_points", "percent_up_to", "mic_points_one")}
    return Instrument(
        code=entry["code"],
        version=entry["version"],
        kind=entry["kind"],
        names=_texts(entry),
        low=Decimal(entry["low"]),
        high=Decimal(entry["high"]),
        step=Decimal(entry["step"]),
        higher_is_worse=entry["higher_is"] == "worse",
        **number,
        mic_percent=entry.get("mic_percent"),
        compares_itself=entry.get("compares_itself", False),
        cutoffs=_named(entry.get("cutoffs", ()), "from"),
        licensed=entry["licensed"],
        complaints=tuple(entry["complaints"]),
        moments=tuple(entry["moments"]),
        asks=_texts(entry, "ask_"),
        low_words=_texts(entry, "low_"),
        high_words=_texts(entry, "high_"),
        questions=_named(entry.get("questions", ())),
        options=_named(entry.get("options", ()), "value"),
        subscore=_subscore(entry["subscore"]) if "subscore" in entry else None,
        licences=_texts(entry, "licence_"),
        remarks=_texts(entry, "remark_"),
        link=entry.get("link", ""),
        mic_source=entry.get("mic_source", ""),
        cutoffs_source=entry.get("cutoffs_source", ""),
    )


def _subscore(entry: Mapping) -> Subscore:
    decides = Named(entry["class_code"], _texts(entry, "class_"), Decimal(entry["class_from"]))
    return Subscore(entry["code"], _texts(entry), entry["low"], entry["high"], decides)


def _named(entries: Iterable[Mapping], at: str = "") -> tuple[Named, ...]:
    return tuple(Named(str(one.get("code", "")), _texts(one), Decimal(one.get(at, 0))) for one in entries)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(value)


def _texts(entry: Mapping, prefix: str = "") -> dict[str, str]:
    return {lang: entry[prefix + lang] for lang in LANGUAGES if prefix + lang in entry}
