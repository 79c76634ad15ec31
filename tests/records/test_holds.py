"""An emergency that waits holds up treating, evaluating and closing; corrections go on."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.actions import invite_patient, submit_intake
from practice.models import Episode, Phase
from records import actions
from records.errors import AlertWaitsError, RescreeningWaitsError, UrgentFormWaitsError
from records.models import Evaluation
from tests import factories
from tests.pages import main

COMPLETE = {
    "goal_result": "reached",
    "ending": "goal_reached",
    "aftercare": "Blijf bewegen.",
    "not_rescreened_reason": "Kwam niet meer.",
}


@pytest.fixture
def plan(therapist):
    """Approved, of a course that began without the form."""
    episode = factories.screened_episode(therapist=therapist)
    factories.signed_history(episode_=episode)
    factories.signed_examination(episode_=episode)
    made = factories.approved_plan(episode_=episode)
    made.episode.refresh_from_db()
    return made


def alerted(episode) -> None:
    factories.alerted_intake(episode_=episode)


def urgent_form(episode) -> None:
    """An emergency was told; somebody reached the patient, and nobody judged the answers."""
    invitation, _token = invite_patient(episode=episode, by=episode.therapist)
    filled = factories.fill_in(invitation.intake, g_regions=["upper_back"], s_now=["stroke"])
    factories.answered_alert(intake=filled)
    submit_intake(intake=filled)


WAITS = [(alerted, AlertWaitsError, "alert"), (urgent_form, UrgentFormWaitsError, "screening")]


def draft_of(episode) -> Evaluation:
    return actions.save_evaluation(
        evaluation=Evaluation(episode=episode), data=COMPLETE, version=0, by=episode.therapist
    )


@pytest.mark.parametrize(("comes_in", "error", "_page"), WAITS)
def test_no_session_is_signed(plan, comes_in, error, _page):
    comes_in(plan.episode)
    with pytest.raises(error):
        factories.signed_session(plan=plan, held_at=timezone.now())


@pytest.mark.parametrize(("comes_in", "error", "_page"), WAITS)
@pytest.mark.parametrize("sign", [actions.sign_evaluation, actions.conclude_episode])
def test_no_evaluation_is_signed(plan, comes_in, error, _page, sign):
    factories.signed_session(plan=plan)
    draft = draft_of(plan.episode)
    comes_in(plan.episode)
    with pytest.raises(error):
        sign(evaluation=draft, by=plan.episode.therapist)


@pytest.mark.parametrize(("comes_in", "error", "_page"), WAITS)
def test_an_evaluated_episode_stays_open(plan, therapist, comes_in, error, _page):
    factories.signed_session(plan=plan)
    actions.sign_evaluation(evaluation=draft_of(plan.episode), by=therapist)
    comes_in(plan.episode)
    with pytest.raises(error):
        actions.close_episode(episode=plan.episode, by=therapist)
    assert Episode.objects.get().phase == Phase.EVALUATED


def test_an_emergency_of_a_rescreening_keeps_an_evaluated_episode_open(plan, therapist):
    factories.signed_session(plan=plan)
    actions.sign_evaluation(evaluation=draft_of(plan.episode), by=therapist)
    factories.rescreening(episode_=plan.episode, s_now=["stroke"])
    with pytest.raises(RescreeningWaitsError):
        actions.close_episode(episode=plan.episode, by=therapist)


def test_a_session_is_corrected_all_the_same(plan):
    session = factories.signed_session(plan=plan)
    alerted(plan.episode)
    assert factories.signed_session(plan=plan, amends=session).is_signed


def test_an_answered_alert_holds_nothing_up(plan):
    intake = factories.alerted_intake(episode_=plan.episode)
    factories.answered_alert(intake=intake)
    assert factories.signed_session(plan=plan, held_at=timezone.now()).is_signed


@pytest.mark.parametrize(("comes_in", "page"), [(comes_in, page) for comes_in, _error, page in WAITS])
@pytest.mark.parametrize("name", ["session_new", "closing"])
def test_the_page_leads_to_what_waits_instead_of_signing(therapist_client, plan, comes_in, page, name):
    comes_in(plan.episode)
    text = main(therapist_client.get(reverse(name, args=[plan.episode_id])))
    assert f'<a href="{reverse(page, args=[plan.episode_id])}"' in text
    assert f'formaction="{reverse(f"{name}_sign", args=[plan.episode_id])}"' not in text


def test_what_was_typed_is_kept_with_the_reason(therapist_client, plan):
    alerted(plan.episode)
    typed = {"draft_version": "0", **COMPLETE}
    page = therapist_client.post(reverse("closing_sign", args=[plan.episode_id]), typed, follow=True)
    assert [str(one) for one in page.context["messages"]] == [str(AlertWaitsError())]
    assert page.context["form"]["aftercare"].value() == "Blijf bewegen."
