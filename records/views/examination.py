"""The physical examination."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import readings
from intake.pain_drawings import Dated, dated_drawings
from practice.methods import reads_or_writes
from practice.models import Episode, Phase
from records import actions, steps
from records.examination_page import measured_steps, shown_all, signs_of
from records.examination_set import BODY, regions
from records.forms.examination import ExaminationForm
from records.forms.regions import Block
from records.models import Examination
from records.remeasured import before
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
        return _part(request, versions) if request.htmx else _write(request, versions)
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
    if versions.draft and not versions.draft.amends_id:
        messages.info(request, _("First finish the new examination, or discard it."))
        return redirect("examination_new", pk)
    return _page(request, versions, _form(request, versions))


@require_safe
@may_write
def examination_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to examine again, empty, with the regions of the last time; what was found then stands."""
    versions = _versions(episode_for(request, pk))
    if not versions.may_be_amended:
        return redirect("examination", pk)
    if versions.draft and versions.draft.amends_id:
        messages.info(request, _("First finish the addition to the last examination, or discard it."))
        return redirect("examination_amend", pk)
    return _page(request, versions, _form(request, versions, again=True))


def _versions(episode: Episode) -> Versions:
    rows = episode.examinations.select_related("signed_by", "created_by", "neck_safety")
    return Versions.of(episode, rows.prefetch_related("region_findings", "measurements", "signs"))


def _form(
    request: HttpRequest, versions: Versions, *, signing: bool = False, again: bool = False
) -> ExaminationForm:
    """The form with what was sent, the draft, a copy of what stands, or `again` an empty one after that."""
    typed = [request.POST] if request.method == "POST" else []
    record = _record(request.POST, versions, again=again or _begun_after_standing(request.POST, versions))
    return ExaminationForm(
        *typed,
        record=record,
        signing=signing,
        also=_asked(request),
        earlier=before([versions.standing, *versions.replaced], record) if versions.standing else {},
        follows=None if record.amends_id else versions.standing,
        fill=request.POST.get("fill", ""),
        take_back=request.POST.get("take_back", ""),
    )


def _part(request: HttpRequest, versions: Versions) -> HttpResponse:
    """One region as it is after a tap on it; nothing is kept yet."""
    form = _form(request, versions)
    block = form.block(form.to_fill or form.to_take_back)
    if block is None:
        return HttpResponse(status=404)
    context = {
        "episode": versions.episode,
        "form": form,
        "block": block,
        "keep_at": _addresses(form)["keep_at"],
    }
    return render(request, "records/_examination_region.html", context)


def _begun_after_standing(typed: Mapping[str, str], versions: Versions) -> bool:
    """True for a new examination that was begun after the one that stands."""
    return bool(versions.standing) and typed.get("follows", "") == str(versions.standing.pk)


def _record(typed: Mapping[str, str], versions: Versions, *, again: bool) -> Examination:
    """What the form is about. A new examination and a correction never go into each other's draft."""
    draft, new = versions.draft, Examination(episode=versions.episode)
    corrects = bool(typed.get("amends"))
    if (
        draft
        and not (draft.amends_id and again)
        and (draft.amends_id or not corrects or not versions.standing)
    ):
        return draft
    if not again:
        new.amends = versions.standing
    return new


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
            follows=form.follows.pk if form.follows else None,
            by=request.user,
        ),
        sign=lambda stored: actions.sign_examination(examination=stored, by=request.user),
        show=partial(_page, request, versions),
        done=partial(_done, request, form),
    )


def _done(request: HttpRequest, form: ExaminationForm, stored: Examination) -> HttpResponse:
    if not stored.is_signed:
        name = (
            "examination_amend" if stored.amends_id else "examination_new" if form.follows else "examination"
        )
        return redirect(reverse(name, args=[stored.episode_id]) + _query(form) + _place(request))
    messages.success(request, _("The examination is signed."))
    alarming = stored.signs.filter(alarm=True).exists()  # to be read before anything is planned
    stays = stored.amends_id or form.follows or alarming
    return redirect("examination" if stays else "plan", stored.episode_id)


def _query(form: ExaminationForm) -> str:
    """Keeps the added regions on the page, also when signing in again comes between."""
    return "?" + urlencode({"also": form.added}, doseq=True) if form.added else ""


def _place(request: HttpRequest) -> str:
    """The region that was just asked for, or filled in."""
    asked = [value for name in ("also", "fill", "take_back") for value in request.POST.getlist(name)]
    known = [region.id for region in regions() if region.id in asked]
    return f"#region-{known[0]}" if known else ""


def _page(request: HttpRequest, versions: Versions, form: ExaminationForm, **extra: object) -> HttpResponse:
    record, episode = form.record, versions.episode
    steps.prefetch([episode])
    screening = steps.screening_of(episode)
    blocks = form.blocks()
    context = {
        "episode": episode,
        "heading": _heading(form),
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


def _heading(form: ExaminationForm) -> str:
    if form.record.amends_id:
        return _("Add to the examination")
    return _("Examine again") if form.follows else _("Examination")


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


def _pain_drawing(versions: Versions) -> Dated | None:
    """What the patient drew last, to compare with what was palpated."""
    palpated = versions.standing and any(row.region == BODY for row in versions.standing.measurements.all())
    drawn = dated_drawings(versions.episode) if palpated else []
    return max(drawn, key=lambda one: one.moment.submitted_at, default=None)


def _read(request: HttpRequest, versions: Versions) -> HttpResponse:
    standing, *replaced = shown_all(versions) or [None]
    context = {
        "episode": versions.episode,
        "heading": _("Examination"),
        "versions": versions,
        "standing": standing,
        "replaced": replaced,
        "pain_drawing": _pain_drawing(versions),
    }
    return render(request, "records/examination_read.html", context)
