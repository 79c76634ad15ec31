"""The therapist's pages about emergency alerts: what waits, and the answer to it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import actions
from intake.alerts import Board, Waiting, calls, own_count
from intake.forms_alert import AlertForm, initial_of
from intake.models import AlertResponse, EmergencyAlert
from intake.told import told_for
from practice.access import get_episode, note_list
from practice.methods import reads_or_writes
from practice.models import Episode

may_answer = permission_required("intake.review", raise_exception=True)


@require_safe
@may_answer
def alerts(request: HttpRequest) -> HttpResponse:
    """The block on top of the work list, renewed; whoever has no JavaScript loads that page again.

    Opening the work list is in the log; renewing it is noted when a name appears that was not on it.
    """
    if not request.htmx:
        return redirect("work_list")
    board = Board.of(request.user)
    if not board.shown <= _shown(request):
        note_list(request.user, "worklist.read")
    return render(request, "intake/staff/_alerts.html", {"board": board})


def _shown(request: HttpRequest) -> set[int]:
    """The alerts that the page shows already."""
    told = request.GET.get("shown", "")[:2000].split("-")
    return {int(pk) for pk in told if pk.isdecimal() and len(pk) < 19}


@require_safe
@may_answer
def alert_count(request: HttpRequest) -> HttpResponse:
    """The number in the header, renewed; nothing when it is the same, so that nothing is read aloud twice."""
    count = own_count(request.user)
    if request.GET.get("shown") == str(count):
        return HttpResponse(status=204)
    return render(request, "intake/staff/_alert_count.html", {"count": count})


@reads_or_writes
@may_answer
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """What the patient was told and why, whom to call, and what came of it."""
    episode = get_episode(request.user, pk, permission="intake.review", note="alert.read")
    raised = _raised(episode)
    if request.method == "POST":
        answered = next((one for one in raised if str(one.pk) == request.POST.get("alert")), None)
        return _answer(request, episode, answered) if answered else redirect("alert", pk)
    return _show(request, episode, _most_pressing(raised))


def _raised(episode: Episode) -> list[EmergencyAlert]:
    """Every alert of this episode, newest first."""
    found = EmergencyAlert.objects.filter(intake__episode=episode).select_related("intake__episode__patient")
    return list(found.prefetch_related("responses__recorded_by", "intake__alerts").reverse())


def _most_pressing(raised: list[EmergencyAlert]) -> EmergencyAlert | None:
    """The unanswered alert that waits longest, else the newest one."""
    waiting = [one for one in raised if one.answer is None]
    return waiting[-1] if waiting else next(iter(raised), None)


def _answer(request: HttpRequest, episode: Episode, answered: EmergencyAlert) -> HttpResponse:
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _show(request, episode, answered, form)
    try:
        made = actions.answer_alert(alert=answered, by=request.user, **form.data_for_action)
    except actions.NewEmergencyError:
        messages.error(
            request, _("The patient was shown another emergency in the meantime. Read it, then answer again.")
        )
        now = next(one for one in _raised(episode) if one == answered)
        form.data = {**form.data.dict(), **initial_of(now)}
        return _show(request, episode, now, form)
    _say(request, made)
    return redirect("alert", episode.pk)


def _say(request: HttpRequest, made: AlertResponse) -> None:
    """What was recorded, and who was first when somebody else answered meanwhile."""
    first = EmergencyAlert.objects.get(pk=made.alert_id).answer
    if not made.is_answer:
        messages.warning(request, _("Your attempt is recorded; the alert stays open. Try again soon."))
    elif first.recorded_by_id != made.recorded_by_id:
        told = _("%(name)s had answered this alert already. Both answers stay; yours is recorded too.")
        messages.warning(request, told % {"name": first.recorded_by})
    else:
        messages.success(request, _("Your answer is recorded."))


def _show(
    request: HttpRequest, episode: Episode, alert: EmergencyAlert | None, form: AlertForm | None = None
) -> HttpResponse:
    context = {
        "episode": episode,
        "heading": _("Emergency alert"),
        "alert": alert,
        "calls": calls(episode.patient),
        "others": [one for one in _raised(episode) if one != alert],
    }
    if alert:
        context |= {
            "row": Waiting(alert, timezone.now()),
            "told": told_for(alert),
            "form": form or AlertForm(initial=initial_of(alert)),
        }
    return render(request, "intake/staff/alert.html", context)
