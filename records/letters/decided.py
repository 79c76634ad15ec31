"""What was decided beside the steps of an episode, for the print of the record. Pure reading."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practice.models import Episode
from records.letters.chapters import Part, rows_of, when
from records.letters.words import Words
from records.measures import Point, series_of
from records.models import CourseOverride, Reopening, SharingConsent
from records.models.examination import number

SHARING = ("decision", "method", "receiver", "text_shown", "representative_name", "remark")


def measures(episode: Episode, said: Words) -> Iterator[Part]:
    """Every result with its remark and what it replaced, then each judgement of the course."""
    language = translation.get_language() or "nl"
    rows = [
        (found.instrument.name(language), "\n".join(_measured(point, said) for point in found.points))
        for found in series_of(episode)
    ]
    yield Part(rows=rows)
    judged = episode.course_overrides.select_related("by")
    yield from (_judged(row) for row in judged)


def _measured(point: Point, said: Words) -> str:
    told = f"{when(point.day)}: {number(point.value)}"
    if point.row and point.row.remark:
        told = f"{told}, {point.row.remark}"
    for old, new in zip(point.replaced, (point.row, *point.replaced), strict=False):
        wrong = f"{when(old.measured_at)}: {number(old.value)}"
        told = f"{told}\n{said.of_print('in_place_of', what=wrong, reason=new.replace_reason)}"
    return told


def _judged(row: CourseOverride) -> Part:
    return Part(
        _("Course"), note=f"{when(row.at)}, {row.by}", rows=rows_of(row, "computed", "state", "reason")
    )


def reopened(row: Reopening) -> Part:
    return Part(
        _("Episode opened again"), note=f"{when(row.at)}, {row.by}", rows=rows_of(row, "closed_at", "reason")
    )


def sharing(episode: Episode) -> Iterator[Part]:
    """Every word about sharing data, oldest first."""
    for row in episode.sharing_consents.select_related("recorded_by"):
        yield Part(
            _about(row), note=f"{when(row.recorded_at)}, {row.recorded_by}", rows=rows_of(row, *SHARING)
        )


def _about(row: SharingConsent) -> str:
    return f"{capfirst(row._meta.verbose_name)}: {row.get_kind_display()}"
