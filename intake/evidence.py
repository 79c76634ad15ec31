"""What a screening conclusion rests on: the newest evidence, its findings, and the proposal."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from intake import readings
from intake.approvals import RulesState, state_of, version_in_use
from intake.levels import rank
from intake.models import AlertResponse, EmergencyAlert, Finding, Intake
from intake.paragraph import Reporter
from intake.questionnaire import Question, load
from intake.screening import CONTACT_GP, message
from intake.summary import reporter_of
from intake.walk import EMERGENCY
from practice.models import Episode

MANY_CAUTIONS = 3  # from here on: discuss it (domain reference 4.1, rule 5)


@dataclass(frozen=True)
class Evidence:
    """Read once per page. `intake` is None when the patient sent no form and nothing was asked again."""

    episode: Episode
    intake: Intake | None
    rows: list[Intake]  # what is judged together: `intake`, after what came before it and was not concluded
    findings: list[Finding]
    alarm: Intake | None  # showed the emergency message and was never submitted
    alerts: list[EmergencyAlert]  # of every intake of the episode

    @classmethod
    def of(cls, episode: Episode) -> "Evidence":
        """What is known of the safety now: the last form or re-screening."""
        _fetch(episode)
        newest = readings.newest_evidence(episode)
        return cls._of(episode, newest, readings.judged_together(episode, newest))

    @classmethod
    def of_form(cls, episode: Episode) -> "Evidence":
        """What the patient sent, whatever was asked again since."""
        _fetch(episode)
        form = readings.form_sent(episode)
        return cls._of(episode, form, [form] if form else [])

    @classmethod
    def _of(cls, episode: Episode, intake: Intake | None, rows: list[Intake]) -> "Evidence":
        open_forms = (form for form in readings.forms(episode) if not form.is_submitted)
        alarm = next((form for form in open_forms if form.is_emergency), None)
        alerts = [alert for form in readings.forms(episode) for alert in form.alerts.all()]
        return cls(episode, intake, rows, readings.findings(rows), alarm, alerts)

    @property
    def form(self) -> Intake | None:
        """What the patient sent, also when the safety questions were asked again since."""
        return readings.form_sent(self.episode)

    @property
    def reporter(self) -> Reporter | None:
        """Who filled in that form for the patient; None when the patient did. One query each time."""
        if self.form is None:
            return None
        rows, version = self.form.answer_rows.all(), self.form.content_version
        return reporter_of(rows, version=version, lang=get_language() or "nl")

    @property
    def rescreened(self) -> Intake | None:
        """The last time the safety questions were asked again."""
        return next(iter(reversed(readings.rescreenings(self.episode))), None)

    @property
    def to_decide(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.needs_decision]

    @property
    def raised(self) -> list[Finding]:
        return [finding for finding in self.to_decide if finding.is_raised]

    @property
    def withdrawn(self) -> list[Finding]:
        """Emergencies that were told; the patient changed the answer before sending."""
        return [finding for finding in self.raised if finding.withdrawn]

    @property
    def undecided(self) -> list[Finding]:
        return [finding for finding in self.to_decide if not finding.is_raised]

    @property
    def open_questions(self) -> list[list[Finding]]:
        """Undecided findings, together when the same questions settle them."""
        groups: dict[tuple[str, ...], list[Finding]] = {}
        for finding in self.undecided:
            groups.setdefault(tuple(reason["question"] for reason in finding.because), []).append(finding)
        return list(groups.values())

    @property
    def information(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.needs_decision and finding.is_raised]

    @property
    def has_many_cautions(self) -> bool:
        cautions = [finding for finding in self.raised if finding.level == "caution"]
        return len(cautions) >= MANY_CAUTIONS

    @property
    def proposes_gp(self) -> bool:
        """True when the form alone says: contact the GP."""
        return self.alarm is not None or any(row.outcome == CONTACT_GP for row in self.rows)

    @property
    def is_emergency(self) -> bool:
        """True when an emergency was told, also when the answer was changed before sending."""
        return self.alarm is not None or any(row.is_emergency for row in self.rows)

    @property
    def level(self) -> str:
        """What the form says, before anybody judged it: a level, also of an emergency that was taken back.

        Empty without a form.
        """
        if self.is_emergency:
            return EMERGENCY
        return self._foremost.level if self.rows else ""

    @property
    def _foremost(self) -> Intake:
        """The highest of what is judged together, the newest of equals."""
        return min(reversed(self.rows), key=lambda row: rank(row.level))

    @property
    def waits_for_answer(self) -> bool:
        """True while an emergency alert of this episode is not answered."""
        return any(alert.answer is None for alert in self.alerts)

    @property
    def contact(self) -> AlertResponse | None:
        """The answer to the alert of the emergency that is judged here: somebody reached the patient."""
        judged = {one.pk for one in (*self.rows, self.alarm) if one}
        answers = (alert.answer for alert in self.alerts if alert.intake_id in judged)
        return next((answer for answer in answers if answer), None)

    def lacks_contact(self, *, is_emergency: bool, ticked: bool) -> bool:
        """The one rule on lowering an emergency: nobody does before the patient was reached.

        An alert that waits has to be answered first. Where no alert was raised (an emergency found by
        asking, or by the therapist) the therapist ticks to have reached the patient.
        """
        return self.waits_for_answer or (is_emergency and not (ticked or self.contact))

    @property
    def proposed_advice(self) -> str:
        """What the patient was shown, as a first text for the advice; empty when nothing refers."""
        if self.intake is None or not self.proposes_gp:
            return ""
        language = get_language() or "nl"
        foremost = self._foremost
        return message(foremost.patient_message, language, foremost.content_version)

    @property
    def may_share(self) -> bool | None:
        """What the patient answered about sharing with the GP; None when open."""
        answer = self.intake.answers.get("ad_share_gp") if self.intake else None
        return {"yes": True, "no": False}.get(answer)

    @property
    def rules_state(self) -> RulesState | None:
        """How far the rules this rests on were approved; None without a form. One query each time."""
        intake = self.intake or self.alarm
        return state_of(intake.content_version) if intake else None

    @property
    def asked_aloud(self) -> list[dict[str, object]]:
        """The lists to go through in words when there is no form, for this complaint, age and sex."""
        patient, language = self.episode.patient, get_language() or "nl"
        known = {"g_regions": [self.episode.complaint]}
        asked = load(version_in_use()).asked(known, age=patient.age, sex=patient.sex)
        return [_in_words(question, language) for question in asked if question.safety_list]


def _fetch(episode: Episode) -> None:
    parts = ("findings__decisions__decided_by", "alerts__responses__recorded_by")
    prefetch_related_objects([episode], *(f"intakes__{part}" for part in parts))


def _in_words(question: Question, language: str) -> dict[str, object]:
    options = [option.text(language) for option in question.options if not option.exclusive]
    return {"text": question.text(language), "options": options}
