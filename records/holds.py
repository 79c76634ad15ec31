"""What holds up treating and closing: an emergency alert without its answer, urgent answers nobody judged."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake import readings
from practice.models import Episode
from records import steps
from records.errors import AlertWaitsError, RecordError, RescreeningWaitsError, UrgentFormWaitsError


@dataclass(frozen=True)
class Hold:
    """Why nothing is signed or closed now, and the page that takes it away."""

    error: RecordError
    label: object
    url: str


def hold_of(episode: Episode) -> Hold | None:
    """The first thing that holds it up; None when nothing does. Pure reading."""
    if steps.waiting_alert(episode):
        return _hold(AlertWaitsError(), pgettext_lazy("alert", "Answer"), "alert", episode)
    urgent = readings.urgent(episode)
    if urgent is None:
        return None
    if urgent.is_rescreening:
        return _hold(RescreeningWaitsError(), _("To the re-screening"), "rescreening_results", episode)
    return _hold(UrgentFormWaitsError(), _("To the screening"), "screening", episode)


def _hold(error: RecordError, label: object, page: str, episode: Episode) -> Hold:
    return Hold(error, label, reverse(page, args=[episode.pk]))


def refuse_held_up(episode: Episode) -> None:
    """Raises AlertWaitsError, RescreeningWaitsError or UrgentFormWaitsError while something holds it up."""
    hold = hold_of(episode)
    if hold:
        raise hold.error
