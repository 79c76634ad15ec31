"""Who sees the answers and the screening, and what stands there."""

import pytest
from django.urls import reverse

from practice.models import Phase
from tests import factories

PAGES = ("intake_answers", "screening", "screening_sign", "screening_amend", "screening_gp_back")


@pytest.fixture
def episode(therapist):
    return factories.episode(therapist=therapist)


@pytest.mark.parametrize("name", PAGES)
def test_a_receptionist_cannot_see_answers_or_findings(desk, episode, name):
    assert desk.get(reverse(name, args=[episode.pk])).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_somebody_elses_patient_does_not_exist(other_therapist_client, episode, name):
    assert other_therapist_client.get(reverse(name, args=[episode.pk])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_manager_has_no_clinical_view(manager_client, episode, name):
    assert manager_client.get(reverse(name, args=[episode.pk])).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_asked_to_sign_in(client, episode, name):
    assert reverse("account_login") in client.get(reverse(name, args=[episode.pk])).url


@pytest.mark.parametrize("name", PAGES)
def test_other_methods_are_refused(therapist_client, episode, name):
    assert therapist_client.put(reverse(name, args=[episode.pk])).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_an_episode_that_is_not_there_is_not_found(therapist_client, name):
    assert therapist_client.get(reverse(name, args=[2**70])).status_code == 404


def test_answers_stand_page_by_page_as_the_patient_read_them(therapist_client, episode):
    factories.submitted_intake(episode_=episode, r_general=["fever"])
    page = therapist_client.get(reverse("intake_answers", args=[episode.pk])).content.decode()
    assert "Heb je de laatste weken ook een van deze klachten?" in page
    assert "Koorts" in page


def test_what_was_asked_and_absent_is_shown(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, r_general=["fever"])
    absent = intake.answer_rows.get(question="r_general").absent
    page = therapist_client.get(reverse("intake_answers", args=[episode.pk])).content.decode()
    assert absent and absent[0] in page


def test_without_an_intake_the_page_says_what_to_do(therapist_client, episode):
    page = therapist_client.get(reverse("intake_answers", args=[episode.pk])).content.decode()
    assert reverse("patient_detail", args=[episode.patient_id]) in page


def test_a_finding_shows_the_answers_that_fired_it(therapist_client, episode):
    factories.submitted_intake(episode_=episode, s_now=["tearing"])
    page = therapist_client.get(reverse("screening", args=[episode.pk])).content.decode()
    assert "scheurende pijn" in page


def test_three_cautions_suggest_a_talk_with_a_colleague(therapist_client, episode):
    factories.submitted_intake(
        episode_=episode, m_meds=["anticoag"], r_history=["connective", "cancer", "osteoporosis"]
    )
    evidence = therapist_client.get(reverse("screening", args=[episode.pk])).context["evidence"]
    assert evidence.has_many_cautions


@pytest.mark.parametrize(
    "junk",
    [
        {"draft_version": "abc"},
        {"draft_version": "9" * 40},
        {"draft_version": "-1"},
        {"conclusion": "perhaps", "all_clear": "\0", "reason": "nul\0"},
        {"conclusion": ["suitable", "contact_gp"], "pattern": ""},
    ],
)
def test_garbage_is_answered_with_the_form(therapist_client, episode, junk):
    factories.submitted_intake(episode_=episode)
    for name in ("screening", "screening_sign"):
        answer = therapist_client.post(reverse(name, args=[episode.pk]), junk)
        assert answer.status_code in (200, 302)


def test_nothing_can_be_concluded_in_a_closed_episode(therapist_client, episode):
    episode.move_to(Phase.CLOSED)
    data = {"draft_version": "0", "reason": "Te laat"}
    answer = therapist_client.post(reverse("screening", args=[episode.pk]), data, follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert not episode.screenings.exists()
