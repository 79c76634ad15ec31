"""Treatment sessions: keeping, copying, signing, reading and correcting them."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.methods import reads_or_writes
from practice.models import Episode
from records import actions
from records.models import Session
from records.rescreening import suggested_by
from records.sessions import draft_of_today, versions_of
from records.views import drafting
from records.views.gate import episode_for, may_read, may_write
from records.views.session_page import form_of, no_plan_yet, page, sheet


@reads_or_writes
@may_write
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new session; without a signed plan, the way to it. A POST keeps a draft.

    Who began one today goes on with that one, unless they ask for `another`.
    """
    episode = episode_for(request, pk)
    draft = _new(episode)
    if draft is None or (episode.is_closed and request.method != "POST"):
        return no_plan_yet(request, episode)
    if request.method == "POST":
        return _write(request, draft)
    begun = None if "another" in request.GET else draft_of_today(episode, request.user)
    return redirect("session", pk, begun.pk) if begun else page(request, form_of(draft))


@reads_or_writes
@may_write
def session_new_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep and sign a new session."""
    draft = _new(episode_for(request, pk))
    if draft is None or request.method != "POST":
        return redirect("session_new", pk)
    return _write(request, draft, signing=True)


@reads_or_writes
@may_write
def session_new_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a new session with what is ticked of the session before."""
    draft = _new(episode_for(request, pk))
    if draft is None or request.method != "POST":
        return redirect("session_new", pk)
    return _write(request, draft, copying=True)


@reads_or_writes
@may_read
def session(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """One session: the form while it is a draft, the sheet once it is signed. A POST keeps a draft."""
    found = _find(episode_for(request, pk), session_pk)
    if request.method == "POST":
        return _write(request, _draft_of(found))
    if found.is_signed or found.episode.is_closed:
        return sheet(request, found)
    return page(request, form_of(found))


@reads_or_writes
@may_write
def session_sign(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """Keep and sign a draft."""
    found = _find(episode_for(request, pk), session_pk)
    if request.method != "POST":
        return redirect("session", pk, session_pk)
    return _write(request, _draft_of(found), signing=True)


@reads_or_writes
@may_write
def session_copy(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """Keep a draft with what is ticked of the session before it."""
    found = _find(episode_for(request, pk), session_pk)
    if request.method != "POST":
        return redirect("session", pk, session_pk)
    draft = _draft_of(found)
    return _write(request, draft, copying=not draft.amends_id)


@require_safe
@may_write
def session_amend(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """The form to add to or correct a signed session; both versions stay visible.

    It is kept and signed at the addresses of the session it amends.
    """
    found = _find(episode_for(request, pk), session_pk)
    if not found.is_signed or found.is_replaced or found.episode.is_closed:
        return redirect("session", pk, session_pk)
    return page(request, form_of(_draft_of(found)))


def _find(episode: Episode, pk: int) -> Session:
    found = versions_of(episode).filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    found.episode = episode
    return found


def _new(episode: Episode) -> Session | None:
    """A session that begins now; None while there is no signed plan."""
    plan = episode.plans.newest()
    begin = timezone.now().replace(second=0, microsecond=0)
    return Session(episode=episode, plan=plan, held_at=begin) if plan else None


def _draft_of(found: Session) -> Session:
    """The draft itself; of a signed session the draft that amends the version that stands, or a new one."""
    if not found.is_signed:
        return found
    later = found.amendments.first()
    if later:
        return _draft_of(_find(found.episode, later.pk))
    return Session(episode=found.episode, plan=found.plan, amends=found, held_at=found.held_at)


def _write(
    request: HttpRequest, draft: Session, *, signing: bool = False, copying: bool = False
) -> HttpResponse:
    form = form_of(draft, request.POST, signing=signing, copying=copying)
    return drafting.write(
        request,
        form,
        save=lambda: actions.save_session(
            session=form.record,
            data=form.data_for_action,
            interventions=form.interventions,
            version=form.version,
            by=request.user,
        ),
        sign=lambda stored: actions.sign_session(session=stored, by=request.user),
        show=partial(page, request),
        done=partial(_done, request, part="#soep" if copying else ""),
    )


def _done(request: HttpRequest, stored: Session, *, part: str) -> HttpResponse:
    """From a routine session on to the next patient; after a bad reaction first to what the sheet advises."""
    there = reverse("session", args=[stored.episode_id, stored.pk])
    if not stored.is_signed:
        return redirect(there + part)
    if stored.amends_id or suggested_by(stored.episode, stored):
        messages.success(request, _("The session is signed."))
        return redirect(there)
    text = _("The session of {name} is signed.")
    name = stored.episode.patient.full_name
    messages.success(
        request,
        format_html('{} <a href="{}">{}</a>', text.format(name=name), there, _("Read it, or add to it")),
    )
    return redirect("work_list")
