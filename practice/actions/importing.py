"""Patients from another system: a file comes in, its columns are named, and it is taken over or cancelled."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from practice import audit, finding
from practice.actions.numbers import take_numbers
from practice.models import BROUGHT, GeneralPractitioner, ImportState, Patient, PatientImport, User

BATCH = 500


class ImportOverError(Exception):
    """This file was taken over or cancelled already, by somebody else or in another tab."""


@transaction.atomic
def start_import(*, name: str, text: str, lines: int, mapping: dict[str, str], by: User) -> PatientImport:
    """Keep a file of patients, encrypted, until it is taken over or cancelled.

    `text` is what forms/import_file.py makes of it, `lines` how many patients it may hold.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    kept = {"name": name[:200], "text": text, "digest": digest, "rows_total": lines, "mapping": mapping}
    run = PatientImport.objects.create(**kept, made_by=by)
    audit.record("import.started", by=by, subject=run, label=f"{run.pk}")
    return run


@transaction.atomic
def map_columns(*, run: PatientImport, mapping: dict[str, str], by: User) -> PatientImport:
    """Say what each column holds; what was tried out before counts no more. Raises ImportOverError."""
    run = _open(run)
    run.mapping, run.state, run.rows_done, run.report = mapping, ImportState.MAPPING, 0, []
    run.save()
    audit.record("import.mapped", by=by, subject=run, label=f"{run.pk}")
    return run


@transaction.atomic
def report_lines(*, run: PatientImport, done: int, lines: Sequence[list[object]]) -> PatientImport:
    """Add to the report what trying out brought, up to the `done`-th line; it changes no patient.

    A part that was reported already is left as it is, so that two open tabs do not double it.
    Raises ImportOverError.
    """
    stored = _open(run)
    if stored.rows_done == run.rows_done:
        stored.rows_done, stored.report = done, [*stored.report, *lines]
        stored.state = ImportState.CHECKED if done >= stored.rows_total else stored.state
        stored.save()
    return stored


def take_over(
    *, run: PatientImport, patients: Iterable[tuple[dict[str, object], str]], by: User
) -> Iterator[tuple[int, int]]:
    """Register all these patients, or none: registration data by field name, with the name of the GP.

    `patients` is asked for within the transaction, when nobody else takes over a file any more.
    Goes on as it is asked for, and tells each time how many are done, of how many; it is over, and committed,
    at its end. Raises ImportOverError, and IntegrityError when somebody took over one of them meanwhile.
    """
    with transaction.atomic():
        run = _open(run)
        take_numbers(0)  # another file waits here: who is known may not change from now on
        listed = list(patients)
        doctors = _practitioners({name for _data, name in listed if name}, by)
        number = take_numbers(len(listed))
        yield 0, len(listed)
        for first in range(0, len(listed), BATCH):
            part = [
                _patient(data, doctors.get(gp_name), number + first + offset, by)
                for offset, (data, gp_name) in enumerate(listed[first : first + BATCH])
            ]
            _register(part, by)
            yield first + len(part), len(listed)
        run.state, run.text, run.done_at = ImportState.DONE, None, timezone.now()
        run.save()
        audit.record("patients.imported", by=by, subject=run, label=f"{run.pk}: {len(listed)}")


def _register(patients: list[Patient], by: User) -> None:
    rows = bulk_create_with_history(
        patients, Patient, batch_size=BATCH, default_user=by, default_change_reason=BROUGHT
    )
    finding.refresh_terms(rows)
    audit.record_each("patient.registered", by=by, patients=rows)


@transaction.atomic
def cancel_import(*, run: PatientImport, by: audit.Actor) -> PatientImport:
    """Do not take the file over, and wipe its text. Raises ImportOverError."""
    run = _open(run)
    run.state, run.text, run.done_at = ImportState.CANCELLED, None, timezone.now()
    run.save()
    audit.record("import.cancelled", by=by, subject=run, label=f"{run.pk}")
    return run


def cancel_forgotten(*, before: datetime, by: audit.Actor) -> int:
    """Cancel what was brought before this moment and never taken over; how many that were."""
    waiting = (ImportState.MAPPING, ImportState.CHECKED)
    forgotten = list(PatientImport.objects.filter(state__in=waiting, made_at__lt=before))
    for run in forgotten:
        cancel_import(run=run, by=by)
    return len(forgotten)


def _open(run: PatientImport) -> PatientImport:
    """The row as it is now, locked."""
    stored = PatientImport.objects.select_for_update().get(pk=run.pk)
    if stored.is_over:
        raise ImportOverError
    return stored


def _patient(data: dict[str, object], doctor: GeneralPractitioner | None, number: int, by: User) -> Patient:
    patient = Patient(**data, general_practitioner=doctor, number=number, registered_by=by)
    patient.fill_in()
    return patient


def _practitioners(wanted: set[str], by: User) -> dict[str, GeneralPractitioner]:
    """The GPs of these names, those who are not in the list yet added to it."""
    known = {one.name.casefold(): one for one in GeneralPractitioner.objects.order_by("-pk")}
    for name in sorted(wanted):
        if name.casefold() not in known:
            known[name.casefold()] = added = GeneralPractitioner.objects.create(name=name)
            audit.record("gp.added", by=by, subject=added, label=f"{added.pk}")
    return {name: known[name.casefold()] for name in wanted}
