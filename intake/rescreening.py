"""Asking the safety questions again: which ones, what the earlier answers add, and what comes into doubt.

Source: domain reference 4.1, rule 7. Pure reading; the action writes.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intake import explain, readings
from intake.answers import NONE, UNKNOWN, AnswerError, is_empty
from intake.approvals import version_in_use
from intake.models import Answer, Finding, Intake
from intake.questionnaire import Facts, Question, Questionnaire, load
from intake.screening import LEVELS, Result, Rule
from intake.walk import Walk
from practice.models import Episode

EMERGENCY = LEVELS[0]


def short_set(questionnaire: Questionnaire) -> list[Question]:
    """The questions that are asked again. A version from before they were marked has the same ones."""
    marked = {question.id for question in questionnaire.questions.values() if question.rescreen}
    ids = marked or {question.id for question in load().questions.values() if question.rescreen}
    return [question for question in questionnaire.questions.values() if question.id in ids]


@dataclass(frozen=True)
class Again:
    """What is asked again in one episode, on top of what was told before."""

    questionnaire: Questionnaire
    before: Intake | None  # None: everything so far went by voice
    known: Mapping[str, Any]  # earlier answers that this version of the questions still has
    questions: list[Question]
    language: str  # the patient's
    chart: Question | None = None  # may be drawn anew; it is no safety question

    @classmethod
    def of(cls, episode: Episode) -> "Again":
        """With the version in use. One query for that, and those of `readings`."""
        questionnaire, before = load(version_in_use()), readings.newest_evidence(episode)
        patient = episode.patient
        # Screened by voice, the complaint is all the practice knows.
        answers = before.answers if before else {"g_regions": [episode.complaint]}
        known = still_fitting(answers, questionnaire)
        asked = {one.id for one in questionnaire.asked(known, age=patient.age, sex=patient.sex)}
        return cls(
            questionnaire,
            before,
            known,
            [question for question in short_set(questionnaire) if question.id in asked],
            before.language if before else patient.language,
            next((one for one in questionnaire.questions.values() if _may_be_drawn(one, asked)), None),
        )

    @property
    def seen(self) -> int:
        """What a page was made from: the newest evidence; 0 without any."""
        return self.before.pk if self.before else 0

    @property
    def ids(self) -> set[str]:
        return {question.id for question in self.questions}

    def drawn(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The drawing in these answers; empty when nothing was drawn anew."""
        marks = answers.get(self.chart.id) if self.chart else None
        return {} if is_empty(marks) else {self.chart.id: marks}

    def over_known(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The earlier answers, with those to the questions that are asked again in their place."""
        kept = {id_: value for id_, value in self.known.items() if id_ not in self.ids}
        return kept | {id_: value for id_, value in answers.items() if not is_empty(value)}


def _may_be_drawn(question: Question, asked: Collection[str]) -> bool:
    return question.type == "chart" and question.id in asked


def still_fitting(answers: Mapping[str, Any], questionnaire: Questionnaire) -> dict[str, Any]:
    """The answers that this version of the questions can still hold; of a list the options it still has."""
    found = {}
    for id_, value in answers.items():
        question = questionnaire.questions.get(id_)
        answer = _fitting(question, value) if question else None
        if not is_empty(answer):
            found[id_] = answer
    return found


def _fitting(question: Question, value: Any) -> Any:
    if question.type == "multi" and isinstance(value, list):
        value = [code for code in value if code in question.codes]
    try:
        return question.clean(value)
    except AnswerError:
        return None


def worth_asking(walk: Walk, result: Result, again: Again, known_rules: Collection[str]) -> tuple[Rule, ...]:
    """The undecided rules that asking again brings up; of `known_rules` there was a finding before.

    The short set leaves most rules open, and the questions behind those were settled at the screening. So
    a rule counts when it hangs on something asked just now: left open, or told and enough to keep it open.
    """
    facts = _facts(walk, walk.answers)
    otherwise = [
        _facts(walk, {**walk.answers, question.id: other})
        for question in again.questions
        for other in _other_answers(question, walk.answers.get(question.id))
    ]
    return tuple(
        rule
        for rule in result.undecided
        if rule.id in known_rules
        or not again.ids.isdisjoint(explain.open_questions(rule, facts))
        or any(rule.condition.evaluate(other) is False for other in otherwise)
    )


def _facts(walk: Walk, answers: Mapping[str, Any]) -> Facts:
    return walk.questionnaire.facts(answers, age=walk.age, sex=walk.sex)


def _other_answers(question: Question, given: Any) -> Iterable[Any]:
    """What could have been said instead; of a list only "none of these"."""
    if question.type == "multi":
        return [] if given == [NONE] else [[NONE]]
    return [code for code in question.codes if code not in (UNKNOWN, given)]


def keeps_decision(finding: Finding, earlier: Finding | None, asked: Collection[str]) -> bool:
    """Was the same decided on before, on the same answers? `asked` holds the questions that were put again.

    Judged anew every time: an emergency, raised or confirmed; what means "contact the GP" and was told again
    just now, since a symptom that stays is news too; what is still open after asking again.
    """
    if earlier is None or earlier.decision is None:
        return False
    if finding.level == EMERGENCY and (finding.is_raised or earlier.is_confirmed):
        return False
    told_again = any(reason["question"] in asked for reason in finding.because)
    if told_again and (finding.refers or not finding.is_raised):
        return False
    return _gist(finding) == _gist(earlier)


def _gist(finding: Finding) -> tuple[object, ...]:
    """What a decision was about."""
    return finding.level, finding.state, finding.withdrawn, answers_behind(finding)


def answers_behind(finding: Finding) -> set[tuple[str, str]]:
    """The answers it rests on. The wording of a question may change, and every patient grows older."""
    return {(one["question"], one["answer"]) for one in finding.because if one["question"] != "age"}


@dataclass(frozen=True)
class Before:
    """What was answered to one question some time ago. `answer` is None when it was not asked then."""

    intake: Intake
    answer: Answer | None


def told_before(episode: Episode) -> dict[str, list[Before]]:
    """Per question that was ever asked: the answers in the form and in the last re-screening."""
    last = readings.rescreenings(episode)[-1:]
    looked_at = [intake for intake in (readings.form_sent(episode), *last) if intake]
    answers = {intake: {row.question: row for row in intake.answer_rows.all()} for intake in looked_at}
    asked = {id_ for rows in answers.values() for id_ in rows}
    return {id_: [Before(intake, rows.get(id_)) for intake, rows in answers.items()] for id_ in asked}
