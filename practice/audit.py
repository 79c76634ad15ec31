"""Noting who did or saw what. Every verb is declared here with the sentence a person reads."""

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import timedelta
from typing import Literal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import AuditEvent, Patient, User, of_person

# Verb: (what it says in the log, NEN 7513 action letter: Create, Read, Update, Delete, Execute).
VERBS: dict[str, tuple[object, str]] = {
    "patients.listed": (_("opened the list of who waits for the desk"), "R"),
    "patients.searched": (_("searched for patients"), "R"),
    "worklist.read": (_("opened the work list"), "R"),
    "patient.registered": (_("registered the patient"), "C"),
    "patient.read": (_("opened the registration data"), "R"),
    "patient.changed": (_("changed the registration data"), "U"),
    "doubles.listed": (_("opened the list of registrations that may be of one person"), "R"),
    "patient.merged": (_("made one of two registrations"), "U"),
    "patient.unmerged": (_("undid a merge of two registrations"), "U"),
    "patient.told_apart": (_("said that two registrations are of different people"), "C"),
    "import.started": (_("brought a file of patients"), "C"),
    "import.mapped": (_("said what the columns of a file of patients hold"), "U"),
    "import.cancelled": (_("cancelled taking over patients from a file"), "D"),
    "patients.imported": (_("took over patients from a file"), "C"),
    "identity.checked": (_("recorded the identity document that was seen"), "C"),
    "inbox.read": (_("opened the intake inbox"), "R"),
    "reported.read": (_("opened what the patient filled in about the registration"), "R"),
    "reported.filled_in": (_("filled in data for the registration"), "C"),
    "reported.decided": (_("decided on what the patient filled in about the registration"), "U"),
    "calendar.read": (_("opened the calendar"), "R"),
    "calendar.feed_read": (_("read the calendar through its secret link"), "R"),
    "calendar.link_made": (_("made a secret link to the calendar"), "C"),
    "calendar.link_ended": (_("ended the secret link to the calendar"), "D"),
    "day.read": (_("opened the list of today's patients"), "R"),
    "appointment.read": (_("opened an appointment"), "R"),
    "appointment.booked": (_("booked an appointment"), "C"),
    "appointment.moved": (_("moved an appointment"), "U"),
    "appointment.cancelled": (_("cancelled an appointment"), "U"),
    "appointment.arrived": (_("noted that the patient came"), "U"),
    "appointment.missed": (_("noted that the patient did not come"), "U"),
    "appointment.restored": (_("put an appointment back to booked"), "U"),
    "waiting.listed": (_("opened the waiting list"), "R"),
    "waiting.read": (_("opened an entry of the waiting list"), "R"),
    "waiting.added": (_("put the patient on the waiting list"), "C"),
    "waiting.changed": (_("changed an entry of the waiting list"), "U"),
    "waiting.urgency_set": (_("judged how soon the patient should come"), "U"),
    "waiting.closed": (_("ended an entry of the waiting list"), "U"),
    "waiting.reopened": (_("put back an entry of the waiting list"), "U"),
    "contact.attempted": (_("tried to reach the patient"), "C"),
    "messages.listed": (_("opened the list of messages"), "R"),
    "message.queued": (_("put a message in the outbox"), "C"),
    "message.sent": (_("sent a message"), "E"),
    "message.failed": (_("could not send a message"), "E"),
    "message.retried": (_("put a message in the outbox once more"), "U"),
    "message.cancelled": (_("cancelled a message"), "U"),
    "message_text.changed": (_("changed the text of a mail"), "U"),
    "representative.added": (_("added a representative"), "C"),
    "gp.added": (_("added a general practitioner"), "C"),
    "episode.opened": (_("opened an episode"), "C"),
    "episode.read": (_("opened the episode"), "R"),
    "episode.state_read": (_("looked at the state of the episode"), "R"),
    "episode.handed_over": (_("handed over the episode to another therapist"), "U"),
    "episode.closed": (_("closed the episode"), "U"),
    "episode.reopened": (_("opened the closed episode again"), "U"),
    "timeline.read": (_("opened the time line"), "R"),
    "record.printed": (_("made a print of the whole record"), "E"),
    "plan.printed": (_("made a print of the treatment plan"), "E"),
    "record.cosigned": (_("co-signed what a trainee signed"), "C"),
    "measure.recorded": (_("recorded a measure"), "C"),
    "measure.replaced": (_("replaced a measure"), "C"),
    "measures.read": (_("opened the measures"), "R"),
    "course.overridden": (_("judged the course otherwise than the rule"), "C"),
    "follow_up.sent": (_("sent a link to a follow-up"), "C"),
    "follow_up.submitted": (_("submitted the follow-up"), "C"),
    "sharing.recorded": (_("recorded a decision about sharing data"), "C"),
    "letter.saved": (_("saved a draft of a letter"), "U"),
    "letter.signed": (_("signed a letter"), "C"),
    "letter.amended": (_("amended a letter"), "C"),
    "letter.read": (_("opened a letter"), "R"),
    "letter.dispatched": (_("recorded that a letter was sent"), "C"),
    "snippet.saved": (_("saved a text snippet"), "U"),
    "snippet.deleted": (_("deleted a text snippet"), "D"),
    "intake.invited": (_("sent the intake link"), "C"),
    "intake.revoked": (_("revoked the intake link"), "U"),
    "intake.unlocked": (_("freed the locked intake link"), "U"),
    "intake.link_opened": (_("opened the intake link"), "E"),
    "intake.link_refused": (_("gave a wrong birth date for the intake link"), "E"),
    "intake.locked": (_("locked the intake link after too many wrong birth dates"), "U"),
    "intake.page_saved": (_("saved a page of the intake"), "U"),
    "intake.emergency_shown": (_("was shown the emergency message"), "E"),
    "intake.emergency_confirmed": (_("confirmed having read the emergency message"), "E"),
    "intake.draft_deleted": (_("deleted a draft of the intake that was not sent in time"), "D"),
    "intake.submitted": (_("submitted the intake"), "C"),
    "intake.read": (_("opened the intake answers"), "R"),
    "intake.rescreened": (_("asked the safety questions again"), "C"),
    "alert.raised": (_("raised an emergency alert"), "C"),
    "alert.read": (_("opened the emergency alert"), "R"),
    "alert.attempted": (_("tried to reach the patient about an emergency alert"), "C"),
    "alert.answered": (_("answered an emergency alert"), "C"),
    "alert.reminded": (_("mailed again about an emergency alert nobody had answered"), "E"),
    "finding.decided": (_("decided on a safety finding"), "C"),
    "screening.saved": (_("saved a draft of the screening"), "U"),
    "screening.signed": (_("concluded the screening"), "C"),
    "screening.amended": (_("amended the screening"), "C"),
    "history.saved": (_("saved a draft of the history"), "U"),
    "history.signed": (_("signed the history"), "C"),
    "history.amended": (_("amended the history"), "C"),
    "examination.saved": (_("saved a draft of the examination"), "U"),
    "examination.signed": (_("signed the examination"), "C"),
    "examination.amended": (_("amended the examination"), "C"),
    "plan.saved": (_("saved a draft of the treatment plan"), "U"),
    "plan.signed": (_("signed the treatment plan"), "C"),
    "plan.amended": (_("amended the treatment plan"), "C"),
    "consent.given": (_("recorded approval of the plan"), "C"),
    "consent.refused": (_("recorded refusal of the plan"), "C"),
    "consent.questions": (_("recorded questions about the plan"), "C"),
    "consent.withdrawn": (_("recorded withdrawal of the approval"), "C"),
    "handover.started": (_("handed over a device with the plan"), "E"),
    "handover.ended": (_("took back the device, or the link, with the plan"), "E"),
    "handover.sent": (_("sent the patient a link to the plan"), "C"),
    "handover.opened": (_("opened the link to the plan"), "E"),
    "handover.refused": (_("gave a wrong birth date for the link to the plan"), "E"),
    "handover.locked": (_("locked the link to the plan after too many wrong birth dates"), "U"),
    "session.saved": (_("saved a draft of a session"), "U"),
    "session.signed": (_("signed a session"), "C"),
    "session.amended": (_("amended a session"), "C"),
    "draft.discarded": (_("discarded a draft"), "D"),
    "evaluation.saved": (_("saved a draft of the evaluation"), "U"),
    "evaluation.signed": (_("signed the evaluation"), "C"),
    "dcsph.imported": (_("took over the list of diagnosis codes"), "U"),
    "rule.approved": (_("approved a rule"), "C"),
    "rule.rejected": (_("rejected a rule"), "C"),
    "staff.signed_in": (_("signed in"), "E"),
    "staff.signed_out": (_("signed out"), "E"),
    "staff.sign_in_failed": (_("failed to sign in"), "E"),
    "access.refused": (_("was refused access"), "R"),
    "audit.read": (_("opened the log"), "R"),
    "admin.added": (_("added in the admin screens"), "C"),
    "admin.changed": (_("changed in the admin screens"), "U"),
    "admin.deleted": (_("deleted in the admin screens"), "D"),
    "admin.read": (_("opened in the admin screens"), "R"),
}

