"""The one thing to do next in an episode. Pure reading, like steps.py; the work list is made of these."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake import readings
from intake.models import Intake, Occasion
from practice.models import Episode, Phase
from practice.signing import SignedRecord
from records import steps
from records.decisions import questions_of
from records.letters.offer import letter_offer
from records.models import ConsentDecision
from records.rescreening import due_since


class Group(IntEnum):
    """Why an episode is on the work list, most urgent first."""

    ALERT = 0  # stands in a block of its own on top of the list
    URGENT = 1
    REVIEW = 2
    WAITING_GP = 3
    EXAMINE = 4
    PLAN = 5
    APPROVAL = 6
    DRAFT = 7
    TREATMENT = 8
    LINK = 9
    NOTHING = 10


@dataclass(frozen=True)
class Task:
    """What waits, since when, and the button that takes it up. `url` is empty when nothing is to be done."""

    group: Group
    what: object
    since: datetime
    label: object = ""
    url: str = ""
    level: str = ""  # of the intake, where the task is to judge one


def next_task(episode: Episode) -> Task:
    """The most urgent thing to do; Group.NOTHING for a closed episode."""
    if episode.is_closed:
        return Task(Group.NOTHING, _("closed"), episode.closed_at)
    return (
        _alert_task(episode)
        or _screening_task(episode)
        or _reopened_task(episode)
        or _draft_task(episode)
        or _care_task(episode)
    )


def _at(view: str, episode: Episode) -> str:
    return reverse(view, args=[episode.pk])


def _alert_task(episode: Episode) -> Task | None:
    """Nothing goes before an emergency alert that waits for its answer."""
    alert = steps.waiting_alert(episode)
    if alert is None:
        return None
    what, label = _("emergency alert not answered"), pgettext_lazy("alert", "Answer")
    return Task(Group.ALERT, what, alert.raised_at, label, _at("alert", episode), "emergency")


def _screening_task(episode: Episode) -> Task | None:
    """Something with the screening; None once it is concluded as suitable."""
    alarm = steps.open_emergency(episode)
    intake = readings.urgent(episode) or readings.unreviewed(episode)
    if intake:
        group = Group.URGENT if steps.urgent_intake(episode) else Group.REVIEW
        what, level = _asked_again(intake) if intake.is_rescreening else _to_judge(intake)
        page = "rescreening_results" if intake.is_rescreening else "screening"
        return Task(group, what, intake.submitted_at, _("Review"), _at(page, episode), level)
    if steps.screening_of(episode):
        return _gp_task(episode)
    if alarm:
        what, url = _("emergency message shown, form not finished"), _at("intake_answers", episode)
        return Task(Group.URGENT, what, alarm.emergency_at, _("Call and screen"), url)
    return _link_task(episode)


def _to_judge(intake: Intake) -> tuple[object, str]:
    """What is to be judged and how urgent: by the level, or by an emergency that was taken back."""
    if intake.is_emergency and intake.level != "emergency":
        return _("emergency message shown, answer changed afterwards"), "emergency"
    return _("judge the intake (%(level)s)") % {"level": intake.level_text}, intake.level


def _asked_again(intake: Intake) -> tuple[object, str]:
    if not readings.waits_for_decision(intake):
        return _("re-screening: nothing new, still to sign"), intake.level
    return _("judge the re-screening (%(level)s)") % {"level": intake.level_text}, intake.level


def _gp_task(episode: Episode) -> Task | None:
    if episode.phase != Phase.GP_ADVISED:
        return None
    if letter_offer(episode):
        what, label = _("letter to the GP to write"), _("Write the letter")
        return Task(Group.WAITING_GP, what, episode.phase_since, label, _at("letters", episode))
    what, label = _("waiting for the GP"), _("Record the GP's answer")
    return Task(Group.WAITING_GP, what, episode.phase_since, label, _at("screening_gp_back", episode))


def _link_task(episode: Episode) -> Task:
    url = reverse("patient_detail", args=[episode.patient_id])
    if episode.phase == Phase.NEW:
        return Task(Group.LINK, _("no intake sent yet"), episode.opened_at, _("Send intake"), url)
    return Task(Group.LINK, _("intake not filled in"), episode.phase_since, _("See the link"), url)


def _reopened_task(episode: Episode) -> Task | None:
    """After an episode was opened again the safety questions come first, until they were or a session was."""
    opened = due_since(episode)
    if opened is None:
        return None
    url = f"{_at('rescreening', episode)}?occasion={Occasion.CHANGED}"
    return Task(Group.REVIEW, _("opened again: safety questions"), opened, _("Ask them again"), url)


def _draft_task(episode: Episode) -> Task | None:
    """The oldest draft that can be signed now."""
    drafts = [found for found in map(steps.draft, _drafts_of(episode)) if found]
    if not drafts:
        return None
    row = min(drafts, key=lambda draft: draft.changed_at)
    what = _("draft not signed: %(what)s") % {"what": row._meta.verbose_name}
    return Task(Group.DRAFT, what, row.changed_at, _("Finish and sign"), _draft_address(episode, row))


def _drafts_of(episode: Episode) -> list[list[SignedRecord]]:
    """Per kind of record the rows to look at; a new session is signed only on an approved plan."""
    names = ("histories", "examinations", "plans", "evaluations")
    plan = steps.newest_plan(episode)
    approved = plan is not None and plan.is_approved
    sessions = [one for one in episode.sessions.all() if approved or one.amends_id]
    return [*(list(getattr(episode, name).all()) for name in names), sessions]


def _draft_address(episode: Episode, row: SignedRecord) -> str:
    kind = row._meta.model_name
    if kind == "session":
        return reverse("session", args=[episode.pk, row.pk])
    if kind == "examination" and not row.amends_id and steps.standing(episode.examinations.all()):
        return _at("examination_new", episode)
    names = {"treatmentplan": "plan", "evaluation": "closing"}
    return _at(names.get(kind, kind), episode)


def _care_task(episode: Episode) -> Task:
    """The next of history, examination, plan, approval and treatment that is not done."""
    history = steps.standing(episode.histories.all())
    if not history:
        since, url = steps.screening_of(episode).signed_at, _at("history", episode)
        return Task(Group.EXAMINE, _("history to take"), since, _("Take the history"), url)
    examination = steps.standing(episode.examinations.all())
    if not examination:
        url = _at("examination", episode)
        return Task(Group.EXAMINE, _("examination to do"), history.signed_at, _("Examine"), url)
    plan = steps.newest_plan(episode)
    if not plan or episode.phase in (Phase.SCREENED, Phase.EXAMINED):
        since = max(row.signed_at for row in (examination, plan) if row)
        return Task(Group.PLAN, _("plan to make"), since, _("Make the plan"), _at("plan", episode))
    return _approval_task(episode) or _treatment_task(episode)


def _approval_task(episode: Episode) -> Task | None:
    plan, consent = steps.newest_plan(episode), steps.last_word(episode)
    if consent is None:
        what, url = _("approval to ask"), _at("consent", episode)
        return Task(Group.APPROVAL, what, plan.signed_at, _("Ask approval"), url)
    if consent.decision == ConsentDecision.GIVEN:
        return None
    questions = questions_of(consent)
    if questions:
        what = _("patient has questions on: %(what)s") % {"what": ", ".join(on for on, _text in questions)}
        return Task(Group.APPROVAL, what, consent.recorded_at, _("Answer them"), _at("consent", episode))
    withdrawn = consent.decision == ConsentDecision.WITHDRAWN
    what, url = _("approval withdrawn") if withdrawn else _("approval refused"), _at("plan", episode)
    return Task(Group.APPROVAL, what, consent.recorded_at, _("Discuss the plan"), url)


def _treatment_task(episode: Episode) -> Task:
    if episode.phase == Phase.EVALUATED:
        what, url = _("evaluated"), _at("closing", episode)
        return Task(Group.TREATMENT, what, episode.phase_since, _("Close the episode"), url)
    held = [session.held_at for session in episode.sessions.all() if session.is_signed]
    what = _("last session") if held else _("plan approved, first session to give")
    since, url = max(held, default=episode.phase_since), _at("session_new", episode)
    return Task(Group.TREATMENT, what, since, _("Log a session"), url)
