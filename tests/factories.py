"""Made-up people and records for tests, each through the actions that the screens use."""

import datetime
import itertools

from intake.actions import (
    answer_alert,
    confirm_screening,
    decide_finding,
    invite_patient,
    rescreen,
    save_page,
    submit_intake,
)
from intake.actions.screening import review_intake
from intake.answers import is_empty
from intake.models import AlertResponse, EmergencyAlert, Intake, Invitation
from intake.questionnaire import Question
from intake.rescreening import Again
from intake.walk import Walk
from practice import actions
from practice.models import Episode, Patient, Practice, Role, User
from records.actions.consent import record_consent
from records.actions.examination import save_examination, sign_examination
from records.actions.history import save_history, sign_history
from records.actions.plan import save_plan, sign_plan
from records.actions.session import save_session, sign_session
from records.models import Examination, History, Session, TreatmentPlan

_count = itertools.count(1)

# Belongs to nobody: BSNs that start with 999 are never handed out; these pass the eleven-test.
TEST_BSNS = ("999990019", "999990020", "999990032", "999990044", "999990056")


def practice() -> Practice:
    found, _ = Practice.objects.get_or_create(
        pk=1, defaults={"name": "Praktijk De Wervel", "phone": "+31201234567", "email": "balie@example.org"}
    )
    return found


def user(role: str, **extra: object) -> User:
    number = next(_count)
    values = {"username": f"{role}{number}", "first_name": role.title(), "last_name": f"Nr{number}"}
    return User.objects.create_user(role=role, **{**values, "email": f"u{number}@example.org", **extra})


def patient_data(**extra: object) -> dict[str, object]:
    return {
        "initials": "S.",
        "first_name": "Sanne",
        "prefix": "van den",
        "birth_name": "Berg",
        "birth_date": datetime.date(1985, 4, 12),
        "sex": "f",
        "phone": "+31612345678",
        "email": "sanne@example.org",
        "language": "nl",
        **extra,
    }


def patient(*, by: User | None = None, **extra: object) -> Patient:
    practice()
    identity = {"kind": "passport", "number": "SPECI2014"} if extra.get("bsn") else None
    data = patient_data(**extra)
    return actions.register_patient(data=data, identity=identity, by=by or user(Role.RECEPTIONIST))


def episode(
    *, therapist: User, patient_: Patient | None = None, by: User | None = None, complaint: str = "upper_back"
) -> Episode:
    person = patient_ or patient(by=by)
    return actions.open_episode(
        patient=person, complaint=complaint, therapist=therapist, by=by or person.registered_by
    )


def screened_episode(**extra: object) -> Episode:
    """An episode that was found suitable in person, without the form."""
    made = episode(**extra)
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}
    review_intake(episode=made, intake=None, data=data, decisions={}, version=0, by=made.therapist)
    made.refresh_from_db()
    return made


def signed_history(*, episode_: Episode, amends: History | None = None, **extra: object) -> History:
    data = {"request_for_help": "Weer pijnvrij werken", "course": "Vier weken, wisselend", **extra}
    history, by = History(episode=episode_, amends=amends), episode_.therapist
    return sign_history(history=save_history(history=history, data=data, version=0, by=by), by=by)


def signed_examination(*, episode_: Episode, **extra: object) -> Examination:
    """An examination of the upper back with one limited movement and one positive test."""
    row = {"region": "thoracic", "label_nl": "Rotatie", "label_en": "Rotation", "side": "L"}
    measured = [
        {
            **row,
            "code": "rotation",
            "kind": "range",
            "value": 20,
            "unit": "°",
            "norm_low": 30,
            "norm_high": 50,
        },
        {**row, "code": "rib_spring", "kind": "test", "result": "pos"},
    ]
    examination = save_examination(
        examination=Examination(episode=episode_),
        data={"agreed": True, "conclusion": "Beperkte rotatie thoracaal", **extra},
        regions=[{"region": "thoracic", "palpation": "Drukpijn Th4-6 links"}],
        measurements=measured,
        version=0,
        by=episode_.therapist,
    )
    return sign_examination(examination=examination, by=episode_.therapist)