PATIENT: Literal["patient"] = "patient"
SYSTEM: Literal["system"] = "system"
Actor = User | Literal["patient", "system"]

TREATMENT, RECEPTION, MANAGEMENT, OWN_DATA = "treatment relation", "reception task", "management", "own data"

ONE_LINE_EVERY = timedelta(hours=1)
ONE_SEARCH_EVERY = timedelta(minutes=1)

# The network address the present request came from; set by the middleware.
access_point: ContextVar[str] = ContextVar("access_point", default="")


def record(
    verb: str,
    *,
    by: Actor,
    patient: Patient | None = None,
    subject: models.Model | None = None,
    label: str = "",
    basis: str = "",
    changed: list[str] | None = None,
) -> AuditEvent:
    """Write one line of the log, now.

    `by` is a member of staff, PATIENT (through a link) or SYSTEM. `changed` holds names of fields, never
    values; `label` names the data ("Treatment plan 2") and holds no clinical content.
    Raises KeyError for a verb that is not in VERBS.
    """
    if verb not in VERBS:
        raise KeyError(f"Unknown audit verb {verb!r}: declare it in practice/audit.py.")
    return AuditEvent.objects.create(
        verb=verb,
        patient=patient,
        **_who(by, patient),
        subject_type=subject._meta.model_name if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=label[:200],
        basis=basis or _basis(by),
        changed_fields=sorted(changed or []),
        address=access_point.get(),
    )


