"""The treatment plan: making it, reading it, changing it."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.methods import reads_or_writes
from practice.models import Episode, Phase
from records import actions, norm_of, plan_versions, steps
from records.forms.plan import PlanForm
from records.forms.plan_filling import PROFILES, TEXTS
from records.models import TreatmentPlan
from records.neck import standing_safety
from records.versions import Versions
from records.views import drafting
from records.views.gate import episode_for, may_read, may_write


@reads_or_writes
@may_read
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands, or the form of the draft or first plan; a POST keeps a draft."""
    versions = _versions(episode_for(request, pk))
    if request.method == "POST":
        return _write(request, versions)
    return _page(request, versions, _form(versions)) if versions.may_begin else _read(request, versions)


@reads_or_writes
@may_write
def plan_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep and sign."""
    versions = _versions(episode_for(request, pk))
    if request.method != "POST":
        return redirect("plan", pk)
    return _write(request, versions, signing=True)


@reads_or_writes
@may_write
def plan_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as it was typed, with what a button fills in; nothing is saved."""
    versions = _versions(episode_for(request, pk))
    if request.method != "POST":
        return redirect("plan", pk)
    form = _form(versions, request.POST)
    form.propose(request.POST.get("propose", TEXTS))
    return _page(request, versions, form, proposed=True)


@reads_or_writes
@may_write
def plan_neck(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft, and on to the safety steps of the neck in the examination."""
    versions = _versions(episode_for(request, pk))
    if request.method != "POST":
        return redirect("plan", pk)
    return _write(request, versions, done=_to_the_examination)


def _to_the_examination(kept: TreatmentPlan) -> HttpResponse:
    examined = kept.episode.examinations.current().exists()
    page = reverse("examination_amend" if examined else "examination", args=[kept.episode_id])
    return redirect(f"{page}#neck-safety")


@require_safe
@may_write
def plan_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of the signed plan, starting as a copy; it asks for approval again."""
    versions = _versions(episode_for(request, pk))
    if not versions.may_be_amended:
        return redirect("plan", pk)
    return _page(request, versions, _form(versions))


def _versions(episode: Episode) -> Versions:
    rows = episode.plans.select_related("signed_by", "created_by", "amends")
    return Versions.of(episode, rows.prefetch_related("goals", "interventions", "consents__recorded_by"))


def _form(versions: Versions, *typed: object, signing: bool = False) -> PlanForm:
    """The form with the draft or a copy of what stands, and the findings that ask for care."""
    episode = versions.episode
    steps.prefetch([episode])
    findings = [finding for finding in steps.findings(episode) if finding.is_precaution]
    record = versions.draft_or(TreatmentPlan(episode=episode))
    told = {"findings": findings, "safety": standing_safety(episode)}
    return PlanForm(*typed, record=record, signing=signing, **told)


def form_as_typed(episode: Episode, typed: QueryDict) -> PlanForm:
    """The form as it stands on the page now; nothing is kept."""
    return _form(_versions(episode), typed)


def _write(
    request: HttpRequest,
    versions: Versions,
    *,
    signing: bool = False,
    done: Callable[[TreatmentPlan], HttpResponse] | None = None,
) -> HttpResponse:
    form = _form(versions, request.POST, signing=signing)
    return drafting.write(
        request,
        form,
        save=lambda: actions.save_plan(
            plan=form.record,
            data=form.data_for_action,
            goals=form.goals,
            interventions=form.interventions,
            version=form.version,
            by=request.user,
        ),
        sign=lambda stored: actions.sign_plan(plan=stored, by=request.user),
        show=partial(_page, request, versions),
        done=done or partial(_done, request),
    )


def _done(request: HttpRequest, stored: TreatmentPlan) -> HttpResponse:
    told = _("The plan is signed. Now ask the patient for approval.")
    return drafting.lead_on(request, stored, "plan", told=told, then="consent")


def _page(request: HttpRequest, versions: Versions, form: PlanForm, **extra: object) -> HttpResponse:
    record, episode = form.record, versions.episode
    context = {
        "episode": episode,
        "heading": _("Change the plan") if record.amends_id else _("Treatment plan"),
        "form": form,
        "profiles": PROFILES,
        "versions": versions,
        "may_be_signed": episode.phase == Phase.PLANNED or episode.may_move_to(Phase.PLANNED),
        "norm": norm_of.panel(episode, form),
        **drafting.addresses(record, "plan", episode.pk),
        **extra,
    }
    return render(request, "records/plan.html", context)


def _read(request: HttpRequest, versions: Versions) -> HttpResponse:
    signed = [versions.standing, *versions.replaced] if versions.standing else []
    context = {
        "episode": versions.episode,
        "heading": _("Treatment plan"),
        "versions": versions,
        "told": plan_versions.versions(signed),
    }
    return render(request, "records/plan_read.html", context)
