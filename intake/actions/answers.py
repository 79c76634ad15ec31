"""Filling in: save a page, tell an emergency, confirm the emergency message, submit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from intake import explain, mail
from intake.actions import details
from intake.actions.alerts import raise_alert
from intake.answers import is_empty
from intake.models import Intake, IntakeStatus
from intake.walk import Walk, ticked, untold
from practice import audit

# An emergency that was ticked is shown at once on the page. This long it waits for the patient to go on, or
# to take the tick back, before the practice is told: a slip can be mended, and of the 15 minutes for an
# answer little is lost.
ALARM_WAITS = timedelta(minutes=2)


class StalePageError(Exception):
    """The same page was saved elsewhere in the meantime; `stored` is the intake with those answers.

    `is_alarming`: an emergency, in either of the two, waits to be confirmed as read; that comes first.
    """

    def __init__(self, stored: Intake) -> None:
        super().__init__("This page was saved elsewhere in the meantime.")
        self.stored, self.is_alarming = stored, stored.awaits_confirmation


class SubmittedError(Exception):
    """The intake was submitted already, so nothing is saved any more."""


@dataclass(frozen=True)
class Typed:
    """One page as it stands: for each question shown its answer or None, and what is no answer yet.

    `version` is the draft version the page was opened with, `language` the one it is shown in. `details` is
    what the page about the registration holds; when something on that page `is_refused`, it stays to be done.
    """

    page: str
    answers: Mapping[str, Any]
    unfinished: Mapping[str, Any]
    version: int
    language: str = ""
    details: Mapping[str, str] | None = None
    is_refused: bool = False


def save_page(
    *,
    intake: Intake,
    page: str,
    cleaned: Mapping[str, Any],
    version: int,
    unfinished: Mapping[str, Any] | None = None,
    language: str = "",
    goes_on: bool = True,
    details: Mapping[str, str] | None = None,
    is_refused: bool = False,
) -> Intake:
    """Save one page of the draft by a button, and look for emergencies, also in what is no answer yet.

    Params: cleaned, for every question shown on the page its answer or None; version, the draft version
    the page was opened with; unfinished, what was typed and is no answer yet; goes_on, whether the patient
    is done with the page. One that was only left ("Previous", "stop for now") is kept and stays to be done.
    Other pages stay as they are. Each use of a button is a line of the log. details, is_refused: see Typed.
    Raises SubmittedError, and StalePageError when this page was saved elsewhere with other answers;
    an emergency among the answers that are refused then is kept and told all the same.
    """
    typed = Typed(page, cleaned, unfinished or {}, version, language, details, is_refused)
    stored, is_stale = _save_with_button(intake, typed, goes_on)
    if is_stale:  # raised after the commit, so that the alarm stays
        raise StalePageError(stored)
    return stored


def keep_page(*, intake: Intake, typed: Typed, unsure: Typed | None = None, is_first: bool = True) -> Intake:
    """Save a page that saves itself while the patient is at it: it stays to be done.

    Params: unsure, what this page sent before and got no answer about; when that did arrive, nobody else
    saved the page. is_first, whether it is the first time since the page was opened: only that is a line of
    the log, or somebody who types would fill it.
    An emergency waits: the page shows it, and the practice is told when the patient uses a button, or by
    raise_waiting_alarm. Raises as save_page does; on answers that are refused an emergency is told at once,
    as they are kept nowhere.
    """
    stored, is_stale = _save_by_itself(intake, typed, unsure, is_first)
    if is_stale:
        raise StalePageError(stored)
    return stored


@transaction.atomic
def _save_with_button(intake: Intake, typed: Typed, goes_on: bool) -> tuple[Intake, bool]:
    """Save the page, or, when it is stale, only the alarm that is in it."""
    stored = _open_draft(intake)
    if _is_stale(stored, typed):
        _alarm_of_both(stored, typed)
        return stored, True
    _fill(stored, typed, goes_on=goes_on)
    raise_alarm(stored, _seen(stored, typed))
    stored.save()
    note("intake.page_saved", stored)
    return stored, False


@transaction.atomic
def _save_by_itself(
    intake: Intake, typed: Typed, unsure: Typed | None, is_first: bool
) -> tuple[Intake, bool]:
    stored = _open_draft(intake)
    arrived = unsure is not None and not _differs(stored, unsure)
    if not arrived and _is_stale(stored, typed):
        _alarm_of_both(stored, typed)
        return stored, True
    is_new_page = typed.page not in stored.page_versions
    if not is_new_page and not _differs(stored, typed):
        return stored, False
    _fill(stored, typed, goes_on=False)
    _let_alarm_wait(stored)
    stored.save()
    if is_first or is_new_page:
        note("intake.page_saved", stored)
    return stored, False


def _open_draft(intake: Intake) -> Intake:
    stored = lock(intake)
    if stored.is_submitted:
        raise SubmittedError
    return stored


def _is_stale(stored: Intake, typed: Typed) -> bool:
    return stored.page_versions.get(typed.page, 0) > typed.version and _differs(stored, typed)


def _seen(stored: Intake, typed: Typed) -> dict[str, Any]:
    """What counts for the rules: what is typed on this page, and ticks that are no answer yet."""
    return {**ticked(stored, stored.unfinished), **typed.answers, **ticked(stored, typed.unfinished)}


def _alarm_of_both(stored: Intake, typed: Typed) -> None:
    """Tell an emergency in the answers that are refused, and one that waits in those that stay."""
    told = [raise_alarm(stored, found) for found in (_seen(stored, typed), ticked(stored, stored.unfinished))]
    if any(told):
        stored.save()


def _fill(stored: Intake, typed: Typed, *, goes_on: bool) -> None:
    """Take in the page; once the patient went on from it, it stays done."""
    page = typed.page
    was_done = page in stored.page_versions and page not in stored.half_pages
    others = {id_: value for id_, value in stored.unfinished.items() if id_ not in typed.answers}
    stored.answers = _without_empty({**stored.answers, **typed.answers})
    stored.unfinished = _without_empty({**others, **typed.unfinished})
    if typed.details is not None:
        details.keep(stored, typed.details)
    stored.draft_version += 1
    stored.page_versions = {**stored.page_versions, page: stored.draft_version}
    stored.language = typed.language or stored.language
    half = [page] if typed.is_refused or not (goes_on or was_done) else []
    stored.half_pages = [id_ for id_ in stored.half_pages if id_ != page] + half
    _note_progress(stored)


def _differs(stored: Intake, typed: Typed) -> bool:
    if typed.details is not None:
        return details.differ(stored, typed.details)
    return any(
        stored.answers.get(id_) != value or stored.unfinished.get(id_) != typed.unfinished.get(id_)
        for id_, value in typed.answers.items()
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


def _let_alarm_wait(stored: Intake) -> None:
    """Note since when an emergency that was not told stands in the draft; forget it when none does now."""
    since = stored.alarm_waits_since or timezone.now()
    stored.alarm_waits_since = since if untold(stored) else None


def raise_alarm(
    intake: Intake, typed: Mapping[str, Any] | None = None, by: audit.Actor = audit.PATIENT
) -> bool:
    """Mark an intake on which an emergency rule fires that the patient was not told about yet; alert us.

    `typed` counts before the stored answers. Returns whether there was something new to tell.
    """
    intake.alarm_waits_since = None
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
    alert = raise_alert(intake, now, by)
    mail.tell_practice_emergency(alert)
    return True


@transaction.atomic
def raise_waiting_alarm(*, intake: Intake, by: audit.Actor) -> bool:
    """Tell the emergency in a page that saved itself and was left so; False: no need (any more).

    The next page the patient asks for is the emergency message.
    """
    stored = lock(intake)
    if not _is_overdue(stored, timezone.now()):
        return False
    is_new = raise_alarm(stored, ticked(stored, stored.unfinished), by)
    stored.save()
    return is_new


def _is_overdue(intake: Intake, now: datetime) -> bool:
    """Does an emergency wait in this draft for longer than it takes to correct a tap?"""
    since = intake.alarm_waits_since
    return not intake.is_submitted and since is not None and now - since >= ALARM_WAITS


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
