"""Recording outcome measures, and the therapist's own judgement of the course they show."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from intake.models import Intake
from practice import audit
from practice.audit import Actor
from practice.models import Episode, User
from records import instruments
from records.actions import guard
from records.errors import OutOfRangeError, ReplacedError
from records.models import CourseOverride, MeasureSource, Moment, OutcomeMeasure

ONE_MOMENT = timedelta(minutes=1)


@transaction.atomic
def record_measure(
    *,
    episode: Episode,
    instrument: str,
    value: Decimal,
    by: Actor,
    parts: Sequence[Mapping[str, object]] = (),
    moment: str = Moment.INTERIM,
    measured_at: datetime | None = None,
    remark: str = "",
    intake: Intake | None = None,
) -> OutcomeMeasure:
    """Keep one result with the set of values that applies now; `measured_at` is now unless said otherwise.

    `parts` is [{"text": activity or question, "score": number}, ...]. What the patient filled in at home
    comes with `by=audit.PATIENT` and its follow-up as `intake`. The same sent twice is kept
    once. Raises OutOfRangeError, EpisodeClosedError.
    """
    locked = guard.open_episode(episode.pk)
    row = _row(locked, instrument, value, parts)
    row.moment, row.measured_at = moment, measured_at or timezone.now()
    row.remark, row.intake = remark, intake
    return _sent_before(row, by) or _keep(row, verb="measure.recorded", by=by)


@transaction.atomic
def record_measures(
    *,
    episode: Episode,
    results: Iterable[tuple[str, Decimal, Sequence[Mapping[str, object]]]],
    by: Actor,
    moment: str = Moment.INTERIM,
    measured_at: datetime | None = None,
    remark: str = "",
    intake: Intake | None = None,
) -> list[OutcomeMeasure]:
    """Keep several results of one day, each (instrument, value, parts): all or none.

    Raises OutOfRangeError, EpisodeClosedError.
    """
    shared = {"moment": moment, "measured_at": measured_at, "remark": remark, "intake": intake}
    return [
        record_measure(episode=episode, instrument=code, value=value, parts=parts, by=by, **shared)
        for code, value, parts in results
    ]


@transaction.atomic
def replace_measure(
    *,
    measure: OutcomeMeasure,
    value: Decimal,
    reason: str,
    by: User,
    parts: Sequence[Mapping[str, object]] = (),
    moment: str = Moment.INTERIM,
    measured_at: datetime | None = None,
    remark: str = "",
) -> OutcomeMeasure:
    """Put a result in the place of a wrong one, of the same instrument; both stay visible.

    The time stays that of the wrong one unless said otherwise. Raises ReplacedError when somebody replaced it
    already, OutOfRangeError, EpisodeClosedError.
    """
    locked = guard.open_episode(measure.episode_id)
    if OutcomeMeasure.objects.filter(replaces=measure).exists():
        raise ReplacedError
    row = _row(locked, measure.instrument, value, parts)
    row.replaces, row.replace_reason = measure, reason
    row.moment, row.measured_at = moment, measured_at or measure.measured_at
    row.remark = remark
    return _keep(row, verb="measure.replaced", by=by)


def _row(
    episode: Episode, code: str, value: Decimal, parts: Sequence[Mapping[str, object]]
) -> OutcomeMeasure:
    instrument = instruments.load()[code]
    if not instrument.takes(value):
        raise OutOfRangeError(instrument)
    values = {**instrument.set_for(value, parts), "parts": list(parts)}
    return OutcomeMeasure(episode=episode, instrument=code, value=value, **values)


def _sent_before(row: OutcomeMeasure, by: Actor) -> OutcomeMeasure | None:
    """The same result of that day, recorded by the same person a moment ago: a button pressed twice."""
    if not isinstance(by, User):
        return None
    since, day = timezone.now() - ONE_MOMENT, timezone.localtime(row.measured_at).date()
    same = row.episode.outcome_measures.filter(
        instrument=row.instrument,
        value=row.value,
        moment=row.moment,
        remark=row.remark,
        recorded_by=by,
        recorded_at__gte=since,
        replaced_by=None,
    )
    return next(
        (one for one in same if one.parts == row.parts and timezone.localtime(one.measured_at).date() == day),
        None,
    )


def _keep(row: OutcomeMeasure, *, verb: str, by: Actor) -> OutcomeMeasure:
    is_staff = isinstance(by, User)
    row.recorded_by = by if is_staff else None
    row.source = MeasureSource.THERAPIST if is_staff else MeasureSource.PATIENT
    row.save()
    audit.record(verb, by=by, patient=row.episode.patient, subject=row, label=row.instrument)
    return row


@transaction.atomic
def override_course(
    *,
    episode: Episode,
    computed: str,
    numbers: Mapping[str, object],
    state: str,
    reason: str,
    by: User,
) -> CourseOverride:
    """Judge the course otherwise than the rule, which said `computed` from `numbers`.

    It holds as long as the rule still says that. Raises EpisodeClosedError.
    """
    locked = guard.open_episode(episode.pk)
    row = CourseOverride(episode=locked, computed=computed, numbers=dict(numbers), state=state, reason=reason)
    row.by = by
    row.save()
    audit.record("course.overridden", by=by, patient=locked.patient, subject=row)
    return row
