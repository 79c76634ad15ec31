"""Treatment sessions: keeping, signing, reading and correcting them."""

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.methods import reads_or_writes
from practice.models import Episode, Phase
from records import actions
from records.forms.session import SessionForm
from records.models import AdverseReaction, Session, TreatmentPlan
from records.neck import missing_steps
from records.rescreening import suggested_by
from records.views import drafting
from records.views.gate import episode_for, may_read, may_write


@reads_or_writes
@may_write
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new session; without a signed plan, the way to it. A POST keeps a draft."""
    episode = episode_for(request, pk)
    draft = _new(episode)
    if draft is None or (episode.is_closed and request.method != "POST"):
        return _list(request, episode)
    return _write(request, draft) if request.method == "POST" else _page(request, _form(draft))


@reads_or_writes
@may_write
def session_new_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep and sign a new session."""
    episode = episode_for(request, pk)
    draft = _new(episode)
    if draft is None or request.method != "POST":
        return redirect("session_new", pk)
    return _write(request, draft, signing=True)


@reads_or_writes
@may_read
def session(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """One session: the form while it is a draft, the sheet once it is signed. A POST keeps a draft."""
    found = _find(episode_for(request, pk), session_pk)
    if request.method == "POST":
        return _write(request, _draft_of(found))
    if found.is_signed or found.episode.is_closed:
        return _read(request, found)
    return _page(request, _form(found))


@reads_or_writes
@may_write
def session_sign(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """Keep and sign a draft."""
    found = _find(episode_for(request, pk), session_pk)
    if request.method != "POST":
        return redirect("session", pk, session_pk)
    return _write(request, _draft_of(found), signing=True)


@require_safe
@may_write
def session_amend(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """The form to add to or correct a signed session; both versions stay visible.

    It is kept and signed at the addresses of the session it amends.
    """
    found = _find(episode_for(request, pk), session_pk)
    if not found.is_signed or found.is_replaced or found.episode.is_closed:
        return redirect("session", pk, session_pk)
    return _page(request, _form(_draft_of(found)))


def _find(episode: Episode, pk: int) -> Session:
    rows = episode.sessions.select_related("plan", "amends", "signed_by", "created_by")
    found = rows.prefetch_related("interventions", "amendments").filter(pk=pk).first() if pk < 2**63 else None
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


def _form(draft: Session, *typed: object, signing: bool = False) -> SessionForm:
    if not draft.amends_id:  # the plan may have changed since the draft was made
        draft.plan = draft.episode.plans.newest()
    told = (draft.amends or draft).adverse_reaction != AdverseReaction.NOT_ASKED
    return SessionForm(
        *typed,
        record=draft,
        signing=signing,
        is_first=not told and _before(draft) is None,
        missing_steps=_missing_steps(draft),
    )


def _missing_steps(draft: Session) -> list[str]:
    """The safety steps that keep this session from the neck; none where a correction or a reason stands."""
    waits = draft.plan.treats_neck and not draft.plan.deviates and not draft.amends_id
    return missing_steps(draft.episode) if waits else []


def _write(request: HttpRequest, draft: Session, *, signing: bool = False) -> HttpResponse:
    form = _form(draft, request.POST, signing=signing)
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
        show=partial(_page, request),
        done=partial(_done, request),
    )


def _done(request: HttpRequest, stored: Session) -> HttpResponse:
    if stored.is_signed:
        messages.success(request, _("The session is signed."))
    return redirect("session", stored.episode_id, stored.pk)


def _addresses(draft: Session) -> dict[str, str]:
    pk = draft.pk or draft.amends_id
    page, parts = ("session", [pk]) if pk else ("session_new", [])
    return drafting.addresses(draft, page, draft.episode_id, *parts)


def _page(request: HttpRequest, form: SessionForm, **extra: object) -> HttpResponse:
    draft, episode = form.record, form.episode
    last = _before(draft)
    newest: TreatmentPlan | None = episode.plans.newest()
    context = {
        "episode": episode,
        "heading": _("Add to or correct a session") if draft.amends_id else _("Treatment session"),
        "form": form,
        "session": draft,
        "last": last,
        "ask_again": suggested_by(episode, last, draft if draft.pk else None),
        "newest_plan": newest,
        "may_be_signed": bool(draft.amends_id) or _may_begin(episode, newest),
        "sessions": _signed(episode),
        "drafts": episode.sessions.drafts().exclude(pk=draft.pk) if not draft.amends_id else [],
        **_addresses(draft),
        **extra,
    }
    return render(request, "records/session.html", context)


def _may_begin(episode: Episode, newest: TreatmentPlan | None) -> bool:
    """True when a new session can be signed: approved, and not sent to the GP since."""
    moves_on = episode.phase == Phase.IN_TREATMENT or episode.may_move_to(Phase.IN_TREATMENT)
    return newest is not None and newest.is_approved and moves_on


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
        "ask_again": suggested_by(found.episode, found),
        "is_first": _before(found) is None,
    }
    return render(request, "records/session_read.html", context)


def _list(request: HttpRequest, episode: Episode) -> HttpResponse:
    context = {"episode": episode, "heading": _("Treatment sessions"), "sessions": _signed(episode)}
    return render(request, "records/session_none.html", context)


def _signed(episode: Episode) -> QuerySet[Session]:
    """The signed sessions that stand, newest first."""
    return episode.sessions.current().select_related("signed_by").order_by("-held_at")
