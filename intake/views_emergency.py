"""The emergency message in the patient's form: left only by saying that it was read."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from intake import actions, saving
from intake.models import Intake
from intake.patient_access import FORM, with_birth_date
from intake.patient_session import Visit
from intake.patient_texts import help_with
from intake.patient_ways import back_to_alarm, first_to_do, page_language, page_url
from intake.walk import Walk, alarm_message
from practice import typed
from practice.methods import reads_or_writes

CARRIES = "page"  # in the address: the page whose fields are sent along


@reads_or_writes
@with_birth_date()
def intake_emergency(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The message to get help now; whoever read it goes on, or back to the answer that raised it."""
    if request.method == "POST":
        return _confirm(request, visit.intake)
    if not visit.intake.awaits_confirmation:
        return redirect(first_to_do(visit.intake))
    return _show(request, visit.intake)


def _confirm(request: HttpRequest, intake: Intake) -> HttpResponse:
    answers = back_to_alarm(intake)  # looked up first: once confirmed, nothing points at it any more
    confirmed = actions.confirm_emergency(intake=intake)
    page = request.GET.get(CARRIES, "")
    if page in Walk.of(confirmed).page_ids:
        return saving.answer(request, confirmed, redirect(page_url(page), preserve_request=True))
    following = answers if request.POST.get("go") == "answers" else first_to_do(confirmed)
    return saving.answer(request, confirmed, redirect(following))


def tell_first(request: HttpRequest, intake: Intake, page: str) -> HttpResponse:
    """The message, before what was typed on this page is looked at: it is carried along and sent again."""
    if saving.asks_json(request):  # patient.js keeps it
        return saving.answer(request, intake, redirect("intake_emergency"))
    carried = [(name, value) for name, value in typed.fields(request) if name not in ("go", FORM)]
    address = f"{reverse('intake_emergency')}?{urlencode({CARRIES: page})}"
    return _show(request, intake, carried=carried, address=address)


def _show(request: HttpRequest, intake: Intake, **context: object) -> HttpResponse:
    context |= {**help_with(intake, alarm_message(intake), page_language()), "intake": intake.pk}
    return render(request, "intake/patient/emergency.html", context)
