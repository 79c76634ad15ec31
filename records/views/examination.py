"""The physical examination."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.methods import reads_or_writes
from practice.models import Episode, Phase
from records import actions, steps
from records.examination_page import shown
from records.forms.examination import ExaminationForm
from records.models import Examination
from records.versions import Versions
from records.views import drafting
from records.views.gate import episode_for, may_read, may_write


@reads_or_writes
@may_read
def examination(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands, or the form for a first examination; a POST keeps a draft."""
    versions = _versions(episode_for(request, pk))
    if request.method == "POST":
        return _write(request, versions)
    return _page(request, versions, _form(versions)) if versions.may_begin else _read(request, versions)


@reads_or_writes
@may_write
def examination_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep and sign."""
    versions = _versions(episode_for(request, pk))
    if request.method != "POST":
        return redirect("examination", pk)
    return _write(request, versions, signing=True)


@require_safe
@may_write
def examination_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to add to or correct what is signed; both versions stay visible."""
    versions = _versions(episode_for(request, pk))
    if not versions.may_be_amended:
        return redirect("examination", pk)
    return _page(request, versions, _form(versions))


def _versions(episode: Episode) -> Versions:
    rows = episode.examinations.select_related("signed_by", "created_by")
    return Versions.of(episode, rows.prefetch_related("region_findings", "measurements"))


def _form(versions: Versions, *typed: object, signing: bool = False) -> ExaminationForm:
    """The form with the draft, or a copy of what stands."""
    record = versions.draft_or(Examination(episode=versions.episode))
    return ExaminationForm(*typed, record=record, signing=signing)


def _write(request: HttpRequest, versions: Versions, *, signing: bool = False) -> HttpResponse:
    form = _form(versions, request.POST, signing=signing)
    return drafting.write(
        request,
        form,
        save=lambda: actions.save_examination(
            examination=form.record,
            data=form.data_for_action,
            regions=form.region_rows,
            measurements=form.measurement_rows,
            version=form.version,
            by=request.user,
        ),
        sign=lambda stored: actions.sign_examination(examination=stored, by=request.user),
        show=partial(_page, request, versions),
        done=partial(_done, request),
    )


def _done(request: HttpRequest, stored: Examination) -> HttpResponse:
    if not stored.is_signed:
        return redirect("examination_amend" if stored.amends_id else "examination", stored.episode_id)
    messages.success(request, _("The examination is signed."))
    return redirect("examination" if stored.amends_id else "plan", stored.episode_id)


def _page(request: HttpRequest, versions: Versions, form: ExaminationForm, **extra: object) -> HttpResponse:
    record, episode = form.record, versions.episode
    steps.prefetch([episode])
    screening = steps.screening_of(episode)
    context = {
        "episode": episode,
        "heading": _("Add to the examination") if record.amends_id else _("Examination"),
        "versions": versions,
        "form": form,
        "blocks": form.blocks(),
        "screening": screening,
        "may_examine": screening and (record.amends_id or episode.phase != Phase.GP_ADVISED),
        **drafting.addresses(record, "examination", episode.pk),
        **extra,
    }
    return render(request, "records/examination.html", context)


def _read(request: HttpRequest, versions: Versions) -> HttpResponse:
    context = {
        "episode": versions.episode,
        "heading": _("Examination"),
        "versions": versions,
        "standing": shown(versions.standing) if versions.standing else None,
        "replaced": [shown(row) for row in versions.replaced],
    }
    return render(request, "records/examination_read.html", context)
