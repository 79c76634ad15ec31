"""What holds for every decision on a plan, however it is taken: on which plan, by whom, and what follows."""

from practice.models import Episode, Phase
from records import consent_rules
from records.actions import guard
from records.errors import BackAtScreeningError, InvalidConsentError, LetterMissingError, StalePlanError
from records.interventions import CERVICAL_TREATMENT
from records.models import Consent, ConsentDecision, TreatmentPlan


def newest(plan: TreatmentPlan) -> TreatmentPlan:
    """The plan as it is now. Raises StalePlanError when it is not signed, or replaced."""
    found = TreatmentPlan.objects.filter(episode=plan.episode_id).newest()
    if found is None or found.pk != plan.pk:
        raise StalePlanError
    return found


def refuse_invalid(consent: Consent) -> None:
    """Raises InvalidConsentError unless everybody decided who has to, and LetterMissingError."""
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


def follow(episode: Episode, consent: Consent, standing: Consent | None) -> None:
    """The phase after a decision; a refusal, questions, or other answers within an approval, leave it."""
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
