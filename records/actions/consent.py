"""Recording what the patient decides about a plan, in words or on paper."""

from django.db import transaction

from practice import audit
from practice.models import User
from records import consent_lines
from records.actions import deciding, guard
from records.actions.labels import label_of
from records.consent_lines import Asked
from records.consent_rules import who_decides
from records.consent_text import consent_text
from records.decisions import next_decisions
from records.errors import DecisionOrderError, ExplanationMissingError
from records.line_answers import AGREE, DECLINE, stored_lines
from records.models import Consent, ConsentDecision, TreatmentPlan
from records.plan_lines import permission_of


@transaction.atomic
def record_consent(
    *, plan: TreatmentPlan, data: dict[str, object], language: str, after: int | None = None, by: User
) -> Consent:
    """Note a decision on the newest signed plan, with the text that was shown in `language`.

    `data` holds decision and method, and as far as they apply by_patient, able_to_decide, capacity_remark,
    exception_reason, representative_name, representative_relation, special_agreed, letter_given, explained
    (what was explained about saying no), questions_asked, remark. The same decision twice is noted once; who
    approved may answer anew what is asked apart, when `after` names the approval that this changes. Raises
    StalePlanError, DecisionOrderError, InvalidConsentError, LetterMissingError, ExplanationMissingError,
    BackAtScreeningError, EpisodeClosedError.
    """
    episode = guard.open_episode(plan.episode_id)
    plan = deciding.newest(plan)
    standing = plan.standing
    consent = _consent(plan, data, language, by)
    if standing and _says_the_same(standing, consent):
        return standing
    if consent.decision not in next_decisions(standing):
        raise DecisionOrderError
    if standing and standing.is_given and consent.is_given and standing.pk != after:
        raise DecisionOrderError
    deciding.refuse_invalid(consent)
    if not consent.is_given and not consent.explained.strip():
        raise ExplanationMissingError
    deciding.follow(episode, consent, standing)
    consent.save()
    verb = f"consent.{consent.decision}"
    audit.record(verb, by=by, patient=episode.patient, subject=consent, label=label_of(plan))
    return consent


def _says_the_same(standing: Consent, consent: Consent) -> bool:
    if consent.is_given and standing.is_given:
        return sorted(standing.special_agreed) == consent.special_agreed
    return standing.decision == consent.decision


def _consent(plan: TreatmentPlan, data: dict[str, object], language: str, by: User) -> Consent:
    given, withdrawn = (data["decision"] == one for one in (ConsentDecision.GIVEN, ConsentDecision.WITHDRAWN))
    specials = set(plan.specials).intersection(data.get("special_agreed", ())) if given else set()
    consent = Consent(
        **{
            **data,
            "special_agreed": sorted(specials),
            "explained": "" if given else data.get("explained", ""),
        },
        plan=plan,
        patient_age=plan.episode.patient.age,
        text_shown=consent_text(plan, language),
        text_language=language,
        withdraws=plan.standing if withdrawn else None,
        recorded_by=by,
    )
    consent.lines = _lines(consent, specials)
    return consent


def _lines(consent: Consent, specials: set[str]) -> list[consent_lines.Stored]:
    """Everything is agreed to in one word, but for what is asked apart."""
    asked = _asked(consent)
    declined = {line.key for line in asked.lines if line.may_decline and permission_of(line) not in specials}
    answers = {line.key: {"decision": DECLINE if line.key in declined else AGREE} for line in asked.lines}
    return stored_lines(asked.lines, consent.decision, answers)


def _asked(consent: Consent) -> Asked:
    who = who_decides(
        consent.patient_age,
        able=consent.able_to_decide,
        name=consent.representative_name,
        relation=consent.representative_relation,
        exception_reason=consent.exception_reason,
    )
    return consent_lines.asked(consent.plan, consent.text_language, who=who)
