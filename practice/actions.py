"""What can happen to registration data. Each function is one atomic, audited step."""

from django.db import transaction
from django.db.models import F

from practice import audit
from practice.models import Episode, Patient, Practice, Representative, User


class StalePatientError(Exception):
    """Registration data were changed by somebody else in the meantime; `newer` is the row as it is now."""

    def __init__(self, newer: Patient) -> None:
        super().__init__("The registration data were changed elsewhere in the meantime.")
        self.newer = newer


@transaction.atomic
def register_patient(
    *, data: dict[str, object], by: User, representative: dict[str, object] | None = None
) -> Patient:
    """Register somebody new. `data` and `representative` hold cleaned values by field name."""
    patient = Patient(**data, number=_next_patient_number(), registered_by=by)
    patient.save()
    audit.record("patient.registered", by=by, patient=patient, subject=patient, label=f"{patient.number}")
    if representative:
        add_representative(patient=patient, data=representative, by=by)
    return patient


def _next_patient_number() -> int:
    """Hand out the next patient number; the update locks the row, so no number goes out twice."""
    Practice.objects.get_or_create(pk=1, defaults={"name": "Wervel"})
    Practice.objects.filter(pk=1).update(next_patient_number=F("next_patient_number") + 1)
    return Practice.objects.get(pk=1).next_patient_number - 1


@transaction.atomic
def change_patient(*, patient: Patient, data: dict[str, object], version: int, by: User) -> Patient:
    """Change registration data that were read at `version`.

    Raises StalePatientError when somebody else saved in the meantime.
    """
    stored = Patient.objects.select_for_update().get(pk=patient.pk)
    if stored.version != version:
        raise StalePatientError(stored)
    changed = [name for name, value in data.items() if getattr(stored, name) != value]
    for name, value in data.items():
        setattr(stored, name, value)
    stored.version = version + 1
    stored.save()
    audit.record(
        "patient.changed", by=by, patient=stored, subject=stored, label=f"{stored.number}", changed=changed
    )
    return stored


@transaction.atomic
def add_representative(*, patient: Patient, data: dict[str, object], by: User) -> Representative:
    """Record who speaks for this patient. `data` holds name, relation, phone and e-mail."""
    representative = Representative.objects.create(patient=patient, **data)
    audit.record("representative.added", by=by, patient=patient, subject=representative)
    return representative


@transaction.atomic
def open_episode(
    *, patient: Patient, complaint: str, therapist: User, by: User, referred_by: str = ""
) -> Episode:
    """Open an episode of care for one complaint, with the therapist who will treat.

    Raises IntegrityError when this patient has an open episode for the same complaint.
    """
    episode = Episode.objects.create(
        patient=patient, complaint=complaint, therapist=therapist, referred_by=referred_by, opened_by=by
    )
    audit.record("episode.opened", by=by, patient=patient, subject=episode, label=f"{episode.pk}")
    return episode