def examined_episode(**extra: object) -> Episode:
    """A screened episode with a signed history and examination."""
    made = screened_episode(**extra)
    signed_history(episode_=made)
    signed_examination(episode_=made)
    made.refresh_from_db()
    return made


def plan_content(**extra: object) -> dict[str, object]:
    """What save_plan takes: values, goals and interventions of a plan that can be signed."""
    mob = {"code": "mob", "label_nl": "Mobilisatie", "label_en": "Mobilisation", "hands_on": True}
    data = {
        "diagnosis": "Aspecifieke hoge rugpijn",
        "explained_what": "We maken je bovenrug soepel.",
        "explained_why": "Dan kun je langer zitten.",
        "explained_risks": "Een dag wat stijf.",
        "explained_alternatives": "Alleen oefenen, of afwachten.",
        "session_count": 4,
    }
    goals = [{"is_main": True, "text": "Een uur achter het bureau zitten"}]
    return {"data": {**data, **extra}, "goals": goals, "interventions": [mob]}


def draft_plan(*, episode_: Episode, amends: TreatmentPlan | None = None, **extra: object) -> TreatmentPlan:
    plan = TreatmentPlan(episode=episode_, amends=amends)
    reason = {"amend_reason": "Het doel veranderde"} if amends else {}
    content = plan_content(**reason, **extra)
    return save_plan(plan=plan, **content, version=0, by=episode_.therapist)


def signed_plan(*, episode_: Episode, **extra: object) -> TreatmentPlan:
    return sign_plan(plan=draft_plan(episode_=episode_, **extra), by=episode_.therapist)


def sign_content(amends: TreatmentPlan, content: dict[str, object]) -> TreatmentPlan:
    """The next version of a plan, with this content, signed."""
    plan = TreatmentPlan(episode=amends.episode, amends=amends)
    by = amends.episode.therapist
    return sign_plan(plan=save_plan(plan=plan, **content, version=0, by=by), by=by)


def approved_plan(*, episode_: Episode, **extra: object) -> TreatmentPlan:
    """A signed plan that the (adult) patient agreed to in words."""
    plan = signed_plan(episode_=episode_, **extra)
    data = {"decision": "given", "method": "oral", "by_patient": True}
    record_consent(plan=plan, data=data, language="nl", by=episode_.therapist)
    return plan


def draft_session(*, plan: TreatmentPlan, amends: Session | None = None, **extra: object) -> Session:
    data = {"subjective": "Het gaat beter.", "plan_note": "Mobilisatie Th4-6.", **extra}
    if amends:
        data = {"held_at": amends.held_at, "amend_reason": "Kant verwisseld", **data}
    session = Session(episode=plan.episode, plan=plan, amends=amends)
    rows = [{"code": "mob", "label_nl": "Mobilisatie", "label_en": "Mobilisation", "dose": "3 x 30 s"}]
    return save_session(session=session, data=data, interventions=rows, version=0, by=plan.episode.therapist)


def signed_session(*, plan: TreatmentPlan, **extra: object) -> Session:
    return sign_session(session=draft_session(plan=plan, **extra), by=plan.episode.therapist)


def invitation(**extra: object) -> tuple[Invitation, str]:
    """An open link to the intake of a new episode, and its token; `extra` goes to episode()."""
    made = episode(**extra)
    return invite_patient(episode=made, by=made.opened_by)


def plain_answer(question: Question) -> object:
    """An answer that worries nobody."""
    codes = question.codes
    if question.type == "multi":
        return ["none"] if "none" in codes else [codes[0]]
    if question.type == "single":
        return next((code for code in ("no", "self", "gradual", "lt_1w", "known") if code in codes), codes[0])
    if question.type == "psk":
        return [{"activity": "Autorijden", "score": 4}]
    if question.type == "chart":
        return []
    return "Weer pijnvrij bewegen" if question.type == "text" else 2


def fill_in(intake: Intake, until: str = "", **answers: object) -> Intake:
    """Pages answered one by one, all or up to one: these answers, and plain ones to the rest.

    Only the last one is saved as the screens do it: it stores the others too, and tells their emergencies.
    """
    intake, last = Intake.objects.select_related("episode__patient").get(pk=intake.pk), None
    while (to_do := Walk.of(intake).to_do) and to_do[0].id != until:
        last = to_do[0].id
        cleaned = {
            question.id: answers.get(question.id, plain_answer(question)) for question in to_do[0].questions
        }
        _keep(intake, last, cleaned)
    if last is None:
        return intake
    intake.save()
    return save_page(intake=intake, page=last, cleaned=cleaned, version=intake.draft_version)


