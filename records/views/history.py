"""The history: the patient's words and the therapist's."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from intake.models import Answer
from practice.access import get_episode
from practice.models import Episode
from records import actions, steps
from records.forms.history import HistoryForm
from records.models import History
from records.versions import Versions
from records.views import writing

reads_or_writes = require_http_methods(["GET", "HEAD", "POST"])
may_read = permission_required("records.view_record", raise_exception=True)
may_write = permission_required("records.change_record", raise_exception=True)


@reads_or_writes
@may_read
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands, or the form for a first version; a POST keeps a draft."""
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
def history_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Save and sign."""
    episode = get_episode(request.user, pk, permission="records.change_record")
    if request.method != "POST":
        return redirect("history", pk)
    return _write(request, episode, _versions(episode), final=True)


@require_safe
@may_write
def history_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to add to or correct what is signed; both versions stay visible."""
    episode = get_episode(request.user, pk, permission="records.change_record")
    versions = _versions(episode)
    if versions.standing is None or episode.is_closed:
        return redirect("history", pk)
    return _page(request, episode, versions, _opened(episode, versions))


def _versions(episode: Episode) -> Versions:
    return Versions.of(episode.histories.select_related("signed_by", "created_by"))


def _opened(episode: Episode, versions: Versions) -> HistoryForm:
    """The form with the draft, a copy of what stands, or the patient's own request for help."""
    source, initial = versions.draft or versions.standing, writing.start(versions)
    if source is None:
        asked = {answer.question: answer.answer_text for answer in _answers(episode)}
        initial["request_for_help"] = asked.get("g_goal", "")
    if versions.draft is None:
        initial["amend_reason"] = ""
    return HistoryForm(instance=source, initial=initial, amending=versions.amends_id is not None)


def _answers(episode: Episode) -> list[Answer]:
    steps.prefetch([episode])
    intake = steps.submitted_intake(episode)
    return list(intake.answer_rows.all()) if intake else []


def _write(request: HttpRequest, episode: Episode, versions: Versions, *, final: bool) -> HttpResponse:
    return writing.write(
        request,
        HistoryForm(request.POST, final=final, amending=versions.amends_id is not None),
        versions=versions,
        act=partial(_act, request, episode, versions),
        stored=lambda row: {name: getattr(row, name) for name in HistoryForm.Meta.fields},
        show=partial(_page, request, episode, versions),
        done=partial(_done, request),
        refused=redirect("history", episode.pk),
    )


def _act(request: HttpRequest, episode: Episode, versions: Versions, form: HistoryForm) -> History:
    intake = steps.submitted_intake(episode)
    new = History(episode=episode, intake=intake, amends_id=versions.amends_id)
    action = actions.sign_history if form.final else actions.save_history
    version = form.cleaned_data["draft_version"]
    return action(history=versions.draft or new, data=form.data_for_action, version=version, by=request.user)


def _done(request: HttpRequest, history: History) -> HttpResponse:
    messages.success(request, _("The history is signed.") if history.is_signed else _("Draft saved."))
    if history.amends_id:
        return redirect("history" if history.is_signed else "history_amend", history.episode_id)
    return redirect("examination" if history.is_signed else "history", history.episode_id)


def _page(
    request: HttpRequest, episode: Episode, versions: Versions, form: HistoryForm, **extra: object
) -> HttpResponse:
    answers = _answers(episode)
    context = {
        "episode": episode,
        "heading": _("Add to the history") if versions.amends_id else pgettext("record", "History"),
        "versions": versions,
        "form": form,
        "voices": form.voices(answers),
        "screened": steps.screening_of(episode) is not None,
        **extra,
    }
    return render(request, "records/history.html", context)


def _read(request: HttpRequest, episode: Episode, versions: Versions) -> HttpResponse:
    context = {"episode": episode, "heading": pgettext("record", "History"), "versions": versions}
    return render(request, "records/history_read.html", context)
