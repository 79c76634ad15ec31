"""Recording what the patient decides about a plan."""

from django.db import transaction

from practice import audit
from practice.models import Episode, Phase, User
from records import consent_rules
from records.actions import guard
from records.actions.labels import label_of
from records.consent_text import consent_text
from records.decisions import next_decisions
from records.errors import BackAtScreeningError, DecisionOrderError, InvalidConsentError, StalePlanError
from records.models import Consent, ConsentDecision, TreatmentPlan


@transaction.atomic
def record_consent(*, plan: TreatmentPlan, data: dict[str, object], language: str, by: User) -> Consent:
    """Note a decision on the newest signed plan, with the text that was shown in `language`.

    `data` holds decision and method, and as far as they apply by_patient, able_to_decide, capacity_remark,
    exception_reason, representative_name, representative_relation, special_agreed, questions_asked, remark.
    The same decision twice is noted once. Raises StalePlanError, DecisionOrderError, InvalidConsentError,
    BackAtScreeningError, EpisodeClosedError.
    """
    episode = guard.open_episode(plan.episode_id)
    plan = _newest(plan)
    standing = plan.standing
    if standing and standing.decision == data["decision"]:
        return standing
    if data["decision"] not in next_decisions(standing):
        raise DecisionOrderError
    consent = _consent(plan, data, language, by)
    _refuse_invalid(consent)
    consent.save()
    _follow(episode, consent)
    verb = f"consent.{consent.decision}"
    audit.record(verb, by=by, patient=episode.patient, subject=consent, label=label_of(plan))
    return consent


def _newest(plan: TreatmentPlan) -> TreatmentPlan:
    newest = TreatmentPlan.objects.filter(episode=plan.episode_id).newest()
    if newest is None or newest.pk != plan.pk:
        raise StalePlanError
    return newest


def _consent(plan: TreatmentPlan, data: dict[str, object], language: str, by: User) -> Consent:
    withdraws = plan.standing if data["decision"] == ConsentDecision.WITHDRAWN else None
    specials = {one.code for one in plan.specials} if data["decision"] == ConsentDecision.GIVEN else set()
    return Consent(
        **{**data, "special_agreed": sorted(specials.intersection(data.get("special_agreed", ())))},
        plan=plan,
        patient_age=plan.episode.patient.age,
        text_shown=consent_text(plan, language),
        text_language=language,
        withdraws=withdraws,
        recorded_by=by,
    )


def _refuse_invalid(consent: Consent) -> None:
    deciders = consent_rules.Deciders(
        by_patient=consent.by_patient,
        relation=consent.representative_relation,
        capacity_remark=consent.capacity_remark,
        exception_reason=consent.exception_reason,
    )
    found = consent_rules.problems(
        consent.decision, deciders, age=consent.patient_age, able=consent.able_to_decide
    )
    if found:
        raise InvalidConsentError(found)


def _follow(episode: Episode, consent: Consent) -> None:
    """The phase after a decision; a refusal leaves it where it is."""
    if consent.decision == ConsentDecision.GIVEN:
        guard.move(episode, Phase.APPROVED, refused=BackAtScreeningError)
    # Withdrawing is possible at any time, also while the episode waits for the GP.
    elif consent.decision == ConsentDecision.WITHDRAWN and episode.may_move_to(Phase.WITHDRAWN):
        guard.move(episode, Phase.WITHDRAWN)
