"""What is asked of the patient, line by line, given what was decided before. Pure reading.

A line is not asked again when the newest decision agreed to exactly this, by the same people under the same
rule. A refusal or a withdrawal ends that: then everything is asked anew, as it is when the newest decision is
from before there were lines. What is stored of a line is in `Stored`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from records.consent_rules import Role, Who, rule_for, who_decides
from records.digests import digest_of
from records.models import Consent, ConsentDecision, Handover, TreatmentPlan
from records.plan_lines import (
    AGREED,
    CHANGED,
    COURSE,
    INTERVENTION,
    NEW,
    PERMISSION,
    Line,
    permission_of,
    plan_lines,
)

__all__ = [
    "AGREED",
    "CHANGED",
    "COURSE",
    "INTERVENTION",
    "NEW",
    "PERMISSION",
    "Asked",
    "Line",
    "Stored",
    "asked",
    "lines",
    "removed",
    "shown_digest",
    "who_decided",
    "who_decides_through",
]

ENDS_APPROVAL = (ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN)


class Stored(TypedDict):
    """One line in Consent.lines."""

    key: str
    kind: str
    heading: str
    parts: list[list[str]]  # heading and text, in the language of the consent
    fingerprint: str
    decision: str  # "agreed", "question", "declined"; empty where questions came first
    question: str
    asked: bool  # False: carried over from an earlier approval


def lines(plan: TreatmentPlan, language: str, *, who: Who | None = None) -> list[Line]:
    """The lines of a signed plan, each with what was decided on it before.

    `who` decides now (`who_decides_through` a hand-over); without it, who normally decides at this age.
    """
    return asked(plan, language, who=who).lines


def removed(plan: TreatmentPlan, language: str) -> list[str]:
    """What was agreed to in an earlier version of the plan and is not in this one."""
    return asked(plan, language).removed


def shown_digest(plan: TreatmentPlan, language: str) -> str:
    """Says which plan was read, in which language. Another version, or other words, give another digest."""
    shown = [[line.key, line.heading, line.parts, line.fingerprint] for line in plan_lines(plan, language)]
    return digest_of({"plan": plan.pk, "version": plan.version, "language": language, "lines": shown})


def who_decides_through(handover: Handover) -> Who:
    """Whom the screen asks, as the therapist said when handing over."""
    return who_decides(
        handover.plan.episode.patient.age,
        able=handover.able_to_decide,
        name=handover.representative_name,
        relation=handover.representative_relation,
        exception_reason=handover.exception_reason,
    )


def who_decided(consent: Consent) -> Who:
    took_part = {Role.PATIENT: consent.by_patient, Role.REPRESENTATIVE: bool(consent.representative_name)}
    rule = rule_for(consent.patient_age, able=consent.able_to_decide)
    roles = frozenset(role for role, there in took_part.items() if there)
    return Who(rule, roles, consent.representative_name)


@dataclass(frozen=True)
class Asked:
    """What is asked now. `leans_on` is the decision that lines agreed to before come from."""

    lines: list[Line]
    removed: list[str]
    leans_on: Consent | None

    @property
    def agreed(self) -> list[Line]:
        return [line for line in self.lines if line.state == AGREED]

    @property
    def permissions(self) -> set[str]:
        """The types of consent, asked apart, that were agreed to before."""
        return {permission_of(line) for line in self.agreed if line.kind == PERMISSION}

    @property
    def open(self) -> list[Line]:
        """What has to be decided on."""
        return [line for line in self.lines if line.state != AGREED]

    @property
    def is_again(self) -> bool:
        """True when something was agreed to before, so that the page can say what changed since."""
        return bool(self.removed) or any(line.state != NEW for line in self.lines)


def asked(plan: TreatmentPlan, language: str, *, who: Who | None = None) -> Asked:
    """The lines of a plan with their state, and what is gone from it. Costs the same however long it goes."""
    found = plan_lines(plan, language)
    who = who or who_decides(plan.episode.patient.age)
    earlier = _standing(plan)
    newest = earlier[0] if earlier and earlier[0].lines else None
    leans_on = newest if newest and who.may_lean_on(who_decided(newest)) else None
    carried = _agreed_in(leans_on) if leans_on else {}
    approved = _Approved(earlier, language)
    return Asked(
        [_with_state(line, carried, approved) for line in found],
        approved.gone(plan, {line.key for line in found}),
        leans_on,
    )


def _standing(plan: TreatmentPlan) -> list[Consent]:
    """The decisions on this plan and earlier versions since the last refusal or withdrawal, newest first."""
    made = Consent.objects.filter(plan__episode=plan.episode_id, plan__version__lte=plan.version)
    found: list[Consent] = []
    for consent in made.select_related("plan").order_by("-pk"):
        if consent.decision in ENDS_APPROVAL:
            break
        found.append(consent)
    return found


def _agreed_in(consent: Consent) -> dict[str, Stored]:
    return {line["key"]: line for line in consent.lines if line["decision"] == "agreed"}


def _with_state(line: Line, carried: Mapping[str, Stored], approved: "_Approved") -> Line:
    stored = carried.get(line.key)
    if stored and line.says_what(stored["fingerprint"]):
        return replace(line, state=AGREED, since=approved.since(line))
    before = approved.parts_before(line)
    return line if before is None else replace(line, state=CHANGED, before=tuple(_compared(before, line)))


def _compared(then: Mapping[str, str], line: Line) -> Iterator[tuple[str, str, str]]:
    """Each part that differs: heading, the lines of then that are gone, text now; what is gone comes last."""
    now = dict(line.parts)
    for heading in [*now, *(gone for gone in then if gone not in now)]:
        was, told = then.get(heading, ""), now.get(heading, "")
        if was != told:
            yield heading, "\n".join(one for one in was.splitlines() if one not in told.splitlines()), told


class _Approved:
    """What was agreed to in these decisions (newest first), in the words of one language."""

    def __init__(self, consents: list[Consent], language: str) -> None:
        self.consents, self.language = consents, language

    def since(self, line: Line) -> datetime | None:
        """When the patient was asked and agreed; later decisions only carried it on."""
        for consent in self.consents:
            stored = _agreed_in(consent).get(line.key)
            if stored and stored["asked"]:
                return consent.recorded_at
        return None

    def parts_before(self, line: Line) -> dict[str, str] | None:
        """The parts as the patient last agreed to them; None when that was this, or never."""
        for consent in self.consents:
            stored = _agreed_in(consent).get(line.key)
            if stored:
                changed = not line.says_what(stored["fingerprint"])
                return self._read(consent, stored)[1] if changed else None
        return None

    def gone(self, plan: TreatmentPlan, keys: set[str]) -> list[str]:
        """The headings of what the last approval of an earlier version held and this plan does not."""
        given = (one for one in self.consents if one.is_given and one.plan.version < plan.version)
        last = next(given, None)
        stored = _agreed_in(last).values() if last else ()
        return [self._read(last, one)[0] for one in stored if one["key"] not in keys]

    def _read(self, consent: Consent, stored: Stored) -> tuple[str, dict[str, str]]:
        """Heading and parts in this language: as stored, or read again from the plan of then."""
        if consent.text_language != self.language:
            for line in plan_lines(consent.plan, self.language):
                if line.key == stored["key"]:
                    return line.heading, dict(line.parts)
        return stored["heading"], dict(stored["parts"])
