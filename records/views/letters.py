"""Letters of an episode: the list, a new one, writing, signing and correcting it."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.methods import reads_or_writes
from practice.models import Episode
from records import actions, sharing
from records.errors import RecordError
from records.forms.letter import TEXT, AmendLetterForm, DispatchForm, LetterForm
from records.letters import content
from records.letters import render as rendering
from records.letters.offer import fitting
from records.letters.words import is_one_page
from records.models import Letter, LetterKind, SharingKind
from records.views import drafting
from records.views.gate import episode_for, may_read, may_write
from records.views.letter_finding import letter_of, permission_of, sheet_of


@require_safe
@may_read
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Drafts first, then what was signed with where it went."""
    episode = episode_for(request, pk)
    rows = episode.letters.select_related("signed_by", "created_by", "amends")
    rows = list(rows.prefetch_related("amendments", "dispatches__by").defer("pdf", "plain_text", "sections"))
    kind = fitting(episode, rows)
    context = {
        "episode": episode,
        "heading": _("Letters"),
        "drafts": [row for row in rows if not row.is_signed],
        "signed": [row for row in reversed(rows) if row.is_signed],
        "offered": LetterKind(kind) if kind else "",
        "permission": sharing.newest(episode, SharingKind.GP),
    }
    return render(request, "records/letters.html", context)


@reads_or_writes
@may_write
def letter_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a kind and a language; a POST writes the draft from the record."""
    episode = episode_for(request, pk)
    if request.method == "POST":
        return _begin(request, episode)
    rows = episode.letters.defer("pdf", "plain_text", "sections")
    offered = request.GET.get("kind") or fitting(episode, rows)
    context = {
        "episode": episode,
        "heading": _("New letter"),
        "kinds": LetterKind.choices,
        "offered": offered if offered in LetterKind.values else LetterKind.QUESTION,
        "languages": settings.LANGUAGES,
        "permission": sharing.newest(episode, SharingKind.GP),
    }
    return render(request, "records/letter_new.html", context)


def _begin(request: HttpRequest, episode: Episode) -> HttpResponse:
    kind, language = request.POST.get("kind"), request.POST.get("language", "nl")
    if kind not in LetterKind.values or language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose which letter."))
        return redirect("letter_new", episode.pk)
    made = actions.draft_letter(episode=episode, kind=kind, language=language, by=request.user)
    return redirect("letter", episode.pk, made.pk)


@reads_or_writes
@may_read
def letter(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """The form of a draft, the sheet of a signed letter. A POST keeps a draft."""
    found = letter_of(episode_for(request, pk), letter_pk)
    if request.method == "POST":
        return _write(request, found)
    return _read(request, found) if found.is_signed else _page(request, LetterForm(record=found))


@reads_or_writes
@may_write
def letter_sign(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """Keep and sign a draft."""
    found = letter_of(episode_for(request, pk), letter_pk)
    if request.method != "POST":
        return redirect("letter", pk, letter_pk)
    return _write(request, found, signing=True)


@reads_or_writes
@may_write
def letter_renew(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """Keep the draft with one part as the record says it now."""
    found = letter_of(episode_for(request, pk), letter_pk)
    fresh = {part["key"]: part["text"] for part in content.parts(found.episode, found.kind, found.language)}
    key = request.POST.get("renew", "")
    if request.method != "POST" or key not in fresh:
        return redirect("letter", pk, letter_pk)
    typed = request.POST.copy()
    typed[TEXT + key] = fresh[key]
    return _write(request, found, typed=typed)


@reads_or_writes
@may_write
def letter_amend(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """Ask why, then begin the letter that replaces this one."""
    found = letter_of(episode_for(request, pk), letter_pk)
    if not found.is_signed or found.is_replaced:
        return redirect("letter", pk, letter_pk)
    form = AmendLetterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.amend_letter(letter=found, reason=form.cleaned_data["reason"], by=request.user)
        except RecordError as error:
            messages.error(request, str(error))
            return redirect("letter", pk, letter_pk)
        return redirect("letter", pk, made.pk)
    context = {"episode": found.episode, "heading": _("Correct this letter"), "letter": found, "form": form}
    return render(request, "records/letter_amend.html", context)


def _write(
    request: HttpRequest, found: Letter, *, signing: bool = False, typed: object = None
) -> HttpResponse:
    form = LetterForm(typed or request.POST, record=found, signing=signing)
    return drafting.write(
        request,
        form,
        save=lambda: actions.save_letter(
            letter=form.record, data=form.data_for_action, version=form.version, by=request.user
        ),
        sign=lambda stored: actions.sign_letter(letter=stored, by=request.user),
        show=partial(_page, request),
        done=partial(_done, request),
    )


def _done(request: HttpRequest, stored: Letter) -> HttpResponse:
    if stored.is_signed:
        messages.success(request, _("The letter is signed. Send it, and note here how it went."))
    return redirect("letter", stored.episode_id, stored.pk)


def _page(request: HttpRequest, form: LetterForm, **extra: object) -> HttpResponse:
    record, episode = form.record, form.episode
    data = sheet_of(record, request.user)
    context = {
        "episode": episode,
        "heading": _heading(record),
        "letter": record,
        "form": form,
        "renewals": _renewals(form),
        "permission": permission_of(record),
        "asked_about": sharing.about(episode, record.receiver_name),
        "sheet": {**data, "patient": _masked(data["patient"], record)},
        "is_too_long": is_one_page(record.kind) and rendering.pages(rendering.LETTER, data) > 1,
        "renew_at": reverse("letter_renew", args=[episode.pk, record.pk]),
        **drafting.addresses(record, "letter", episode.pk, record.pk),
        **extra,
    }
    return render(request, "records/letter.html", context)


def _masked(pairs: list[list[str]], record: Letter) -> list[list[str]]:
    """On a screen only the last digits of the BSN."""
    patient = record.episode.patient
    return [[name, patient.bsn_masked if value == patient.bsn else value] for name, value in pairs]


def _renewals(form: LetterForm) -> list[tuple[object, str]]:
    """Each part with its field, and what the record says now where that is something else."""
    record = form.record
    fresh = content.parts(record.episode, record.kind, record.language)
    now = {TEXT + part["key"]: part["text"].strip() for part in fresh}
    found = []
    for field in form.parts:
        typed = "\n".join(str(field.value() or "").strip().splitlines())
        said = now.get(field.name, "")
        found.append((field, said if said != typed else ""))
    return found


def _read(request: HttpRequest, found: Letter) -> HttpResponse:
    """What was signed, to the letter: names and addresses may have changed since."""
    bsn, masked = found.episode.patient.bsn or "", found.episode.patient.bsn_masked
    context = {
        "episode": found.episode,
        "heading": _heading(found),
        "letter": found,
        "text": found.plain_text.replace(bsn, masked) if bsn else found.plain_text,
        "replaced_by": next((row for row in found.amendments.all() if row.is_signed), None),
        "correction": next((row for row in found.amendments.all() if not row.is_signed), None),
        "form": DispatchForm(letter=found),
    }
    return render(request, "records/letter_read.html", context)


def _heading(found: Letter) -> str:
    return capfirst(found.get_kind_display())
