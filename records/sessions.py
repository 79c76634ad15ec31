"""The sessions of one episode, as its pages look them up. Pure reading."""

from django.db.models import QuerySet
from django.utils import timezone

from practice.models import Episode, User
from records.models import Session


def versions_of(episode: Episode) -> QuerySet[Session]:
    """Every version of every session, with what its sheet and its form need."""
    rows = episode.sessions.select_related("plan", "amends", "signed_by", "created_by", "copied_from")
    return rows.prefetch_related("interventions", "amendments")


def signed_sessions(episode: Episode) -> QuerySet[Session]:
    """The signed sessions that stand, newest first."""
    return episode.sessions.current().select_related("signed_by").order_by("-held_at")


def drafts_of(episode: Episode) -> QuerySet[Session]:
    """Drafts of new sessions and of corrections, newest first."""
    return episode.sessions.drafts().select_related("created_by").order_by("-held_at")


def draft_of_today(episode: Episode, by: User) -> Session | None:
    """The new session that `by` began today and did not sign: opening the page again goes on with it."""
    mine = drafts_of(episode).filter(amends=None, created_by=by).first()
    today = mine and timezone.localdate(mine.held_at) == timezone.localdate()
    return mine if today else None


def last_before(draft: Session) -> Session | None:
    """The last signed session before this one."""
    signed = draft.episode.sessions.current().exclude(pk=draft.amends_id)
    if draft.pk or draft.amends_id:
        signed = signed.filter(held_at__lt=draft.held_at)
    return signed.prefetch_related("interventions").last()
