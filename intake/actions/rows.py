"""The rows a submission leaves behind: each question as it was asked, and what the rules found."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from intake import explain
from intake.answers import NONE, UNKNOWN, is_empty
from intake.models import Answer, Finding, FindingState, Intake, IntakeStatus
from intake.questionnaire import Question
from intake.screening import LEVELS, Result, Rule, rules
from intake.walk import Walk


def as_asked(intake: Intake, walk: Walk, questions: Iterable[Question]) -> list[Answer]:
    """These questions with their answers, in the words and the language of this intake."""
    lang = intake.language
    return [
        Answer(
            intake=intake,
            position=position,
            page=question.page,
            question=question.id,
            question_text=question.text(lang),
            language=lang,
            value=walk.answers.get(question.id),
            answer_text=question.answer_text(walk.answers.get(question.id), lang),
            absent=_absent(question, walk.answers.get(question.id), lang),
        )
        for position, question in enumerate(questions, start=1)
    ]


def _absent(question: Question, value: object, lang: str) -> list[str]:
    """The options of a list that were offered and not chosen."""
    if question.type != "multi" or is_empty(value):
        return []
    left = (option for option in question.options if option.code not in (NONE, UNKNOWN, *value))
    return [option.text(lang) for option in left]


def findings_of(intake: Intake, walk: Walk, result: Result) -> list[Finding]:
    """What fired, what is undecided, and emergencies that were told and taken back; highest level first."""
    facts = walk.questionnaire.facts(walk.answers, age=walk.age, sex=walk.sex)
    about, lang = walk.questionnaire, intake.language
    raised = [
        (fired.rule, FindingState.RAISED, explain.reasons(fired, about, walk.answers, lang))
        for fired in result.fired
    ]
    undecided = [
        (rule, FindingState.UNDECIDED, explain.still_to_ask(rule, facts, about, lang))
        for rule in result.undecided
    ]
    # A rule that was told and is undecided now is a withdrawn emergency, no longer a question.
    of_rules = [_finding(intake, *found) for found in [*raised, *undecided]]
    by_rule = {finding.rule: finding for finding in [*of_rules, *_withdrawn(intake, result)]}
    found = sorted(by_rule.values(), key=lambda one: (not one.is_raised, LEVELS.index(one.level)))
    for position, finding in enumerate(found, start=1):
        finding.position = position
    return found


def _withdrawn(intake: Intake, result: Result) -> list[Finding]:
    """The emergencies that were told and no longer fire: the patient changed the answer before sending."""
    firing = {fired.rule.id for fired in result.fired}
    told = {id_: one for id_, one in intake.emergency_rules.items() if id_ not in firing}
    return [
        _taken_back(intake, rule, told[rule.id]) for rule in rules(intake.content_version) if rule.id in told
    ]


def _taken_back(intake: Intake, rule: Rule, told: dict[str, Any]) -> Finding:
    finding = _finding(intake, rule, FindingState.RAISED, told["because"])
    at = timezone.localtime(datetime.datetime.fromisoformat(told["at"]))
    finding.text_nl, finding.text_en = (explain.answer_changed(at, lang) for lang in ("nl", "en"))
    finding.withdrawn = True
    return finding


def _finding(intake: Intake, rule: Rule, state: str, because: list[dict[str, str]]) -> Finding:
    return Finding(
        intake=intake,
        rule=rule.id,
        state=state,
        level=rule.level,
        text_nl=rule.therapist_text("nl"),
        text_en=rule.therapist_text("en"),
        suspected_nl=rule.suspected_text("nl"),
        suspected_en=rule.suspected_text("en"),
        contact_nl=rule.contact_text("nl"),
        contact_en=rule.contact_text("en"),
        source=rule.source,
        because=because,
    )


def freeze(intake: Intake, result: Result) -> None:
    """Store what the rules made of it; from then on the intake and its rows stay as they are."""
    intake.status, intake.submitted_at = IntakeStatus.SUBMITTED, timezone.now()
    intake.level, intake.outcome = result.level, result.outcome
    intake.patient_message, intake.not_answered = result.patient_message, list(result.not_answered)
    intake.alarm_waits_since = None
    intake.draft_version += 1
    intake.save()
