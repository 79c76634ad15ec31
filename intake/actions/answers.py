"""Filling in: save a page, confirm the emergency message, submit."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from intake import explain, mail
from intake.actions.alerts import raise_alert
from intake.answers import is_empty
from intake.models import Intake, IntakeStatus
from intake.walk import Walk, ticked
from practice import audit


class StalePageError(Exception):
    """The same page was saved elsewhere in the meantime; `stored` is the intake with those answers.

    `is_alarming`: the answers refused here hold an emergency that was not confirmed as read yet.
    """

    def __init__(self, stored: Intake, is_alarming: bool) -> None:
        super().__init__("This page was saved elsewhere in the meantime.")
        self.stored, self.is_alarming = stored, is_alarming


class SubmittedError(Exception):
    """The intake was submitted already, so nothing is saved any more."""


def save_page(
    *,
    intake: Intake,
    page: str,
    cleaned: Mapping[str, Any],
    version: int,
    unfinished: Mapping[str, Any] | None = None,
    language: str = "",
) -> Intake:
    """Save one page of the draft and look for emergencies at once, also in what is no answer yet.

    Params: cleaned, for every question shown on the page its answer or None; version, the draft version
    the page was opened with; unfinished, what was typed and is no answer yet. Other pages stay as they are.
    Raises SubmittedError, and StalePageError when this page was saved elsewhere with other answers;
    an emergency among the answers that are refused then is kept and told all the same.
    """
    typed = unfinished or {}
    stored, stale = _save_or_alarm(
        intake=intake, page=page, cleaned=cleaned, typed=typed, version=version, language=language
    )
    if stale:  # raised after the commit, so that the alarm stays
        raise stale
    return stored


@transaction.atomic
def _save_or_alarm(
    *,
    intake: Intake,
    page: str,
    cleaned: Mapping[str, Any],
    typed: Mapping[str, Any],
    version: int,
    language: str,
) -> tuple[Intake, StalePageError | None]:
    """Save the page, or, when it is stale, only the alarm that is in it."""
    stored = lock(intake)
    if stored.is_submitted:
        raise SubmittedError
    is_stale = stored.page_versions.get(page, 0) > version and _differs(stored, cleaned, typed)
    if not is_stale:
        _fill(stored, page, cleaned, typed, language)
    seen = {**ticked(stored, stored.unfinished), **cleaned, **ticked(stored, typed)}
    is_new = raise_alarm(stored, seen)
    if is_new or not is_stale:
        stored.save()
    if is_stale:
        is_alarming = stored.awaits_confirmation and bool(Walk.of(stored, seen).emergencies())
        return stored, StalePageError(stored, is_alarming)
    note("intake.page_saved", stored)
    return stored, None


def _fill(
    stored: Intake, page: str, cleaned: Mapping[str, Any], typed: Mapping[str, Any], language: str
) -> None:
    stored.answers = _without_empty({**stored.answers, **cleaned})
    others = {id_: value for id_, value in stored.unfinished.items() if id_ not in cleaned}
    stored.unfinished = _without_empty({**others, **typed})
    stored.draft_version += 1
    stored.page_versions = {**stored.page_versions, page: stored.draft_version}
    stored.language = language or stored.language
    _note_progress(stored)


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


def raise_alarm(intake: Intake, typed: Mapping[str, Any] | None = None) -> bool:
    """Mark an intake on which an emergency rule fires that the patient was not told about yet; alert us.

    `typed` counts before the stored answers. Returns whether there was something new to tell.
    """
    walk, now = Walk.of(intake, typed), timezone.now()
    new = {
        fired.rule.id: {
            "at": now.isoformat(),
            "read": False,
            "because": explain.reasons(fired, walk.questionnaire, walk.answers, intake.language),
        }
        for fired in walk.emergencies()
        if fired.rule.id not in intake.emergency_rules
    }
    if not new:
        return False
    intake.emergency_rules = {**intake.emergency_rules, **new}
    intake.emergency_at = intake.emergency_at or now
    intake.emergency_confirmed_at = None
    note("intake.emergency_shown", intake)
    alert = raise_alert(intake, now)
    transaction.on_commit(lambda: mail.tell_practice_emergency(alert))
    return True


@transaction.atomic
def confirm_emergency(*, intake: Intake) -> Intake:
    """The patient says to have read the emergency message; saying so twice changes nothing."""
    stored = lock(intake)
    if stored.awaits_confirmation and not stored.is_submitted:
        stored.emergency_confirmed_at = timezone.now()
        stored.emergency_rules = {id_: told | {"read": True} for id_, told in stored.emergency_rules.items()}
        stored.save(update_fields=["emergency_confirmed_at", "emergency_rules"])
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
