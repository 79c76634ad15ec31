"""What the pages of a session show: the form with what changed since last time, and the sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from practice.models import Episode, Phase
from records.forms.session import SessionForm
from records.models import AdverseReaction, Session, TreatmentPlan
from records.neck import missing_steps
from records.rescreening import due_since, suggested_by
from records.session_strip import strip_of
from records.sessions import drafts_of, last_before, signed_sessions, versions_of
from records.views import drafting


def form_of(draft: Session, *typed: object, signing: bool = False, copying: bool = False) -> SessionForm:
    if not draft.amends_id:  # the plan may have changed since the draft was made
        draft.plan = draft.episode.plans.newest()
    told = (draft.amends or draft).adverse_reaction != AdverseReaction.NOT_ASKED
    last = last_before(draft)
    return SessionForm(
        *typed,
        record=draft,
        signing=signing,
        copying=copying,
        last=last,
        is_first=not told and last is None,
        missing_steps=_missing_steps(draft),
    )


def _missing_steps(draft: Session) -> list[str]:
    """The safety steps that keep this session from the neck; none where a correction or a reason stands."""
    waits = draft.plan.treats_neck and not draft.plan.deviates and not draft.amends_id
    return missing_steps(draft.episode) if waits else []


def addresses(draft: Session) -> dict[str, str]:
    """Where the form is kept, signed and thrown away, and where it copies from the session before."""
    pk = draft.pk or draft.amends_id
    page, parts = ("session", [pk]) if pk else ("session_new", [])
    found = drafting.addresses(draft, page, draft.episode_id, *parts)
    return {**found, "copy_at": "" if draft.amends_id else f"{found['keep_at']}copy/"}


def page(request: HttpRequest, form: SessionForm, **extra: object) -> HttpResponse:
    draft, episode = form.record, form.episode
    newest: TreatmentPlan | None = episode.plans.newest()
    context = {
        "episode": episode,
        "heading": _("Add to or correct a session") if draft.amends_id else _("Treatment session"),
        "form": form,
        "session": draft,
        "last": form.last,
        "strip": None if draft.amends_id else strip_of(episode, form.last),
        "ask_again": suggested_by(episode, form.last, draft if draft.pk else None),
        "reopened": due_since(episode),
        "newest_plan": newest,
        "may_be_signed": bool(draft.amends_id) or _may_begin(episode, newest),
        "sessions": signed_sessions(episode),
        "drafts": drafts_of(episode).exclude(pk=draft.pk) if not draft.amends_id else [],
        **addresses(draft),
        **extra,
    }
    return render(request, "records/session.html", context)


def _may_begin(episode: Episode, newest: TreatmentPlan | None) -> bool:
    """True when a new session can be signed: approved, and not sent to the GP since."""
    moves_on = episode.phase == Phase.IN_TREATMENT or episode.may_move_to(Phase.IN_TREATMENT)
    return newest is not None and newest.is_approved and moves_on


def sheet(request: HttpRequest, found: Session) -> HttpResponse:
    context = {
        "episode": found.episode,
        "heading": _("Treatment session"),
        "session": found,
        "later": found.amendments.first(),
        "earlier": versions_of(found.episode).get(pk=found.amends_id) if found.amends_id else None,
        "ask_again": suggested_by(found.episode, found),
        "is_first": last_before(found) is None,
    }
    return render(request, "records/session_read.html", context)


def no_plan_yet(request: HttpRequest, episode: Episode) -> HttpResponse:
    heading = _("Treatment sessions")
    context = {"episode": episode, "heading": heading, "sessions": signed_sessions(episode)}
    return render(request, "records/session_none.html", context)
