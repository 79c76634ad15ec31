"""The mail with the link to a plan. It says that there is something to read, never what."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intake import mail
from records.models import Handover


def send_plan(handover: Handover, token: str) -> bool:
    """Mail the link in the language of the plan's reader; False when the mail could not be handed over."""
    context = {
        "link": settings.SITE_URL + reverse("approval_enter", args=[token]),
        "valid_until": handover.expires_at,
        "patient": handover.plan.episode.patient,
    }
    with translation.override(handover.language):
        return mail.send("approval", _("Something to read and decide on"), handover.sent_to, context)
