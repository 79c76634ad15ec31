"""The mails about an intake. They say that something is there, never what it says: no clinical content."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intake.models import EmergencyAlert, Intake, Invitation
from practice.models import Practice, Role, User

logger = logging.getLogger(__name__)


def link(token: str) -> str:
    """The address a patient opens, for a mail or a QR code."""
    return settings.SITE_URL + reverse("intake_enter", args=[token])


def send_invitation(invitation: Invitation, token: str, to: str) -> bool:
    """Mail the link in the patient's language; False when the mail could not be handed over."""
    intake = invitation.intake
    context = {"link": link(token), "valid_until": invitation.expires_at, "patient": intake.episode.patient}
    with translation.override(intake.language):
        if intake.is_follow_up:
            return send("follow_up", _("Some questions about how you are doing"), to, context)
        return send("invitation", _("Your questions before the first appointment"), to, context)


def thank_patient(intake: Intake) -> bool:
    """Tell the patient that the answers arrived; nothing is sent without an address."""
    patient = intake.episode.patient
    with translation.override(intake.language):
        return send("thanks", _("We have received your answers"), patient.email, {"patient": patient})


def tell_practice_submitted(intake: Intake) -> bool:
    """Tell the practice, by patient number only, that an intake came in."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Intake received: patient number {number}")
        return _notify("practice_submitted", subject, Practice.current().email, intake)


def tell_therapist_followed_up(intake: Intake) -> bool:
    """Tell the therapist, by patient number only, that a follow-up came in."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Follow-up received: patient number {number}")
        return _notify("follow_up_submitted", subject, intake.episode.therapist.email, intake)


def tell_practice_emergency(alert: EmergencyAlert) -> bool:
    """Call the therapist to an intake that cannot wait; the desk is only asked to pass that on.

    The desk reads the mail of the practice, so neither mail says why.
    """
    with translation.override(settings.LANGUAGE_CODE):
        to_therapist = _("An intake needs your attention now: patient number {number}")
        to_practice = _("Ask the therapist to look at patient {number} now.")
        sent = [
            _call(alert, "therapist_attention", to_therapist, alert.intake.episode.therapist.email),
            _call(alert, "practice_attention", to_practice, Practice.current().email),
        ]
    return any(sent)


def remind_of_alert(alert: EmergencyAlert) -> bool:
    """Call again, and now everybody who treats: nobody answered in time. Neither mail says why.

    False when no mail could be handed over.
    """
    therapist = alert.intake.episode.therapist
    colleagues = User.objects.filter(role=Role.THERAPIST, is_active=True).exclude(pk=therapist.pk)
    with translation.override(settings.LANGUAGE_CODE):
        to_therapist = _("Still waiting for you: an intake of patient number {number}")
        to_colleague = _("Nobody answered in time: patient number {number} of {therapist}")
        to_practice = _("Nobody looked at patient {number} in time. Ask a therapist to do that now.")
        sent = [
            _call(alert, "therapist_attention", to_therapist, therapist.email),
            *[_call(alert, "colleague_attention", to_colleague, one.email) for one in colleagues],
            _call(alert, "practice_attention", to_practice, Practice.current().email),
        ]
    return any(sent)


def _call(alert: EmergencyAlert, template: str, subject: str, to: str) -> bool:
    return _notify(template, subject, to, alert.intake, due_at=alert.due_at)


def _notify(template: str, subject: str, to: str, intake: Intake, **more: object) -> bool:
    episode = intake.episode
    told = {"number": episode.patient.number, "therapist": episode.therapist}
    context = {**told, **more, "url": settings.SITE_URL + reverse("home")}
    return send(template, subject.format(**told), to, context)


def send(template: str, subject: str, to: str, context: dict[str, object]) -> bool:
    if not to:
        return False
    content = context | {"practice": Practice.current(), "subject": subject}
    text = render_to_string(f"emails/{template}.txt", content)
    mail = EmailMultiAlternatives(subject, text, to=[to])
    mail.attach_alternative(render_to_string(f"emails/{template}.html", content), "text/html")
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        # The registration or the intake is safe by now; a mail server that is down must not undo it.
        logger.warning("Mail %s was not sent: %s", template, type(error).__name__)
        return False
    return True
