"""Keeping, signing and correcting treatment sessions."""

from collections.abc import Iterable

from django.db import transaction

from practice import audit
from practice.models import Episode, Phase, User
from practice.signing import StaleDraftError
from records.actions import drafting, guard
from records.actions.labels import label_of
from records.errors import (
    BackAtScreeningError,
    CopiesNotConfirmedError,
    NeckStepsError,
    NotApprovedError,
    RescreeningWaitsError,
    SameTimeError,
    SpecialNotAgreedError,
)
from records.holds import refuse_held_up
from records.models import Consent, Session, SessionIntervention, TreatmentPlan
from records.neck import missing_steps
from records.rescreening import Asked


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
    drafting.note_kept(
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

    The neck is never treated without consent to that: a reason to deviate stands in for safety steps that are
    not done, and for nothing else. A correction may name neck treatment only under a plan with that consent,
    given then or later taken back. An emergency alert, urgent answers and what came up when the safety
    questions were asked again go first. What was copied from an earlier session is confirmed, or changed.
    Raises AlertWaitsError, UrgentFormWaitsError, RescreeningWaitsError, NotApprovedError,
    SpecialNotAgreedError, NeckStepsError, CopiesNotConfirmedError, BackAtScreeningError, StaleDraftError,
    AlreadySignedError, EpisodeClosedError.
    """
    episode = guard.open_episode(session.episode_id)
    session = drafting.as_stored(session)
    if session.amends_id:
        _refuse_not_agreed(session, list(session.plan.consents.all()), neck_only=True)
    else:
        refuse_held_up(episode)
        if Asked.of(episode).holds_up_treatment:
            raise RescreeningWaitsError
        session.plan = _approved_plan(episode, session)
        guard.move(episode, Phase.IN_TREATMENT, refused=BackAtScreeningError)
    if session.unconfirmed:
        raise CopiesNotConfirmedError
    session.sign(by=by)
    verb = "session.amended" if session.amends_id else "session.signed"
    audit.record(verb, by=by, patient=episode.patient, subject=session, label=label_of(session))
    return session


def _approved_plan(episode: Episode, session: Session) -> TreatmentPlan:
    plan = episode.plans.newest()
    if plan is None or not plan.is_approved:
        raise NotApprovedError
    _refuse_not_agreed(session, [plan.standing])
    treats_neck = any(one.is_on_neck for one in session.interventions.all())
    if treats_neck and not plan.deviates and (missing := missing_steps(episode)):
        raise NeckStepsError(missing)
    return plan


def _refuse_not_agreed(session: Session, consents: list[Consent], *, neck_only: bool = False) -> None:
    """Each thing that was done is covered by one of these consents."""
    done = [one for one in session.interventions.all() if one.is_on_neck or not neck_only]
    refused = [one.label for one in done if not any(consent.covers(one) for consent in consents)]
    if refused:
        raise SpecialNotAgreedError(refused)
