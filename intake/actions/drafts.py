"""What becomes of a form that nobody finishes."""

from datetime import datetime

from django.db import transaction

from intake.actions import details
from intake.actions.answers import lock
from intake.actions.invitations import end_links
from intake.drafts import old_drafts, old_links
from intake.models import TOLD_BEFORE, Intake, IntakeStatus, InvitationState
from intake.walk import known_answers
from practice import audit
from practice.models import Episode, Phase


@transaction.atomic
def delete_draft(*, intake: Intake, before: datetime, by: audit.Actor) -> bool:
    """Delete what a patient filled in and did not send, if it is (still) older than `before`.

    The form is as on the day it was made; its link ends when it is as old. What the patient was told in an
    emergency, and the alert, stay. False when there is nothing to delete (any more): who saves or sends at
    this moment was here, and a second run finds nothing.
    """
    stored = lock(intake)
    if not old_drafts(before).filter(pk=stored.pk).exists():
        return False
    _empty(stored)
    details.forget(stored)
    stored.save()
    _end_old_link(stored, before)
    patient = stored.episode.patient
    audit.record("intake.draft_deleted", by=by, patient=patient, subject=stored, label=str(stored))
    return True


def _empty(intake: Intake) -> None:
    intake.answers = {} if intake.is_follow_up else known_answers(intake.episode.patient)
    intake.unfinished = {}
    intake.page_versions, intake.half_pages = {}, []
    intake.pages_done, intake.pages_total, intake.current_page = 0, 0, ""
    intake.started_at, intake.saved_at = None, None
    intake.status = IntakeStatus.INVITED
    intake.draft_version += 1  # a check page that is open somewhere shows answers that are gone
    intake.emergency_rules = {_ended(id_, told): told for id_, told in intake.emergency_rules.items()}


def _ended(id_: str, told: dict[str, object]) -> str:
    """The key of what was told and read from now on: the same emergency in new answers is told anew."""
    return f"{id_}{TOLD_BEFORE}{told['at']}" if told["read"] and TOLD_BEFORE not in id_ else id_


def _end_old_link(intake: Intake, before: datetime) -> None:
    if not old_links(before).filter(intake=intake).exists():
        return
    end_links(intake, InvitationState.REVOKED, audit.SYSTEM)
    episode = Episode.objects.select_for_update().get(pk=intake.episode_id)
    if episode.phase == Phase.INTAKE_SENT and not intake.is_follow_up:
        episode.move_to(Phase.NEW)
