"""The patient's page at the desk."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.forms_reception import SendForm
from practice import planning
from practice.access import get_patient
from practice.forms.representative import ADULT_IN_CARE
from practice.models import IdentityCheck, of_person
from records import desk


@permission_required("practice.view_patient", raise_exception=True)
@require_safe
def patient_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Registration data, and each episode with the state of its steps."""
    patient = get_patient(request.user, pk)
    representatives = list(patient.representatives.all())
    context = {
        "patient": patient,
        "representatives": representatives,
        "needs_representative": patient.age < ADULT_IN_CARE and not representatives,
        "cards": desk.cards(patient),
        "appointments": planning.of_patient(patient, request.user),
        "send_form": SendForm(patient=patient),
        "identity": IdentityCheck.objects.filter(of_person(patient.pk)).first(),
    }
    return render(request, "practice/patient_detail.html", context)
