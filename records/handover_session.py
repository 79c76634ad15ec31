"""Which hand-over this browser holds: a signed cookie of its own, apart from any session.

It names a row and nothing else is believed of it: whether that row is open, and what it shows, the database
says each time.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from practice import signed_cookies
from records.models import Handover, HandoverKind

COOKIE = "wervel_handover"
SALT = "records.handover_session"
LINK, OPEN = "link", "open"  # a link was opened; the patient is there, or gave the birth date


@dataclass(frozen=True)
class Visit:
    """What one browser has been handed."""

    handover: Handover
    stage: str
    idle: bool

    @property
    def is_in_room(self) -> bool:
        return self.handover.kind == HandoverKind.ROOM

    @property
    def may_read(self) -> bool:
        """True while this browser may see the plan; at home after the birth date, and not after a pause."""
        return self.handover.is_open and (self.is_in_room or (self.stage == OPEN and not self.idle))


def read(request: HttpRequest) -> Visit | None:
    """The hand-over this browser is in; None without a cookie of ours."""
    told = signed_cookies.read(request, COOKIE, SALT, settings.SESSION_COOKIE_AGE)
    if told is None:
        return None
    handovers = Handover.objects.select_related("plan__episode__patient", "started_by")
    handover = handovers.filter(pk=told["handover"]).first()
    return Visit(handover, told["stage"], signed_cookies.is_idle(told)) if handover else None


def write(response: HttpResponse, handover: Handover, stage: str) -> HttpResponse:
    """Let this browser remember the hand-over until it closes."""
    return signed_cookies.write(response, COOKIE, SALT, {"handover": handover.pk, "stage": stage})


def forget(response: HttpResponse) -> HttpResponse:
    return signed_cookies.forget(response, COOKIE)
