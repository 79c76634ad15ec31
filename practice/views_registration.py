"""Registering somebody new: the patient, the first episode and the first appointment on one screen."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice import actions, search
from practice.access import note_list
from practice.forms import RegistrationForm
from practice.forms.first_slot import said
from practice.methods import reads_or_writes
from practice.models import Patient, User
from practice.planning import AppointmentError

PAGE = "practice/patient_register.html"


@permission_required("practice.add_patient", raise_exception=True)
@reads_or_writes
def patient_register(request: HttpRequest) -> HttpResponse:
    """Register somebody new, all of it or nothing; with an intake link to send, go on there.

    The button that shows free times sends the page as it is and gets it back the same way, with the times.
    """
    if request.method != "POST":
        guess = search.first_guess(request.GET.get("q", ""), timezone.localdate())
        return render(request, PAGE, {"form": RegistrationForm(initial=guess)})
    if "show_times" in request.POST:
        return render(request, PAGE, {"form": RegistrationForm(initial=request.POST.dict())})
    form = RegistrationForm(request.POST)
    patient = _register(form, request.user) if form.is_valid() else None
    if patient is None:
        if form.known:
            note_list(request.user, "patients.searched", by_itself=True)
        return render(request, PAGE, {"form": form})
    messages.success(request, _done(patient))
    if form.cleaned_data["send_to"]:
        return redirect("intake_send", patient.episodes.get().pk, preserve_request=True)
    return redirect("patient_detail", patient.pk)


@permission_required("practice.add_patient", raise_exception=True)
@require_safe
def registration_times(request: HttpRequest) -> HttpResponse:
    """The next free times of a therapist as a part of that page; says nothing about anybody else."""
    form = RegistrationForm(initial=request.GET.dict())
    return render(request, "practice/snippets/first_times.html", {"form": form})


def _register(form: RegistrationForm, by: User) -> Patient | None:
    try:
        return actions.register_patient(
            data=form.patient_data(),
            representative=form.representative_data(),
            general_practitioner=form.new_practitioner(),
            episode=form.episode_data(),
            appointment=form.appointment_data(),
            identity=form.identity_data(),
            different_from=form.different_people(),
            refuse_known=True,
            by=by,
        )
    except actions.KnownMeanwhileError:
        form.full_clean()  # it sees who that is now
    except AppointmentError as error:
        form.refuse_slot(error)
    except IntegrityError:
        if not form.refuse_bsn():
            raise
    return None


def _done(patient: Patient) -> str:
    told = {"name": patient.full_name, "number": patient.number}
    appointment = patient.appointments.first()
    if appointment is None:
        return _("%(name)s is registered as patient %(number)s.") % told
    told["when"] = said(appointment.start)
    return _("%(name)s is registered as patient %(number)s. First appointment: %(when)s.") % told
