"""The therapist asks the safety questions again, and sees what changed."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import actions, readings
from intake.comparison import Comparison
from intake.forms_rescreening import RescreeningForm
from intake.models import Intake, Occasion
from intake.rescreening import EMERGENCY, Again, told_before
from intake.screening import message
from practice.access import get_episode
from practice.methods import reads_or_writes
from practice.models import Episode

may_review = permission_required("intake.review", raise_exception=True)


@reads_or_writes
@may_review
def rescreening(request: HttpRequest, pk: int) -> HttpResponse:
    """The short set, to be asked aloud; a POST stores it at once. `?occasion=` says why it is asked."""
    episode = _episode(request, pk)
    if request.method == "POST":
        return _write(request, episode)
    if episode.is_closed:
        return redirect("rescreening_results", pk)
    prefetch_related_objects([episode], "screenings", "intakes__findings__decisions__decided_by")
    if not episode.screenings.signed().exists():
        messages.error(request, str(actions.UnscreenedError()))
        return redirect("screening", pk)
    if readings.has_undecided(episode):
        messages.error(request, str(actions.UndecidedError()))
        return redirect("rescreening_results" if readings.waiting_rescreening(episode) else "screening", pk)
    occasion = request.GET.get("occasion", "")
    form = RescreeningForm(
        Again.of(episode),
        told_before(episode),
        occasion=occasion if occasion in Occasion.values else "",
    )
    return _page(request, episode, form)


def _episode(request: HttpRequest, pk: int) -> Episode:
    return get_episode(request.user, pk, permission="intake.review", note="intake.read")


def _write(request: HttpRequest, episode: Episode) -> HttpResponse:
    form = RescreeningForm(Again.of(episode), told_before(episode), request.POST)
    if not form.is_valid():
        return _page(request, episode, form)
    try:
        actions.rescreen(
            episode=episode,
            occasion=form.cleaned_data["occasion"],
            answers=form.answers,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except actions.OvertakenRescreeningError as error:
        return _page(request, episode, _after_newer(request, episode), newer=error.newer)
    except actions.ScreeningError as error:
        messages.error(request, str(error))
        return _page(request, episode, form)
    return redirect("rescreening_results", episode.pk)


def _after_newer(request: HttpRequest, episode: Episode) -> RescreeningForm:
    """The same answers once more, beside the newer ones: saving again adds them."""
    again = Again.of(episode)
    typed = request.POST.copy()
    typed["seen"] = str(again.seen)
    return RescreeningForm(again, told_before(episode), typed)


def _page(
    request: HttpRequest, episode: Episode, form: RescreeningForm, newer: Intake | None = None
) -> HttpResponse:
    context = {
        "episode": episode,
        "heading": _("Ask the safety questions again"),
        "form": form,
        "newer": newer,
    }
    return render(request, "intake/staff/rescreening.html", context)


@require_safe
@may_review
def rescreening_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Every re-screening beside the form: levels, answers and findings, and what is to be done next."""
    episode = _episode(request, pk)
    comparison = Comparison.of(episode)
    waiting = None if episode.is_closed else readings.waiting_rescreening(episode)
    context = {
        "episode": episode,
        "heading": _("Safety questions side by side"),
        "comparison": comparison,
        "has_rescreenings": bool(readings.rescreenings(episode)),
        "waiting": waiting,
        "is_open": _is_open(episode, waiting),
        "emergencies": _emergencies(episode) if waiting else [],
        "for_the_patient": _for_the_patient(waiting),
        "onward": page_after(comparison.newest),
    }
    return render(request, "intake/staff/rescreening_results.html", context)


def _is_open(episode: Episode, waiting: Intake | None) -> bool:
    """Somebody has to decide: on this, or on a form that came in beside it."""
    rows = readings.waiting(episode) if waiting else []
    return any(readings.waits_for_decision(row) for row in rows)


def _emergencies(episode: Episode) -> list[object]:
    found = readings.findings(readings.waiting(episode))
    return [one for one in found if one.level == EMERGENCY and one.is_raised and one.is_open]


def _for_the_patient(waiting: Intake | None) -> str:
    """The message of the highest rule, to read aloud."""
    if waiting is None:
        return ""
    return message(waiting.patient_message, get_language() or "nl", waiting.content_version)


@reads_or_writes
@may_review
def rescreening_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing new came up: sign the standing conclusion once more, about the re-screening on the page."""
    episode = _episode(request, pk)
    shown = request.POST.get("rescreening", "")
    found = next((one for one in readings.rescreenings(episode) if str(one.pk) == shown), None)
    if request.method != "POST" or found is None:
        return redirect("rescreening_results", pk)
    try:
        actions.confirm_screening(rescreening=found, by=request.user)
    except actions.ScreeningError as error:
        messages.error(request, str(error))
        return redirect("rescreening_results", pk)
    messages.success(request, _("Signed: nothing new, the conclusion stands."))
    return redirect(page_after(found), pk)


def page_after(intake: Intake | None) -> str:
    """The name of the page to go on with once a re-screening is concluded."""
    is_for_evaluation = intake is not None and intake.occasion == Occasion.EVALUATION
    return "closing" if is_for_evaluation else "episode_detail"
