"""The physical examination."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.access import get_episode
from practice.models import Episode, Phase
from records import actions, steps
from records.examination_page import shown
from records.forms.examination import ExaminationForm, initial_of
from records.models import Examination
from records.versions import Versions
from records.views import writing

reads_or_writes = require_http_methods(["GET", "HEAD", "POST"])
may_read = permission_required("records.view_record", raise_exception=True)
may_write = permission_required("records.change_record", raise_exception=True)


@reads_or_writes
@may_read
def examination(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands, or the form for a first examination; a POST keeps a draft."""
    permission = "records.change_record" if request.method == "POST" else "records.view_record"
    episode = get_episode(request.user, pk, permission=permission)
    versions = _versions(episode)
    if request.method == "POST":
        return _write(request, episode, versions, final=False)
    if versions.standing or episode.is_closed:
        return _read(request, episode, versions)
    return _page(request, episode, versions, _opened(episode, versions))


@reads_or_writes
@may_write
def examination_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Save and sign."""
    episode = get_episode(request.user, pk, permission="records.change_record")
    if request.method != "POST":
        return redirect("examination", pk)
    return _write(request, episode, _versions(episode), final=True)


@require_safe
@may_write
def examination_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to add to or correct what is signed; both versions stay visible."""
    episode = get_episode(request.user, pk, permission="records.change_record")
    versions = _versions(episode)
    if versions.standing is None or episode.is_closed:
        return redirect("examination", pk)
    return _page(request, episode, versions, _opened(episode, versions))


def _versions(episode: Episode) -> Versions:
    rows = episode.examinations.select_related("signed_by", "created_by")
    return Versions.of(rows.prefetch_related("region_findings", "measurements"))


def _opened(episode: Episode, versions: Versions) -> ExaminationForm:
    initial = initial_of(versions.draft or versions.standing) | writing.start(versions)
    if versions.draft is None:
        initial["amend_reason"] = ""
    return ExaminationForm(
        initial=initial, complaint=episode.complaint, amending=versions.amends_id is not None
    )


def _write(request: HttpRequest, episode: Episode, versions: Versions, *, final: bool) -> HttpResponse:
    amending = versions.amends_id is not None
    return writing.write(
        request,
        ExaminationForm(request.POST, complaint=episode.complaint, final=final, amending=amending),
        versions=versions,
        act=partial(_act, request, episode, versions),
        stored=initial_of,
        show=partial(_page, request, episode, versions),
        done=partial(_done, request),
        refused=redirect("examination", episode.pk),
    )


def _act(request: HttpRequest, episode: Episode, versions: Versions, form: ExaminationForm) -> Examination:
    new = Examination(episode=episode, amends_id=versions.amends_id)
    action = actions.sign_examination if form.final else actions.save_examination
    return action(
        examination=versions.draft or new,
        data=form.data_for_action,
        regions=form.region_rows,
        measurements=form.measurement_rows,
        version=form.cleaned_data["draft_version"],
        by=request.user,
    )


def _done(request: HttpRequest, examination: Examination) -> HttpResponse:
    signed = examination.is_signed
    messages.success(request, _("The examination is signed.") if signed else _("Draft saved."))
    if examination.amends_id:
        return redirect("examination" if signed else "examination_amend", examination.episode_id)
    return redirect("plan" if signed else "examination", examination.episode_id)


def _page(
    request: HttpRequest, episode: Episode, versions: Versions, form: ExaminationForm, **extra: object
) -> HttpResponse:
    steps.prefetch([episode])
    screening = steps.screening_of(episode)
    context = {
        "episode": episode,
        "heading": _("Add to the examination") if versions.amends_id else _("Examination"),
        "versions": versions,
        "form": form,
        "blocks": form.blocks(),
        "screening": screening,
        "may_examine": screening and (versions.amends_id or episode.phase != Phase.GP_ADVISED),
        **extra,
    }
    return render(request, "records/examination.html", context)


def _read(request: HttpRequest, episode: Episode, versions: Versions) -> HttpResponse:
    context = {
        "episode": episode,
        "heading": _("Examination"),
        "versions": versions,
        "standing": shown(versions.standing) if versions.standing else None,
        "replaced": [shown(row) for row in versions.replaced],
    }
    return render(request, "records/examination_read.html", context)
