"""Submitting: check everything again, keep each question as it was asked, apply the rules, freeze."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from intake import explain, mail
from intake.actions.answers import lock, note, raise_alarm
from intake.actions.invitations import known_answers
from intake.answers import NONE, UNKNOWN, is_empty
from intake.models import (
    Answer,
    Finding,
    FindingState,
    Intake,
    IntakeStatus,
    InvitationState,
)
from intake.questionnaire import Page, Question
from intake.screening import LEVELS, Result, Rule, rules
from intake.walk import Walk
from practice.models import Episode, Phase


class IncompleteIntakeError(Exception):
    """Pages that must be looked at before the intake can be sent."""

    def __init__(self, pages: list[Page]) -> None:
        super().__init__("Some pages are not complete.")
        self.pages = pages


class StaleIntakeError(Exception):
    """Answers were changed elsewhere after they were checked here; `stored` is the intake as it is now."""

    def __init__(self, stored: Intake) -> None:
        super().__init__("The answers were changed elsewhere in the meantime.")
        self.stored = stored


@transaction.atomic
def submit_intake(*, intake: Intake, language: str = "", version: int | None = None) -> Intake:
    """Send the answers in; from then on they are frozen and the link is dead. Sending twice changes nothing.

    `version` is the draft version the patient looked at before sending.
    Raises IncompleteIntakeError, with the pages, when something that must be answered is open;
    StaleIntakeError when the draft is newer than `version`.
    """
    stored = lock(intake)
    if stored.is_submitted:
        return stored
    if version is not None and stored.draft_version != version:
        raise StaleIntakeError(stored)
    stored.language = language or stored.language
    stored.answers = {**stored.answers, **known_answers(stored.episode.patient)}
    walk = Walk.of(stored)
    if walk.to_do:
        raise IncompleteIntakeError(walk.to_do)
    stored.answers = walk.answers
    raise_alarm(stored)
    result = walk.screen()
    Answer.objects.bulk_create(_as_asked(stored, walk))
    Finding.objects.bulk_create(_findings(stored, walk, result))
    _freeze(stored, result)
    _close_link(stored)
    note("intake.submitted", stored)
    transaction.on_commit(lambda: mail.tell_practice_submitted(stored))
    transaction.on_commit(lambda: mail.thank_patient(stored))
    return stored


def _as_asked(intake: Intake, walk: Walk) -> list[Answer]:
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
        for position, question in enumerate(walk.asked(), start=1)
    ]


def _absent(question: Question, value: object, lang: str) -> list[str]:
    """The options of a list that were offered and not chosen."""
    if question.type != "multi" or is_empty(value):
        return []
    left = (option for option in question.options if option.code not in (NONE, UNKNOWN, *value))
    return [option.text(lang) for option in left]


def _findings(intake: Intake, walk: Walk, result: Result) -> list[Finding]:
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


def _freeze(intake: Intake, result: Result) -> None:
    intake.status, intake.submitted_at = IntakeStatus.SUBMITTED, timezone.now()
    intake.level, intake.outcome = result.level, result.outcome
    intake.patient_message, intake.not_answered = result.patient_message, list(result.not_answered)
    intake.draft_version += 1
    intake.save()


def _close_link(intake: Intake) -> None:
    open_links = intake.invitations.filter(state=InvitationState.OPEN)
    open_links.update(state=InvitationState.USED, ended_at=intake.submitted_at)
    episode = Episode.objects.select_for_update().get(pk=intake.episode_id)
    # A therapist may have screened by voice already; then the episode is past this step.
    if episode.may_move_to(Phase.INTAKE_DONE):
        episode.move_to(Phase.INTAKE_DONE)