def record_each(verb: str, *, by: Actor, patients: Sequence[Patient]) -> None:
    """One line of the log for each of these patients, as record() writes them, in one go."""
    address, basis = access_point.get(), _basis(by)
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                verb=verb,
                patient=patient,
                **_who(by, patient),
                subject_type="patient",
                subject_id=str(patient.pk),
                subject_label=f"{patient.number}",
                basis=basis,
                address=address,
            )
            for patient in patients
        ],
        batch_size=500,
    )


def is_noted(verb: str, *, by: User, subject: models.Model) -> bool:
    """True when the log says this of `by` and `subject` in the last hour already.

    What a page does by itself, while somebody types, is one line an hour.
    """
    same = {
        "verb": verb,
        "actor": by,
        "subject_type": subject._meta.model_name,
        "subject_id": str(subject.pk),
    }
    return AuditEvent.objects.filter(**same, at__gt=timezone.now() - ONE_LINE_EVERY).exists()


def is_noted_lately(verb: str, *, by: User) -> bool:
    """True when the log says this of `by` in the last minute already.

    Results that come by themselves, letter by letter, are one search. Asked by time alone: that index ends
    at a handful of rows, those of the action and of the person grow for years.
    """
    lately = AuditEvent.objects.filter(at__gt=timezone.now() - ONE_SEARCH_EVERY).order_by()
    return (verb, by.pk) in lately.values_list("verb", "actor_id")


def _who(by: Actor, patient: Patient | None) -> dict[str, object]:
    if isinstance(by, User):
        return {"actor": by, "actor_name": str(by), "actor_role": by.role or "technical"}
    name = patient.full_name if by == PATIENT and patient else "Wervel"
    return {"actor": None, "actor_name": name, "actor_role": by}


def _basis(by: Actor) -> str:
    if not isinstance(by, User):
        return OWN_DATA if by == PATIENT else SYSTEM
    return {"therapist": TREATMENT, "receptionist": RECEPTION}.get(by.role, MANAGEMENT)


def of_patient(patient: Patient) -> models.QuerySet:
    """Everything the log holds about this patient, under any registration that is one now; newest first."""
    return AuditEvent.objects.filter(of_person(patient.pk))


def changed_fields(before: models.Model, after: models.Model, fields: list[str]) -> list[str]:
    """Names of the fields in which two states of a row differ."""
    return [name for name in fields if getattr(before, name) != getattr(after, name)]
