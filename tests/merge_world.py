"""Two registrations of one person, and making one of them."""

from practice import actions
from practice.models import Patient, PatientMerge, Role, User
from tests import factories


def double_of(patient: Patient, **extra: object) -> Patient:
    """The same person, registered once more with another phone number."""
    return factories.patient(by=patient.registered_by, **{"phone": "+31687654321", **extra})


def merge(
    *, kept: Patient, gone: Patient, taken: tuple[str, ...] = (), by: User | None = None
) -> PatientMerge:
    """`gone` made one with `kept`, as both are now."""
    kept, gone = (Patient.objects.get(pk=patient.pk) for patient in (kept, gone))
    return actions.merge_patients(
        kept=kept,
        gone=gone,
        taken=taken,
        kept_version=kept.version,
        gone_version=gone.version,
        by=by or factories.user(Role.RECEPTIONIST),
    )
