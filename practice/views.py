"""Pages about people and the practice, and the pages shown when something is refused."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.db import IntegrityError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice import actions, typed
from practice.access import get_episode, get_patient, note_refused_page
from practice.forms import EpisodeForm, HandOverForm, PatientForm, RepresentativeForm
from practice.methods import reads_or_writes
from practice.models import Episode, Patient, User


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says "ok" when the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("database does not answer", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where each role starts the day."""
    if request.user.has_perm("records.view_record"):
        return redirect("work_list")
    if request.user.has_perm("practice.use_desk"):
        return redirect("day_list")
    return redirect("admin:index")


@permission_required("practice.change_patient", raise_exception=True)
@reads_or_writes
def patient_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change registration data; what a colleague saved meanwhile is shown beside what was typed here."""
    patient = get_patient(request.user, pk, permission="practice.change_patient")
    form = PatientForm(request.POST if request.method == "POST" else None, patient=patient)
    context = {"form": form, "patient": patient}
    if form.is_valid() and _change(form, patient, request.user, context):
        messages.success(request, _("The registration data are saved."))
        return redirect("patient_detail", patient.pk)
    return render(request, "practice/patient_edit.html", context)


def _change(form: PatientForm, patient: Patient, by: User, context: dict[str, object]) -> bool:
    try:
        actions.change_patient(
            patient=patient,
            data=form.patient_data(),
            general_practitioner=form.new_practitioner(),
            identity=form.identity_data(),
            version=form.cleaned_data["version"],
            by=by,
        )
    except actions.StalePatientError as stale:
        context |= {"changes": form.rebase(stale.newer), "is_stale": True}
        return False
    except IntegrityError:
        if not form.refuse_bsn():
            raise
        return False
    return True


@permission_required("practice.change_patient", raise_exception=True)
@reads_or_writes
def representative_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody who speaks for this patient."""
    patient = get_patient(request.user, pk, permission="practice.change_patient")
    form = RepresentativeForm(request.POST if request.method == "POST" else None, patient=patient)
    if form.is_valid():
        actions.add_representative(patient=patient, data=form.cleaned_data, by=request.user)
        messages.success(request, _("The representative is added."))
        return redirect("patient_detail", patient.pk)
    heading, button = _("Add a representative"), _("Add representative")
    return _about(request, form, patient, heading=heading, button=button)


@permission_required("practice.add_episode", raise_exception=True)
@reads_or_writes
def episode_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an episode for a complaint."""
    patient = get_patient(request.user, pk, permission="practice.add_episode")
    form = EpisodeForm(request.POST if request.method == "POST" else None, patient=patient)
    if form.is_valid() and _open(form, patient, request.user):
        messages.success(request, _("The episode is open. Send the intake link now."))
        return redirect("patient_detail", patient.pk)
    return _about(request, form, patient, heading=_("Open an episode"), button=_("Open episode"))


def _about(
    request: HttpRequest, form: RepresentativeForm | EpisodeForm, patient: Patient, **words: str
) -> HttpResponse:
    return render(request, "practice/patient_form.html", {"form": form, "patient": patient, **words})


def _open(form: EpisodeForm, patient: Patient, by: User) -> Episode | None:
    try:
        return actions.open_episode(patient=patient, by=by, **form.cleaned_data)
    except IntegrityError:
        # Somebody else opened the same one a moment ago: ask the form again, it sees it now.
        form.full_clean()
    return None


@permission_required("practice.add_episode", raise_exception=True)
@reads_or_writes
def episode_therapist(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand an episode over to another therapist."""
    episode = get_episode(request.user, pk, permission="practice.add_episode", note="episode.state_read")
    form = HandOverForm(request.POST if request.method == "POST" else None, episode=episode)
    if form.is_valid():
        therapist = form.cleaned_data["therapist"]
        actions.assign_therapist(episode=episode, therapist=therapist, by=request.user)
        messages.success(request, _("%(name)s treats this patient from now on.") % {"name": therapist})
        return redirect("patient_detail", episode.patient_id)
    context = {"form": form, "episode": episode, "patient": episode.patient}
    return render(request, "practice/episode_therapist.html", context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say no, and note who was refused what."""
    if request.user.is_authenticated:
        note_refused_page(request.user, request.resolver_match)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere; what was typed on a page of ours stays.

    A view that is not for staff brings a page of its own, as its attribute `ask_again`.
    """
    kept = typed.fields(request) if typed.is_from_here(request) else []
    ask_again = getattr(request.resolver_match.func, "ask_again", typed.ask_again)
    return ask_again(request, kept, status=403)
