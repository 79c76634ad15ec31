"""Plans about the neck for the tests of its gate: examined, planned, approved."""

from practice.models import Episode
from records.actions.consent import record_consent
from records.models import Consent, Examination, Session, TreatmentPlan
from tests import factories
from tests.records.test_neck_steps import ALL, examine

NECK = "cervical_treatment"
REASON = "Bloeddruk is gisteren bij de huisarts gemeten"


def checked(episode: Episode, **left_out: object) -> Examination:
    """A signed examination with every safety step done, but for what is left out."""
    return examine(episode, **{**ALL, **left_out})


def content(*, on_neck: bool = True, **extra: object) -> dict[str, object]:
    """What save_plan takes for a plan with mobilisation, of the neck or elsewhere, and exercise."""
    made = factories.plan_content(**extra)
    [mob] = made["interventions"]
    exercise = {"code": "exercise", "label_nl": "Oefentherapie", "label_en": "Exercise", "hands_off": True}
    made["interventions"] = [{**mob, "on_neck": on_neck}, exercise]
    return made


def draft(episode: Episode, *, amends: TreatmentPlan | None = None, **extra: object) -> TreatmentPlan:
    extra |= {"amend_reason": "Anders"} if amends else {}
    plan = TreatmentPlan(episode=episode, amends=amends)
    return factories.save_plan(plan=plan, **content(**extra), version=0, by=episode.therapist)


def signed(episode: Episode, **extra: object) -> TreatmentPlan:
    return factories.sign_plan(plan=draft(episode, **extra), by=episode.therapist)


def decide(plan: TreatmentPlan, *agreed: str, decision: str = "given", **told: object) -> Consent:
    """The (adult) patient's decision; who agrees to treatment of the neck got the letter."""
    after = told.pop("after", None)
    data = {"decision": decision, "method": "oral", "by_patient": True, "special_agreed": list(agreed)}
    data |= {"letter_given": NECK in agreed, "explained": "Kan langer duren", **told}
    by = plan.episode.therapist
    return record_consent(plan=plan, data=data, language="nl", after=after, by=by)


def session(plan: TreatmentPlan, *, on_neck: bool = True, amends: Session | None = None) -> Session:
    """A draft of a session with mobilisation."""
    data = {"subjective": "Beter", "plan_note": "Mobilisatie C3-5"}
    if amends:
        data |= {"held_at": amends.held_at, "amend_reason": "Nek vergeten"}
    mob = {"code": "mob", "label_nl": "Mobilisatie", "label_en": "Mobilisation", "on_neck": on_neck}
    made = Session(episode=plan.episode, plan=plan, amends=amends)
    by = plan.episode.therapist
    return factories.save_session(session=made, data=data, interventions=[mob], version=0, by=by)
