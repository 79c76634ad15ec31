"""Keeping, signing and correcting the physical examination."""

from collections.abc import Iterable

from django.db import transaction

from practice import audit
from practice.models import Phase, User
from records.actions import drafting, first
from records.models import Examination, Measurement, RegionFinding

Rows = Iterable[dict[str, object]]


@transaction.atomic
def save_examination(
    *,
    examination: Examination,
    data: dict[str, object],
    regions: Rows,
    measurements: Rows,
    version: int,
    by: User,
) -> Examination:
    """Keep a draft made from draft version `version`; it may be new, or amend a signed examination.

    `regions` and `measurements` replace the rows that were there. Raises StaleDraftError,
    AlreadySignedError, NotScreenedError (also while waiting for the GP), EpisodeClosedError.
    """
    episode = first.screened_episode(examination.episode_id, suitable=examination.amends_id is None)
    first.refuse_second(examination)
    changed = drafting.fill(examination, data)
    drafting.store(examination, version=version, by=by)
    examination.region_findings.all().delete()
    examination.measurements.all().delete()
    RegionFinding.objects.bulk_create(RegionFinding(examination=examination, **row) for row in regions)
    Measurement.objects.bulk_create(Measurement(examination=examination, **row) for row in measurements)
    audit.record("examination.saved", by=by, patient=episode.patient, subject=examination, changed=changed)
    return examination


@transaction.atomic
def sign_examination(*, examination: Examination, by: User) -> Examination:
    """Freeze the examination; a first one moves the episode on.

    Raises StaleDraftError, AlreadySignedError, NotScreenedError, EpisodeClosedError.
    """
    episode = first.screened_episode(examination.episode_id, suitable=examination.amends_id is None)
    examination = drafting.as_stored(examination)
    examination.sign(by=by)
    if episode.phase == Phase.SCREENED:
        episode.move_to(Phase.EXAMINED)
    verb = "examination.amended" if examination.amends_id else "examination.signed"
    audit.record(verb, by=by, patient=episode.patient, subject=examination)
    return examination
