"""A plan put before the patient on a screen, for the tests of what is decided there."""

import datetime

from django.utils import timezone

from records import actions, consent_lines
from records.models import Consent, Handover, HandoverKind, TreatmentPlan
from tests import factories

DRAWN = {"how": "drawn", "strokes": [[[x * 5, 40 + x % 7] for x in range(1, 40)]], "size": [300, 120]}
PARENT = {"representative_name": "Els de Boer", "representative_relation": "parent"}


def plan_for(therapist, years: int = 40, **extra: object) -> TreatmentPlan:
    """A signed plan for a patient of this age, at whom the screening found nothing."""
    patient = factories.patient(birth_date=factories.years_ago(years))
    return factories.signed_plan(
        episode_=factories.screened_episode(therapist=therapist, patient_=patient), **extra
    )


def handover(plan: TreatmentPlan, **extra: object) -> Handover:
    until = timezone.now() + datetime.timedelta(minutes=30)
    therapist = plan.episode.therapist
    return Handover.objects.create(
        **{"plan": plan, "started_by": therapist, "kind": HandoverKind.ROOM, "expires_at": until, **extra}
    )


def signed(*roles: str, **extra: object) -> list[dict[str, object]]:
    names = {"patient": "Noor Visser", "representative": "Els de Boer"}
    return [{"role": role, "name": names[role], **DRAWN, **extra} for role in roles]


def decide(made: Handover, decision: str = "given", **extra: object) -> Consent:
    """A decision on every line that is asked: agreed, but for what `answers` says."""
    plan, language = made.plan, made.language
    asked = consent_lines.asked(plan, language, who=consent_lines.who_decides_through(made))
    answers = {line.key: {"decision": "agreed"} for line in asked.open} | extra.pop("answers", {})
    told = {"signatures": signed("patient"), "seen": consent_lines.shown_digest(plan, language), **extra}
    return actions.decide_on_plan(handover=made, decision=decision, answers=answers, **told)
