"""Cancelling what is left of a series."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice import actions, planning
from practice.access import get_appointment
from practice.forms.appointment import CancelForm
from practice.methods import reads_or_writes
from practice.models import Appointment, AppointmentState


@permission_required("practice.change_appointments", raise_exception=True)
@reads_or_writes
def appointment_series_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show this appointment with the later ones of its series, ask why, and cancel them together."""
    found = get_appointment(request.user, pk, permission="practice.change_appointments")
    if found.series is None or found.state != AppointmentState.BOOKED:
        messages.info(request, _("There is nothing of this series to cancel from here on."))
        return redirect("appointment", pk)
    form = CancelForm(request.POST if request.method == "POST" else None, appointment=found)
    if form.is_valid():
        _cancel(request, found, form)
        return redirect("appointment", pk)
    listed = [found, *Appointment.objects.visible_to(request.user).rest_of(found)]
    context = {"form": form, "appointment": found, "patient": found.patient, "listed": listed}
    return render(request, "practice/series_cancel.html", context)


def _cancel(request: HttpRequest, found: Appointment, form: CancelForm) -> None:
    said = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
    try:
        count = len(actions.cancel_rest_of_series(appointment=found, by=request.user, **said))
    except (planning.NotPossibleError, planning.StaleAppointmentError) as error:
        messages.warning(request, str(error))
        return
    sentence = ngettext("%(count)d appointment is cancelled.", "%(count)d appointments are cancelled.", count)
    messages.success(request, sentence % {"count": count})
