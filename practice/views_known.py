"""While somebody is being registered: who this may be already."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from practice.access import note_list
from practice.forms import RegistrationForm
from practice.methods import reads_or_writes


@permission_required("practice.add_patient", raise_exception=True)
@reads_or_writes
def patient_known(request: HttpRequest) -> HttpResponse:
    """The part of the registration page that shows who may be the same person, for what is typed so far."""
    if request.method != "POST":  # somebody comes from signing in
        return redirect("patient_register")
    form = RegistrationForm(request.POST)
    form.is_valid()  # most of it is not typed yet; what can be read is looked for
    form.errors.pop("not_same", None)  # nobody has been asked yet
    if form.known:
        note_list(request.user, "patients.searched", by_itself=True)
    return render(request, "practice/snippets/known.html", {"form": form})
