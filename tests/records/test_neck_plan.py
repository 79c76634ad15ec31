"""The neck is not treated before its safety steps: planning it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from records.errors import NeckStepsError
from records.models import PlannedIntervention, TreatmentPlan
from records.models.examination import NECK_STEPS
from tests import factories
from tests.records import neck
from tests.records.test_neck_steps import ALL, examine
from tests.records.test_plan import TYPED, text

pytestmark = pytest.mark.django_db

ON_NECK = {**TYPED, "neck_mob": "on"}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist, complaint="neck")


@pytest.fixture
def url(episode) -> str:
    return reverse("plan", args=[episode.pk])


@pytest.fixture
def sign_url(episode) -> str:
    return reverse("plan_sign", args=[episode.pk])


def ticks(client, episode) -> set[str]:
    """What would be on the neck if it were chosen."""
    form = client.get(reverse("plan", args=[episode.pk])).context["form"]
    return {name for name in form.fields if name.startswith("neck_") and form[name].value()} - {
        "neck_deviation"
    }


# --- planning


@pytest.mark.parametrize(
    ("complaint", "expected"),
    [
        ("neck", {"mob", "soft", "needle", "traction", "tape", "neuro"}),
        ("headache", {"mob", "soft", "needle", "traction", "neuro"}),
        ("dizziness", {"mob", "soft"}),
        ("low_back", set()),
    ],
)
def test_treatment_by_hand_is_proposed_for_the_neck_when_that_is_the_complaint(
    therapist_client, therapist, complaint, expected
):
    made = factories.screened_episode(therapist=therapist, complaint=complaint)
    assert ticks(therapist_client, made) == {f"neck_{code}" for code in expected}


def test_the_therapist_may_say_that_it_is_not_on_the_neck(therapist_client, episode, url):
    therapist_client.post(url, TYPED)
    assert not episode.plans.get().interventions.get().on_neck
    assert "neck_mob" not in ticks(therapist_client, episode)


def test_manipulation_of_the_neck_is_always_on_the_neck(therapist_client, episode, url):
    assert "neck_manip_neck" not in therapist_client.get(url).context["form"].fields
    therapist_client.post(url, {**TYPED, "do_manip_neck": "on"})
    assert episode.plans.get().interventions.get(code="manip_neck").on_neck


def test_an_own_treatment_of_the_neck_is_hands_on(therapist_client, url):
    typed = {**TYPED, "own_0_label": "Fasciatechniek", "own_0_coaching": "on", "own_0_on_neck": "on"}
    assert list(therapist_client.post(url, typed).context["form"].errors) == ["own_0_hands_on"]


# --- signing


def test_without_the_safety_steps_the_plan_is_not_signed_and_says_which(therapist_client, episode, sign_url):
    neck.checked(episode, eyes=False, gait=False)
    form = therapist_client.post(sign_url, ON_NECK).context["form"]
    assert list(form.errors) == ["neck_deviation"]
    [sentence] = form.errors["neck_deviation"]
    with_eyes_and_gait = [step for step in form.missing_steps if step in sentence]
    assert len(form.missing_steps) == len(with_eyes_and_gait) == 2
    assert form["diagnosis"].value() == TYPED["diagnosis"]
    assert form["neck_mob"].value()


def test_an_own_treatment_of_the_neck_waits_for_the_steps_too(therapist_client, sign_url):
    own = {"own_0_label": "Fasciatechniek", "own_0_hands_on": "on", "own_0_on_neck": "on"}
    told = {"own_0_what": "Ik maak je nek los.", "own_0_why": "Dan draai je beter."}
    form = therapist_client.post(sign_url, {**TYPED, **own, **told}).context["form"]
    assert list(form.errors) == ["neck_deviation"]


def test_with_all_steps_done_the_plan_is_signed(therapist_client, episode, sign_url):
    neck.checked(episode)
    therapist_client.post(sign_url, ON_NECK)
    assert episode.plans.newest().treats_neck


def test_with_a_reason_to_deviate_the_plan_is_signed(therapist_client, episode, sign_url):
    therapist_client.post(sign_url, {**ON_NECK, "neck_deviation": neck.REASON})
    assert episode.plans.newest().neck_deviation == neck.REASON


@pytest.mark.parametrize("reason", ["", "geen tijd", " " * 20])
def test_a_reason_is_something_to_read(therapist_client, episode, sign_url, reason):
    response = therapist_client.post(sign_url, {**ON_NECK, "neck_deviation": reason})
    assert list(response.context["form"].errors) == ["neck_deviation"]


def test_with_all_steps_done_there_is_nothing_to_deviate_from(therapist_client, episode, sign_url):
    neck.checked(episode)
    response = therapist_client.post(sign_url, {**ON_NECK, "neck_deviation": neck.REASON})
    assert list(response.context["form"].errors) == ["neck_deviation"]


def test_other_treatment_waits_for_no_step_of_the_neck(therapist_client, episode, sign_url):
    therapist_client.post(sign_url, TYPED)
    assert episode.plans.newest() is not None


def test_the_steps_are_looked_at_again_when_the_plan_is_signed(episode):
    plan = neck.draft(episode)
    with pytest.raises(NeckStepsError, match=str(examine(episode).neck_safety.missing[0])):
        factories.sign_plan(plan=plan, by=episode.therapist)
    assert not episode.plans.get().is_signed


def test_a_changed_plan_is_looked_at_again(episode):
    first = neck.signed(episode, on_neck=False)
    with pytest.raises(NeckStepsError):
        neck.signed(episode, amends=first)


# --- the page


def test_the_page_names_what_is_missing_now(therapist_client, episode, url):
    first = neck.checked(episode, eyes=False)
    [step] = therapist_client.get(url).context["form"].missing_steps
    assert step in text(therapist_client.get(url))
    examine(episode, amends=first, **ALL)
    assert step not in text(therapist_client.get(url))


@pytest.mark.parametrize(("complaint", "is_open"), [("neck", True), ("low_back", False)])
def test_what_is_missing_is_opened_when_the_neck_matters(therapist_client, therapist, complaint, is_open):
    made = factories.screened_episode(therapist=therapist, complaint=complaint)
    form = therapist_client.get(reverse("plan", args=[made.pk])).context["form"]
    assert form.is_about_neck is is_open


def test_on_the_way_to_the_examination_nothing_typed_is_lost(therapist_client, episode):
    url = reverse("plan_neck", args=[episode.pk])
    response = therapist_client.post(url, ON_NECK)
    assert response.url == reverse("examination", args=[episode.pk]) + "#neck-safety"
    assert episode.plans.get().diagnosis == TYPED["diagnosis"]


def test_a_signed_examination_is_added_to(therapist_client, episode):
    neck.checked(episode, eyes=False)
    response = therapist_client.post(reverse("plan_neck", args=[episode.pk]), ON_NECK)
    assert response.url == reverse("examination_amend", args=[episode.pk]) + "#neck-safety"


def test_what_cannot_be_kept_stays_on_the_page(therapist_client, episode):
    typed = {**ON_NECK, "session_count": "veel"}
    response = therapist_client.post(reverse("plan_neck", args=[episode.pk]), typed)
    assert list(response.context["form"].errors) == ["session_count"]


# --- the floor


@pytest.mark.parametrize("reason", ["geen tijd", "ja" + "\r\n\t " * 5])
def test_behind_the_actions_the_database_refuses_a_plan_without_steps_or_reason(episode, reason):
    with pytest.raises(DatabaseError, match="neck_steps_or_reason"), transaction.atomic():
        neck.draft(episode, neck_deviation=reason).sign(by=episode.therapist)


def test_the_steps_of_another_episode_do_not_count(episode, therapist):
    other = factories.screened_episode(therapist=therapist, patient_=episode.patient)
    neck.checked(other)
    with pytest.raises(DatabaseError, match="neck_steps_or_reason"), transaction.atomic():
        neck.draft(episode).sign(by=therapist)


@pytest.mark.parametrize("step", NECK_STEPS)
def test_the_database_looks_at_each_step_as_the_standing_examination_has_it(episode, step):
    first = neck.checked(episode)
    examine(episode, amends=first, **{**ALL, step: type(ALL[step])()})
    with pytest.raises(DatabaseError, match="neck_steps_or_reason"), transaction.atomic():
        neck.draft(episode).sign(by=episode.therapist)


def test_the_database_takes_a_plan_with_steps_or_with_a_reason(episode, therapist):
    first = neck.draft(episode, neck_deviation=neck.REASON)
    first.sign(by=therapist)
    neck.checked(episode)
    neck.draft(episode, amends=TreatmentPlan.objects.get(pk=first.pk)).sign(by=therapist)
    assert episode.plans.signed().count() == 2


def test_manipulation_of_the_neck_cannot_be_stored_as_something_else(episode):
    plan = neck.draft(episode)
    row = {"code": "manip_neck", "label_nl": "Manipulatie", "label_en": "Manipulation", "hands_on": True}
    with pytest.raises(DatabaseError, match="neck_is_said"), transaction.atomic():
        PlannedIntervention.objects.create(plan=plan, **row)


def test_only_hands_on_treatment_is_stored_as_on_the_neck(episode):
    plan = neck.draft(episode)
    row = {"code": "own", "label_nl": "Uitleg", "label_en": "Uitleg", "coaching": True, "on_neck": True}
    with pytest.raises(DatabaseError, match="hands_on"), transaction.atomic():
        PlannedIntervention.objects.create(plan=plan, **row)
