"""Opening a closed episode again."""

from django.db import IntegrityError, transaction

from practice import audit, reasons
from practice.actions import assign_therapist
from practice.models import Episode, User
from records.errors import NotClosedError, OtherEpisodeOpenError, ReasonMissingError
from records.models import Reopening
from records.reopening import phase_to_reopen


@transaction.atomic
def reopen_episode(*, episode: Episode, reason: str, by: User) -> Episode:
    """Open a closed episode again, in the phase that its signed record supports.

    When its therapist treats here no more, the episode becomes that of who opens it: no work list would show
    it otherwise.
    Raises ReasonMissingError, NotClosedError, and OtherEpisodeOpenError while the patient has an open one
    for the same complaint.
    """
    if not reasons.is_readable(reason):
        raise ReasonMissingError
    episode = Episode.objects.select_for_update().get(pk=episode.pk)
    if not episode.is_closed:
        raise NotClosedError
    closed_at = episode.closed_at
    try:
        with transaction.atomic():
            episode.reopen(phase_to_reopen(episode))
    except IntegrityError as error:
        raise OtherEpisodeOpenError from error
    Reopening.objects.create(episode=episode, closed_at=closed_at, reason=reason.strip(), by=by)
    audit.record("episode.reopened", by=by, patient=episode.patient, subject=episode, label=f"{episode.pk}")
    treats = episode.therapist
    if treats.is_active and treats.is_therapist:
        return episode
    return assign_therapist(episode=episode, therapist=by, by=by)
