"""The course in words: what led to it, and what follows from it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Occasion
from practice.models import Episode
from records.course import (
    DEVIATING,
    FRESH,
    MEASURE_NOW,
    NORMAL,
    PAIR_TOO_RECENT,
    RECOVERED,
    TOO_EARLY,
    UNCLEAR,
    Course,
    Pair,
)
from records.course_of import JudgedCourse

# How components/state.html shows each state.
KINDS = {
    NORMAL: "done",
    RECOVERED: "done",
    DEVIATING: "caution",
    UNCLEAR: "info",
    MEASURE_NOW: "now",
    TOO_EARLY: "waiting",
}


@dataclass(frozen=True)
class Proposal:
    """A way on when recovery is not on course."""

    text: object
    url: str


def kind_of(judged: JudgedCourse) -> str:
    return KINDS[judged.state]


def figure(value: Decimal) -> str:
    """A value as it is written: no decimal where there is none."""
    return number_format(value, 0 if value == value.to_integral_value() else 1)


def day(value: date) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")


def because(course: Course) -> str:
    """The numbers that led to the state, or what is missing to tell."""
    if course.state == TOO_EARLY:
        return _too_early(course)
    if course.now is None:
        return _("Activities and taking part were not both measured in the last %(days)d days.") % {
            "days": FRESH
        }
    told = [
        _compared(_("Activities"), course.ref.a, course.now.a, course.d_a, course.needed_a),
        _compared(_("Taking part"), course.ref.p, course.now.p, course.d_p, course.needed_p),
        _("Compared: %(then)s with %(now)s; window %(days)d days.")
        % {"then": _of(course.ref), "now": _of(course.now), "days": course.window},
    ]
    return " ".join(told)


def _too_early(course: Course) -> str:
    if PAIR_TOO_RECENT in course.reasons:
        text = _("Nothing of %(days)d days ago to compare with yet; the course can be judged from %(date)s.")
        return text % {"days": course.window, "date": day(course.judged_from)}
    return _("Activities (PSK) and taking part were not yet measured in the same week.")


def _compared(name: str, then: Decimal, now: Decimal, better: Decimal, needed: Decimal) -> str:
    values = {
        "name": name,
        "then": figure(then),
        "now": figure(now),
        "by": figure(abs(better)),
        "needed": figure(needed),
    }
    if better > 0:
        return _("%(name)s: from %(then)s to %(now)s, %(by)s better (%(needed)s counts).") % values
    if better < 0:
        return _("%(name)s: from %(then)s to %(now)s, %(by)s worse.") % values
    return _("%(name)s: %(then)s, unchanged.") % values


def _of(pair: Pair) -> str:
    if pair.since == pair.until:
        return day(pair.until)
    return _("%(since)s to %(until)s") % {"since": day(pair.since), "until": day(pair.until)}


def proposals(episode: Episode, judged: JudgedCourse) -> list[Proposal]:
    """What to consider: when recovery deviates, or something got clearly worse (domain reference 6.5)."""
    if episode.is_closed or not (judged.is_deviating or judged.asks_red_flags):
        return []
    again = reverse("rescreening", args=[episode.pk])
    found = [Proposal(_red_flags(judged), f"{again}?occasion={Occasion.DEVIATING}")]
    if judged.is_deviating:
        found += [Proposal(text, reverse(name, args=[episode.pk])) for text, name in OTHERS]
    return found


OTHERS = [
    (gettext_lazy("Look for psychosocial factors: add to the history"), "history_amend"),
    (gettext_lazy("Change the plan"), "plan_amend"),
    (gettext_lazy("Write to the GP"), "letter_new"),
]


def _red_flags(judged: JudgedCourse) -> str:
    if judged.asks_red_flags:
        return _("Something got clearly worse: ask the safety questions again")
    return _("Ask the safety questions again")
