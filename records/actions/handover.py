"""Putting one plan before the patient, on a device in the room, and taking the device back."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from practice import audit
from practice.actions.messages import cancel_messages_about
from practice.models import Phase, User
from records.actions import guard
from records.actions.labels import label_of
from records.errors import BackAtScreeningError, StalePlanError
from records.mail import about_link
from records.models import Handover, HandoverKind, TreatmentPlan


@transaction.atomic
def start_handover(*, plan: TreatmentPlan, data: dict[str, object], by: User) -> Handover:
    """Hand a device over for the decision on this plan; an earlier hand-over in this episode ends.

    `data` holds language and, as far as they apply, able_to_decide, capacity_remark, exception_reason,
    representative_name, representative_relation and letter_given. Raises StalePlanError,
    BackAtScreeningError, EpisodeClosedError.
    """
    until = timezone.now() + datetime.timedelta(minutes=settings.HANDOVER_MINUTES)
    handover = begin(plan, by, {**data, "expires_at": until})
    note("handover.started", handover, by)
    return handover


def begin(plan: TreatmentPlan, by: User, values: dict[str, object]) -> Handover:
    """A hand-over of the newest plan; every earlier one of the episode ends."""
    episode = guard.open_episode(plan.episode_id)
    newest = TreatmentPlan.objects.filter(episode=plan.episode_id).newest()
    if newest is None or newest.pk != plan.pk:
        raise StalePlanError
    if not newest.is_approved and not episode.may_move_to(Phase.APPROVED):
        raise BackAtScreeningError  # now, not after the patient read everything and signed
    for earlier in _running(Handover.objects.filter(plan__episode=plan.episode_id)):
        _end(earlier, by)
    return Handover.objects.create(plan=newest, started_by=by, **values)


@transaction.atomic
def end_handover(*, handover: Handover, by: User) -> Handover:
    """Take the device back, or a link; one that ended already stays as it ended."""
    found = _running(Handover.objects.filter(pk=handover.pk)).first()
    if found:
        _end(found, by)
    return found or handover


def read_handover_in(*, handover: Handover, language: str, by: audit.Actor = audit.PATIENT) -> Handover:
    """Go on in this language; what is decided is stored in the words that were read."""
    Handover.objects.filter(pk=handover.pk, ended_at=None).update(language=language)
    handover.language = language
    return handover


def _running(handovers: QuerySet[Handover]) -> QuerySet[Handover]:
    """Those that nobody ended, locked for this transaction; also when their time is over."""
    running = handovers.filter(ended_at=None).select_for_update(of=("self",))
    return running.select_related("plan__episode__patient")


def _end(handover: Handover, by: User) -> None:
    handover.ended_at = timezone.now()
    handover.save(update_fields=["ended_at"])
    if handover.kind == HandoverKind.REMOTE:
        cancel_messages_about(once=about_link(handover), by=by)
    note("handover.ended", handover, by)


def note(verb: str, handover: Handover, by: audit.Actor) -> None:
    patient = handover.plan.episode.patient
    audit.record(verb, by=by, patient=patient, subject=handover, label=label_of(handover.plan))
