"""Asking the safety questions again where a course is evaluated, treated and listed."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from intake.actions import invite_patient, submit_intake
from practice.models import Episode, Phase
from records import actions
from records.errors import NotRescreenedError, RescreeningWaitsError
from records.models import Evaluation
from records.tasks import Group, next_task
from tests import factories
from tests.pages import main

COMPLETE = {"goal_result": "reached", "ending": "goal_reached", "aftercare": "Blijf bewegen."}
TYPED = {"draft_version": "0", **COMPLETE}


@pytest.fixture
def plan(therapist):
    """Of a course in treatment that began with a form."""
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode, g_mech="yes")
    factories.signed_history(episode_=episode)
    factories.signed_examination(episode_=episode)
    made = factories.approved_plan(episode_=episode)
    factories.signed_session(plan=made, held_at=timezone.now() - datetime.timedelta(days=3))
    made.episode.refresh_from_db()
    return made


@pytest.fixture
def episode(plan) -> Episode:
    return plan.episode


def evaluate(episode, **extra: object) -> Evaluation:
    draft = actions.save_evaluation(
        evaluation=Evaluation(episode=episode), data={**COMPLETE, **extra}, version=0, by=episode.therapist
    )
    return actions.sign_evaluation(evaluation=draft, by=episode.therapist)


def task(episode) -> tuple[Group, str, str]:
    with override("en"):
        found = next_task(Episode.objects.get(pk=episode.pk))
        return found.group, str(found.what), found.url


# The evaluation.


def test_an_evaluation_rests_on_the_rescreening_of_these_weeks(episode):
    made = factories.concluded_rescreening(episode_=episode)
    assert evaluate(episode, not_rescreened_reason="Nog niet gedaan").rescreening == made
    assert Evaluation.objects.get().not_rescreened_reason == ""


def test_without_one_it_says_why(episode):
    assert evaluate(episode, not_rescreened_reason="Kwam niet meer").rescreening is None
    episode.refresh_from_db()
    assert episode.phase == Phase.EVALUATED


@pytest.mark.parametrize("reason", ["", " \n"])
def test_without_either_it_is_not_signed(episode, reason):
    with pytest.raises(NotRescreenedError):
        evaluate(episode, not_rescreened_reason=reason)


def test_a_rescreening_of_long_ago_does_not_count(episode, settings):
    factories.concluded_rescreening(episode_=episode)
    settings.RESCREENING_DAYS = 0
    with pytest.raises(NotRescreenedError):
        evaluate(episode)


@pytest.mark.parametrize("answers", [{}, {"r_general": ["fever"]}])
def test_a_rescreening_is_concluded_before_the_evaluation(episode, answers):
    factories.rescreening(episode_=episode, **answers)
    with pytest.raises(RescreeningWaitsError):
        evaluate(episode, not_rescreened_reason="Geen tijd")


def test_the_episode_does_not_close_over_a_rescreening_that_waits(episode, therapist):
    factories.rescreening(episode_=episode)
    draft = actions.save_evaluation(
        evaluation=Evaluation(episode=episode), data=COMPLETE, version=0, by=therapist
    )
    with pytest.raises(RescreeningWaitsError):
        actions.conclude_episode(evaluation=draft, by=therapist)


def test_the_database_refuses_an_evaluation_without_either(episode, therapist):
    with pytest.raises(DatabaseError, match="rescreened_or_said_why"), transaction.atomic():
        Evaluation(episode=episode, created_by=therapist, **COMPLETE).sign(by=therapist)


def test_the_page_asks_for_one_of_both(therapist_client, episode):
    response = therapist_client.post(reverse("closing_evaluate", args=[episode.pk]), TYPED)
    assert list(response.context["form"].errors) == ["not_rescreened_reason"]


def test_with_a_rescreening_the_page_asks_no_reason(therapist_client, episode):
    factories.concluded_rescreening(episode_=episode)
    address = reverse("closing", args=[episode.pk])
    assert "not_rescreened_reason" not in therapist_client.get(address).context["form"].fields
    sheet = main(therapist_client.post(reverse("closing_evaluate", args=[episode.pk]), TYPED, follow=True))
    assert reverse("episode_close", args=[episode.pk]) in sheet
    assert Evaluation.objects.get().rescreening


def test_who_was_never_treated_has_the_reason_proposed(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    with override("nl"):
        form = therapist_client.get(reverse("closing", args=[episode.pk])).context["form"]
    assert form["not_rescreened_reason"].value()


def test_asking_from_the_evaluation_keeps_what_was_typed(therapist_client, episode):
    address = reverse("closing_rescreen", args=[episode.pk])
    typed = {"draft_version": "0", "aftercare": "Half af"}
    asked = therapist_client.post(address, typed)
    assert asked.url == f"{reverse('rescreening', args=[episode.pk])}?occasion=evaluation"
    assert therapist_client.get(reverse("closing", args=[episode.pk])).context["form"][
        "aftercare"
    ].value() == ("Half af")


def test_what_waits_is_concluded_from_the_evaluation(therapist_client, episode):
    factories.rescreening(episode_=episode)
    answer = therapist_client.post(reverse("closing_rescreen", args=[episode.pk]), {"draft_version": "0"})
    assert answer.url == reverse("rescreening_results", args=[episode.pk])


def test_what_cannot_be_kept_stays_on_the_form(therapist_client, episode):
    typed = {"draft_version": "0", "aftercare": "Half af", "pain_now": "zeer"}
    response = therapist_client.post(reverse("closing_rescreen", args=[episode.pk]), typed)
    assert response.context["form"]["aftercare"].value() == "Half af"
    assert list(response.context["form"].errors) == ["pain_now"]


def test_only_a_button_keeps_the_draft(therapist_client, episode):
    answer = therapist_client.get(reverse("closing_rescreen", args=[episode.pk]))
    assert answer.url == reverse("closing", args=[episode.pk])
    assert not Evaluation.objects.exists()


# Sessions.


def test_no_session_is_signed_while_something_new_waits(plan):
    factories.rescreening(episode_=plan.episode, r_general=["fever"])
    with pytest.raises(RescreeningWaitsError):
        factories.signed_session(plan=plan, held_at=timezone.now())


def test_nothing_new_holds_up_no_session(plan):
    factories.rescreening(episode_=plan.episode)
    assert factories.signed_session(plan=plan, held_at=timezone.now()).is_signed


def test_a_calm_form_that_comes_in_later_sets_no_session_free(plan):
    invitation, _token = invite_patient(episode=plan.episode, by=plan.episode.therapist)
    factories.rescreening(episode_=plan.episode, s_now=["stroke"])
    submit_intake(intake=factories.fill_in(invitation.intake, g_regions=["upper_back"]))
    with pytest.raises(RescreeningWaitsError):
        factories.signed_session(plan=plan, held_at=timezone.now())
    assert task(plan.episode)[0] == Group.URGENT


def test_a_session_can_still_be_corrected(plan):
    session = plan.episode.sessions.get()
    factories.rescreening(episode_=plan.episode, r_general=["fever"])
    assert factories.signed_session(plan=plan, amends=session).is_signed


BAD = [
    {"adverse_reaction": "yes", "adverse_reaction_text": "Twee dagen hoofdpijn"},
    {"pain_before": 3, "pain_after": 5},
]


@pytest.mark.parametrize("how", BAD)
def test_a_session_that_went_badly_suggests_asking_again(therapist_client, plan, how):
    session = factories.signed_session(plan=plan, held_at=timezone.now(), **how)
    pages = [
        reverse("session", args=[session.episode_id, session.pk]),
        reverse("session_new", args=[session.episode_id]),
    ]
    assert all(therapist_client.get(address).context["ask_again"] for address in pages)
    factories.concluded_rescreening(episode_=plan.episode)
    assert not any(therapist_client.get(address).context["ask_again"] for address in pages)


def test_a_session_that_went_well_suggests_nothing(therapist_client, plan):
    factories.signed_session(plan=plan, held_at=timezone.now(), pain_before=4, pain_after=2)
    assert not therapist_client.get(reverse("session_new", args=[plan.episode_id])).context["ask_again"]


@pytest.mark.parametrize("name", ["session_new", "episode_detail", "closing"])
def test_asking_again_is_offered_where_a_course_is_judged(therapist_client, episode, name):
    page = main(therapist_client.get(reverse(name, args=[episode.pk])))
    assert "rescreen" in page


def test_a_closed_record_offers_nothing(therapist_client, episode):
    factories.concluded_rescreening(episode_=episode)
    episode.move_to(Phase.EVALUATED)
    episode.move_to(Phase.CLOSED)
    page = main(therapist_client.get(reverse("episode_detail", args=[episode.pk])))
    assert reverse("rescreening_results", args=[episode.pk]) in page
    assert reverse("rescreening", args=[episode.pk]) + "?" not in page


# The work list.


def test_something_new_is_to_be_reviewed(episode):
    results = reverse("rescreening_results", args=[episode.pk])
    factories.rescreening(episode_=episode, r_neuro=["tingling_arm"])
    assert task(episode) == (Group.REVIEW, "judge the re-screening (Caution)", results)


def test_an_emergency_is_urgent(episode):
    factories.rescreening(episode_=episode, s_now=["stroke"])
    assert task(episode)[0] == Group.URGENT


def test_nothing_new_still_asks_for_the_signature(episode):
    factories.rescreening(episode_=episode)
    group, what, _url = task(episode)
    assert (group, what) == (Group.REVIEW, "re-screening: nothing new, still to sign")


def test_once_concluded_the_course_goes_on(episode):
    factories.concluded_rescreening(episode_=episode)
    assert task(episode)[0] == Group.TREATMENT
