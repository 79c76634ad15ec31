"""What an alert is about: the emergencies the patient was told, with the answers that fired them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from intake.models import TOLD_BEFORE, EmergencyAlert, Intake
from intake.screening import Rule, message, rules
from intake.walk import Walk, ticked


@dataclass(frozen=True)
class Told:
    """One emergency as it was told. `stands` is false when the stored answers do not say it (any more)."""

    rule: Rule
    at: datetime
    is_read: bool
    because: list[dict[str, str]]
    shown: str  # the message, in the language of the patient
    stands: bool

    @property
    def text(self) -> str:
        return self.rule.therapist_text(get_language() or "nl")

    @property
    def suspected(self) -> str:
        return self.rule.suspected_text(get_language() or "nl")

    @property
    def contact(self) -> str:
        return self.rule.contact_text(get_language() or "nl")


def told_for(alert: EmergencyAlert) -> list[Told]:
    """The emergencies from this alert up to the next one of the same intake, in the order of the rules."""
    told = _told(alert.intake)
    later = [other.raised_at for other in alert.intake.alerts.all() if other.raised_at > alert.raised_at]
    until = min(later, default=None)
    return [one for one in told if one.at >= alert.raised_at and (until is None or one.at < until)]


def _told(intake: Intake) -> list[Told]:
    walk = Walk.of(intake, ticked(intake, intake.unfinished))
    firing = {fired.rule.id for fired in walk.emergencies()}
    return [
        Told(
            rule=rule,
            at=parse_datetime(told["at"]),
            is_read=told["read"],
            because=told["because"],
            shown=message(rule.patient_message, intake.language, intake.content_version),
            stands=key in firing,
        )
        for rule in rules(intake.content_version)
        for key, told in intake.emergency_rules.items()
        if key.partition(TOLD_BEFORE)[0] == rule.id
    ]
