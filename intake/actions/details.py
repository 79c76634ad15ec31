"""What a patient writes about the registration: kept with the draft, and settled when the form is sent."""

from collections.abc import Mapping

from django.utils import timezone

from intake.details import written
from intake.models import Intake, ReportedField, ReportedState
from intake.registration import lines_of
from practice import audit


def differ(intake: Intake, details: Mapping[str, str]) -> bool:
    """Is this something else than what is stored?"""
    return written(intake) != _filled(details)


def keep(intake: Intake, details: Mapping[str, str]) -> None:
    """Store what is written on the page now; a field that was emptied goes."""
    before, now, at = written(intake), _filled(details), timezone.now()
    intake.reported.filter(field__in=before.keys() - now.keys()).delete()
    for field, value in now.items():
        if before.get(field) != value:
            changed = {"value": value, "reported_at": at}
            ReportedField.objects.update_or_create(intake=intake, field=field, defaults=changed)


def _filled(details: Mapping[str, str]) -> dict[str, str]:
    return {field: value for field, value in details.items() if value}


def forget(intake: Intake) -> None:
    """Delete what was written in a draft."""
    intake.reported.all().delete()


def send_in(intake: Intake) -> None:
    """The form is sent: what is as we have it is settled, the rest waits for the desk."""
    patient, found = intake.episode.patient, list(intake.reported.all())
    if not found:
        return
    same = [row.pk for line in lines_of(patient, found) if line.is_same for row in line.rows]
    intake.reported.filter(pk__in=same).update(state=ReportedState.SAME)
    fields = [row.field for row in found]
    label = str(intake)
    audit.record(
        "reported.filled_in", by=audit.PATIENT, patient=patient, subject=intake, label=label, changed=fields
    )
