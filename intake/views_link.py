"""The patient's link: trade it for a cookie, and ask for the birth date."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from intake import actions, patient_session
from intake.forms_patient import BirthDateForm
from intake.patient_access import limited, link_is_closed, patient_page, with_link
from intake.patient_session import Visit
from intake.patient_ways import asked_language, first_to_do, page_url, speak
from practice.methods import reads_or_writes
from practice.way_back import way_back


@patient_page
@require_safe
@limited
def intake_enter(request: HttpRequest, token: str) -> HttpResponse:
    """Trade the link for a cookie, so that the token stays out of history and referrer.

    Of every other token the page says the same: wrong, expired, used or withdrawn cannot be told apart.
    """
    invitation = actions.open_link(token=token)
    if invitation is None:
        return link_is_closed(request)
    response = redirect("intake_birth_date")
    response.headers["Referrer-Policy"] = "no-referrer"
    visit = patient_session.read(request)
    is_back = visit is not None and visit.is_proved and visit.invitation == invitation
    # Who opens the link once more while the form is open does not close it in the other tab.
    stage, page = (patient_session.OPEN, visit.page) if is_back else (patient_session.LINK, "")
    patient_session.write(response, invitation, stage, page)
    return speak(response, invitation.intake.language)


@patient_page
@require_POST
def intake_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the patient's pages, and stay on the page."""
    asked, address = asked_language(request), way_back(request, request.POST.get("next", ""))
    response = redirect(address or "intake_birth_date")
    return speak(response, asked) if asked else response


@reads_or_writes
@with_link
@limited
def intake_birth_date(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the birth date; whoever gave it goes on where the form was left."""
    if visit.is_proved:
        return redirect(first_to_do(visit.intake))
    if language := asked_language(request):
        return _switch_language(request, visit, language)
    form = BirthDateForm(_data(request))
    if form.is_valid():
        return _check_birth_date(request, visit, form)
    return _show_birth_date(request, visit, form)


def _data(request: HttpRequest) -> dict | None:
    return request.POST if request.method == "POST" else None


def _switch_language(request: HttpRequest, visit: Visit, language: str) -> HttpResponse:
    """The same page in another language, with what was typed so far."""
    with translation.override(language):
        response = _show_birth_date(request, visit, BirthDateForm(initial=request.POST.dict()))
    response.headers["Content-Language"] = language
    return speak(response, language)


def _check_birth_date(request: HttpRequest, visit: Visit, form: BirthDateForm) -> HttpResponse:
    if actions.check_birth_date(invitation=visit.invitation, date=form.cleaned_data["date"]):
        response = redirect(page_url(visit.page) if visit.page else first_to_do(visit.intake))
        return patient_session.write(response, visit.invitation, patient_session.OPEN, visit.page)
    visit.invitation.refresh_from_db()
    left = settings.INTAKE_BIRTH_DATE_ATTEMPTS - visit.invitation.failed_attempts
    if left <= 0 or not visit.invitation.is_usable:
        return redirect("intake_birth_date")
    form.refuse(left)
    return _show_birth_date(request, visit, form)


def _show_birth_date(request: HttpRequest, visit: Visit, form: BirthDateForm) -> HttpResponse:
    context = {"form": form, "invitation": visit.invitation, "again": visit.intake.saved_at is not None}
    return render(request, "intake/patient/birth_date.html", context)
