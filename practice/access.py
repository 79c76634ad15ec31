"""Who may do what, and the only doors to a record: get_patient, get_episode, get_appointment.

Outside somebody's scope a record does not exist (404); within it a missing permission is a refusal (403).
"""

from typing import NoReturn

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.urls import ResolverMatch

from practice import audit
from practice.models import Appointment, Episode, Message, Patient, Role, User, WaitingEntry

REGISTRATION = {"practice.view_patient", "practice.view_episode", "intake.view_state", "intake.invite"}

PLANNING = {"practice.view_appointments", "practice.change_appointments", "practice.view_waiting"}

ROLE_PERMISSIONS: dict[str, set[str]] = {
    Role.RECEPTIONIST: REGISTRATION
    | {"practice.add_patient", "practice.change_patient", "practice.add_episode", "practice.use_desk"}
    | {"practice.merge_patients", "practice.check_identity", "practice.view_messages"}
    | PLANNING
    | {"practice.manage_waiting"},
    Role.THERAPIST: REGISTRATION
    | PLANNING
    | {"practice.set_urgency", "practice.use_calendar_link"}
    | {"intake.view_answers", "intake.review", "records.view_record", "records.change_record"}
    | {"intake.view_content", "intake.review_rules"},
    Role.MANAGER: {
        "practice.use_admin",
        "practice.view_practice",
        "practice.change_practice",
        "practice.view_user",
        "practice.add_user",
        "practice.change_user",
        "practice.view_generalpractitioner",
        "practice.add_generalpractitioner",
        "practice.change_generalpractitioner",
        "practice.delete_generalpractitioner",
        "practice.view_auditevent",
        "practice.view_room",
        "practice.add_room",
        "practice.change_room",
        "practice.change_messagetext",
        "practice.import_patients",
        "practice.view_patienthistory",
        "intake.view_content",
    },
}

# What the number in an address belongs to, by the address's first part.
_ADDRESSED: dict[str, type[models.Model]] = {
    "patients": Patient,
    "episodes": Episode,
    "appointments": Appointment,
    "waiting": WaitingEntry,
}


class LivesOnError(Exception):
    """The registration `gone` was made one with another; whoever may see that one, goes there."""

    def __init__(self, gone: Patient) -> None:
        super().__init__("This registration lives on in another one.")
        self.gone, self.kept_pk = gone, gone.merged_into_id


class RoleBackend(BaseBackend):
    """Gives each role its row of ROLE_PERMISSIONS, and has the last word. Authenticates nobody."""

    def get_all_permissions(self, user_obj: User, obj: object = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return ROLE_PERMISSIONS.get(user_obj.role, set())

    def has_perm(self, user_obj: User, perm: str, obj: object = None) -> bool:
        if perm not in self.get_all_permissions(user_obj, obj):
            raise PermissionDenied  # so no other backend is asked
        return True

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))


def get_patient(
    user: User, pk: int, *, permission: str = "practice.view_patient", note: str = "patient.read"
) -> Patient:
    """The patient, when `user` may see him or her; the reading is noted under the verb `note`.

    Raises PermissionDenied without `permission`, Http404 outside the scope; both are noted too. Raises
    LivesOnError for a registration that was made one with another.
    """
    _require(user, permission)
    patients = Patient.objects.select_related("general_practitioner").visible_to(user)
    patient = patients.filter(pk=pk).first() or _elsewhere(user, pk)
    audit.record(note, by=user, patient=patient, subject=patient, label=f"{patient.number}")
    return patient


def get_episode(
    user: User,
    pk: int,
    *,
    permission: str = "records.view_record",
    note: str = "episode.read",
    by_itself: bool = False,
) -> Episode:
    """The episode with its patient and therapist, when `user` may see it; noted under the verb `note`.

    A page that comes back `by_itself`, while somebody types, is noted once an hour.

    Raises PermissionDenied without `permission`, Http404 outside the scope; both are noted too.
    """
    _require(user, permission)
    episodes = Episode.objects.select_related("patient__general_practitioner", "therapist").visible_to(user)
    episode = episodes.filter(pk=pk).first() or _outside_scope(user, Episode, pk)
    if not (by_itself and audit.is_noted(note, by=user, subject=episode)):
        audit.record(note, by=user, patient=episode.patient, subject=episode, label=f"{episode.pk}")
    return episode


