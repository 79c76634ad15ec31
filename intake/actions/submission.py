"""Submitting: check everything again, keep each question as it was asked, apply the rules, freeze."""

from django.db import transaction

from intake import mail
from intake.actions import details, rows
from intake.actions.answers import lock, note, raise_alarm
from intake.actions.invitations import end_links
from intake.models import Answer, Finding, Intake, InvitationState
from intake.questionnaire import Page
from intake.walk import EMERGENCY, Walk, known_answers
from practice import audit
from practice.models import Episode, Phase


class IncompleteIntakeError(Exception):
    """Pages that must be looked at before the intake can be sent."""

    def __init__(self, pages: list[Page]) -> None:
        super().__init__("Some pages are not complete.")
        self.pages = pages


class StaleIntakeError(Exception):
    """Answers were changed elsewhere after they were checked here; `stored` is the intake as it is now."""

    def __init__(self, stored: Intake) -> None:
        super().__init__("The answers were changed elsewhere in the meantime.")
        self.stored = stored


@transaction.atomic
def submit_intake(*, intake: Intake, language: str = "", version: int | None = None) -> Intake:
    """Send the answers in; from then on they are frozen and the link is dead. Sending twice changes nothing.

    `version` is the draft version the patient looked at before sending.
    Raises IncompleteIntakeError, with the pages, when something that must be answered is open;
    StaleIntakeError when the draft is newer than `version`.
    """
    stored = lock(intake)
    if stored.is_submitted:
        return stored
    if version is not None and stored.draft_version != version:
        raise StaleIntakeError(stored)
    stored.language = language or stored.language
    stored.answers = {**stored.answers, **known_answers(stored.episode.patient)}
    walk = Walk.of(stored)
    if walk.to_do:
        raise IncompleteIntakeError(walk.to_do)
    stored.answers = walk.answers
    result = walk.screen()
    if result.level == EMERGENCY:
        raise_alarm(stored)
    Answer.objects.bulk_create(rows.as_asked(stored, walk, walk.asked()))
    Finding.objects.bulk_create(rows.findings_of(stored, walk, result))
    rows.freeze(stored, result)
    details.send_in(stored)
    _close_link(stored)
    note("intake.submitted", stored)
    mail.tell_practice_submitted(stored)
    mail.thank_patient(stored)
    return stored


def _close_link(intake: Intake) -> None:
    end_links(intake, InvitationState.USED, audit.PATIENT)
    episode = Episode.objects.select_for_update().get(pk=intake.episode_id)
    # A therapist may have screened by voice already; then the episode is past this step.
    if episode.may_move_to(Phase.INTAKE_DONE):
        episode.move_to(Phase.INTAKE_DONE)
