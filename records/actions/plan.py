"""Making a treatment plan."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from practice import audit
from practice.models import Phase, User
from practice.signing import StaleDraftError
from records.actions import drafting, guard
from records.actions.labels import label_of
from records.errors import (
    AlreadySignedError,
    GradeFourError,
    IncompleteError,
    NeckStepsError,
    NotScreenedError,
)
from records.models import Goal, NeckGrade, PlannedIntervention, TreatmentPlan
from records.neck import missing_steps

Rows = Iterable[dict[str, object]]


@transaction.atomic
def save_plan(
    *,
    plan: TreatmentPlan,
    data: dict[str, object],
    goals: Rows,
    interventions: Rows,
    version: int,
    by: User,
) -> TreatmentPlan:
    """Keep a draft of a plan, made from draft version `version`; `plan` may be new, or amend a signed one.

    `data` holds values by field name; `goals` and `interventions` replace the rows that were there.
    Raises StaleDraftError when a newer draft exists, AlreadySignedError when it was signed meanwhile,
    EpisodeClosedError.
    """
    episode = guard.open_episode(plan.episode_id)
    changed = drafting.fill(plan, data)
    if not plan.pk:
        _number(plan)
    drafting.store(plan, version=version, by=by)
    plan.goals.all().delete()
    plan.interventions.all().delete()
    Goal.objects.bulk_create(Goal(plan=plan, **row) for row in goals)
    PlannedIntervention.objects.bulk_create(PlannedIntervention(plan=plan, **row) for row in interventions)
    drafting.note_kept(
        "plan.saved", by=by, patient=episode.patient, subject=plan, label=label_of(plan), changed=changed
    )
    return plan


def _number(plan: TreatmentPlan) -> None:
    """Give a new plan the next version. Raises StaleDraftError when there is a draft already."""
    plans = TreatmentPlan.objects.filter(episode=plan.episode_id)
    draft = plans.drafts().first()
    if draft:
        raise StaleDraftError(draft)
    if plan.amends != plans.newest():
        raise AlreadySignedError
    plan.version = (plans.aggregate(last=Max("version"))["last"] or 0) + 1


@transaction.atomic
def sign_plan(*, plan: TreatmentPlan, by: User) -> TreatmentPlan:
    """Freeze the plan; the patient is then asked to approve exactly this version.

    Hands-on treatment of the neck is planned only after its safety steps, or with a reason to deviate from
    them (NVMT Beroepsnorm 2022; domain reference 5.5). Raises NotScreenedError, IncompleteError,
    GradeFourError, NeckStepsError, StaleDraftError, AlreadySignedError, EpisodeClosedError.
    """
    episode = guard.open_episode(plan.episode_id)
    plan = drafting.as_stored(plan)
    if not _is_complete(plan):
        raise IncompleteError
    if plan.neck_grade == NeckGrade.FOUR:
        raise GradeFourError
    if plan.treats_neck and not plan.deviates and (missing := missing_steps(episode)):
        raise NeckStepsError(missing)
    plan.sign(by=by)
    guard.move(episode, Phase.PLANNED, refused=NotScreenedError)
    verb = "plan.amended" if plan.amends_id else "plan.signed"
    audit.record(verb, by=by, patient=episode.patient, subject=plan, label=label_of(plan))
    return plan


def _is_complete(plan: TreatmentPlan) -> bool:
    rows = list(plan.interventions.all())
    return (
        plan.indication
        and bool(plan.diagnosis.strip() and rows)
        and (_says_as_a_whole(plan) or all(one.what.strip() and one.why.strip() for one in rows))
        and plan.goals.filter(is_main=True).exists()
    )


def _says_as_a_whole(plan: TreatmentPlan) -> bool:
    """True of a plan that explains everything at once."""
    told = (plan.explained_what, plan.explained_why, plan.explained_risks, plan.explained_alternatives)
    return all(text.strip() for text in told)
