"""Which hand-over this browser holds: a signed cookie of its own, apart from any session.

It names a row and nothing else is believed of it: whether that row is open, and what it shows, the database
says each time.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

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
    if COOKIE not in request.COOKIES:
        return None
    try:
        told = signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return None
    handovers = Handover.objects.select_related("plan__episode__patient", "started_by")
    handover = handovers.filter(pk=told["handover"]).first()
    idle = time.time() - told["at"] > settings.INTAKE_IDLE_MINUTES * 60
    return Visit(handover, told["stage"], idle) if handover else None


def write(response: HttpResponse, handover: Handover, stage: str) -> HttpResponse:
    """Let this browser remember the hand-over until it closes."""
    told = {"handover": handover.pk, "stage": stage, "at": int(time.time())}
    response.set_cookie(
        COOKIE,
        signing.dumps(told, salt=SALT),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
