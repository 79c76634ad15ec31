"""One open patient link to try the form with. Its token is kept in a file, as the database has no token."""

from django.conf import settings
from django.urls import reverse

from intake.models import Invitation, token_digest
from practice.models import Episode, Patient, Phase
from records.demo.steps import invite

FILE = settings.VAR_DIR / "demo-link.txt"


def remember(token: str) -> None:
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(token, encoding="utf-8")


def open_one() -> tuple[Patient, str] | None:
    """The patient and the address of a link that works; a new one when the last was used or expired.

    None when nobody waits for a link any more.
    """
    token = FILE.read_text(encoding="utf-8").strip() if FILE.exists() else ""
    invitation = _usable(token) or _new_one()
    if invitation is None:
        return None
    address = settings.SITE_URL + reverse("intake_enter", args=[FILE.read_text(encoding="utf-8")])
    return invitation.intake.episode.patient, address


def _usable(token: str) -> Invitation | None:
    invitation = Invitation.objects.filter(token_digest=token_digest(token)).first()
    return invitation if invitation is not None and invitation.is_usable else None


def _new_one() -> Invitation | None:
    """A new link for somebody who has not sent in the intake yet; a locked link stays locked."""
    waiting = Episode.objects.filter(phase__in=[Phase.INTAKE_SENT, Phase.NEW])
    waiting = waiting.exclude(intakes__invitations__locked_at__isnull=False)
    episode = waiting.select_related("patient").order_by("-phase", "pk").first()
    if episode is None:
        return None
    invitation, token = invite(episode)
    remember(token)
    return invitation
