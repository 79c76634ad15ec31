"""The desk asks a therapist for what only a therapist can do before a visit."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from practice.actions.messages import queue, retry_message
from practice.models import Episode, Message, MessageKind, MessageState, Practice, User
from records.asked import once


class NoAddressError(Exception):
    """The therapist has no e-mail address."""


@transaction.atomic
def ask_therapist(*, episode: Episode, step: str, by: User) -> Message | None:
    """Mail the therapist that a visit comes before `step` (screening, plan), by patient number only.

    None when that was asked today already; a mail that could not be sent is tried again. Raises
    NoAddressError when there is nowhere to send it.
    """
    therapist = episode.therapist
    if not (therapist.email and therapist.is_active):
        raise NoAddressError
    failed = Message.objects.filter(once=once(episode, step), state=MessageState.FAILED).first()
    if failed and retry_message(message=failed, by=by):
        return failed
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "number": episode.patient.number,
            "step": step,
            "by": by,
            "url": settings.SITE_URL + reverse("home"),
            "practice": Practice.current(),
            "subject": _("The desk asks you to look at patient number %(number)s")
            % {"number": episode.patient.number},
        }
        text, html = (render_to_string(f"emails/desk_asks.{kind}", context) for kind in ("txt", "html"))
    return queue(
        kind=MessageKind.STAFF,
        to=therapist.email,
        subject=context["subject"],
        text=text,
        html=html,
        language=settings.LANGUAGE_CODE,
        once=once(episode, step),
        by=by,
    )
