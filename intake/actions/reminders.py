"""Reminding a patient: of an appointment, or of a form that is not finished. Never of what is the matter."""

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from intake import mail, reminders
from intake.addresses import address_for
from intake.models import Invitation, token_digest
from practice import audit
from practice.actions.messages import cancel_message
from practice.models import Appointment, AppointmentState, Message, MessageKind


@transaction.atomic
def remind_of_appointment(*, appointment: Appointment, number: int, by: audit.Actor) -> Message | None:
    """Mail the patient, or who reads the patient's mail, when and where the appointment is.

    `number` says how many reminders of it there were. None without an address, when it was put in the outbox
    already, and when the appointment is no longer at that time.
    """
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("patient", "therapist")
    stored = rows.get(pk=appointment.pk)
    if stored.state != AppointmentState.BOOKED or stored.start != appointment.start:
        return None
    once = f"{reminders.about_start(stored)}{number}"
    if Message.objects.filter(once=once).exists():
        return None
    patient = stored.patient
    values = {"start": stored.start, "therapist": stored.therapist}
    about = {"once": once, "expires_at": stored.start, "by": by}
    kind, to = MessageKind.APPOINTMENT_REMINDER, address_for(patient, _last_address(patient.pk))
    return mail.write_to(patient, kind, to, patient.language, values, **about)


def _last_address(patient: int) -> str:
    """Where the newest link of this patient was mailed."""
    links = Invitation.objects.filter(intake__episode__patient=patient).exclude(sent_to="")
    return links.values_list("sent_to", flat=True).first() or ""


@transaction.atomic
def remind_of_intake(*, invitation: Invitation, key: str, by: audit.Actor) -> Message | None:
    """Mail a link of its own to the form; the one in the first mail goes on working.

    `key` is the reason, which counts once. None without an address, and when there is nothing to remind of
    any more: the link was used, withdrawn or locked meanwhile.
    """
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("intake__episode__patient")
    stored = rows.get(pk=invitation.pk)
    to = address_for(reminders.patient_of(stored), stored.sent_to)
    if not stored.is_usable or stored.intake.is_submitted or _is_hopeless(stored, to):
        return None
    once = f"{mail.about_link(stored)}{key}"
    if not to or Message.objects.filter(once=once).exists():
        return None
    token = _reminder_token(stored)
    stored.reminder_digest = token_digest(token)
    stored.save(update_fields=["reminder_digest"])
    values = {"link": mail.link(token), "until": stored.expires_at}
    about = {"once": once, "expires_at": stored.expires_at, "by": by}
    kind, intake = MessageKind.INTAKE_REMINDER, stored.intake
    return mail.write_to(reminders.patient_of(stored), kind, to, intake.language, values, **about)


def _is_hopeless(invitation: Invitation, to: str) -> bool:
    """The first mail to this very address did not arrive; somebody has to look at that first."""
    return invitation.mail_failed and to == invitation.sent_to


def _reminder_token(invitation: Invitation) -> str:
    """From the key of the installation: the same in each reminder of this link, and stored nowhere."""
    return salted_hmac("intake.reminder", invitation.token_digest, algorithm="sha256").hexdigest()


def queue_reminders(*, by: audit.Actor) -> int:
    """Put what is due in the outbox, cancel what was overtaken; returns how many were put in."""
    for message in reminders.overtaken():
        cancel_message(message=message, by=by, frees_once=True)
    now = timezone.now()
    made = [
        remind_of_appointment(appointment=appointment, number=number, by=by)
        for appointment, number in reminders.appointments_due(now)
    ]
    made += [
        remind_of_intake(invitation=due.invitation, key=due.key, by=by) for due in reminders.intakes_due(now)
    ]
    return len(list(filter(None, made)))
