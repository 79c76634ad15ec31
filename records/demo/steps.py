"""The steps of a story, each through the form and the action of its screen."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from intake import readings
from intake.actions import (
    amend_screening,
    answer_alert,
    confirm_screening,
    invite_patient,
    open_link,
    rescreen,
    review_intake,
    save_page,
    submit_intake,
)
from intake.actions import check_birth_date as show_birth_date
from intake.evidence import Evidence
from intake.forms_alert import AlertForm
from intake.forms_alert import initial_of as shown_of
from intake.forms_rescreening import RescreeningForm
from intake.forms_staff import AmendScreeningForm, ScreeningForm
from intake.models import EmergencyAlert, Intake, Invitation
from intake.questionnaire import Question
from intake.rescreening import Again
from intake.screening_fields import field_name
from intake.walk import Walk
from practice.actions import open_episode, register_patient
from practice.models import Episode, GeneralPractitioner, User
from records import actions
from records.consent_text import saying_no
from records.demo.mail import posted
from records.demo.people import PEOPLE, shown_document
from records.forms.examination import ExaminationForm
from records.forms.plan import PlanForm
from records.history_lines import proposed
from records.interventions import load
from records.models import Evaluation, Examination, History, Session, TreatmentPlan
from records.neck import standing_safety


class DemoError(Exception):
    """The demo tells something that a screen would refuse."""


def checked(form: forms.BaseForm) -> forms.BaseForm:
    if not form.is_valid():
        raise DemoError(form.errors.as_text())
    return form


def member(username: str) -> User:
    return User.objects.get(username=username)


def register(key: str, complaint: str, therapist: str, **more: Any) -> Episode:
    """Register one of PEOPLE at the desk, and open an episode; `more` goes to register_patient."""
    doctors = GeneralPractitioner.objects.order_by("pk")
    data = {**PEOPLE[key], "general_practitioner": doctors[len(key) % len(doctors)]}
    patient = register_patient(data=data, identity=shown_document(data), by=member("balie"), **more)
    return open(patient, complaint, therapist)


def open(patient: Any, complaint: str, therapist: str) -> Episode:
    return open_episode(patient=patient, complaint=complaint, therapist=member(therapist), by=member("balie"))


def invite(episode: Episode) -> tuple[Invitation, str]:
    """Send the intake link by mail."""
    return posted(invite_patient(episode=episode, by=member("balie"), email=episode.patient.email))


def fill_in(episode: Episode, answers: Mapping[str, Any], *, pages: int | None = None) -> Intake:
    """Open a new link and save each page: these answers, and "nothing of the kind" to other questions.

    `pages` stops after so many pages, as somebody who goes on tomorrow.
    """
    invitation, token = invite(episode)
    open_link(token=token)
    show_birth_date(invitation=invitation, date=episode.patient.birth_date)
    intake, before = invitation.intake, None
    while (to_do := Walk.of(intake).to_do) and pages != 0:
        page = to_do[0]
        if page == before:  # a question that has to be answered was not; it would be asked for ever
            raise DemoError(f"page {page.id} is not finished")
        before = page
        cleaned = {question.id: answers.get(question.id, _nothing(question)) for question in page.questions}
        version = intake.draft_version
        intake = save_page(intake=intake, page=page.id, cleaned=cleaned, version=version)
        pages = None if pages is None else pages - 1
    return intake


def _nothing(question: Question) -> Any:
    """The answer of somebody with nothing special to tell; texts stay open."""
    if question.type == "multi":
        return ["none"] if "none" in question.codes else None
    if question.type == "single":
        return next((code for code in ("no", "none", "self", "good", "bit") if code in question.codes), None)
    return {"ps_stress": 3, "ps_worry": 3}.get(question.id)


def send_in(episode: Episode, answers: Mapping[str, Any]) -> Intake:
    """The whole intake, and send it."""
    return submit_intake(intake=fill_in(episode, answers))


def answer(alert: EmergencyAlert, outcome: str, remark: str) -> None:
    """What came of calling the patient about an alert."""
    form = checked(AlertForm({"outcome": outcome, "remark": remark, **shown_of(alert)}))
    answer_alert(alert=alert, by=alert.intake.episode.therapist, **form.data_for_action)


def screen(episode: Episode, *, confirmed: tuple[str, ...] = (), remark: str, **told: str) -> None:
    """Decide on every finding (those named are so, the others were asked further), and conclude."""
    evidence = Evidence.of(episode)
    data = {
        "all_clear": "yes",
        "pattern": "recognised",
        "conclusion": "suitable",
        "further_examination": "on",
        "may_share_with_gp": "yes",
        "draft_version": "0",
        **told,
    }
    for finding in evidence.to_decide:
        data[field_name(finding, "decision")] = "confirmed" if finding.rule in confirmed else "cleared"
        data[field_name(finding, "remark")] = remark
    form = checked(ScreeningForm(data, evidence=evidence, final=True))
    review_intake(
        episode=episode,
        intake=evidence.intake,
        data=form.data_for_action,
        decisions=form.decisions,
        version=0,
        by=episode.therapist,
    )


def ask_again(
    episode: Episode, occasion: str, answers: Mapping[str, Any], *, remark: str = "", came_up: str = ""
) -> None:
    """Ask the safety questions again: these answers, and nothing of the kind to the others; then conclude.

    `came_up` says what is made of findings that are new (asked further: `remark`); without it there are none.
    """
    episode = Episode.objects.get(pk=episode.pk)
    again, by = Again.of(episode), episode.therapist
    told = {question.id: answers.get(question.id, _nothing(question)) for question in again.questions}
    form = checked(
        RescreeningForm(again, {}, {**told, **answers, "occasion": occasion, "seen": str(again.seen)})
    )
    made = rescreen(
        episode=episode,
        occasion=form.cleaned_data["occasion"],
        answers=form.answers,
        seen=form.cleaned_data["seen"],
        by=by,
    )
    if not came_up:
        confirm_screening(rescreening=made, by=by)
        return
    evidence, standing = Evidence.of(Episode.objects.get(pk=episode.pk)), episode.screenings.current().get()
    data = {
        "all_clear": "yes",
        "pattern": "recognised",
        "conclusion": "suitable",
        "further_examination": "on",
    }
    for finding in evidence.to_decide:
        data[field_name(finding, "decision")] = "cleared"
        data[field_name(finding, "remark")] = remark
    judged = checked(AmendScreeningForm(data | {"amend_reason": came_up}, evidence=evidence, final=True))
    amend_screening(
        screening=standing,
        intake=made,
        data=judged.data_for_action,
        decisions=judged.decisions,
        reason=came_up,
        by=by,
    )


def _proposed_lines(intake: Intake) -> dict[str, list[str]]:
    return proposed(intake.answer_rows.all(), version=intake.content_version, lang="nl")


def take_history(episode: Episode, *, sign: bool = True, **words: str) -> History:
    """Words of a topic take the place of its first proposed line; the other lines are confirmed."""
    intake, by = readings.form_sent(episode), episode.therapist
    history, lines, left = History(episode=episode, intake=intake), [], dict(words)
    told = _proposed_lines(intake) if intake else {}
    for topic, texts in told.items():
        for position, text in enumerate(texts):
            own = left.pop(topic, "")
            row = {"topic": topic, "position": position, "generated": text, "text": own or text}
            lines.append({**row, "confirmed": sign or bool(own)})
    history = actions.save_history(history=history, data=left, lines=lines, version=0, by=by)
    return actions.sign_history(history=history, by=episode.therapist) if sign else history


def examine(episode: Episode, conclusion: str, **found: str) -> Examination:
    """A first or further examination; `found` has names of fields, "__" for "-": thoracic__rotation__L."""
    data = {name.replace("__", "-"): value for name, value in found.items()}
    data |= {"agreed": "on", "conclusion": conclusion, "draft_version": "0"}
    before = episode.examinations.current().last()
    form = checked(ExaminationForm(data, record=Examination(episode=episode), signing=True, follows=before))
    examination = actions.save_examination(
        examination=form.record,
        data=form.data_for_action,
        regions=form.region_rows,
        measurements=form.measurement_rows,
        neck=form.neck_texts,
        version=0,
        by=episode.therapist,
        follows=before.pk if before else None,
    )
    return actions.sign_examination(examination=examination, by=episode.therapist)


def make_plan(
    episode: Episode,
    do: str,
    *,
    neck: str = "",
    sign: bool = True,
    amends: TreatmentPlan | None = None,
    **told: str,
) -> TreatmentPlan:
    """`do` names interventions by code, `neck` those on the neck; the explanation is the proposal."""
    plan = TreatmentPlan(episode=episode, amends=amends)
    typed = QueryDict(mutable=True)
    typed.update({"draft_version": "0", "amends": str(plan.amends_id or ""), "indication": "yes", **told})
    typed.update({f"do_{code}": "on" for code in do.split()})
    typed.update({f"neck_{code}": "on" for code in neck.split()})
    form = PlanForm(typed, record=plan, signing=sign, safety=standing_safety(episode))
    form.propose("texts")
    checked(form)
    columns = {name: form.cleaned_data[name] for name in form.columns}
    if amends:
        columns["amend_reason"] = form.cleaned_data["amend_reason"]
    plan = actions.save_plan(
        plan=plan,
        data=columns,
        goals=form.goals,
        interventions=form.interventions,
        version=0,
        by=episode.therapist,
    )
    return actions.sign_plan(plan=plan, by=episode.therapist) if sign else plan


def decide(plan: TreatmentPlan, decision: str = "given", **told: object) -> None:
    """What the patient says to the plan."""
    data = {"decision": decision, "method": "oral", "by_patient": True, **told}
    language = plan.episode.patient.language
    data["explained"] = saying_no(decision, language)
    actions.record_consent(plan=plan, data=data, language=language, by=plan.episode.therapist)


def treat(
    plan: TreatmentPlan,
    pain: tuple[int, int],
    *,
    sign: bool = True,
    doses: Mapping[str, str] | None = None,
    **told: str,
) -> Session:
    """One session with everything that was planned; `pain` before and after, `doses` by code."""
    since = {"adverse_reaction": "none"} if plan.episode.sessions.exists() else {}
    data = {"pain_before": pain[0], "pain_after": pain[1], **since, **told}
    by = plan.episode.therapist
    names = ("code", "label_nl", "label_en", "on_neck")
    rows = [
        {name: getattr(row, name) for name in names} | {"dose": (doses or {}).get(row.code, row.detail)}
        for row in plan.interventions.all()
        if load().find(row.code)
    ]
    session = Session(episode=plan.episode, plan=plan)
    session = actions.save_session(session=session, data=data, interventions=rows, version=0, by=by)
    return actions.sign_session(session=session, by=by) if sign else session


def evaluate(episode: Episode, **told: object) -> None:
    """Sign the evaluation; the episode stays open."""
    actions.sign_evaluation(evaluation=_evaluation(episode, told), by=episode.therapist)


def close(episode: Episode, **told: object) -> None:
    actions.conclude_episode(evaluation=_evaluation(episode, told), by=episode.therapist)


def _evaluation(episode: Episode, told: Mapping[str, object]) -> Evaluation:
    made, by, plan = Evaluation(episode=episode), episode.therapist, episode.plans.newest()
    outcomes = [{"goal": goal, "result": told["goal_result"]} for goal in plan.goals.all()] if plan else []
    return actions.save_evaluation(evaluation=made, data=told, outcomes=outcomes, version=0, by=by)
