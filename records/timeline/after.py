"""What was measured, judged, closed, shared and sent."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practice.models import Episode
from records import instruments
from records.models import (
    CourseOverride,
    Evaluation,
    Letter,
    LetterDispatch,
    OutcomeMeasure,
    Reopening,
    SharingDecision,
)
from records.models.examination import number
from records.timeline.care import named
from records.timeline.events import Event, cosignature_of, name_of, of_record, shortened


def events(episode: Episode) -> Iterator[Event]:
    for measure in episode.outcome_measures.select_related("recorded_by"):
        yield _measured(measure)
    for judged in episode.course_overrides.select_related("by"):
        yield _judged(judged)
    for evaluation in named(episode.evaluations):
        yield from _evaluated(evaluation)
    yield from _opened_and_closed(episode)
    yield from _letters(episode)


def _measured(measure: OutcomeMeasure) -> Event:
    known = instruments.load().get(measure.instrument)
    name = known.name(get_language() or "nl") if known else measure.instrument
    title = f"{name}: {number(measure.value)}"
    kinds = ("measure", "correction") if measure.replaces_id else ("measure",)
    detail = measure.replace_reason or measure.remark or str(measure.get_source_display())
    url = f"{reverse('measures', args=[measure.episode_id])}#{measure.instrument}"
    return Event(measure.measured_at, kinds, title, url, shortened(detail), name_of(measure.recorded_by))


def _judged(row: CourseOverride) -> Event:
    title = _("Course judged: %(state)s") % {"state": row.get_state_display()}
    url = reverse("measures", args=[row.episode_id])
    return Event(row.at, ("measure",), title, url, shortened(row.reason), name_of(row.by))


def _evaluated(row: Evaluation) -> Iterator[Event]:
    said = filter(None, [str(row.get_goal_result_display()), row.result_text])
    yield of_record(row, "closing", _("Evaluation"), ". ".join(said))
    yield from cosignature_of(row, "closing", _("Evaluation"))


def _opened_and_closed(episode: Episode) -> Iterator[Event]:
    kinds, url = ("closing",), reverse("episode_detail", args=[episode.pk])
    yield Event(episode.opened_at, kinds, _("Episode opened"), url, "", name_of(episode.opened_by))
    for row in episode.reopenings.select_related("by"):
        yield Event(row.closed_at, kinds, _("Episode closed"), url)
        yield _reopened(row, url)
    if episode.closed_at:
        yield Event(episode.closed_at, kinds, _("Episode closed"), url)


def _reopened(row: Reopening, url: str) -> Event:
    return Event(row.at, ("closing",), _("Episode opened again"), url, shortened(row.reason), name_of(row.by))


def _letters(episode: Episode) -> Iterator[Event]:
    url = reverse("letters", args=[episode.pk])
    for row in episode.sharing_consents.select_related("recorded_by"):
        whom = f"{row.get_kind_display()} {row.receiver}".strip()
        title = _("Sharing data %(whom)s: %(decision)s") % {
            "whom": whom,
            "decision": row.get_decision_display(),
        }
        warns = row.decision != SharingDecision.GIVEN
        detail = str(row.get_method_display())
        yield Event(row.recorded_at, ("letter",), title, url, detail, name_of(row.recorded_by), warns)
    letters = named(episode.letters).defer("pdf", "plain_text", "sections")
    for row in letters.prefetch_related("dispatches__by"):
        title = _("Letter: %(kind)s") % {"kind": row.get_kind_display()}
        yield of_record(row, "letter", capfirst(title), row.receiver_name)
        yield from cosignature_of(row, "letter", title)
        yield from (_sent(one, row, title) for one in row.dispatches.all())


def _sent(row: LetterDispatch, letter: Letter, title: str) -> Event:
    sent = _("Sent: %(letter)s") % {"letter": title}
    url = f"{reverse('letter', args=[letter.episode_id, letter.pk])}#letter-sent"
    detail = f"{row.receiver}, {row.get_how_display()}"
    return Event(row.sent_at, ("letter",), sent, url, detail, name_of(row.by))
