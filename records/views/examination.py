"""The physical examination."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import readings
from practice.methods import reads_or_writes
from practice.models import Episode, Phase
from records import actions, steps
from records.examination_page import measured_steps, shown, signs_of
from records.examination_set import regions
from records.forms.examination import ExaminationForm
from records.forms.regions import Block
from records.models import Examination
from records.versions import Versions
from records.views import drafting
from records.views.gate import episode_for, may_read, may_write

# What the intake asks about vessels, instability and nerves of head and neck.
NECK_QUESTIONS = ("r_history", "r_recent", "m_meds", "v_signs")


@reads_or_writes
@may_read
def examination(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands, or the form for a first examination; a POST keeps a draft."""
    versions = _versions(episode_for(request, pk))
    if request.method == "POST":
        return _write(request, versions)
    if versions.may_begin:
        return _page(request, versions, _form(request, versions))
    return _read(request, versions)


@reads_or_writes
@may_write
def examination_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep and sign."""
    versions = _versions(episode_for(request, pk))
    if request.method != "POST":
        added = request.META["QUERY_STRING"]  # the regions on the page that was sent without being signed in
        return redirect(reverse("examination", args=[pk]) + (f"?{added}" if added else ""))
    return _write(request, versions, signing=True)


@require_safe
@may_write
def examination_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to add to or correct what is signed; both versions stay visible."""
    versions = _versions(episode_for(request, pk))
    if not versions.may_be_amended:
        return redirect("examination", pk)
    return _page(request, versions, _form(request, versions))


def _versions(episode: Episode) -> Versions:
    rows = episode.examinations.select_related("signed_by", "created_by", "neck_safety")
    return Versions.of(episode, rows.prefetch_related("region_findings", "measurements", "signs"))


def _form(request: HttpRequest, versions: Versions, *, signing: bool = False) -> ExaminationForm:
    """The form with what was sent, the draft, or a copy of what stands."""
    record = versions.draft_or(Examination(episode=versions.episode))
    typed = [request.POST] if request.method == "POST" else []
    return ExaminationForm(*typed, record=record, signing=signing, also=_asked(request))


def _asked(request: HttpRequest) -> list[str]:
    """The regions that somebody wants to examine besides those of the complaint."""
    return [*request.GET.getlist("also"), *request.POST.getlist("also")]


def _write(request: HttpRequest, versions: Versions, *, signing: bool = False) -> HttpResponse:
    form = _form(request, versions, signing=signing)
    return drafting.write(
        request,
        form,
        save=lambda: actions.save_examination(
            examination=form.record,
            data=form.data_for_action,
            regions=form.region_rows,
            measurements=form.measurement_rows,
            neck=form.neck_texts,
            version=form.version,
            by=request.user,
        ),
        sign=lambda stored: actions.sign_examination(examination=stored, by=request.user),
        show=partial(_page, request, versions),
        done=partial(_done, request, form),
    )


def _done(request: HttpRequest, form: ExaminationForm, stored: Examination) -> HttpResponse:
    if not stored.is_signed:
        page = reverse("examination_amend" if stored.amends_id else "examination", args=[stored.episode_id])
        return redirect(page + _query(form) + _place(request))
    messages.success(request, _("The examination is signed."))
    alarming = stored.signs.filter(alarm=True).exists()  # to be read before anything is planned
    return redirect("examination" if stored.amends_id or alarming else "plan", stored.episode_id)


def _query(form: ExaminationForm) -> str:
    """Keeps the added regions on the page, also when signing in again comes between."""
    return "?" + urlencode({"also": form.added}, doseq=True) if form.added else ""


def _place(request: HttpRequest) -> str:
    """The region that was just asked for."""
    known = [region.id for region in regions() if region.id in request.POST.getlist("also")]
    return f"#region-{known[0]}" if known else ""


def _page(request: HttpRequest, versions: Versions, form: ExaminationForm, **extra: object) -> HttpResponse:
    record, episode = form.record, versions.episode
    steps.prefetch([episode])
    screening = steps.screening_of(episode)
    blocks = form.blocks()
    context = {
        "episode": episode,
        "heading": _("Add to the examination") if record.amends_id else _("Examination"),
        "versions": versions,
        "form": form,
        "blocks": blocks,
        "signs": signs_of(record) if record.pk else [],
        "neck": _neck(form, blocks) if form.has_neck else None,
        "screening": screening,
        "may_examine": screening and (record.amends_id or episode.phase != Phase.GP_ADVISED),
        **_addresses(form),
        **extra,
    }
    return render(request, "records/examination.html", context)


def _addresses(form: ExaminationForm) -> dict[str, str]:
    found, query = drafting.addresses(form.record, "examination", form.episode.pk), _query(form)
    return {**found, "keep_at": found["keep_at"] + query, "sign_at": found["sign_at"] + query}


def _neck(form: ExaminationForm, blocks: list[Block]) -> dict[str, object]:
    """The section about the safety of the neck; the intake's answers stand beside it as a hint."""
    record, intake = form.record, readings.form_sent(form.episode)
    stored = record if record.pk else record.amends or record
    answers = intake.answer_rows.filter(question__in=NECK_QUESTIONS) if intake else []
    return {
        "is_open": form.is_about_neck(blocks),
        "steps": measured_steps(stored, [block.id for block in blocks]),
        "answers": answers,
    }


def _read(request: HttpRequest, versions: Versions) -> HttpResponse:
    context = {
        "episode": versions.episode,
        "heading": _("Examination"),
        "versions": versions,
        "standing": shown(versions.standing) if versions.standing else None,
        "replaced": [shown(row) for row in versions.replaced],
    }
    return render(request, "records/examination_read.html", context)
