"""The outbox: put a mail in, try it again, take it out. practice/outbox.py sends."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from practice import audit, outbox
from practice.models import Appointment, Message, MessageState, Patient, User


@transaction.atomic
def queue(
    *,
    kind: str,
    to: str,
    subject: str,
    text: str,
    html: str,
    language: str,
    patient: Patient | None = None,
    once: str | None = None,
    urgent: bool = False,
    expires_at: datetime | None = None,
    by: audit.Actor | None = None,
) -> Message | None:
    """Put a mail in the outbox, in the transaction of what it is about: both are there, or neither.

    None when `to` is empty, or when a mail with the same `once` was put in before. After the commit it is
    tried at once when it is `urgent` or MAIL_AT_ONCE is on; otherwise `manage.py send_messages` sends it.
    After `expires_at` it is not sent any more. Without `by` the system asked for it.
    """
    if not to or (once and Message.objects.filter(once=once).exists()):
        return None
    values = {
        "kind": kind,
        "to": to,
        "subject": " ".join(subject.split())[:200],
        "text": text,
        "html": html,
        "language": language,
        "patient": patient,
        "once": once,
        "is_urgent": urgent,
        "expires_at": expires_at,
        "queued_by": by if isinstance(by, User) else None,
    }
    message = _created_once(values)
    if message is None:
        return None
    outbox.note("message.queued", message, by or audit.SYSTEM)
    if urgent or settings.MAIL_AT_ONCE:
        _try_after_commit(message)
    return message


def _created_once(values: dict[str, object]) -> Message | None:
    """None when somebody queued the same `once` at this very moment."""
    try:
        with transaction.atomic():
            return Message.objects.create(**values)
    except IntegrityError:
        if values["once"] and Message.objects.filter(once=values["once"]).exists():
            return None
        raise


def _try_after_commit(message: Message) -> None:
    # Who sends a form with an emergency in it must read what to do now, even while the mail server hangs.
    send = outbox.send_now if settings.MAIL_AT_ONCE else outbox.send_aside
    # robust: what was committed stands, whatever becomes of the mail.
    transaction.on_commit(partial(send, message.pk), robust=True)


@transaction.atomic
def retry_message(*, message: Message, by: User) -> bool:
    """Try a mail again that failed, waits for its next try or was perhaps sent; False when that is over."""
    message = _locked(message)
    if not message.can_be_retried or not message.text:
        return False
    message.state, message.next_try_at = MessageState.QUEUED, timezone.now()
    message.tries, message.claimed_at, message.error = 0, None, ""
    message.save(update_fields=["state", "next_try_at", "tries", "claimed_at", "error"])
    outbox.note("message.retried", message, by)
    if message.is_urgent or settings.MAIL_AT_ONCE:
        _try_after_commit(message)
    return True


@transaction.atomic
def cancel_message(*, message: Message, by: audit.Actor, frees_once: bool = False) -> bool:
    """Take a mail out that did not go out (for certain); its text goes. False when it was too late for that.

    `frees_once`: the same thing may be queued anew later on.
    """
    message = _locked(message)
    if not message.can_be_cancelled:
        return False
    message.state, message.text, message.html = MessageState.CANCELLED, None, None
    message.once = None if frees_once else message.once
    message.save(update_fields=["state", "text", "html", "once"])
    outbox.note("message.cancelled", message, by)
    return True


def about_appointment(appointment: Appointment) -> str:
    """What the outbox knows every reminder of this appointment by begins with this."""
    return f"appointment:{appointment.pk}:"


@transaction.atomic
def cancel_messages_about(*, once: str, by: audit.Actor) -> int:
    """Cancel every unsent mail whose `once` begins with this, and say how many: what it is about changed.

    One that is being sent this moment may arrive, but it is not tried a second time.
    """
    about = Message.objects.filter(once__startswith=once)
    about.filter(state=MessageState.SENDING).update(expires_at=timezone.now())
    found = about.unsent().without_text()
    return sum(cancel_message(message=message, by=by, frees_once=True) for message in found)


def _locked(message: Message) -> Message:
    rows = Message.objects.select_for_update(of=("self",)).select_related("patient")
    return rows.get(pk=message.pk)
