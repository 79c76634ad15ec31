"""What the patient decides on a screen: line by line, and signed."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from practice import audit
from practice.audit import Actor
from records import consent_lines
from records.actions import deciding, guard
from records.actions.labels import label_of
from records.consent_lines import Asked
from records.consent_rules import Problem, Role, Rule, Who
from records.consent_text import consent_text, saying_no
from records.decisions import next_decisions
from records.errors import (
    DecisionOrderError,
    HandoverEndedError,
    InvalidConsentError,
    SignatureMissingError,
    StalePlanError,
)
from records.interventions import CERVICAL_TREATMENT
from records.line_answers import AGREE, Answers, stored_lines
from records.models import Consent, ConsentDecision, ConsentMethod, Handover, HandoverKind, TreatmentPlan
from records.plan_lines import PERMISSION, permission_of
from records.signatures import Signature, SignatureError, clean

METHODS = {HandoverKind.ROOM: ConsentMethod.SCREEN, HandoverKind.REMOTE: ConsentMethod.REMOTE}


@transaction.atomic
def decide_on_plan(
    *,
    handover: Handover,
    decision: str,
    answers: Answers,
    signatures: Iterable[Mapping[str, object]],
    seen: str,
    by: Actor = audit.PATIENT,
) -> Consent:
    """Note what was decided on the plan that was handed over, and end the hand-over.

    `decision` is "given", "questions", "refused" or "withdrawn". `answers` holds {"decision", "question"} by
    the key of a line, the decision "agreed", "question" or "declined"; a line that was agreed to before needs
    none. `seen` is `consent_lines.shown_digest` of what was read. Approval is signed by everybody who
    decides, a refusal or a withdrawal by one of them; questions by nobody. Sent twice it is noted once; the
    same answer through another hand-over is signed, and noted, once more.
    Raises HandoverEndedError, StalePlanError, DecisionOrderError, UndecidedLinesError, SignatureError,
    SignatureMissingError, InvalidConsentError, LetterMissingError, BackAtScreeningError, EpisodeClosedError.
    """
    episode = guard.open_episode(handover.plan.episode_id)
    handover = (
        Handover.objects.select_for_update(of=("self",)).select_related("started_by").get(pk=handover.pk)
    )
    made = handover.consents.first()
    if made:
        return _sent_again(made, decision)
    if not handover.is_open:
        raise HandoverEndedError
    plan = deciding.newest(handover.plan)
    if seen != consent_lines.shown_digest(plan, handover.language):
        raise StalePlanError
    consent = _consent(handover, plan, decision, answers, _signed(signatures))
    standing = plan.standing
    _refuse_out_of_turn(handover, consent, standing)
    _refuse_unsigned(consent, consent_lines.who_decides_through(handover))
    deciding.refuse_invalid(consent)
    deciding.follow(episode, consent, standing)
    consent.save()
    _end(handover)
    verb = f"consent.{consent.decision}"
    audit.record(verb, by=by, patient=episode.patient, subject=consent, label=label_of(plan))
    return consent


def _sent_again(made: Consent, decision: str) -> Consent:
    if made.decision != decision:
        raise DecisionOrderError
    return made


def _signed(sent: Iterable[Mapping[str, object]]) -> dict[Role, Signature]:
    at = timezone.now().isoformat(timespec="seconds")
    found = [clean(one, at=at) for one in sent]
    by_role = {Role(one["role"]): one for one in found}
    if len(by_role) < len(found):
        raise SignatureError("role")
    return by_role


def _end(handover: Handover) -> None:
    handover.ended_at = timezone.now()
    handover.save(update_fields=["ended_at"])


def _refuse_out_of_turn(handover: Handover, consent: Consent, standing: Consent | None) -> None:
    """Another decision may have been noted since the hand-over; taking back is always possible."""
    if consent.decision not in next_decisions(standing, on_screen=True):
        raise DecisionOrderError
    newer = standing is not None and standing.recorded_at > handover.started_at
    if newer and consent.decision != ConsentDecision.WITHDRAWN:
        raise DecisionOrderError


def _consent(
    handover: Handover, plan: TreatmentPlan, decision: str, answers: Answers, signed: dict[Role, Signature]
) -> Consent:
    who = consent_lines.who_decides_through(handover)
    asked = consent_lines.asked(plan, handover.language, who=who)
    lines = stored_lines(asked.lines, decision, answers)
    specials = _specials(asked, lines) if decision == ConsentDecision.GIVEN else []
    consent = Consent(
        plan=plan,
        decision=decision,
        patient_age=plan.episode.patient.age,
        able_to_decide=handover.able_to_decide,
        capacity_remark="" if handover.able_to_decide else handover.capacity_remark,
        exception_reason=handover.exception_reason if who.rule == Rule.TOGETHER else "",
        special_agreed=specials,
        letter_given=handover.letter_given or _got_letter(asked, specials),
        method=METHODS[HandoverKind(handover.kind)],
        text_shown=consent_text(plan, handover.language),
        text_language=handover.language,
        lines=lines,
        explained=saying_no(decision, handover.language),
        withdraws=plan.standing if decision == ConsentDecision.WITHDRAWN else None,
        handover=handover,
        recorded_by=handover.started_by,
    )
    _say_who_decides(consent, who, signed)
    return consent


def _specials(asked: Asked, lines: list[consent_lines.Stored]) -> list[str]:
    agreed = {one["key"] for one in lines if one["decision"] == AGREE}
    return sorted(
        permission_of(line) for line in asked.lines if line.kind == PERMISSION and line.key in agreed
    )


def _got_letter(asked: Asked, specials: list[str]) -> bool:
    """The letter was handed over with the approval that this one leans on."""
    kept = asked.permissions.intersection(specials)
    return CERVICAL_TREATMENT in kept and bool(asked.leans_on.letter_given)


def _say_who_decides(consent: Consent, who: Who, signed: dict[Role, Signature]) -> None:
    """Who signs, decides; questions are asked by all who would decide."""
    if Role.REPRESENTATIVE in signed.keys() - who.roles:
        raise InvalidConsentError([Problem.REPRESENTATIVE_NOT_ALLOWED])
    deciding_now = who.roles if consent.decision == ConsentDecision.QUESTIONS else who.roles & signed.keys()
    handover = consent.handover
    consent.by_patient = Role.PATIENT in deciding_now
    if Role.REPRESENTATIVE in deciding_now:
        consent.representative_name = handover.representative_name
        consent.representative_relation = handover.representative_relation
    relations = {Role.PATIENT: "", Role.REPRESENTATIVE: handover.representative_relation}
    consent.signatures = [{**signed[role], "relation": relations[role]} for role in Role if role in signed]


def _refuse_unsigned(consent: Consent, who: Who) -> None:
    """Raises SignatureMissingError: approval is signed by all who decide, no by one of them."""
    if consent.decision == ConsentDecision.QUESTIONS:
        return
    signed = {Role(one["role"]) for one in consent.signatures} & who.roles
    missing = who.roles - signed if consent.is_given or not signed else set()
    if missing:
        raise SignatureMissingError([role.value for role in Role if role in missing])
