"""The desk looks at what the patient wrote about the registration, beside what we have."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from intake import actions
from intake.forms_reported import ReportedForm
from intake.registration import lines, newest_report, of_the_desk
from practice.access import get_episode
from practice.actions import StalePatientError
from practice.methods import reads_or_writes
from practice.models import Episode, User

COLLEAGUE, OVERTAKEN = "colleague", "overtaken"


@permission_required("practice.change_patient", raise_exception=True)
@reads_or_writes
def intake_reported(request: HttpRequest, pk: int) -> HttpResponse:
    """Line by line what is equal, new or different; nothing is taken over without a choice."""
    episode = _episode(request.user, pk)
    form = _form(episode, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, episode, form)
    try:
        _decide(form, episode, request.user)
    except (StalePatientError, actions.OvertakenReportError) as error:
        return _ask_again(request, pk, COLLEAGUE if isinstance(error, StalePatientError) else OVERTAKEN)
    done = len(form.accepted) + len(form.left)
    said = ngettext("%(count)s choice is saved.", "%(count)s choices are saved.", done)
    messages.success(request, said % {"count": done})
    is_done = len(form.lines) == done
    return redirect("patient_detail", episode.patient_id) if is_done else redirect("intake_reported", pk)


def _episode(user: User, pk: int) -> Episode:
    episode = get_episode(user, pk, permission="practice.change_patient", note="reported.read")
    prefetch_related_objects([episode], of_the_desk())
    return episode


def _form(episode: Episode, typed: object = None) -> ReportedForm:
    report, found = newest_report(episode), lines(episode)
    return ReportedForm(typed, report=report, patient=episode.patient, lines=found)


def _decide(form: ReportedForm, episode: Episode, by: User) -> None:
    if not form.is_of_report:
        raise actions.OvertakenReportError
    actions.decide_reported(
        report=form.report,
        accepted=form.accepted,
        left=form.left,
        practitioner=form.practitioner,
        version=form.seen_version,
        by=by,
    )


def _ask_again(request: HttpRequest, pk: int, why: str) -> HttpResponse:
    """The page as it is now, to be looked at and saved once more.

    Choices stay when only our side changed; of a newer form nothing is chosen beforehand.
    """
    episode = _episode(request.user, pk)
    return _show(request, episode, _form(episode, request.POST if why == COLLEAGUE else None), why)


def _show(request: HttpRequest, episode: Episode, form: ReportedForm, why: str = "") -> HttpResponse:
    found = lines(episode)
    context = {
        "episode": episode,
        "patient": episode.patient,
        "form": form,
        "report": newest_report(episode),
        "same": [line for line in found if line.is_same and not line.decided],
        "decided": [line for line in found if line.decided],
        "changed_by_colleague": why == COLLEAGUE,
        "overtaken": why == OVERTAKEN,
    }
    return render(request, "intake/reception/reported.html", context)
