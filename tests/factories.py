"""Made-up people and records for tests, each through the actions that the screens use."""

import datetime
import itertools

from practice import actions
from practice.models import Episode, Patient, Practice, Role, User

_count = itertools.count(1)

# Belongs to nobody: BSNs that start with 999 are never handed out; these pass the eleven-test.
TEST_BSNS = ("999990019", "999990020", "999990032", "999990044", "999990056")


def practice() -> Practice:
    found, _ = Practice.objects.get_or_create(
        pk=1, defaults={"name": "Praktijk De Wervel", "phone": "+31201234567", "email": "balie@example.org"}
    )
    return found


def user(role: str, **extra: object) -> User:
    number = next(_count)
    values = {"username": f"{role}{number}", "first_name": role.title(), "last_name": f"Nr{number}"}
    return User.objects.create_user(role=role, **{**values, "email": f"u{number}@example.org", **extra})


def patient_data(**extra: object) -> dict[str, object]:
    return {
        "initials": "S.",
        "first_name": "Sanne",
        "prefix": "van den",
        "birth_name": "Berg",
        "birth_date": datetime.date(1985, 4, 12),
        "sex": "f",
        "phone": "+31612345678",
        "email": "sanne@example.org",
        "language": "nl",
        **extra,
    }


def patient(*, by: User | None = None, **extra: object) -> Patient:
    practice()
    return actions.register_patient(data=patient_data(**extra), by=by or user(Role.RECEPTIONIST))


def episode(
    *, therapist: User, patient_: Patient | None = None, by: User | None = None, complaint: str = "upper_back"
) -> Episode:
    person = patient_ or patient(by=by)
    return actions.open_episode(
        patient=person, complaint=complaint, therapist=therapist, by=by or person.registered_by
    )
