"""Keeping, signing and correcting the physical examination."""

from collections.abc import Iterable

from django.db import transaction

from practice import audit
from practice.models import Phase, User
from practice.signing import StaleDraftError
from records.actions import drafting, first
from records.errors import AlreadySignedError, AnotherDraftError
from records.examination_signs import signs
from records.models import Examination, ExaminationSign, Measurement, NeckSafety, RegionFinding
from records.neck import steps_done

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
    neck: dict[str, str] | None = None,
    follows: int | None = None,
) -> Examination:
    """Keep a draft made from draft version `version`; it may be new, or amend a signed examination.

    `regions` and `measurements` replace the rows that were there; what several of them mean together, and
    with `neck` which of its safety steps they show, is kept with them. `follows` is the primary key of the
    examination that stood when a new one was begun. Raises StaleDraftError, AlreadySignedError,
    AnotherDraftError, NotScreenedError (also while waiting for the GP), EpisodeClosedError.
    """
    episode = first.screened_episode(examination.episode_id, suitable=examination.amends_id is None)
    _refuse_second(examination, follows)
    changed = drafting.fill(examination, data)
    drafting.store(examination, version=version, by=by)
    _replace_parts(examination, regions, measurements, neck)
    drafting.note_kept(
        "examination.saved", by=by, patient=episode.patient, subject=examination, changed=changed
    )
    return examination


def _refuse_second(examination: Examination, follows: int | None) -> None:
    """One draft at a time, and a new examination only after the one it was begun after.

    Raises AnotherDraftError, StaleDraftError, AlreadySignedError.
    """
    if examination.pk:
        return
    waiting = Examination.objects.drafts().filter(episode=examination.episode_id).first()
    if waiting and bool(waiting.amends_id) != bool(examination.amends_id):
        raise AnotherDraftError
    if examination.amends_id:
        return
    if waiting:
        raise StaleDraftError(waiting)
    newest = examination.episode.examinations.current().order_by("signed_at").last()
    if (newest.pk if newest else None) != follows:
        raise AlreadySignedError


def _replace_parts(
    examination: Examination, regions: Rows, measurements: Rows, neck: dict[str, str] | None
) -> None:
    for model in (RegionFinding, Measurement, ExaminationSign, NeckSafety):
        model.objects.filter(examination=examination).delete()
    findings = [RegionFinding(examination=examination, **row) for row in regions]
    measured = [Measurement(examination=examination, **row) for row in measurements]
    RegionFinding.objects.bulk_create(findings)
    Measurement.objects.bulk_create(measured)
    ExaminationSign.objects.bulk_create(
        ExaminationSign(
            examination=examination,
            code=sign.code,
            alarm=sign.alarm,
            text_nl=sign.texts["nl"],
            text_en=sign.texts["en"],
        )
        for sign in signs(measured, examination.episode.complaint)
    )
    if neck is not None:
        steps = steps_done(examination, findings, measured)
        NeckSafety.objects.create(examination=examination, **neck, **steps)


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
