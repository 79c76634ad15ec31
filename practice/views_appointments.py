"""One appointment: reading, moving and cancelling it, and who came."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from practice import actions, planning
from practice.access import calendars, get_appointment
from practice.forms.appointment import CancelForm, MoveForm
from practice.methods import reads_or_writes
from practice.models import Appointment, AppointmentState, Patient
from practice.views_booking import asks, offers_for, with_pick
from practice.way_back import way_back

STATES = {
    "arrived": (actions.note_arrival, gettext_lazy("Noted: the patient is here.")),
    "missed": (actions.note_no_show, gettext_lazy("Noted: the patient did not come.")),
    "restore": (actions.restore_appointment, gettext_lazy("The appointment is booked again.")),
}


@permission_required("practice.view_appointments", raise_exception=True)
@require_safe
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """What is agreed, and what can be done about it."""
    found = get_appointment(request.user, pk)
    context = {"appointment": found, "patient": found.patient, "is_own_patient": _is_in_scope(request, found)}
    return render(request, "practice/appointment.html", context)


def _is_in_scope(request: HttpRequest, found: Appointment) -> bool:
    return Patient.objects.visible_to(request.user).filter(pk=found.patient_id).exists()


def _appointment(request: HttpRequest, pk: int) -> Appointment:
    return get_appointment(request.user, pk, permission="practice.change_appointments")


@permission_required("practice.change_appointments", raise_exception=True)
@reads_or_writes
def appointment_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose another time, therapist or room; what a colleague changed meanwhile is said first."""
    found = _appointment(request, pk)
    if found.state != AppointmentState.BOOKED:
        messages.info(request, planning.ONLY_BOOKED)
        return redirect("appointment", pk)
    about = {"appointment": found, "therapists": calendars(request.user)}
    if request.method != "POST":
        return _move_page(request, MoveForm(**about), found)
    data = with_pick(request.POST)
    form = MoveForm(data, **about)
    if "look" in data:
        offers = offers_for(form)
        return _move_page(request, MoveForm(initial=data.dict(), **about), found, offers=offers)
    try:
        if form.is_valid() and _moved(request, form, found):
            return redirect("appointment", pk)
    except planning.StaleAppointmentError as stale:
        return _changed_elsewhere(request, data, about | {"appointment": stale.newer})
    return _move_page(request, form, found, offers=offers_for(form), books=True)


def _move_page(request: HttpRequest, form: MoveForm, found: Appointment, **more: object) -> HttpResponse:
    context = {"form": form, "appointment": found, "patient": found.patient}
    context |= {"doubts": getattr(form, "doubts", []), **more}
    return render(request, "practice/appointment_move.html", context)


def _moved(request: HttpRequest, form: MoveForm, found: Appointment) -> bool:
    if asks(form, found.patient, found):
        return False
    version = form.cleaned_data["version"]
    try:
        actions.move_appointment(**form.booking(), appointment=found, version=version, by=request.user)
    except planning.Taken as taken:
        form.refuse(taken)
        return False
    except planning.NotPossibleError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The appointment is moved."))
    return True


def _changed_elsewhere(request: HttpRequest, data: dict, about: dict[str, object]) -> HttpResponse:
    """The form with what was typed, on top of what a colleague made of the appointment."""
    newer = about["appointment"]
    if newer.state != AppointmentState.BOOKED:
        messages.warning(request, planning.StaleAppointmentError.message)
        return redirect("appointment", newer.pk)
    data["version"] = newer.version
    return _move_page(request, MoveForm(data, **about), newer, is_stale=True)


@permission_required("practice.change_appointments", raise_exception=True)
@reads_or_writes
def appointment_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then cancel; the page after it can undo that."""
    found = _appointment(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None, appointment=found)
    if form.is_valid():
        _answered(request, actions.cancel_appointment, found, _("The time is free again."), form.cleaned_data)
        return redirect("appointment", pk)
    if found.state != AppointmentState.BOOKED:
        return redirect("appointment", pk)
    context = {"form": form, "appointment": found, "patient": found.patient}
    return render(request, "practice/appointment_cancel.html", context)


@permission_required("practice.change_appointments", raise_exception=True)
@reads_or_writes
def appointment_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Note who came (arrived), who did not (missed), or put it back to booked (restore).

    Goes back to `next` when that is a page of ours, else to the appointment.
    """
    found = _appointment(request, pk)
    if request.method != "POST":  # somebody comes from signing in
        return redirect("appointment", pk)
    asked, version = STATES.get(request.POST.get("state", "")), request.POST.get("version", "")
    if asked is None or not (version.isascii() and version.isdigit() and len(version) < 10):
        messages.error(request, _("Nothing is changed. Try the button on this page."))
        return redirect("appointment", pk)
    _answered(request, asked[0], found, asked[1], {"version": int(version)})
    back = way_back(request, request.POST.get("next", ""))
    return redirect(back) if back else redirect("appointment", pk)


def _answered(
    request: HttpRequest, action: object, found: Appointment, done: str, data: dict[str, object]
) -> None:
    """Do it and say so, or say why not."""
    try:
        action(appointment=found, by=request.user, **data)
    except planning.StaleAppointmentError as stale:
        messages.warning(request, str(stale))
    except planning.Taken as taken:
        messages.error(request, _("It cannot be put back: %(why)s Book another time.") % {"why": taken})
    except planning.NotPossibleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
