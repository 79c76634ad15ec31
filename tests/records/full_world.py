"""A long episode, written straight into the tables: what a practice has after two years."""

import datetime

from django.utils import timezone

from practice.models import Episode, User
from records.models import (
    Letter,
    LetterDispatch,
    OutcomeMeasure,
    Session,
    SessionIntervention,
    SharingConsent,
    TreatmentPlan,
)
from tests import factories

DAY = datetime.timedelta(days=1)


def long_episode(
    therapist: User, *, sessions: int = 40, measures: int = 200, letters: int = 12, **extra: object
) -> Episode:
    """An episode in treatment with this many of each, the newest of today."""
    episode = factories.examined_episode(therapist=therapist, **extra)
    plan = factories.approved_plan(episode_=episode)
    factories.signed_session(plan=plan)
    add_sessions(plan, sessions - 1)
    add_measures(episode, measures)
    add_letters(episode, letters)
    episode.refresh_from_db()
    return episode


def add_sessions(plan: TreatmentPlan, count: int) -> None:
    by, now = plan.episode.therapist, timezone.now()
    rows = [
        Session(
            episode=plan.episode,
            plan=plan,
            held_at=now - (number + 1) * DAY,
            created_by=by,
            subjective=f"Het gaat beter, keer {number}.",
            plan_note="Mobilisatie Th4-6.",
            pain_before=4,
            pain_after=3,
        )
        for number in range(count)
    ]
    made = Session.objects.bulk_create(rows)
    done = {"code": "mob", "label_nl": "Mobilisatie", "label_en": "Mobilisation", "dose": "3 x 30 s"}
    SessionIntervention.objects.bulk_create(SessionIntervention(session=row, **done) for row in made)
    for row in made:
        row.signed_by, row.signed_at, row.supervised_by = by, row.held_at, by.supervisor
    Session._base_manager.bulk_update(made, ["signed_by", "signed_at", "supervised_by"])


def add_measures(episode: Episode, count: int) -> None:
    now = timezone.now()
    OutcomeMeasure.objects.bulk_create(
        OutcomeMeasure(
            episode=episode,
            instrument=("nprs", "ndi")[number % 2],
            measured_at=now - number * DAY,
            value=5,
            low=0,
            high=(10, 50)[number % 2],
            recorded_by=episode.therapist,
        )
        for number in range(count)
    )


def add_letters(episode: Episode, count: int) -> None:
    by, now = episode.therapist, timezone.now()
    said = SharingConsent.objects.create(
        episode=episode,
        kind="share_gp",
        decision="given",
        method="oral",
        text_shown="Mag ik?",
        recorded_by=by,
    )
    frozen = {"pdf": b"%PDF", "plain_text": "Brief", "digest": "0" * 64, "receiver_name": "Huisarts Zandstra"}
    made = Letter.objects.bulk_create(
        Letter(
            episode=episode,
            kind="interim",
            permission=said,
            subject=f"Bericht {number}",
            created_by=by,
            signed_by=by,
            signed_at=now - number * DAY,
            supervised_by=by.supervisor,
            **frozen,
        )
        for number in range(count)
    )
    LetterDispatch.objects.bulk_create(
        LetterDispatch(letter=row, receiver="Huisarts Zandstra", how="secure_mail", by=by) for row in made
    )
