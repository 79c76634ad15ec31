"""The waiting list: who waits, how soon, each attempt to reach somebody, and how it ended."""

import datetime

from django.db import transaction
from django.utils import timezone

from practice import audit
from practice.models import (
    Appointment,
    ContactAttempt,
    ContactOutcome,
    Episode,
    Patient,
    User,
    WaitingEntry,
    WaitingOutcome,
    of_person,
)

# An attempt this young makes everybody look before the phone rings once more.
LOOK_TWICE = datetime.timedelta(hours=4)


class AlreadyWaitingError(Exception):
    """This patient waits for the same thing already; `entry` is the row that says so."""

    def __init__(self, entry: WaitingEntry) -> None:
        super().__init__("This patient is on the list already.")
        self.entry = entry


class StaleEntryError(Exception):
    """An entry was changed by somebody else in the meantime; `newer` is the row as it is now."""

    def __init__(self, newer: WaitingEntry) -> None:
        super().__init__("This entry was changed elsewhere in the meantime.")
        self.newer = newer


class AttemptedMeanwhileError(Exception):
    """Somebody tried to reach this patient a moment ago; `attempt` is what came of it."""

    def __init__(self, attempt: ContactAttempt) -> None:
        super().__init__("Somebody tried to reach this patient in the meantime.")
        self.attempt = attempt


@transaction.atomic
def add_waiting(
    *,
    patient: Patient,
    kind: str,
    by: User,
    episode: Episode | None = None,
    therapist: User | None = None,
    due_on: datetime.date | None = None,
    wishes: list[str] | None = None,
    urgency: str = "",
) -> WaitingEntry:
    """Put somebody on the list: to wait for an appointment, to be called up from `due_on`, or to be called.

    `wishes` are values of DayPart; `urgency` is a therapist's judgement. Raises AlreadyWaitingError when the
    same is on the list already.
    """
    patient = Patient.objects.living(patient)
    _refuse_double(patient, kind, episode)
    entry = WaitingEntry.objects.create(
        patient=patient,
        episode=episode,
        kind=kind,
        therapist=therapist or (episode.therapist if episode else None),
        due_on=due_on,
        wishes=wishes or [],
        urgency=urgency,
        urgency_by=by if urgency else None,
        added_by=by,
    )
    _note("waiting.added", entry, by)
    return entry


def _refuse_double(patient: Patient, kind: str, episode: Episode | None) -> None:
    same = WaitingEntry.objects.open().filter(patient=patient, kind=kind, episode=episode)
    if found := same.first():
        raise AlreadyWaitingError(found)


def _note(verb: str, entry: WaitingEntry, by: User, changed: list[str] | None = None) -> None:
    audit.record(verb, by=by, patient=entry.patient, subject=entry, label=f"{entry.pk}", changed=changed)


def _locked(entry: WaitingEntry, version: int, *, ended: bool = False) -> WaitingEntry:
    """The row as it is stored, open or `ended`, to be changed by whoever read it at `version`."""
    stored = WaitingEntry.objects.select_for_update().get(pk=entry.pk)
    if stored.version != version or (stored.closed_at is not None) is not ended:
        raise StaleEntryError(stored)
    stored.version = version + 1
    return stored


@transaction.atomic
def change_waiting(*, entry: WaitingEntry, data: dict[str, object], version: int, by: User) -> WaitingEntry:
    """Change therapist, wishes or the day a recall begins; `data` holds them by field name.

    Raises StaleEntryError when somebody else changed the entry since it was read at `version`.
    """
    stored = _locked(entry, version)
    changed = [name for name, value in data.items() if getattr(stored, name) != value]
    for name in changed:
        setattr(stored, name, data[name])
    stored.save()
    _note("waiting.changed", stored, by, changed)
    return stored


@transaction.atomic
def set_urgency(*, entry: WaitingEntry, urgency: str, version: int, by: User) -> WaitingEntry:
    """Record how soon a therapist wants to see this patient; the desk reads it, never why.

    Raises StaleEntryError as change_waiting does.
    """
    stored = _locked(entry, version)
    stored.urgency, stored.urgency_by = urgency, by
    stored.save()
    _note("waiting.urgency_set", stored, by, ["urgency"])
    return stored


@transaction.atomic
def close_waiting(
    *,
    entry: WaitingEntry,
    outcome: str,
    version: int,
    by: User,
    appointment: Appointment | None = None,
) -> WaitingEntry:
    """End an entry with what came of it, and with the appointment that was booked.

    Raises StaleEntryError as change_waiting does.
    """
    stored = _locked(entry, version)
    stored.closed_at, stored.closed_by, stored.outcome = timezone.now(), by, outcome
    stored.appointment = appointment if outcome == WaitingOutcome.BOOKED else None
    stored.save()
    _note("waiting.closed", stored, by, ["outcome"])
    return stored


@transaction.atomic
def reopen_waiting(*, entry: WaitingEntry, version: int, by: User) -> WaitingEntry:
    """Put an entry back that was ended, with the days it waited already.

    Raises StaleEntryError as change_waiting does, AlreadyWaitingError when a newer one took its place.
    """
    Patient.objects.select_for_update().get(pk=entry.patient_id)
    stored = _locked(entry, version, ended=True)
    _refuse_double(stored.patient, stored.kind, stored.episode)
    stored.closed_at, stored.closed_by, stored.outcome, stored.appointment = None, None, "", None
    stored.save()
    _note("waiting.reopened", stored, by, ["outcome"])
    return stored


@transaction.atomic
def record_contact(
    *,
    patient: Patient,
    way: str,
    outcome: str,
    by: User,
    entry: WaitingEntry | None = None,
    again_at: datetime.datetime | None = None,
    ends: bool = False,
    seen: int | None = None,
) -> ContactAttempt:
    """Record an attempt to reach this patient; with `ends`, `entry` is done once somebody was spoken with.

    `seen` is the number of the newest attempt that was read before (0: none).
    Raises AttemptedMeanwhileError when a colleague tried after that, less than LOOK_TWICE ago.
    """
    Patient.objects.select_for_update().get(pk=patient.pk)
    attempts = ContactAttempt.objects.filter(of_person(patient.pk))
    newest = attempts.select_related("tried_by").first()
    now = timezone.now()
    if newest and seen is not None and newest.pk > seen and newest.tried_at > now - LOOK_TWICE:
        raise AttemptedMeanwhileError(newest)
    attempt = ContactAttempt.objects.create(
        patient=patient, entry=entry, way=way, outcome=outcome, again_at=again_at, tried_by=by
    )
    audit.record("contact.attempted", by=by, patient=patient, subject=attempt, label=str(attempt))
    if ends and entry and outcome == ContactOutcome.REACHED:
        _end_of_call(entry, by)
    return attempt


def _end_of_call(entry: WaitingEntry, by: User) -> None:
    """Whatever a colleague changed about the entry meanwhile: the call was made."""
    stored = WaitingEntry.objects.select_for_update().get(pk=entry.pk)
    if stored.closed_at is None:
        close_waiting(entry=stored, outcome=WaitingOutcome.SPOKEN, version=stored.version, by=by)
