"""Filling in: save a page, confirm the emergency message, submit."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from intake import mail
from intake.answers import is_empty
from intake.models import Intake, IntakeStatus
from intake.walk import EMERGENCY, Walk
from practice import audit


class StalePageError(Exception):
    """The same page was saved elsewhere in the meantime; `stored` is the intake with those answers."""

    def __init__(self, stored: Intake) -> None:
        super().__init__("This page was saved elsewhere in the meantime.")
        self.stored = stored


class SubmittedError(Exception):
    """The intake was submitted already, so nothing is saved any more."""


@transaction.atomic
def save_page(
    *,
    intake: Intake,
    page: str,
    cleaned: Mapping[str, Any],
    version: int,
    unfinished: Mapping[str, Any] | None = None,
    language: str = "",
) -> Intake:
    """Save one page of the draft and look for emergencies at once.

    Params: cleaned, for every question shown on the page its answer or None; version, the draft version
    the page was opened with; unfinished, what was typed and is no answer yet. Other pages stay as they are.
    Raises StalePageError when this page was saved elsewhere with other answers, SubmittedError.
    """
    stored = lock(intake)
    if stored.is_submitted:
        raise SubmittedError
    typed = unfinished or {}
    if stored.page_versions.get(page, 0) > version and _differs(stored, cleaned, typed):
        raise StalePageError(stored)
    stored.answers = _without_empty({**stored.answers, **cleaned})
    others = {id_: value for id_, value in stored.unfinished.items() if id_ not in cleaned}
    stored.unfinished = _without_empty({**others, **typed})
    stored.draft_version += 1
    stored.page_versions = {**stored.page_versions, page: stored.draft_version}
    stored.language = language or stored.language
    _note_progress(stored)
    raise_alarm(stored)
    stored.save()
    note("intake.page_saved", stored)
    return stored


def _differs(stored: Intake, cleaned: Mapping[str, Any], typed: Mapping[str, Any]) -> bool:
    return any(
        stored.answers.get(id_) != value or stored.unfinished.get(id_) != typed.get(id_)
        for id_, value in cleaned.items()
    )


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {id_: value for id_, value in values.items() if not is_empty(value)}


def _note_progress(intake: Intake) -> None:
    walk = Walk.of(intake)
    to_do = walk.to_do
    intake.pages_total, intake.pages_done = len(walk.pages), len(walk.pages) - len(to_do)
    intake.current_page = to_do[0].id if to_do else ""
    intake.status, intake.saved_at = IntakeStatus.STARTED, timezone.now()
    intake.started_at = intake.started_at or intake.saved_at


def raise_alarm(intake: Intake) -> None:
    """Mark an intake on which an emergency rule fires that the patient was not told about yet."""
    fired = [found.rule.id for found in Walk.of(intake).screen().fired if found.rule.level == EMERGENCY]
    new = [rule for rule in fired if rule not in intake.emergency_rules]
    if not new:
        return
    intake.emergency_rules = [*intake.emergency_rules, *new]
    intake.emergency_at = intake.emergency_at or timezone.now()
    intake.emergency_confirmed_at = None
    note("intake.emergency_shown", intake)
    transaction.on_commit(lambda: mail.tell_practice_emergency(intake))


@transaction.atomic
def confirm_emergency(*, intake: Intake) -> Intake:
    """The patient says to have read the emergency message; saying so twice changes nothing."""
    stored = lock(intake)
    if stored.awaits_confirmation and not stored.is_submitted:
        stored.emergency_confirmed_at = timezone.now()
        stored.save(update_fields=["emergency_confirmed_at"])
        note("intake.emergency_confirmed", stored)
    return stored


def lock(intake: Intake) -> Intake:
    """The intake as it is now, locked for this transaction."""
    rows = Intake.objects.select_for_update(of=("self",)).select_related("episode__patient")
    return rows.get(pk=intake.pk)


def note(verb: str, intake: Intake) -> None:
    """Write a line of the log in the patient's name. Pages have telling names, so they are left out."""
    patient = intake.episode.patient
    audit.record(verb, by=audit.PATIENT, patient=patient, subject=intake, label=str(intake))
