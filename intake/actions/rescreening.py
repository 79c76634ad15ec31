"""Asking the safety questions again: the therapist asks aloud, and the answers are in at once."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import readings
from intake.actions import rows
from intake.actions.screening import ScreeningError, amend_screening, locked_episode
from intake.answers import is_empty
from intake.models import Answer, Finding, FindingDecision, Intake, IntakeKind, Screening
from intake.question import Question
from intake.rescreening import Again, keeps_decision, worth_asking
from intake.screening import Result
from intake.walk import Walk, known_answers
from practice import audit
from practice.models import Episode, User
from practice.signing import SignedRecord

REMARK_LENGTH = 1000  # characters, as in the form of the screening


class UnscreenedError(ScreeningError):
    message = gettext_lazy("Conclude the screening first; then ask the safety questions again.")


class NotAskedError(ScreeningError):
    message = gettext_lazy("Ask every question, and choose what the patient answers.")


class UndecidedError(ScreeningError):
    """Calm answers would hide what nobody looked at yet."""

    message = gettext_lazy("Something came up that waits for your decision. Decide on it; then ask again.")


class OvertakenRescreeningError(ScreeningError):
    """Newer answers came in after the page was made; `newer` holds them."""

    message = gettext_lazy("Newer answers came in meanwhile. Read them; save again to add yours.")

    def __init__(self, newer: Intake) -> None:
        super().__init__()
        self.newer = newer


@transaction.atomic
def rescreen(*, episode: Episode, occasion: str, answers: Mapping[str, Any], seen: int, by: User) -> Intake:
    """Store the answers to the short set beside the earlier ones, with what the rules make of both together.

    `answers` holds for every question that is asked again its clean answer, and may hold a drawing; `seen`
    is the newest evidence the page was made from (its pk, or 0). The same answers sent twice are one
    re-screening. Nobody is mailed and no alert is raised: the therapist is with the patient.
    Raises ClosedError, UnscreenedError, NotAskedError, UndecidedError while a finding of the newest evidence
    waits for its decision, OvertakenRescreeningError.
    """
    episode = locked_episode(episode)
    _standing(episode)
    again = Again.of(episode)
    if again.seen != seen and _is_sent_twice(again, occasion, answers, by):
        return again.before
    if readings.has_undecided(episode):
        raise UndecidedError
    if again.seen != seen:
        raise OvertakenRescreeningError(again.before)
    if any(is_empty(answers.get(id_)) for id_ in again.ids):
        raise NotAskedError
    intake = _new(episode, again, occasion, by)
    drawn = again.drawn(answers)
    told = {id_: answers[id_] for id_ in again.ids} | drawn
    intake.answers = again.over_known(told) | known_answers(episode.patient)
    _store(intake, again, [*again.questions, again.chart] if drawn else again.questions)
    _take_over_decisions(intake, again, by)
    audit.record("intake.rescreened", by=by, patient=episode.patient, subject=intake, label=str(intake))
    return intake


def _is_sent_twice(again: Again, occasion: str, answers: Mapping[str, Any], by: User) -> bool:
    stored = again.before
    if stored is None:
        return False
    drawn = again.drawn(answers)
    if drawn and drawn != again.drawn(stored.answers):
        return False
    told = (stored.occasion, stored.created_by, {id_: stored.answers.get(id_) for id_ in again.ids})
    return told == (occasion, by, {id_: answers.get(id_) for id_ in again.ids})


def _new(episode: Episode, again: Again, occasion: str, by: User) -> Intake:
    now = timezone.now()
    return Intake(
        episode=episode,
        kind=IntakeKind.RESCREENING,
        occasion=occasion,
        content_version=again.questionnaire.version,
        language=again.language,
        created_by=by,
        started_at=now,
        saved_at=now,
    )


def _store(intake: Intake, again: Again, asked: list[Question]) -> None:
    """The answers, the questions as they were asked and the findings; frozen after that."""
    walk = Walk.of(intake)
    intake.answers = walk.answers
    intake.save()
    result = _result(walk, again)
    Answer.objects.bulk_create(rows.as_asked(intake, walk, asked))
    Finding.objects.bulk_create(rows.findings_of(intake, walk, result))
    rows.freeze(intake, result)


def _result(walk: Walk, again: Again) -> Result:
    known_rules = {finding.rule for finding in again.before.findings.all()} if again.before else set()
    result = walk.screen()
    return dataclasses.replace(
        result,
        undecided=worth_asking(walk, result, again, known_rules),
        not_answered=tuple(id_ for id_ in result.not_answered if id_ in again.ids),
    )


def _take_over_decisions(intake: Intake, again: Again, by: User) -> None:
    """A finding that is the same on the same answers keeps its decision, in the name of who asked again."""
    if again.before is None:
        return
    rows_before = again.before.findings.prefetch_related("decisions__decided_by")
    earlier = {finding.rule: finding for finding in rows_before}
    for finding in intake.findings.all():
        before = earlier.get(finding.rule)
        if not keeps_decision(finding, before, again.ids):
            continue
        FindingDecision.objects.create(
            finding=finding,
            decision=before.decision.decision,
            remark=_taken_over(before),
            decided_by=by,
            decided_at=intake.submitted_at,
        )
        audit.record("finding.decided", by=by, patient=intake.episode.patient, subject=finding)


def _taken_over(earlier: Finding) -> str:
    """The remark, and whose decision it was. One that was taken over itself says so already."""
    last = earlier.decision
    if last.decided_at == earlier.intake.submitted_at:
        return last.remark
    told = {"date": _day(last.decided_at), "who": last.decided_by}
    note = _("Unchanged; decision of %(date)s by %(who)s taken over.") % told
    return f"{last.remark[: REMARK_LENGTH - len(note) - 1]} {note}".strip()


@transaction.atomic
def confirm_screening(*, rescreening: Intake, by: User) -> Screening:
    """Nothing new came up: sign the standing conclusion once more, now about this re-screening.

    Confirming twice is confirming once. Raises ClosedError, OpenFindingsError while something waits for its
    decision, OvertakenRescreeningError when newer answers came in.
    """
    episode = locked_episode(rescreening.episode)
    standing, newest = _standing(episode), readings.newest_evidence(episode)
    if newest != rescreening:
        raise OvertakenRescreeningError(newest)
    if standing.intake_id == rescreening.pk:
        return standing
    return amend_screening(
        screening=standing,
        intake=rescreening,
        data=_conclusion(standing),
        decisions={},
        reason=_("Re-screening of %(date)s: nothing new.") % {"date": _day(rescreening.submitted_at)},
        by=by,
    )


def _standing(episode: Episode) -> Screening:
    found = episode.screenings.current().last()
    if found is None:
        raise UnscreenedError
    return found


def _conclusion(screening: Screening) -> dict[str, object]:
    """Everything a screening concludes, without what makes it this row."""
    own = {field.name for field in SignedRecord._meta.get_fields()} | {"id", "episode", "intake"}
    columns = [field.name for field in Screening._meta.concrete_fields if field.name not in own]
    return {name: getattr(screening, name) for name in columns}


def _day(moment: object) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
