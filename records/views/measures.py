"""The measures of an episode: charts, recording and replacing results, and judging the course."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.access import get_episode
from practice.methods import reads_or_writes
from practice.models import Episode
from records import actions, instruments, measures_due_of, measures_page, steps
from records.course_of import course_of
from records.errors import RecordError
from records.forms.measure import MeasureForm, OverrideForm, ReplaceForm
from records.instruments import END, START, Instrument
from records.measures import activities, series_of
from records.models import Moment, OutcomeMeasure
from records.views.gate import episode_for, may_read, may_write


@require_safe
@may_read
def measures(request: HttpRequest, pk: int) -> HttpResponse:
    """The course, what is to be measured, and a chart with its table per instrument."""
    return _page(request, get_episode(request.user, pk, note="measures.read"))


def _page(request: HttpRequest, episode: Episode, override: OverrideForm | None = None) -> HttpResponse:
    steps.prefetch([episode])
    measures_page.prefetch(episode)
    found = series_of(episode)
    judged = course_of(episode, found)
    due = measures_due_of.due(episode, found=found)
    context = {
        "episode": episode,
        "heading": _("Measures"),
        "cards": measures_page.cards(episode, found),
        "judged": judged,
        "override": override or OverrideForm(computed=judged.computed),
        "choices": _choices(episode, {one.instrument.code: one for one in due}),
        "upcoming": None if episode.is_closed else measures_due_of.upcoming(episode),
    }
    return render(request, "records/measures.html", context)


def _choices(episode: Episode, due: dict[str, object]) -> list[dict[str, object]]:
    """Every instrument: what is due first, then what fits this complaint, then the others."""
    lang = get_language()
    rows = [
        {
            "code": one.code,
            "name": one.name(lang),
            "due": due.get(one.code),
            "fits": one.fits(episode.complaint),
        }
        for one in instruments.load().values()
    ]
    return sorted(rows, key=lambda row: (row["due"] is None, not row["fits"]))


@reads_or_writes
@may_write
def measure_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in one or more instruments (`i` in the address names them), all of one day."""
    episode = episode_for(request, pk)
    found = series_of(episode)
    chosen = _chosen(request)
    if not chosen:
        messages.info(request, _("Choose what to measure."))
    if not chosen or episode.is_closed:
        return redirect("measures", pk)
    form = MeasureForm(
        request.POST if request.method == "POST" else None,
        codes=[one.code for one in chosen],
        activities=activities(found),
        lang=get_language(),
        initial={"moment": _moment(episode, {one.instrument.code for one in found}, chosen)},
    )
    if request.method == "POST" and form.is_valid():
        return _record(request, episode, form)
    context = {"episode": episode, "heading": _("Fill in measures"), "form": form, "chosen": chosen}
    return render(request, "records/measure_form.html", context)


def _chosen(request: HttpRequest) -> list[Instrument]:
    codes = set(request.GET.getlist("i"))
    return [one for one in instruments.load().values() if one.code in codes]


def _moment(episode: Episode, used: set[str], chosen: list[Instrument]) -> str:
    """The start for what was not measured yet; the end once the evaluation is being written."""
    if any(one.code not in used and START in one.moments for one in chosen):
        return Moment.START
    due = measures_due_of.due(episode)
    ends = any(one.moment == END for one in due)
    return Moment.END if ends else Moment.INTERIM


def _record(request: HttpRequest, episode: Episode, form: MeasureForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        rows = actions.record_measures(
            episode=episode,
            results=[(one.instrument, one.value, one.parts) for one in form.results],
            moment=data["moment"],
            measured_at=_at(data["measured_on"]),
            remark=data["remark"],
            by=request.user,
        )
    except RecordError as error:
        messages.error(request, str(error))
    else:
        count = len(rows)
        said = ngettext("%(count)d measure is recorded.", "%(count)d measures are recorded.", count)
        messages.success(request, said % {"count": count})
    return redirect("measures", episode.pk)


def _at(day: object) -> object:
    """Now for today, else noon of that day."""
    now = timezone.localtime()
    if day == now.date():
        return now
    return now.replace(
        year=day.year, month=day.month, day=day.day, hour=12, minute=0, second=0, microsecond=0
    )


@reads_or_writes
@may_write
def measure_replace(request: HttpRequest, pk: int, measure_pk: int) -> HttpResponse:
    """Another result in the place of a wrong one; both stay."""
    episode = episode_for(request, pk)
    measure = _measure(episode, measure_pk)
    if episode.is_closed:
        return redirect("measures", pk)
    form = ReplaceForm(
        request.POST if request.method == "POST" else None, measure=measure, lang=get_language()
    )
    if request.method == "POST" and form.is_valid():
        return _replace(request, measure, form)
    context = {"episode": episode, "heading": _("Replace a measure"), "form": form, "measure": measure}
    return render(request, "records/measure_form.html", context)


def _measure(episode: Episode, measure_pk: int) -> OutcomeMeasure:
    rows = {row.pk: row for row in episode.outcome_measures.all()}
    replaced = {row.replaces_id for row in rows.values()}
    if measure_pk not in rows or measure_pk in replaced:
        raise Http404
    return rows[measure_pk]


def _replace(request: HttpRequest, measure: OutcomeMeasure, form: ReplaceForm) -> HttpResponse:
    data, result = form.cleaned_data, form.results[0]
    same_day = data["measured_on"] == timezone.localtime(measure.measured_at).date()
    try:
        actions.replace_measure(
            measure=measure,
            value=result.value,
            parts=result.parts,
            moment=data["moment"],
            measured_at=None if same_day else _at(data["measured_on"]),
            remark=data["remark"],
            reason=data["reason"],
            by=request.user,
        )
        messages.success(request, _("The measure is replaced; the former one stays readable."))
    except RecordError as error:
        messages.error(request, str(error))
    return redirect("measures", measure.episode_id)


@reads_or_writes
@may_write
def course_override(request: HttpRequest, pk: int) -> HttpResponse:
    """The therapist judges the course otherwise than the rule, with a reason."""
    episode = episode_for(request, pk)
    if request.method != "POST" or episode.is_closed:
        return redirect("measures", pk)
    judged = course_of(episode)
    form = OverrideForm(request.POST, computed=judged.computed)
    if not form.is_valid():
        return _page(request, episode, form)
    try:
        actions.override_course(
            episode=episode,
            computed=judged.computed,
            numbers=judged.numbers,
            state=form.cleaned_data["state"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("Your judgement is recorded."))
    except RecordError as error:
        messages.error(request, str(error))
    return redirect("measures", pk)