def get_waiting_entry(
    user: User, pk: int, *, permission: str = "practice.view_waiting", note: str = "waiting.read"
) -> WaitingEntry:
    """The entry of the waiting list with its patient, when `user` may see it; noted under the verb `note`.

    Raises PermissionDenied without `permission`, Http404 outside the scope; both are noted too.
    """
    _require(user, permission)
    entries = WaitingEntry.objects.select_related("patient", "therapist", "episode").visible_to(user)
    entry = entries.filter(pk=pk).first() or _outside_scope(user, WaitingEntry, pk)
    audit.record(note, by=user, patient=entry.patient, subject=entry, label=f"{entry.pk}")
    return entry


def get_appointment(
    user: User, pk: int, *, permission: str = "practice.view_appointments", note: str = "appointment.read"
) -> Appointment:
    """The appointment with all it is about, when `user` may see it; noted under the verb `note`.

    Raises PermissionDenied without `permission`, Http404 outside the scope; both are noted too.
    """
    _require(user, permission)
    about = ("patient", "episode", "therapist", "room", "booked_by")
    appointments = Appointment.objects.select_related(*about).visible_to(user)
    appointment = appointments.filter(pk=pk).first() or _outside_scope(user, Appointment, pk)
    audit.record(note, by=user, patient=appointment.patient, subject=appointment, label=str(appointment))
    return appointment


def get_message(user: User, pk: int, *, permission: str = "practice.view_messages") -> Message:
    """The mail to a patient, without its text, when `user` may see how it goes. What is done to it is noted.

    Raises PermissionDenied without `permission`, Http404 outside the scope; both are noted.
    """
    _require(user, permission)
    messages = Message.objects.visible_to(user).select_related("patient").without_text()
    return messages.filter(pk=pk).first() or _outside_scope(user, Message, pk)


def calendars(user: User) -> models.QuerySet:
    """The therapists who work here now in whose calendar `user` may write: all of them at the desk, a
    therapist's own with those of the trainees, nobody's else."""
    therapists = User.objects.filter(role=Role.THERAPIST, is_active=True)
    if user.is_therapist:
        therapists = therapists.filter(models.Q(pk=user.pk) | models.Q(supervisor=user))
    elif user.role != Role.RECEPTIONIST:
        therapists = therapists.none()
    return therapists.order_by("last_name", "first_name", "pk")


def note_list(user: User, note: str, *, by_itself: bool = False) -> None:
    """Note under the verb `note` that a list of patients was read: once per page, not whom or what for.

    A list that comes `by_itself`, while somebody types, is noted once a minute.
    """
    if not (by_itself and audit.is_noted_lately(note, by=user)):
        audit.record(note, by=user)


def _require(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def _elsewhere(user: User, pk: int) -> NoReturn:
    """Lead to the registration that this one lives on in, when that is within the scope."""
    gone = _find(Patient, pk)
    if gone and Patient.objects.visible_to(user).filter(pk=gone.merged_into_id).exists():
        raise LivesOnError(gone)
    _outside_scope(user, Patient, pk)


def _outside_scope(user: User, model: type[models.Model], pk: int) -> NoReturn:
    """Note the attempt, on the patient when there is one, and answer as if nothing were there."""
    _note_refusal(user, _find(model, pk), str(model._meta.model_name))
    raise Http404


def note_refused_page(user: User, match: ResolverMatch | None) -> None:
    """Note that this address was refused, and on whom when it names a patient or an episode."""
    model = _ADDRESSED.get(match.route.partition("/")[0]) if match else None
    found = _find(model, match.kwargs["pk"]) if model and "pk" in match.kwargs else None
    _note_refusal(user, found, (match.view_name if match else "") or "")


def _find(model: type[models.Model], pk: int) -> models.Model | None:
    return model._default_manager.filter(pk=pk).first() if pk < 2**63 else None


def _note_refusal(user: User, found: models.Model | None, label: str) -> None:
    patient = getattr(found, "patient", found)
    audit.record("access.refused", by=user, patient=patient, subject=found, label=label)
