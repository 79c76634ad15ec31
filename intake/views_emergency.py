"""The emergency message in the patient's form: left only by saying that it was read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake import actions, saving
from intake.patient_access import with_birth_date
from intake.patient_session import Visit
from intake.patient_texts import help_with
from intake.patient_ways import back_to_alarm, first_to_do, page_language
from intake.walk import alarm_message
from practice.methods import reads_or_writes


@reads_or_writes
@with_birth_date()
def intake_emergency(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The message to get help now; whoever read it goes on, or back to the answer that raised it."""
    intake = visit.intake
    if request.method == "POST":
        answers = back_to_alarm(intake)  # looked up first: once confirmed, nothing points at it any more
        confirmed = actions.confirm_emergency(intake=intake)
        following = answers if request.POST.get("go") == "answers" else first_to_do(confirmed)
        return saving.answer(request, confirmed, redirect(following))
    if not intake.awaits_confirmation:
        return redirect(first_to_do(intake))
    context = {**help_with(intake, alarm_message(intake), page_language()), "intake": intake.pk}
    return render(request, "intake/patient/emergency.html", context)
