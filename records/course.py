"""Is recovery on course? The computable rule of domain reference 6.5. No Django, no clock, no database.

Two figures from 0 to 10 (10 = impossible, fully hindered): A, the mean of the activities of the PSK, and P,
the mean of the items on taking part. Pain does not decide (seed 001).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

TOO_EARLY, MEASURE_NOW, NORMAL, DEVIATING, UNCLEAR, RECOVERED = STATES = (
    "too_early",
    "measure_now",
    "normal",
    "deviating",
    "unclear",
    "recovered",
)
# Days without clear gain that make recovery delayed. Upper back: seed 001. Low back: NHG Aspecifieke
# lagerugpijn 2017 (3 to 4 weeks). Neck: KNGF Nekpijn (6 weeks). By analogy, general knowledge: headache as
# the neck, since what is treated here is headache from the neck; shoulder, dizziness and other as the back.
WINDOW = 21
WINDOWS = {"upper_back": 21, "low_back": 21, "neck": 42, "headache": 42}

MIC = Decimal(2)  # points; a choice, seed 001 does not say what "clear" is
LOW_SCORE = Decimal(3)  # a score this low at ref can hardly fall 2 points ...
LOW_SHARE = Decimal("0.3")  # ... so there a fall of 30 % is clear (Ostelo 2008)
NEARLY_NONE = Decimal(1)  # both figures this low: recovered
FRESH = 7  # days that a measure counts as "now"
TOGETHER = 7  # days that may lie between the A and the P of one pair

# Why the state is what it is.
NO_PAIR, PAIR_TOO_RECENT, PAIR_TOO_OLD = "no_pair", "pair_too_recent", "pair_too_old"
A_BETTER, A_SAME, A_WORSE = "a_better", "a_same", "a_worse"
P_BETTER, P_SAME, P_WORSE = "p_better", "p_same", "p_worse"
NEARLY_GONE = "nearly_gone"


@dataclass(frozen=True)
class Score:
    """A figure on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class Pair:
    """A and P of about the same time: between the days `since` and `until`."""

    since: date
    until: date
    a: Decimal
    p: Decimal


@dataclass(frozen=True)
class Course:
    """What the rule says, and the figures that led to it. `d_a` and `d_p`: positive is better."""

    state: str
    window: int
    reasons: tuple[str, ...] = ()
    worse: bool = False  # asks for the red flags again
    ref: Pair | None = None
    now: Pair | None = None
    d_a: Decimal | None = None
    d_p: Decimal | None = None
    needed_a: Decimal | None = None  # how much better is clearly better
    needed_p: Decimal | None = None
    judged_from: date | None = None  # too early: the day from which there is something to compare with


def window_of(complaint: str) -> int:
    """Days of the window for this complaint."""
    return WINDOWS.get(complaint, WINDOW)


def course(
    a: Iterable[Score],
    p: Iterable[Score],
    today: date,
    *,
    window: int = WINDOW,
    mic: Decimal = MIC,
    fresh: int = FRESH,
) -> Course:
    """The course on `today`, from every A and P until then."""
    pairs = _pairs(list(a), list(p), today)
    ref = _latest(pair for pair in pairs if pair.until <= today - timedelta(days=window))
    now = _latest(pair for pair in pairs if pair.since >= today - timedelta(days=fresh))
    if ref is None:
        first = min((pair.until for pair in pairs), default=None)
        reason = PAIR_TOO_RECENT if first else NO_PAIR
        from_day = first + timedelta(days=window) if first else None
        return Course(TOO_EARLY, window, (reason,), now=now, judged_from=from_day)
    if now is None:
        return Course(MEASURE_NOW, window, (PAIR_TOO_OLD,), ref=ref)
    return _compared(ref, now, window, mic)


def _pairs(a: list[Score], p: list[Score], today: date) -> list[Pair]:
    """Each A with each P of about the same time; of two on one day the later one counts."""
    days_a, days_p = ({one.day: one.value for one in rows if one.day <= today} for rows in (a, p))
    return [
        Pair(min(day_a, day_p), max(day_a, day_p), value_a, value_p)
        for day_a, value_a in days_a.items()
        for day_p, value_p in days_p.items()
        if abs(day_a - day_p) <= timedelta(days=TOGETHER)
    ]


def _latest(pairs: Iterable[Pair]) -> Pair | None:
    return max(pairs, key=lambda pair: (pair.until, pair.since), default=None)


def _compared(ref: Pair, now: Pair, window: int, mic: Decimal) -> Course:
    d_a, d_p = ref.a - now.a, ref.p - now.p
    needed_a, needed_p = _needed(ref.a, mic), _needed(ref.p, mic)
    better_a, better_p = d_a >= needed_a, d_p >= needed_p
    worse = d_a <= -mic or d_p <= -mic
    state, reasons = _state(now, better_a, better_p, worse), _reasons(d_a, d_p, better_a, better_p, mic)
    if state == RECOVERED:
        reasons = (NEARLY_GONE, *reasons)
    return Course(state, window, reasons, worse, ref, now, d_a, d_p, needed_a, needed_p)


def _needed(at_ref: Decimal, mic: Decimal) -> Decimal:
    """How far a figure has to fall to be clearly better; one that was 0 only has to stay there."""
    return at_ref * LOW_SHARE if at_ref <= LOW_SCORE else mic


def _state(now: Pair, better_a: bool, better_p: bool, worse: bool) -> str:
    if now.a <= NEARLY_NONE and now.p <= NEARLY_NONE:
        return RECOVERED
    if worse:
        return DEVIATING
    if better_a and better_p:
        return NORMAL
    return UNCLEAR if better_a or better_p else DEVIATING


def _reasons(d_a: Decimal, d_p: Decimal, better_a: bool, better_p: bool, mic: Decimal) -> tuple[str, str]:
    in_a = A_BETTER if better_a else A_WORSE if d_a <= -mic else A_SAME
    in_p = P_BETTER if better_p else P_WORSE if d_p <= -mic else P_SAME
    return in_a, in_p
