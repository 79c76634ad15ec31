"""What every clinical write starts with."""

from django.utils.translation import gettext as _

from practice.models import Episode, Phase

UNSCREENED = (Phase.NEW, Phase.INTAKE_SENT, Phase.INTAKE_DONE)


class Refused(Exception):
    """Something cannot be written now. str() is a translated sentence that says what to do."""


def lock_open(episode: Episode) -> Episode:
    """The episode, locked until the transaction ends. Raises Refused when it is closed."""
    locked = Episode.objects.select_for_update().select_related("patient").get(pk=episode.pk)
    if locked.is_closed:
        raise Refused(_("This episode is closed. Open a new episode to write in."))
    return locked


def lock_screened(episode: Episode) -> Episode:
    """As lock_open; also raises Refused while the screening has no conclusion."""
    locked = lock_open(episode)
    if locked.phase in UNSCREENED:
        raise Refused(_("Conclude the screening first."))
    return locked