def _keep(intake: Intake, page: str, cleaned: dict[str, object]) -> None:
    known = {id_: value for id_, value in cleaned.items() if not is_empty(value)}
    intake.answers = {id_: value for id_, value in intake.answers.items() if id_ not in cleaned} | known
    intake.unfinished = {id_: value for id_, value in intake.unfinished.items() if id_ not in cleaned}
    intake.half_pages = [id_ for id_ in intake.half_pages if id_ != page]
    intake.draft_version += 1
    intake.page_versions = {**intake.page_versions, page: intake.draft_version}


def submitted_intake(*, episode_: Episode, **answers: object) -> Intake:
    """An intake about the upper back, filled in with these answers and sent."""
    made, _ = invite_patient(episode=episode_, by=episode_.opened_by)
    return submit_intake(intake=fill_in(made.intake, **{"g_regions": ["upper_back"], **answers}))


def reviewed_intake(*, episode_: Episode, decision: str = "confirmed", **answers: object) -> Intake:
    """An intake that was sent, with the same decision on every finding, and found suitable."""
    made = submitted_intake(episode_=episode_, **answers)
    if alert := made.alerts.first():
        answered_alert(intake=alert.intake)
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable", "reason": "Overlegd"}
    decisions = {one.pk: (decision, "Nagevraagd") for one in made.findings.all() if one.needs_decision}
    by = episode_.therapist
    review_intake(episode=episode_, intake=made, data=data, decisions=decisions, version=0, by=by)
    episode_.refresh_from_db()
    return made


def rescreening(*, episode_: Episode, occasion: str = "evaluation", **answers: object) -> Intake:
    """The safety questions asked again: these answers, and to the rest what worries nobody."""
    again = Again.of(Episode.objects.get(pk=episode_.pk))
    calm = {question.id: plain_answer(question) for question in again.questions} | {"g_mech": "yes"}
    told = {id_: answers.get(id_, calm[id_]) for id_ in again.ids}
    return rescreen(episode=episode_, occasion=occasion, answers=told, seen=again.seen, by=episode_.therapist)


def settled_rescreening(*, episode_: Episode, **extra: object) -> Intake:
    """A re-screening of which every finding is decided on; the conclusion is still to be signed."""
    made = rescreening(episode_=episode_, **extra)
    for finding in made.findings.all():
        if finding.is_open:
            decide_finding(finding=finding, decision="confirmed", remark="Nagevraagd", by=episode_.therapist)
    return made


def concluded_rescreening(*, episode_: Episode, **extra: object) -> Intake:
    """A re-screening in which nothing came up, signed as such."""
    made = rescreening(episode_=episode_, **extra)
    confirm_screening(rescreening=made, by=episode_.therapist)
    return made


def alerted_intake(*, episode_: Episode, symptom: str = "stroke") -> Intake:
    """An intake whose first page showed the emergency message; it was not filled in any further."""
    made, _ = invite_patient(episode=episode_, by=episode_.opened_by)
    cleaned = {"s_now": [symptom]}
    return save_page(intake=made.intake, page="now", cleaned=cleaned, version=made.intake.draft_version)


def answered_alert(
    *, intake: Intake, outcome: str = "reached", remark: str = "", by: User | None = None
) -> AlertResponse:
    """What came of the alert of this intake, recorded by the therapist who treats unless said otherwise."""
    alert = EmergencyAlert.objects.get(intake=intake)
    by = by or intake.episode.therapist
    return answer_alert(alert=alert, outcome=outcome, remark=remark, seen_rules=99, seen_response=0, by=by)


def years_ago(years: int) -> datetime.date:
    """A birth date of somebody who has been `years` old for some months, on whatever day the tests run."""
    today = datetime.date.today()
    return datetime.date(today.year - years - (today.month < 6), 1 if today.month >= 6 else 7, 15)
