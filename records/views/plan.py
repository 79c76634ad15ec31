"""The treatment plan: making it, reading it, changing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from practice.models import Episode
from records import actions, steps
from records.forms.plan import PlanForm
from records.models import TreatmentPlan
from records.versions import Versions
from records.views.drafting import (
    episode_for,
    keep,
    may_read,
    may_write,
    reads_or_writes,
    wants_to_sign,
)


@reads_or_writes
@may_read
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands, or the form of the draft or first plan; a POST keeps or signs it."""
    episode = episode_for(request, pk)
    versions = _versions(episode)
    if request.method == "POST":
        return _write(request, versions.draft or TreatmentPlan(episode=episode), versions)
    if versions.standing or episode.is_closed:
        return _read(request, episode, versions)
    draft = versions.draft or TreatmentPlan(episode=episode)
    return _page(request, _form(request, draft), versions)


@reads_or_writes
@may_write
def plan_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of the signed plan, starting as a copy; it asks for approval again."""
    episode = episode_for(request, pk)
    versions = _versions(episode)
    if versions.standing is None:
        return redirect("plan", pk)
    draft = versions.draft or TreatmentPlan(episode=episode, amends=versions.standing)
    if request.method == "POST":
        return _write(request, draft, versions)
    if episode.is_closed:
        return redirect("plan", pk)
    return _page(request, _form(request, draft), versions)


def _versions(episode: Episode) -> Versions:
    rows = episode.plans.select_related("signed_by", "created_by", "amends")
    return Versions.of(rows.prefetch_related("goals", "interventions", "consents__recorded_by"))


def _form(request: HttpRequest, draft: TreatmentPlan) -> PlanForm:
    """The bound or empty form of one draft, with the findings that ask for care."""
    steps.prefetch([draft.episode])
    findings = [finding for finding in steps.findings(draft.episode) if finding.is_precaution]
    data = request.POST if request.method == "POST" else None
    return PlanForm(data, record=draft, signing=wants_to_sign(request), findings=findings)


def _write(request: HttpRequest, draft: TreatmentPlan, versions: Versions) -> HttpResponse:
    form = _form(request, draft)
    if "propose" in request.POST:
        form.propose(draft.episode.complaint, draft.episode.patient.language)
        return _page(request, form, versions, proposed=True)
    if not form.is_valid():
        return _page(request, form, versions)
    outcome = keep(
        request,
        form,
        save=lambda: actions.save_plan(
            plan=draft,
            data=form.data_for_action,
            goals=form.goals,
            interventions=form.interventions,
            version=form.version,
            by=request.user,
        ),
        sign=lambda stored: actions.sign_plan(plan=stored, by=request.user),
    )
    if outcome.record is None:
        return _page(request, form, versions, conflict=outcome.conflict)
    return _done(request, outcome.record, signed=outcome.signed)


def _done(request: HttpRequest, stored: TreatmentPlan, *, signed: bool) -> HttpResponse:
    if signed:
        messages.success(request, _("The plan is signed. Now ask the patient for approval."))
        return redirect("consent", stored.episode_id)
    if not wants_to_sign(request):
        messages.success(request, _("Draft saved."))
    return redirect("plan_amend" if stored.amends_id else "plan", stored.episode_id)


def _page(request: HttpRequest, form: PlanForm, versions: Versions, **extra: object) -> HttpResponse:
    draft = form.record
    context = {
        "episode": draft.episode,
        "heading": _("Change the plan") if draft.amends_id else _("Treatment plan"),
        "form": form,
        "versions": versions,
        **extra,
    }
    return render(request, "records/plan.html", context)


def _read(request: HttpRequest, episode: Episode, versions: Versions) -> HttpResponse:
    context = {
        "episode": episode,
        "heading": _("Treatment plan"),
        "versions": versions,
    }
    return render(request, "records/plan_read.html", context)
