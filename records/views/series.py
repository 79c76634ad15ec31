"""Booking what is left of a plan in one go: propose, look, change, book. The desk sees no more than that."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice import planning
from practice.access import calendars, get_episode
from practice.methods import reads_or_writes
from practice.models import Episode
from records import actions, series
from records.forms.series import LinesForm, SeriesForm, rhythm_name
from records.rhythm import Rhythm
from records.series import Line

USUAL_MINUTES, WEEKLY = 30, Rhythm(1, 1)
may_plan = permission_required("practice.change_appointments", raise_exception=True)


@reads_or_writes
@may_plan
def appointment_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the times of a series (GET), or look again at times that were changed (POST)."""
    episode = _episode(request, pk)
    if request.method == "POST":
        form, lines = _typed(request, episode, nearest=request.POST.get("nearest", ""))
        return _page(request, episode, form, lines)
    if "number" not in request.GET:
        return _page(request, episode, _first_form(request, episode), [])
    form = SeriesForm(request.GET, therapists=calendars(request.user))
    if not form.is_valid():
        return _page(request, episode, form, [])
    data = form.cleaned_data
    first, how = data["start"], data["rhythm"]
    lines, skipped = series.propose(first, how, data["number"], data["place"], episode.patient)
    return _page(request, episode, form, lines, skipped=skipped)


@reads_or_writes
@may_plan
def appointment_series_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book every line that is ticked, all or none; what cannot be had is said at its line."""
    episode = _episode(request, pk)
    if request.method != "POST":  # somebody comes from signing in
        return redirect("appointment_series", pk)
    form, lines = _typed(request, episode)
    used = [line for line in lines if line.is_used]
    if form.is_valid() and used and _are_booked(form.cleaned_data["place"], episode, used):
        messages.info(request, _("These appointments are booked already."))
        return redirect("patient_detail", episode.patient_id)
    problem = _problem(form, used)
    if not problem:
        problem = _book(request, episode, form.cleaned_data["place"], used)
        form, lines = _typed(request, episode)
    if not problem:
        return redirect("patient_detail", episode.patient_id)
    return _page(request, episode, form, lines, problem=problem)


def _episode(request: HttpRequest, pk: int) -> Episode:
    return get_episode(request.user, pk, permission="practice.change_appointments", note="episode.state_read")


def _first_form(request: HttpRequest, episode: Episode) -> SeriesForm:
    """What the plan asks for, at the time the patient is used to or the first one that is free."""
    therapists, wish = list(calendars(request.user)), series.wish(episode)
    who = next((one for one in therapists if one == episode.therapist), None) or next(iter(therapists), None)
    how = wish.rhythm if wish and wish.rhythm else WEEKLY
    initial = {"therapist": who, "rhythm": how.code, "number": (wish.left or None) if wish else None}
    if who:
        start = series.first_start(episode, who, USUAL_MINUTES, how)
        initial |= {"day": start.date(), "time": start.time()}
    return SeriesForm(therapists=calendars(request.user), initial=initial)


def _typed(request: HttpRequest, episode: Episode, nearest: str = "") -> tuple[SeriesForm, list[Line]]:
    """What the page sent, with what is known about each time at this moment.

    The line with the number `nearest` takes the free time that was offered beside it.
    """
    form, typed = SeriesForm(request.POST, therapists=calendars(request.user)), LinesForm(request.POST)
    typed.is_valid()
    lines = typed.typed
    if not form.is_valid():
        return form, lines
    place = form.cleaned_data["place"]
    lines = series.check(lines, place, episode.patient)
    if not nearest:
        return form, lines
    moved = [
        series.at(one, one.nearest) if str(one.number) == nearest and one.nearest else one for one in lines
    ]
    return form, series.check(moved, place, episode.patient)


def _are_booked(place: planning.Place, episode: Episode, used: list[Line]) -> bool:
    """True when the button was pressed twice: what is asked for stands in the calendar of this patient."""
    if any(line.start is None for line in used) or used[0].is_free:
        return False
    whose = (episode.patient, place.therapist)
    return all(planning.the_same(*whose, line.start, place.minutes) for line in used)


def _problem(form: SeriesForm, used: list[Line]) -> object:
    """Why nothing can be booked; empty when it can."""
    if not form.is_valid():
        return _("Check how the series is to be.")
    if not used:
        return _("Tick the appointments to book.")
    if not all(line.is_free for line in used):
        return _("Nothing is booked yet: some of these times cannot be had. Change or untick those lines.")
    return ""


def _book(request: HttpRequest, episode: Episode, place: planning.Place, used: list[Line]) -> object:
    """Book them and say so; otherwise the sentence that tells why not."""
    starts = [line.start for line in used]
    try:
        made = actions.book_series(episode=episode, place=place, starts=starts, by=request.user)
    except planning.Taken:
        return _(
            "Nothing is booked: a colleague took one of these times just now. The others stay as they are."
        )
    except planning.NotPossibleError as error:
        return str(error)
    said = ngettext("%(count)d appointment is booked.", "%(count)d appointments are booked.", len(made))
    messages.success(request, said % {"count": len(made)})
    return ""


def _page(
    request: HttpRequest,
    episode: Episode,
    form: SeriesForm,
    lines: list[Line],
    *,
    skipped: list[tuple[object, object]] | None = None,
    problem: object = "",
) -> HttpResponse:
    wish = series.wish(episode)
    context = {
        "episode": episode,
        "patient": episode.patient,
        "form": form,
        "lines": lines,
        "skipped": skipped or [],
        "problem": problem,
        "used": sum(line.is_used for line in lines),
        "wish": wish,
        "rhythm": rhythm_name(wish.rhythm) if wish and wish.rhythm else "",
    }
    return render(request, "records/series.html", context)
