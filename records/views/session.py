"""Treatment sessions: keeping, signing, reading and correcting them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.models import Episode
from records import actions
from records.forms.session import SessionForm
from records.models import Session, TreatmentPlan
from records.views.drafting import (
    episode_for,
    keep,
    may_read,
    may_write,
    reads_or_writes,
    wants_to_sign,
)


@reads_or_writes
@may_write
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new session; without a signed plan, the way to it."""
    episode = episode_for(request, pk)
    plan = episode.plans.newest()
    if plan is None or (episode.is_closed and request.method != "POST"):
        return _list(request, episode)
    begin = timezone.now().replace(second=0, microsecond=0)
    return _edit(request, Session(episode=episode, plan=plan, held_at=begin))


@reads_or_writes
@may_read
def session(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """One session: the form while it is a draft, the sheet once it is signed."""
    episode = episode_for(request, pk)
    found = _find(episode, session_pk)
    if found.is_signed or (episode.is_closed and request.method != "POST"):
        return _read(request, found)
    return _edit(request, found)


@reads_or_writes
@may_write
def session_amend(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """Add to or correct a signed session; a new row takes its place and both stay visible."""
    episode = episode_for(request, pk)
    first = _find(episode, session_pk)
    later = first.amendments.first()
    if not first.is_signed or episode.is_closed or (later and later.is_signed):
        return redirect("session", pk, session_pk)
    draft = later or Session(episode=episode, plan=first.plan, amends=first, held_at=first.held_at)
    return _edit(request, draft)


def _find(episode: Episode, pk: int) -> Session:
    rows = episode.sessions.select_related("plan", "amends", "signed_by", "created_by")
    found = rows.prefetch_related("interventions", "amendments").filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    found.episode = episode
    return found


def _edit(request: HttpRequest, draft: Session) -> HttpResponse:
    if not draft.amends_id:  # the plan may have changed since the draft was made
        draft.plan = draft.episode.plans.newest()
    data = request.POST if request.method == "POST" else None
    form = SessionForm(data, record=draft, signing=wants_to_sign(request))
    if data is None or not form.is_valid():
        return _page(request, form)
    outcome = keep(
        request,
        form,
        save=lambda: actions.save_session(
            session=draft,
            data=form.data_for_action,
            interventions=form.interventions,
            version=form.version,
            by=request.user,
        ),
        sign=lambda stored: actions.sign_session(session=stored, by=request.user),
    )
    if outcome.record is None:
        return _page(request, form, conflict=outcome.conflict)
    return _done(request, outcome.record, signed=outcome.signed)


def _done(request: HttpRequest, stored: Session, *, signed: bool) -> HttpResponse:
    if signed:
        messages.success(request, _("The session is signed."))
    elif not wants_to_sign(request):
        messages.success(request, _("Draft saved."))
    return redirect("session", stored.episode_id, stored.pk)


def _page(request: HttpRequest, form: SessionForm, **extra: object) -> HttpResponse:
    draft = form.record
    newest: TreatmentPlan | None = draft.episode.plans.newest()
    context = {
        "episode": draft.episode,
        "heading": _("Add to or correct a session") if draft.amends_id else _("Treatment session"),
        "form": form,
        "session": draft,
        "last": _before(draft),
        "newest_plan": newest,
        "may_be_signed": bool(draft.amends_id or (newest and newest.is_approved)),
        "sessions": _signed(draft.episode),
        "drafts": draft.episode.sessions.drafts().exclude(pk=draft.pk) if not draft.amends_id else [],
        **extra,
    }
    return render(request, "records/session.html", context)


def _before(draft: Session) -> Session | None:
    """The last signed session before this one."""
    signed = draft.episode.sessions.current().exclude(pk=draft.amends_id)
    if draft.pk or draft.amends_id:
        signed = signed.filter(held_at__lt=draft.held_at)
    return signed.prefetch_related("interventions").last()


def _read(request: HttpRequest, found: Session) -> HttpResponse:
    context = {
        "episode": found.episode,
        "heading": _("Treatment session"),
        "session": found,
        "later": found.amendments.first(),
        "earlier": _find(found.episode, found.amends_id) if found.amends_id else None,
    }
    return render(request, "records/session_read.html", context)


def _list(request: HttpRequest, episode: Episode) -> HttpResponse:
    context = {"episode": episode, "heading": _("Treatment sessions"), "sessions": _signed(episode)}
    return render(request, "records/session_none.html", context)


def _signed(episode: Episode) -> QuerySet[Session]:
    """The signed sessions that stand, newest first."""
    return episode.sessions.current().select_related("signed_by").order_by("-held_at")
