"""The link by which a patient reads the plan at home; exists only while REMOTE_APPROVAL is on."""

import datetime
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from intake.actions import LINK_TRIES
from intake.models import token_digest
from practice import audit, throttle
from practice.models import User
from records import mail
from records.actions.handover import begin, note
from records.models import Handover, HandoverKind, TreatmentPlan

TOKEN_BYTES = 32  # 256 bits


@transaction.atomic
def send_plan(*, plan: TreatmentPlan, data: dict[str, object], email: str, by: User) -> tuple[Handover, str]:
    """Mail a link to this plan; an earlier link or hand-over in this episode ends.

    `data` as for start_handover. Returns the hand-over and the raw token, which is stored nowhere but in the
    mail, until that is sent; it waits in the outbox from the commit on.
    Raises StalePlanError, EpisodeClosedError.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {
        "kind": HandoverKind.REMOTE,
        "token_digest": token_digest(token),
        "expires_at": timezone.now() + datetime.timedelta(days=settings.INTAKE_LINK_DAYS),
        "sent_to": email,
    }
    handover = begin(plan, by, {**data, **values})
    note("handover.sent", handover, by)
    mail.send_plan(handover, token, by)
    return handover, token


@transaction.atomic
def open_plan_link(*, token: str, by: audit.Actor = audit.PATIENT) -> Handover | None:
    """The hand-over this token belongs to, while the link works; None for every other token."""
    handover = _locked().filter(token_digest=token_digest(token)).first()
    if handover is None or not handover.is_open:
        throttle.count_failure(LINK_TRIES)
        return None
    note("handover.opened", handover, by)
    return handover


@transaction.atomic
def check_reader(*, handover: Handover, date: datetime.date, by: audit.Actor = audit.PATIENT) -> bool:
    """Is this the patient's birth date? Too many wrong ones lock the link; a locked or ended one says no.

    The row is locked while counting, so guesses at the same time all count.
    """
    handover = _locked().get(pk=handover.pk)
    if not handover.is_open:
        return False
    if handover.plan.episode.patient.birth_date == date:
        Handover.objects.filter(pk=handover.pk).update(failed_attempts=0)
        return True
    _count_wrong(handover, by)
    return False


def _count_wrong(handover: Handover, by: audit.Actor) -> None:
    throttle.count_failure(LINK_TRIES)
    handover.failed_attempts += 1
    if handover.failed_attempts >= settings.INTAKE_BIRTH_DATE_ATTEMPTS:
        handover.locked_at = timezone.now()
    handover.save(update_fields=["failed_attempts", "locked_at"])
    note("handover.refused", handover, by)
    if handover.locked_at:
        note("handover.locked", handover, audit.SYSTEM)


def _locked() -> QuerySet[Handover]:
    return Handover.objects.select_for_update(of=("self",)).select_related("plan__episode__patient")
