"""The history: the patient's words and the therapist's."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import readings
from intake.models import Answer, Intake
from practice.methods import reads_or_writes
from practice.models import Episode
from practice.signing import SignedQuerySet
from records import actions, steps
from records.forms.history import HistoryForm
from records.forms.history_lines import CONFIRM, PUT_BACK
from records.history_lines import proposed
from records.models import History
from records.topics import topics
from records.versions import Versions
from records.views import drafting
from records.views.gate import episode_for, may_read, may_write


@reads_or_writes
@may_read
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands, or the form for a first version; a POST keeps a draft."""
    versions = _versions(episode_for(request, pk))
    if request.method == "POST":
        return _write(request, versions)
    return _page(request, versions, _form(versions)) if versions.may_begin else _read(request, versions)


@reads_or_writes
@may_write
def history_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep and sign."""
    versions = _versions(episode_for(request, pk))
    if request.method != "POST":
        return redirect("history", pk)
    return _write(request, versions, signing=True)


@require_safe
@may_write
def history_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to add to or correct what is signed; both versions stay visible."""
    versions = _versions(episode_for(request, pk))
    if not versions.may_be_amended:
        return redirect("history", pk)
    return _page(request, versions, _form(versions))


def _versions(episode: Episode) -> Versions:
    return Versions.of(episode, _rows(episode))


def _rows(episode: Episode) -> SignedQuerySet:
    return episode.histories.select_related("signed_by", "created_by", "intake").prefetch_related("lines")


def _form(versions: Versions, *typed: object, signing: bool = False) -> HistoryForm:
    """The form with the draft, a copy of what stands, or what the patient's answers say."""
    episode = versions.episode
    answers = _answers(episode)
    record = versions.draft_or(History(episode=episode, intake=readings.form_sent(episode)))
    if record.amends and not record.pk:
        record.intake = record.amends.intake or record.intake  # its lines come from there
    if record.pk or record.amends or not record.intake:
        return HistoryForm(*typed, record=record, signing=signing)
    wish = next((one.answer_text for one in answers if one.question == "g_goal"), "")
    lines = proposed(answers, version=record.intake.content_version, lang=get_language() or "nl")
    initial = {"request_for_help": wish}
    return HistoryForm(*typed, record=record, signing=signing, initial=initial, proposed=lines)


def _answers(episode: Episode) -> list[Answer]:
    steps.prefetch([episode])
    intake = readings.form_sent(episode)
    return list(intake.answer_rows.all()) if intake else []


def _write(request: HttpRequest, versions: Versions, *, signing: bool = False) -> HttpResponse:
    form = _form(versions, request.POST, signing=signing)
    return drafting.write(
        request,
        form,
        save=lambda: actions.save_history(
            history=form.record,
            data=form.data_for_action,
            lines=form.lines_for_action,
            version=form.version,
            by=request.user,
        ),
        sign=lambda stored: actions.sign_history(history=stored, by=request.user),
        show=partial(_page, request, versions),
        done=partial(_done, request),
    )


def _done(request: HttpRequest, stored: History) -> HttpResponse:
    then = "history" if stored.amends_id else "examination"
    answer = drafting.lead_on(request, stored, "history", told=_("The history is signed."), then=then)
    place = _place(request)
    return redirect(f"{answer.url}#{place}") if place and not stored.is_signed else answer


def _place(request: HttpRequest) -> str:
    """Where on the page a button of one topic was used; empty for the buttons at the foot."""
    key = request.POST.get(CONFIRM) or request.POST.get(PUT_BACK, "")
    return next((f"topic-{topic.field}" for topic in topics() if key.startswith(topic.field)), "")


def _told_since(form: HistoryForm) -> Intake | None:
    """The form the patient sent after the one that the lines come from."""
    newest = readings.form_sent(form.episode)
    return newest if form.lines and newest and newest.pk != form.record.intake_id else None


def _page(request: HttpRequest, versions: Versions, form: HistoryForm, **extra: object) -> HttpResponse:
    record, episode = form.record, versions.episode
    context = {
        "episode": episode,
        "heading": _("Add to the history") if record.amends_id else pgettext("record", "History"),
        "versions": versions,
        "form": form,
        "voices": form.voices(_answers(episode)),
        "told_since": _told_since(form),
        "screened": steps.screening_of(episode) is not None,
        **drafting.addresses(record, "history", episode.pk),
        **extra,
    }
    return render(request, "records/history.html", context)


def _read(request: HttpRequest, versions: Versions) -> HttpResponse:
    context = {"episode": versions.episode, "heading": pgettext("record", "History"), "versions": versions}
    return render(request, "records/history_read.html", context)
