"""The mails about an intake. They say that something is there, never what it says: no clinical content.

Each is put in the outbox inside the transaction of what it is about; practice/outbox.py sends it.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intake.addresses import OWN_MAIL_FROM_AGE
from intake.models import EmergencyAlert, Intake, Invitation
from practice import audit
from practice.actions import messages
from practice.mail_texts import write
from practice.models import Message, MessageKind, Patient, Practice, Role, User


def link(token: str) -> str:
    """The address a patient opens, for a mail or a QR code."""
    return settings.SITE_URL + reverse("intake_enter", args=[token])


def invite(invitation: Invitation, token: str, to: str, by: audit.Actor) -> Message | None:
    """Mail the link in the patient's language; None without an address."""
    intake = invitation.intake
    kind = MessageKind.FOLLOW_UP if intake.is_follow_up else MessageKind.INVITATION
    values = {"link": link(token), "until": invitation.expires_at}
    more = {"once": f"{about_link(invitation)}link", "expires_at": invitation.expires_at, "by": by}
    return write_to(intake.episode.patient, kind, to, intake.language, values, **more)


def about_link(invitation: Invitation) -> str:
    """What the outbox knows every mail with this link by begins with this."""
    return f"invitation:{invitation.pk}:"


def thank_patient(intake: Intake) -> Message | None:
    """Tell the patient that the answers arrived; nothing is sent without an address."""
    patient = intake.episode.patient
    about = {"once": f"thanks:{intake.pk}", "by": audit.SYSTEM}
    return write_to(patient, MessageKind.THANKS, patient.email, intake.language, {}, **about)


def write_to(
    patient: Patient, kind: str, to: str, language: str, values: dict[str, object], **about: object
) -> Message | None:
    """Put a mail to this patient in the outbox; `about` as for messages.queue. None when none is needed."""
    if not to:
        return None
    who = {"name": patient.full_name, "is_child": patient.age < OWN_MAIL_FROM_AGE}
    mail = write(kind, language, {**who, **values})
    words = {"subject": mail.subject, "text": mail.text, "html": mail.html}
    return messages.queue(kind=kind, to=to, language=language, patient=patient, **words, **about)


def tell_practice_submitted(intake: Intake) -> None:
    """Tell the practice, by patient number only, that an intake came in."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Intake received: patient number {number}")
        _notify("practice_submitted", subject, Practice.current().email, intake)


def tell_therapist_followed_up(intake: Intake) -> None:
    """Tell the therapist, by patient number only, that a follow-up came in."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Follow-up received: patient number {number}")
        _notify("follow_up_submitted", subject, intake.episode.therapist.email, intake)


def tell_practice_emergency(alert: EmergencyAlert) -> None:
    """Call the therapist to an intake that cannot wait; the desk is only asked to pass that on.

    The desk reads the mail of the practice, so neither mail says why.
    """
    with translation.override(settings.LANGUAGE_CODE):
        to_therapist = _("An intake needs your attention now: patient number {number}")
        to_practice = _("Ask the therapist to look at patient {number} now.")
        _call(alert, "therapist_attention", to_therapist, alert.intake.episode.therapist.email)
        _call(alert, "practice_attention", to_practice, Practice.current().email)


def remind_of_alert(alert: EmergencyAlert) -> None:
    """Call again, and now everybody who treats: nobody answered in time. Neither mail says why."""
    therapist = alert.intake.episode.therapist
    colleagues = User.objects.filter(role=Role.THERAPIST, is_active=True).exclude(pk=therapist.pk)
    with translation.override(settings.LANGUAGE_CODE):
        to_therapist = _("Still waiting for you: an intake of patient number {number}")
        to_colleague = _("Nobody answered in time: patient number {number} of {therapist}")
        to_practice = _("Nobody looked at patient {number} in time. Ask a therapist to do that now.")
        _call(alert, "therapist_attention", to_therapist, therapist.email)
        for colleague in colleagues:
            _call(alert, "colleague_attention", to_colleague, colleague.email)
        _call(alert, "practice_attention", to_practice, Practice.current().email)


def _call(alert: EmergencyAlert, template: str, subject: str, to: str) -> None:
    """An alert is sent at once, whatever MAIL_AT_ONCE says, and rather twice than not at all."""
    _notify(template, subject, to, alert.intake, urgent=True, due_at=alert.due_at)


def _notify(
    template: str, subject: str, to: str, intake: Intake, *, urgent: bool = False, **more: object
) -> None:
    episode = intake.episode
    told = {"number": episode.patient.number, "therapist": episode.therapist}
    context = {**told, **more, "url": settings.SITE_URL + reverse("home"), "practice": Practice.current()}
    context["subject"] = subject.format(**told)
    messages.queue(
        kind=MessageKind.STAFF,
        to=to,
        subject=context["subject"],
        text=render_to_string(f"emails/{template}.txt", context),
        html=render_to_string(f"emails/{template}.html", context),
        language=settings.LANGUAGE_CODE,
        urgent=urgent,
    )
