"""Recording what the patient decides about a plan."""

from django.db import transaction

from practice import audit
from practice.models import Episode, Phase, User
from records import consent_rules
from records.actions import guard
from records.actions.labels import label_of
from records.consent_text import consent_text
from records.decisions import next_decisions
from records.errors import (
    BackAtScreeningError,
    DecisionOrderError,
    InvalidConsentError,
    LetterMissingError,
    StalePlanError,
)
from records.interventions import CERVICAL_TREATMENT
from records.models import Consent, ConsentDecision, TreatmentPlan


@transaction.atomic
def record_consent(
    *, plan: TreatmentPlan, data: dict[str, object], language: str, after: int | None = None, by: User
) -> Consent:
    """Note a decision on the newest signed plan, with the text that was shown in `language`.

    `data` holds decision and method, and as far as they apply by_patient, able_to_decide, capacity_remark,
    exception_reason, representative_name, representative_relation, special_agreed, letter_given,
    questions_asked, remark. The same decision twice is noted once; who approved may answer anew what is asked
    apart, when `after` names the approval that this changes. Raises StalePlanError, DecisionOrderError,
    InvalidConsentError, LetterMissingError, BackAtScreeningError, EpisodeClosedError.
    """
    episode = guard.open_episode(plan.episode_id)
    plan = _newest(plan)
    standing = plan.standing
    consent = _consent(plan, data, language, by)
    if standing and _says_the_same(standing, consent):
        return standing
    if consent.decision not in next_decisions(standing):
        raise DecisionOrderError
    if standing and standing.is_given and consent.is_given and standing.pk != after:
        raise DecisionOrderError
    _refuse_invalid(consent)
    _follow(episode, consent, standing)
    consent.save()
    verb = f"consent.{consent.decision}"
    audit.record(verb, by=by, patient=episode.patient, subject=consent, label=label_of(plan))
    return consent


def _says_the_same(standing: Consent, consent: Consent) -> bool:
    if consent.is_given and standing.is_given:
        return sorted(standing.special_agreed) == consent.special_agreed
    return standing.decision == consent.decision


def _newest(plan: TreatmentPlan) -> TreatmentPlan:
    newest = TreatmentPlan.objects.filter(episode=plan.episode_id).newest()
    if newest is None or newest.pk != plan.pk:
        raise StalePlanError
    return newest


def _consent(plan: TreatmentPlan, data: dict[str, object], language: str, by: User) -> Consent:
    withdraws = plan.standing if data["decision"] == ConsentDecision.WITHDRAWN else None
    specials = set(plan.specials) if data["decision"] == ConsentDecision.GIVEN else set()
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
    if CERVICAL_TREATMENT in consent.special_agreed and not consent.letter_given:
        raise LetterMissingError


def _follow(episode: Episode, consent: Consent, standing: Consent | None) -> None:
    """The phase after a decision; a refusal, or other answers within an approval, leave it where it is."""
    if consent.is_given and standing and standing.is_given:
        _refuse_more_after_the_gp(episode, consent, standing)
    elif consent.is_given:
        guard.move(episode, Phase.APPROVED, refused=BackAtScreeningError)
    # Withdrawing is possible at any time, also while the episode waits for the GP.
    elif consent.decision == ConsentDecision.WITHDRAWN and episode.may_move_to(Phase.WITHDRAWN):
        guard.move(episode, Phase.WITHDRAWN)


def _refuse_more_after_the_gp(episode: Episode, consent: Consent, standing: Consent) -> None:
    """Sent to the GP after this plan, the patient may agree to less than before, not to more."""
    treated = episode.phase in (Phase.APPROVED, Phase.IN_TREATMENT, Phase.EVALUATED)
    if not treated and not set(consent.special_agreed) <= set(standing.special_agreed):
        raise BackAtScreeningError
