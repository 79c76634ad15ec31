"""The closing page, and the page that asks before a draft is thrown away."""

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.models import Phase
from records.models import Evaluation, Session
from tests import factories

pytestmark = pytest.mark.django_db

TYPED = {
    "draft_version": "0",
    "not_rescreened_reason": "De patiënt kwam niet meer.",
    "goal_result": "reached",
    "pain_now": "1",
    "ending": "goal_reached",
    "aftercare": "Blijf elke dag bewegen.",
}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


@pytest.fixture
def url(episode) -> str:
    return reverse("closing", args=[episode.pk])


@pytest.fixture
def sign_url(episode) -> str:
    return reverse("closing_sign", args=[episode.pk])


def discard_url(draft, kind: str) -> str:
    return reverse("draft_discard", args=[draft.episode_id, kind, draft.pk])


def text(response) -> str:
    return response.content.decode()


def test_signing_closes_the_episode_and_shows_the_sheet(therapist_client, episode, sign_url):
    response = therapist_client.post(sign_url, TYPED, follow=True)
    episode.refresh_from_db()
    assert episode.is_closed
    assert "Blijf elke dag bewegen." in text(response)


def test_a_draft_closes_nothing(therapist_client, url, episode):
    therapist_client.post(url, {"draft_version": "0", "aftercare": "Later"})
    episode.refresh_from_db()
    assert not episode.is_closed
    assert therapist_client.get(url).context["form"]["aftercare"].value() == "Later"


@pytest.fixture
def treated(episode):
    factories.signed_session(plan=factories.approved_plan(episode_=episode))
    return episode


def test_the_evaluation_is_signed_and_the_episode_closed_later(therapist_client, treated, url):
    evaluate = reverse("closing_evaluate", args=[treated.pk])
    assert evaluate in text(therapist_client.get(url))
    page = text(therapist_client.post(evaluate, TYPED, follow=True))
    assert "Blijf elke dag bewegen." in page
    assert reverse("episode_close", args=[treated.pk]) in page
    assert 'name="aftercare"' not in page
    treated.refresh_from_db()
    assert treated.phase == Phase.EVALUATED
    therapist_client.post(reverse("episode_close", args=[treated.pk]))
    treated.refresh_from_db()
    assert treated.is_closed


def test_the_same_evaluation_sent_twice_is_signed_once(therapist_client, treated, url):
    evaluate = reverse("closing_evaluate", args=[treated.pk])
    therapist_client.post(evaluate, TYPED)
    assert therapist_client.post(evaluate, TYPED).url == url
    assert "Iets anders" in text(therapist_client.post(evaluate, {**TYPED, "aftercare": "Iets anders"}))
    assert Evaluation.objects.count() == 1


def test_an_evaluated_episode_names_the_drafts_that_keep_it_open(therapist_client, treated):
    therapist_client.post(reverse("closing_evaluate", args=[treated.pk]), TYPED)
    draft = factories.draft_session(plan=treated.plans.get(), held_at=timezone.now())
    page = therapist_client.post(reverse("episode_close", args=[treated.pk]), follow=True)
    assert discard_url(draft, "session") in text(page)
    treated.refresh_from_db()
    assert not treated.is_closed


def test_before_treatment_there_is_only_closing(therapist_client, episode, url):
    assert reverse("closing_evaluate", args=[episode.pk]) not in text(therapist_client.get(url))


@pytest.mark.parametrize("page", ["closing_evaluate", "episode_close"])
def test_only_a_button_evaluates_or_closes(therapist_client, treated, url, page):
    assert therapist_client.get(reverse(page, args=[treated.pk])).url == url
    treated.refresh_from_db()
    assert treated.phase == Phase.IN_TREATMENT


@pytest.mark.parametrize("missing", ["goal_result", "ending", "aftercare"])
def test_what_is_missing_is_said_at_the_field(therapist_client, missing, sign_url):
    typed = {name: value for name, value in TYPED.items() if name != missing}
    assert list(therapist_client.post(sign_url, typed).context["form"].errors) == [missing]


def test_another_reason_is_explained(therapist_client, sign_url):
    response = therapist_client.post(sign_url, {**TYPED, "ending": "other"})
    assert list(response.context["form"].errors) == ["ending_reason"]


def test_unsigned_drafts_are_listed_with_the_way_to_each(therapist_client, episode, sign_url):
    draft = factories.draft_session(plan=factories.approved_plan(episode_=episode))
    response = therapist_client.post(sign_url, TYPED, follow=True)
    episode.refresh_from_db()
    assert not episode.is_closed
    assert reverse("session", args=[episode.pk, draft.pk]) in text(response)
    assert discard_url(draft, "session") in text(response)
    assert Evaluation.objects.get().aftercare == "Blijf elke dag bewegen."


def test_the_main_goal_stands_beside_the_result(therapist_client, url, episode):
    factories.approved_plan(episode_=episode)
    assert "Een uur achter het bureau zitten" in text(therapist_client.get(url))


def test_two_tabs_see_both_texts(therapist_client, url):
    therapist_client.post(url, TYPED)
    response = therapist_client.post(url, {**TYPED, "aftercare": "Uit de andere tab"})
    assert "Uit de andere tab" in text(response)
    assert "Blijf elke dag bewegen." in text(response)


@pytest.mark.parametrize(
    "garbage", [{"goal_result": "best"}, {"ending": "x"}, {"pain_now": "zeer"}, {"aftercare": "nul\0"}]
)
def test_nonsense_is_refused_at_its_field(therapist_client, garbage, sign_url):
    response = therapist_client.post(sign_url, {**TYPED, **garbage})
    assert list(response.context["form"].errors) == list(garbage)


def test_after_closing_nothing_is_added_and_nothing_is_lost(therapist_client, sign_url):
    therapist_client.post(sign_url, TYPED)
    response = therapist_client.post(sign_url, {**TYPED, "aftercare": "Te laat"})
    assert "Te laat" in text(response)
    assert Evaluation.objects.get().aftercare == "Blijf elke dag bewegen."


def test_discarding_asks_once(therapist_client, episode):
    draft = factories.draft_session(plan=factories.approved_plan(episode_=episode))
    assert therapist_client.get(discard_url(draft, "session")).status_code == 200
    assert Session.objects.exists()
    therapist_client.post(discard_url(draft, "session"))
    assert not Session.objects.exists()


def test_what_is_signed_cannot_be_discarded(therapist_client, episode):
    plan = factories.signed_plan(episode_=episode)
    assert therapist_client.post(discard_url(plan, "plan")).status_code == 404


def test_a_draft_of_another_kind_or_episode_is_not_found(therapist_client, episode, therapist):
    draft = factories.draft_plan(episode_=episode)
    stranger = factories.screened_episode(therapist=therapist)
    wrong = reverse("draft_discard", args=[stranger.pk, "plan", draft.pk])
    assert therapist_client.post(wrong).status_code == 404
    assert therapist_client.post(discard_url(draft, "junk")).status_code == 404


def test_closing_is_not_for_the_desk_nor_for_other_therapists(desk, other_therapist_client, url, episode):
    draft = factories.draft_plan(episode_=episode)
    for address in (url, discard_url(draft, "plan")):
        assert desk.post(address, TYPED).status_code == 403
        assert other_therapist_client.post(address, TYPED).status_code == 404
    episode.refresh_from_db()
    assert not episode.is_closed
