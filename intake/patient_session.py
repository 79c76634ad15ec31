"""Which intake this browser has open: a signed cookie of its own, apart from the staff session.

A patient who opens the link on a computer of the practice is still a patient, and a colleague who is
signed in there gets no further in the form than anybody else.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from intake.models import Intake, Invitation
from practice import signed_cookies

COOKIE = "wervel_intake"
SALT = "intake.patient_session"
LINK, OPEN = "link", "open"  # the link was opened; the birth date was right too


@dataclass(frozen=True)
class Visit:
    """What one browser has shown us so far."""

    invitation: Invitation
    stage: str
    page: str  # where it was, to return to after a pause
    idle: bool

    @property
    def intake(self) -> Intake:
        return self.invitation.intake

    @property
    def is_proved(self) -> bool:
        """True while this browser gave the right birth date and was not idle for too long."""
        return self.stage == OPEN and not self.idle


def read(request: HttpRequest) -> Visit | None:
    """The visit this browser is on; None without a cookie of ours."""
    told = signed_cookies.read(request, COOKIE, SALT, _longest())
    if told is None:
        return None
    invitations = Invitation.objects.select_related("intake__episode__patient__general_practitioner")
    invitation = invitations.filter(pk=told["invitation"]).first()
    idle = signed_cookies.is_idle(told)
    return Visit(invitation, told["stage"], told["page"], idle) if invitation else None


def _longest() -> datetime.timedelta:
    """As long as the link: who left the form open last night goes on with the birth date alone."""
    return datetime.timedelta(days=settings.INTAKE_LINK_DAYS)


def write(response: HttpResponse, invitation: Invitation, stage: str, page: str = "") -> HttpResponse:
    """Let this browser remember the visit, until it closes or is idle."""
    told = {"invitation": invitation.pk, "stage": stage, "page": page}
    return signed_cookies.write(response, COOKIE, SALT, told)


def forget(response: HttpResponse) -> HttpResponse:
    return signed_cookies.forget(response, COOKIE)
