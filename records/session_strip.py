"""What changed since last time and since the start, in a few lines on top of a session. Pure reading."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.pain_drawings import Dated, dated_drawings
from practice.models import Episode
from records import course_words, instruments, measures_due_of
from records.course_of import JudgedCourse, course_of
from records.measures import Series, series_of
from records.measures_due import Due
from records.models import Session
from records.remeasured import Remeasured, in_words, movements

MOST = 3  # movements in sight; the examination shows the others
RESULTS = {
    instruments.IMPROVED: ("done", _("better")),
    instruments.WORSE: ("caution", _("worse")),
    instruments.NO_CLEAR_CHANGE: ("info", _("no clear change")),
}


@dataclass(frozen=True)
class Measured:
    """An instrument: its first value and, when there is another, its last one with what that means."""

    name: str
    first: Decimal
    last: Decimal | None
    kind: str  # of state.html; empty when the values say nothing
    result: object


@dataclass(frozen=True)
class Moved:
    """Something measured at least twice that is not what it was."""

    label: str
    first: str
    last: str


@dataclass(frozen=True)
class Strip:
    """`first` is the first pain drawing, `newest` the last one when there is another."""

    last: Session | None
    first: Dated | None
    newest: Dated | None
    measures: list[Measured]
    course: JudgedCourse
    due: list[Due]
    due_url: str
    moved: list[Moved]
    moved_besides: int  # how many more moved

    @property
    def redrawn(self) -> list[str]:
        """What the newest drawing says that the first did not: first where it hurts less or more."""
        if self.newest is None:
            return []
        found = self.newest.since[-1].changes
        arrow = "\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}"
        scored = [f"{one.name} {one.before}{arrow}{one.now}" for one in (*found.less, *found.more)]
        gone = [_("no longer: %(where)s") % {"where": name} for name in found.gone]
        added = [_("new: %(where)s") % {"where": name} for name in found.added]
        return [*scored, *added, *gone][:MOST]

    @property
    def course_kind(self) -> str:
        return course_words.kind_of(self.course)

    @property
    def days_ago(self) -> int:
        """Whole days since the last session, by the calendar."""
        return (timezone.localdate() - timezone.localdate(self.last.held_at)).days if self.last else 0

    @property
    def is_empty(self) -> bool:
        return not (self.last or self.first or self.measures or self.moved)


def strip_of(episode: Episode, last: Session | None) -> Strip:
    """The number of queries does not depend on how much was measured, drawn or treated."""
    first, newest = [*dated_drawings(episode)[:2], None, None][:2]
    measured = series_of(episode)
    due = measures_due_of.due(episode, found=measured)
    changed = [one for one in movements(episode) if one.change]
    changed.sort(key=lambda one: -abs(one.change))
    return Strip(
        last=last,
        first=first,
        newest=newest,
        measures=[_measured(one) for one in measured],
        course=course_of(episode, measured),
        due=due,
        due_url=measures_due_of.address(episode, due),
        moved=[_moved(one) for one in changed[:MOST]],
        moved_besides=len(changed[MOST:]),
    )


def _measured(series: Series) -> Measured:
    kind, result = RESULTS.get(series.result, ("", ""))
    last = series.last.value if len(series.points) > 1 else None
    name = instruments.in_language(series.instrument.names, get_language() or "nl")
    return Measured(name, series.first.value, last, kind, result)


def _moved(one: Remeasured) -> Moved:
    return Moved(one.label, in_words(one.first, one.unit), in_words(one.last, one.unit))
