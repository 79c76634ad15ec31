"""What goes along when two registrations become one, and goes back when that is undone."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from practice.models import (
    Appointment,
    Episode,
    Message,
    Patient,
    PatientMerge,
    Phase,
    WaitingEntry,
    WaitingOutcome,
    WaitingUrgency,
)
from practice.models.patient import bsn_digest

# What somebody chooses between, field by field.
FIELDS = (
    *("initials", "first_name", "prefix", "birth_name", "partner_prefix", "partner_name", "name_use"),
    *("birth_date", "sex", "language", "phone", "email"),
    *("street", "house_number", "house_letter", "house_addition", "postcode", "city"),
    *("general_practitioner", "bsn"),
)

# What only means something together: half an address of one and half of the other is nobody's.
TOGETHER = (
    ("prefix", "birth_name"),
    ("partner_prefix", "partner_name"),
    ("street", "house_number", "house_letter", "house_addition", "postcode", "city"),
)


def move(merge: PatientMerge) -> dict[str, list[int]]:
    """Hang everything of `gone` on `kept`; returns the rows that went along, by kind, for the way back."""
    kept, gone = merge.kept, merge.gone
    moved = {"waiting_ended": _end_doubles(merge)}
    moved["episode"] = _hang(Episode.objects.filter(patient=gone), kept, came_with=merge)
    moved["representative"] = _hang_representatives(kept, gone)
    moved["appointment"] = _hang(Appointment.objects.filter(patient=gone), kept)
    moved["waiting"] = _hang(WaitingEntry.objects.filter(patient=gone), kept)
    moved["message"] = _hang(Message.objects.filter(patient=gone), kept)
    return moved


def _hang(rows: QuerySet, patient: Patient, **values: object) -> list[int]:
    found = sorted(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(patient=patient, **values)
    return found


def _hang_representatives(kept: Patient, gone: Patient) -> list[int]:
    """One by one, so that each keeps its versions; who speaks for both already stays where it is."""
    speak = set(kept.representatives.values_list("name", "relation"))
    moving = [row for row in gone.representatives.all() if (row.name, row.relation) not in speak]
    for row in moving:
        row.patient = kept
        row.save()
    return [row.pk for row in moving]


def _end_doubles(merge: PatientMerge) -> list[int]:
    """Nobody waits twice for the same: of two open entries the most urgent goes on, or else the oldest."""
    free = WaitingEntry.objects.open().filter(episode=None, patient__in=[merge.kept, merge.gone])
    first: dict[str, WaitingEntry] = {}
    ended = []
    for entry in sorted(free.select_for_update(), key=_how_soon):
        if first.setdefault(entry.kind, entry) is not entry:
            _end(entry, merge)
            ended.append(entry.pk)
    return ended


def _how_soon(entry: WaitingEntry) -> tuple[object, ...]:
    """What a therapist called urgent comes first, then the earliest recall, then the longest wait."""
    urgencies = [*WaitingUrgency.values, ""]
    return urgencies.index(entry.urgency), entry.due_on or datetime.date.min, entry.since, entry.pk


def _end(entry: WaitingEntry, merge: PatientMerge) -> None:
    entry.closed_at, entry.closed_by = merge.merged_at, merge.merged_by
    entry.outcome = WaitingOutcome.MISTAKE
    entry.version += 1
    entry.save()


def take(kept: Patient, gone: Patient, taken: Iterable[str]) -> None:
    """Give `kept` these fields of `gone`. A BSN is in the practice once, so `gone` gives it up first."""
    for patient in (kept, gone):
        _keep_version(patient)
    values = {name: getattr(gone, name) for name in taken}
    if "bsn" in values:
        gone.bsn = None
    _save(gone)
    for name, value in values.items():
        setattr(kept, name, value)
    _save(kept)


def _keep_version(patient: Patient) -> None:
    """See that the versions hold the row as it is now, even when it came from a file: the way back."""
    if not patient.history.filter(version=patient.version).exists():
        Patient.objects.get(pk=patient.pk).save()


def _save(patient: Patient) -> None:
    patient.version += 1
    patient.save()


def move_back(merge: PatientMerge) -> None:
    """Hang on `gone` again what went along, and what was added since to the episodes among it."""
    kept, gone, moved = merge.kept, merge.gone, merge.moved
    episodes = Episode.objects.filter(pk__in=moved["episode"], patient=kept)
    back = sorted(episodes.values_list("pk", flat=True))
    episodes.update(patient=gone)
    _came_with_before(back, gone)
    for model, name in ((Appointment, "appointment"), (WaitingEntry, "waiting")):
        rows = model.objects.filter(Q(pk__in=moved[name]) | Q(episode__in=back), patient=kept)
        rows.exclude(~Q(episode__in=back), episode__isnull=False).update(patient=gone)
    Message.objects.filter(pk__in=moved["message"], patient=kept).update(patient=gone)
    for row in kept.representatives.filter(pk__in=moved["representative"]):
        row.patient = gone
        row.save()
    _open_doubles(merge)


def _came_with_before(episodes: list[int], gone: Patient) -> None:
    """Say again how these episodes came to `gone`: through an earlier merge, or as its own.

    An own one stays exempt from "one open episode per complaint" when it was opened again meanwhile.
    """
    earlier = {
        pk: merge
        for merge in PatientMerge.objects.filter(kept=gone, undone_at=None)
        for pk in merge.moved["episode"]
    }
    for episode in Episode.objects.filter(pk__in=episodes):
        same = gone.episodes.open().filter(complaint=episode.complaint, came_with=None).exclude(pk=episode.pk)
        if episode.pk in earlier or episode.phase == Phase.CLOSED or not same.exists():
            episode.came_with = earlier.get(episode.pk)
            episode.save(update_fields=["came_with"])


def _open_doubles(merge: PatientMerge) -> None:
    """Those who waited twice wait on under both registrations, unless they wait there for the same again."""
    ended = WaitingEntry.objects.filter(
        pk__in=merge.moved["waiting_ended"], closed_at=merge.merged_at, outcome=WaitingOutcome.MISTAKE
    )
    for entry in ended:
        same = WaitingEntry.objects.open().filter(patient=entry.patient_id, kind=entry.kind, episode=None)
        if not same.exists():
            entry.closed_at, entry.closed_by, entry.outcome = None, None, ""
            entry.version += 1
            entry.save()


def put_back(merge: PatientMerge, kept: Patient, gone: Patient) -> list[str]:
    """Give both the fields they had; returns the names of those that keep a later value."""
    before = kept.history.filter(version=merge.kept_version).first()
    theirs = gone.history.filter(version=merge.gone_version).first()
    changed = {name for name in merge.taken if _value(kept, name) != _value(theirs, name)}
    changed |= {name for group in TOGETHER if changed & {*group} for name in group}
    later = [name for name in merge.taken if name in changed]
    for name in set(merge.taken) - {*later, "bsn"}:
        column = Patient._meta.get_field(name).attname
        setattr(kept, column, getattr(before, column))
    own = [gone.pk]
    if "bsn" in merge.taken:
        own = [kept.pk, gone.pk]
        if "bsn" not in later:
            kept.bsn = _if_free(before.bsn, own)
    gone.bsn = _if_free(theirs.bsn, own)
    _save(kept)
    _save(gone)
    return later


def _value(row: object, name: str) -> object:
    value = getattr(row, Patient._meta.get_field(name).attname)
    return value if value not in (None, "") else None


def _if_free(bsn: str | None, own: list[int]) -> str | None:
    """This BSN, unless it was given to somebody else meanwhile."""
    if not bsn or Patient.objects.filter(bsn_digest=bsn_digest(bsn)).exclude(pk__in=own).exists():
        return None
    return bsn
