"""The mail with the link to a plan. It says that there is something to read, never what."""

from django.conf import settings
from django.urls import reverse

from intake import mail
from practice.models import Message, MessageKind, User
from records.models import Handover


def send_plan(handover: Handover, token: str, by: User) -> Message | None:
    """Mail the link in the language of the plan's reader; None without an address."""
    values = {
        "link": settings.SITE_URL + reverse("approval_enter", args=[token]),
        "until": handover.expires_at,
    }
    about = {"once": about_link(handover), "expires_at": handover.expires_at, "by": by}
    patient = handover.plan.episode.patient
    return mail.write_to(patient, MessageKind.APPROVAL, handover.sent_to, handover.language, values, **about)


def mail_of(handover: Handover | None) -> Message | None:
    """The mail with this link; None when it was never mailed."""
    if handover is None:
        return None
    return Message.objects.without_text().filter(once=about_link(handover)).first()


def about_link(handover: Handover) -> str:
    """What the outbox knows the mail by."""
    return f"handover:{handover.pk}:link"
