"""The neck is not treated before its safety steps, nor without consent to that: in a session."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from practice.models import Phase
from records.actions.session import sign_session
from records.errors import NeckStepsError, SpecialNotAgreedError
from records.models import Session, SessionIntervention
from tests import factories
from tests.records import neck
from tests.records.test_neck_steps import ALL, examine
from tests.records.test_session import page_of, text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(therapist):
    made = factories.screened_episode(therapist=therapist, complaint="neck")
    neck.checked(made)
    return made


@pytest.fixture
def plan(episode):
    return neck.signed(episode)


@pytest.fixture
def sign_url(episode) -> str:
    return reverse("session_new_sign", args=[episode.pk])


def sign(session: Session) -> Session:
    return sign_session(session=session, by=session.created_by)


def form(client, plan):
    return client.get(reverse("session_new", args=[plan.episode_id])).context["form"]


# --- the page


def test_with_consent_treatment_of_the_neck_is_logged(therapist_client, plan, sign_url):
    neck.decide(plan, neck.NECK)
    therapist_client.post(sign_url, typed())
    session = Session.objects.get()
    assert session.is_signed
    assert [(one.code, one.on_neck) for one in session.interventions.all()] == [("mob", True)]


@pytest.mark.parametrize("agreed", [[neck.NECK], []])
def test_treatment_of_the_neck_is_offered_only_with_consent(therapist_client, plan, agreed):
    neck.decide(plan, *agreed)
    offered = {line.row.code: line.is_offered for line in form(therapist_client, plan).lines}
    assert offered == {"mob": bool(agreed), "exercise": True}


def test_without_consent_it_is_not_logged_and_what_was_typed_stays(therapist_client, plan, sign_url):
    neck.decide(plan)
    response = therapist_client.post(sign_url, typed())
    assert list(response.context["form"].errors) == ["did_0"]
    assert "Minder stijf." in text(response)
    assert not Session.objects.exists()


def test_the_rest_of_the_plan_goes_on_without_the_neck(therapist_client, plan, sign_url):
    neck.decide(plan)
    therapist_client.post(sign_url, typed(did_0="", dose_0="", did_1="on"))
    assert [one.code for one in Session.objects.get().interventions.all()] == ["exercise"]


def test_a_draft_made_before_the_consent_was_taken_back_stays_but_is_not_signed(therapist_client, plan):
    neck.decide(plan, neck.NECK)
    address = therapist_client.post(reverse("session_new", args=[plan.episode_id]), typed()).url
    neck.decide(plan, after=plan.standing.pk)
    shown = therapist_client.get(address).context["form"]
    assert shown.lines[0].done.value()
    assert shown.lines[0].is_offered
    session = Session.objects.get()
    again = typed(draft_version=session.draft_version)
    refused = therapist_client.post(page_of(session, "session_sign"), again).context["form"]
    assert list(refused.errors) == ["did_0"]


@pytest.mark.parametrize("agreed", [[neck.NECK], []])
def test_something_else_may_be_on_the_neck_only_with_consent(therapist_client, plan, sign_url, agreed):
    neck.decide(plan, *agreed)
    assert form(therapist_client, plan).own_lines[0].offers_neck is bool(agreed)
    own = typed(did_0="", dose_0="", own_0="Tractie", own_on_neck_0="on")
    response = therapist_client.post(sign_url, own)
    done = [one.on_neck for one in SessionIntervention.objects.all()]
    assert done == ([True] if agreed else [])
    assert agreed or list(response.context["form"].errors) == ["own_on_neck_0"]


def test_as_planned_says_apart_from_what_has_no_permission(therapist_client, plan):
    therapist_client.cookies["django_language"] = "en"
    neck.decide(plan)
    assert "no permission" in form(therapist_client, plan).fields["as_planned"].label


def test_a_step_that_was_taken_back_closes_the_neck_on_the_page(therapist_client, episode, plan, sign_url):
    neck.decide(plan, neck.NECK)
    examine(episode, amends=episode.examinations.get(), **{**ALL, "eyes": False})
    assert not form(therapist_client, plan).lines[0].is_offered
    refused = therapist_client.post(sign_url, typed()).context["form"]
    assert list(refused.errors) == ["did_0"]


# --- signing


def test_a_reason_to_deviate_stands_in_for_the_steps_and_never_for_the_consent(therapist):
    made = factories.screened_episode(therapist=therapist, complaint="neck")
    plan = neck.signed(made, neck_deviation=neck.REASON)
    first = neck.decide(plan)
    with pytest.raises(SpecialNotAgreedError):
        sign(neck.session(plan))
    neck.decide(plan, neck.NECK, after=first.pk)
    assert sign(made.sessions.get()).is_signed


def test_a_step_that_was_taken_back_stops_treatment_of_the_neck(episode, plan):
    neck.decide(plan, neck.NECK)
    examine(episode, amends=episode.examinations.get(), **{**ALL, "eyes": False})
    with pytest.raises(NeckStepsError):
        sign(neck.session(plan))
    assert not episode.sessions.get().is_signed


def test_consent_to_an_earlier_version_of_the_plan_does_not_count(episode, plan):
    neck.decide(plan, neck.NECK)
    session = neck.session(plan)
    neck.decide(neck.signed(episode, amends=plan))
    with pytest.raises(SpecialNotAgreedError):
        sign(session)


def test_a_correction_names_the_neck_also_after_the_consent_was_taken_back(plan):
    neck.decide(plan, neck.NECK)
    first = sign(neck.session(plan, on_neck=False))
    neck.decide(plan, decision="withdrawn")
    assert sign(neck.session(plan, amends=first)).is_signed


def test_a_correction_names_no_treatment_of_the_neck_that_was_never_agreed_to(plan):
    neck.decide(plan)
    first = sign(neck.session(plan, on_neck=False))
    with pytest.raises(SpecialNotAgreedError):
        sign(neck.session(plan, amends=first))


def test_back_at_the_gp_no_session_is_offered_to_be_signed(therapist_client, plan, episode, sign_url):
    neck.decide(plan, neck.NECK)
    episode.refresh_from_db()
    episode.move_to(Phase.GP_ADVISED)
    page = text(therapist_client.get(reverse("session_new", args=[episode.pk])))
    assert sign_url not in page
    assert reverse("screening_gp_back", args=[episode.pk]) in page


def test_after_the_answer_of_the_gp_the_plan_is_renewed_first(therapist_client, plan, episode, sign_url):
    neck.decide(plan, neck.NECK)
    episode.refresh_from_db()
    for phase in (Phase.GP_ADVISED, Phase.SCREENED):
        episode.move_to(phase)
    page = text(therapist_client.get(reverse("session_new", args=[episode.pk])))
    assert sign_url not in page
    assert reverse("plan_amend", args=[episode.pk]) in page


# --- the floor


def signed_behind_the_actions(session: Session) -> None:
    with transaction.atomic():
        session.sign(by=session.created_by)


def test_behind_the_actions_the_database_refuses_the_neck_without_consent(plan):
    neck.decide(plan)
    with pytest.raises(DatabaseError, match="neck_with_consent"):
        signed_behind_the_actions(neck.session(plan))


def test_the_database_looks_at_the_last_word(plan):
    first = neck.decide(plan, neck.NECK)
    neck.decide(plan, after=first.pk)
    with pytest.raises(DatabaseError, match="neck_with_consent"):
        signed_behind_the_actions(neck.session(plan))


def test_the_database_takes_the_neck_with_consent_and_other_treatment_without(plan):
    first = neck.decide(plan)
    signed_behind_the_actions(neck.session(plan, on_neck=False))
    neck.decide(plan, neck.NECK, after=first.pk)
    later = neck.session(plan, amends=Session.objects.get())
    signed_behind_the_actions(later)
    assert Session.objects.filter(signed_at__isnull=False).count() == 2


def test_the_database_refuses_a_correction_that_adds_the_neck_without_any_consent(plan):
    neck.decide(plan)
    signed_behind_the_actions(neck.session(plan, on_neck=False))
    with pytest.raises(DatabaseError, match="neck_with_consent"):
        signed_behind_the_actions(neck.session(plan, amends=Session.objects.get()))


def test_manipulation_of_the_neck_cannot_be_logged_as_something_else(plan):
    row = {"code": "manip_neck", "label_nl": "Manipulatie", "label_en": "Manipulation"}
    with pytest.raises(DatabaseError, match="neck_is_said"), transaction.atomic():
        SessionIntervention.objects.create(session=neck.session(plan), **row)
