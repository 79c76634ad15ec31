"""How patient.js is answered: with JSON, where a browser without it gets a page or a redirect."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from intake.models import Intake
from intake.patient_texts import help_with
from intake.patient_ways import page_language
from intake.walk import alarm_message
from practice.typed import asks_json

ELSEWHERE = "elsewhere"  # the problem: saved on another device since this page was opened
LOCK = "lock"  # sent as `go` by a page nobody touched for too long


def locks(request: HttpRequest) -> bool:
    """Is the page closing itself, because nobody touched it for too long?"""
    return asks_json(request) and request.POST.get("go") == LOCK


def is_by_itself(request: HttpRequest) -> bool:
    """Does the page save itself, with no button used?"""
    used = {"go", "language"} & request.POST.keys()
    return asks_json(request) and (not used or locks(request))


def answer(
    request: HttpRequest, intake: Intake, response: HttpResponse | None = None, problem: str = ""
) -> HttpResponse:
    """This response, or for patient.js what it says, with the same cookies; without one, stay on the page."""
    if response is not None and not asks_json(request):
        return response
    saved_at = intake.saved_at and date_format(timezone.localtime(intake.saved_at), "TIME_FORMAT")
    told = JsonResponse(
        {
            "saved_at": saved_at or "",
            "version": intake.draft_version,
            "problem": problem,
            "alarm": alarm(request, intake),
            "go_to": getattr(response, "url", ""),
        }
    )
    if response is not None:
        told.cookies = response.cookies
    return told


def alarm(request: HttpRequest, intake: Intake) -> str:
    """The emergency message as part of a page; empty when nothing has to be told."""
    if not (intake.alarm_waits_since or intake.awaits_confirmation):
        return ""
    message = alarm_message(intake)
    if not message:
        return ""
    context = {**help_with(intake, message, page_language()), "inline": True}
    return render_to_string("intake/patient/_alarm.html", context, request)
