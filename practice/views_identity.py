"""Who somebody is: the identity document of a patient at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from practice import actions
from practice.access import get_patient
from practice.forms import IdentityForm
from practice.methods import reads_or_writes
from practice.models import IdentityCheck, Patient, User, of_person
from practice.way_back import way_back


@permission_required("practice.check_identity", raise_exception=True)
@reads_or_writes
def identity_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Note which identity document was seen, with the BSN on it; the earlier checks stand below.

    With ?next= it leads back to the page somebody came from.
    """
    patient = get_patient(request.user, pk, permission="practice.check_identity")
    form = IdentityForm(request.POST if request.method == "POST" else None, patient=patient)
    if form.is_valid() and _note(form, patient, request.user):
        messages.success(request, _("The identity of %(name)s is checked.") % {"name": patient.full_name})
        return redirect(_origin(request) or "patient_detail", *([] if _origin(request) else [patient.pk]))
    context = {
        "form": form,
        "patient": patient,
        "checks": IdentityCheck.objects.filter(of_person(patient.pk)),
    }
    return render(request, "practice/identity_check.html", {**context, "origin": _origin(request)})


def _note(form: IdentityForm, patient: Patient, by: User) -> bool:
    bsn, identity = form.cleaned_data["bsn"], form.identity_data()
    try:
        if bsn and bsn != patient.bsn:
            version, data = form.cleaned_data["version"], {"bsn": bsn}
            actions.change_patient(patient=patient, data=data, identity=identity, version=version, by=by)
        else:
            actions.check_identity(patient=patient, by=by, **identity)
    except actions.StalePatientError as stale:
        form.go_on_from(stale.newer)
        return False
    except IntegrityError:
        if not form.refuse_bsn():
            raise
        return False
    return True


def _origin(request: HttpRequest) -> str:
    """The page of ours that somebody came from and goes back to, if the address names one."""
    return way_back(request, request.GET.get("next", ""))
