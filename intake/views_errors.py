"""What a patient reads at an address there is not, or that we cannot read; staff get their own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from intake.patient_ways import chosen_language
from practice import views

PATIENTS = ("/i/", "/intake/", "/follow-up/")  # how the addresses of the patient's pages begin


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(PATIENTS):
        return views.not_found(request, exception)
    request.language_switch = "intake_language"
    with translation.override(chosen_language(request)):
        return render(request, "intake/patient/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(PATIENTS):
        return views.bad_request(request, exception)
    return render(request, "400.html", {"for_patient": True}, status=400)
