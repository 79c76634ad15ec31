"""The one-page summary as a page shows it: what the patient told, and what the rules made of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from intake.answers import NONE
from intake.approvals import RulesState, state_of
from intake.evidence import EMERGENCY, Evidence
from intake.models import Finding, Intake
from intake.paragraph import REGIONS
from intake.questionnaire import load
from intake.summary import Summary, summarise
from intake.summary_words import BESIDE, place_of, words

AGE = "age"  # what a reason calls the age of the patient
# Characters on the page from which its print is set smaller, so that it stays one sheet of A4.
SMALL, SMALLEST = 3000, 4200


@dataclass(frozen=True)
class Line:
    """One finding with the answers that raised it, in a few words."""

    finding: Finding
    answers: tuple[str, ...]


@dataclass(frozen=True)
class ToAsk:
    """A question that settles one or more undecided findings; `finding` is the highest of them."""

    text: str
    finding: Finding


@dataclass(frozen=True)
class SummaryPage:
    intake: Intake
    summary: Summary
    referring: tuple[Line, ...]  # contact a doctor
    precautions: tuple[Line, ...]  # for hands-on treatment
    cleared: tuple[Finding, ...]  # the therapist asked further: no concern
    to_ask: tuple[ToAsk, ...]
    information: tuple[Finding, ...]

    @classmethod
    def of(cls, intake: Intake) -> "SummaryPage":
        """The summary of this submitted intake, in the language of the page."""
        lang = get_language() or "nl"
        findings = list(intake.findings.all())
        standing = [one for one in findings if one.needs_decision and (one.is_raised or one.is_confirmed)]
        standing = [one for one in standing if one.is_confirmed or one.is_open]
        return cls(
            intake,
            summarise(intake.answer_rows.all(), version=intake.content_version, lang=lang),
            referring=tuple(_line(one, intake, lang) for one in standing if one.refers),
            precautions=tuple(_line(one, intake, lang) for one in standing if not one.refers),
            cleared=tuple(one for one in findings if one.decision and not one.is_confirmed),
            to_ask=tuple(_to_ask(findings)),
            information=tuple(_new_information(findings, intake)),
        )

    @property
    def rules_state(self) -> RulesState:
        """How far the rules this intake was screened with are approved. One query each time."""
        return state_of(self.intake.content_version)

    @property
    def is_taken_back(self) -> bool:
        """Every emergency that was told is no longer in the answers."""
        return self.intake.level != EMERGENCY

    @property
    def size(self) -> str:
        """How small the print must be for one sheet: "", "small" or "smallest"."""
        length = sum(len(text) for text in self._texts())
        return "smallest" if length > SMALLEST else "small" if length > SMALL else ""

    def _texts(self) -> Iterable[str]:
        told = self.summary
        yield from (told.request, told.paragraph)
        yield from (one.text for one in (*told.more, *told.medication, *told.psychosocial))
        yield from (text for one in told.asked for text in (one.label, *one.present, *one.absent, *one.open))
        for line in (*self.referring, *self.precautions):
            yield from (line.finding.text, *line.answers)
        yield from (one.suspected for one in self.information)
        yield from (one.text for one in (*self.cleared, *self.to_ask))


def summary_for(evidence: Evidence) -> SummaryPage | None:
    """The summary of the form the patient sent, None without one. A re-screening has its own page."""
    return SummaryPage.of(evidence.form) if evidence.form else None


def _line(finding: Finding, intake: Intake, lang: str) -> Line:
    """Age and regions stand at the top of the page; here only where nothing else was answered."""
    reasons = finding.because if finding.is_raised else []
    telling = [reason for reason in reasons if reason["question"] not in (AGE, REGIONS)]
    return Line(finding, tuple(_answer(reason, intake, lang) for reason in telling or reasons))


def _answer(reason: dict[str, str], intake: Intake, lang: str) -> str:
    """Answers of a list speak for themselves; others, and "none of these", need their question."""
    question = load(intake.content_version).questions.get(reason["question"])
    if question is None:
        return f"{reason.get('text', '')}: {reason['answer']}"
    if question.type == "multi" and reason["answer"] != question.answer_text(NONE, intake.language):
        return reason["answer"]
    return f"{words(intake.content_version, lang).label(question)}: {reason['answer']}"


def _new_information(findings: Iterable[Finding], intake: Intake) -> Iterable[Finding]:
    """What is not on the page as an answer already: stress, sleep, absence, medicines stand there, marked."""
    for finding in findings:
        asked = {reason["question"] for reason in finding.because}
        if finding.is_raised and not finding.needs_decision and not asked <= _beside(intake):
            yield finding


def _beside(intake: Intake) -> set[str]:
    questions = load(intake.content_version).questions.values()
    return {one.id for one in questions if place_of(one, intake.content_version) in BESIDE}


def _to_ask(findings: Iterable[Finding]) -> Iterable[ToAsk]:
    """Every open question once, the one behind the highest level first."""
    seen: dict[str, ToAsk] = {}
    for finding in findings:
        if not finding.is_raised and finding.is_open:
            for reason in finding.because:
                seen.setdefault(reason["question"], ToAsk(reason.get("text", ""), finding))
    return seen.values()
