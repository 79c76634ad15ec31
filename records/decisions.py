"""What patients decided about plans. Pure reading."""

from django.db.models import QuerySet

from practice.models import Episode
from records.models import Consent, ConsentDecision


def next_decisions(standing: Consent | None) -> tuple[str, ...]:
    """What may be decided after the last decision on a plan."""
    if standing is None:
        return ConsentDecision.GIVEN, ConsentDecision.REFUSED
    if standing.decision == ConsentDecision.GIVEN:
        return (ConsentDecision.WITHDRAWN,)
    return (ConsentDecision.GIVEN,)


def not_agreed_to(consent: Consent | None) -> list[str]:
    """What needs a permission of its own and got none, though the plan was approved."""
    if consent is None or consent.decision != ConsentDecision.GIVEN:
        return []
    return [one.label for one in consent.plan.specials if one.code not in consent.special_agreed]


def history_of(episode: Episode) -> QuerySet[Consent]:
    """Every decision on every plan of an episode, newest first."""
    made = Consent.objects.filter(plan__episode=episode)
    return made.select_related("plan", "recorded_by").prefetch_related("plan__interventions").order_by("-pk")
