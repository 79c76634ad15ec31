"""Keeping, signing and correcting treatment sessions."""

from collections.abc import Iterable

from django.db import transaction

from practice import audit
from practice.models import Episode, Phase, User
from practice.signing import StaleDraftError
from records.actions import drafting, guard
from records.actions.labels import label_of
from records.errors import BackAtScreeningError, NotApprovedError, SameTimeError, SpecialNotAgreedError
from records.models import Session, SessionIntervention, TreatmentPlan


@transaction.atomic
def save_session(
    *,
    session: Session,
    data: dict[str, object],
    interventions: Iterable[dict[str, object]],
    version: int,
    by: User,
) -> Session:
    """Keep a draft of a session, made from draft version `version`; it may be new, or amend a signed one.

    `interventions` (what was done) replace the rows that were there. Raises StaleDraftError,
    AlreadySignedError, SameTimeError when another one began at that minute, EpisodeClosedError.
    """
    episode = guard.open_episode(session.episode_id)
    changed = drafting.fill(session, data)
    _refuse_same_time(session)
    drafting.store(session, version=version, by=by)
    session.interventions.all().delete()
    rows = (SessionIntervention(session=session, **row) for row in interventions)
    SessionIntervention.objects.bulk_create(rows)
    audit.record(
        "session.saved",
        by=by,
        patient=episode.patient,
        subject=session,
        label=label_of(session),
        changed=changed,
    )
    return session


def _refuse_same_time(session: Session) -> None:
    if session.amends_id:
        return
    others = Session.objects.filter(episode=session.episode_id, held_at=session.held_at, amends=None)
    other = others.exclude(pk=session.pk).first()
    if other and not other.is_signed and not session.pk:
        raise StaleDraftError(other)
    if other:
        raise SameTimeError(other)


@transaction.atomic
def sign_session(*, session: Session, by: User) -> Session:
    """Freeze the session. A first version needs consent to the newest plan; a correction does not.

    Raises NotApprovedError, SpecialNotAgreedError, BackAtScreeningError, StaleDraftError, AlreadySignedError,
    EpisodeClosedError.
    """
    episode = guard.open_episode(session.episode_id)
    session = drafting.as_stored(session)
    if session.amends_id is None:
        session.plan = _approved_plan(episode, session)
        guard.move(episode, Phase.IN_TREATMENT, refused=BackAtScreeningError)
    session.sign(by=by)
    verb = "session.amended" if session.amends_id else "session.signed"
    audit.record(verb, by=by, patient=episode.patient, subject=session, label=label_of(session))
    return session


def _approved_plan(episode: Episode, session: Session) -> TreatmentPlan:
    plan = episode.plans.newest()
    if plan is None or not plan.is_approved:
        raise NotApprovedError
    agreed = set(plan.standing.special_agreed)
    refused = [one.label for one in session.interventions.all() if one.is_special and one.code not in agreed]
    if refused:
        raise SpecialNotAgreedError(refused)
    return plan
