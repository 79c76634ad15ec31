"""The history: two voices, draft, signature, correction."""

import pytest
from django.urls import reverse

from practice.models import Phase
from practice.signing import SignedRecordError, StaleDraftError
from records import actions, topics
from records.errors import EpisodeClosedError, NotScreenedError
from records.models import History
from tests import factories

TEXTS = {
    "request_for_help": "Weer pijnvrij achter het bureau",
    "course": "Vier weken, wisselend",
    "general_health": "Gezond; gevraagd naar ziekten: geen",
    "daily_life": "Kan niet langer dan een half uur zitten",
    "draft_version": "0",
    "amends": "",
}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def address(name, episode) -> str:
    return reverse(name, args=[episode.pk])


def sign(client, episode, **changes):
    return client.post(address("history_sign", episode), {**TEXTS, **changes})


def test_the_patients_words_stand_beside_the_topic_they_belong_to(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    intake = factories.submitted_intake(episode_=episode, ps_cause="Te veel getild")
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}
    decisions = {one.pk: ("cleared", "") for one in intake.findings.all()}
    factories.review_intake(
        episode=episode, intake=intake, data=data, decisions=decisions, version=0, by=therapist
    )
    voices = therapist_client.get(address("history", episode)).context["voices"]
    onset = next(voice for voice in voices if voice.field.name == "onset")
    assert "Te veel getild" in [answer.answer_text for answer in onset.answers]


def test_the_request_for_help_starts_with_the_patients_own_words(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist, complaint="neck")
    factories.submitted_intake(episode_=episode, g_goal="Weer kunnen tuinieren")
    form = therapist_client.get(address("history", episode)).context["form"]
    assert form["request_for_help"].value() == "Weer kunnen tuinieren"


def test_every_answer_has_a_place(therapist):
    intake = factories.submitted_intake(episode_=factories.episode(therapist=therapist))
    placed = [one for answers in topics.by_topic(intake.answer_rows.all()).values() for one in answers]
    assert len(placed) == intake.answer_rows.exclude(question__in=topics.LEFT_OUT).count()


def test_signing_freezes_the_history(therapist_client, episode):
    assert sign(therapist_client, episode).url == address("examination", episode)
    history = History.objects.get()
    history.course = "Anders"
    with pytest.raises(SignedRecordError):
        history.save()


def test_what_the_guideline_requires_is_asked_for_at_signing_only(therapist_client, episode):
    errors = sign(therapist_client, episode, general_health="").context["form"].errors
    assert errors.keys() == {"general_health"}
    draft = {**TEXTS, "general_health": "", "course": ""}
    assert therapist_client.post(address("history", episode), draft).status_code == 302
    assert not History.objects.get().is_signed


def test_nothing_typed_is_lost_when_something_is_missing(therapist_client, episode):
    page = sign(therapist_client, episode, general_health="", remarks="Komt met partner").content.decode()
    assert "Komt met partner" in page


def test_two_windows_see_both_texts(therapist_client, episode):
    therapist_client.post(address("history", episode), {**TEXTS, "onset": "Na het tillen"})
    page = therapist_client.post(address("history", episode), {**TEXTS, "onset": "Zomaar"}).content.decode()
    assert "Na het tillen" in page and "Zomaar" in page
    assert History.objects.get().onset == "Na het tillen"


def test_signing_twice_signs_once(therapist_client, episode):
    sign(therapist_client, episode)
    answer = sign(therapist_client, episode)
    assert answer.url == address("history", episode)
    assert History.objects.count() == 1


def test_what_another_window_typed_over_a_signed_history_becomes_an_addition(therapist_client, episode):
    sign(therapist_client, episode)
    answer = sign(therapist_client, episode, onset="Na het tillen van een kast")
    assert "Na het tillen van een kast" in answer.content.decode()
    form = answer.context["form"]
    assert int(form["amends"].value()) == History.objects.get().pk
    assert "amend_reason" in form.fields


def test_a_correction_needs_a_reason_and_keeps_both_versions(therapist_client, episode):
    sign(therapist_client, episode)
    first = History.objects.get()
    change = {"amends": first.pk, "course": "Zes weken"}
    assert "amend_reason" in sign(therapist_client, episode, **change).context["form"].errors
    sign(therapist_client, episode, **change, amend_reason="Verkeerd genoteerd")
    page = therapist_client.get(address("history", episode)).content.decode()
    assert "Zes weken" in page and "Vier weken" in page and "Verkeerd genoteerd" in page


def test_a_correction_starts_as_a_copy(therapist_client, episode):
    sign(therapist_client, episode)
    form = therapist_client.get(address("history_amend", episode)).context["form"]
    assert form["course"].value() == TEXTS["course"]
    assert not form["amend_reason"].value()


def test_a_correction_can_wait_as_a_draft(therapist_client, episode):
    sign(therapist_client, episode)
    change = {**TEXTS, "amends": History.objects.get().pk, "amend_reason": "Aanvulling", "onset": "Na val"}
    answer = therapist_client.post(address("history", episode), change)
    assert answer.url == address("history_amend", episode)
    assert "Na val" in therapist_client.get(answer.url).content.decode()
    assert (
        address("history_amend", episode)
        in therapist_client.get(address("history", episode)).content.decode()
    )


def test_no_history_before_the_screening(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    assert address("screening", episode) in therapist_client.get(address("history", episode)).content.decode()
    with pytest.raises(NotScreenedError):
        actions.save_history(history=History(episode=episode), data={}, version=0, by=therapist)


def test_no_history_in_a_closed_episode(therapist, episode):
    episode.move_to(Phase.CLOSED)
    with pytest.raises(EpisodeClosedError):
        actions.save_history(history=History(episode=episode), data={}, version=0, by=therapist)


def test_a_second_first_history_is_stale(therapist, episode):
    actions.save_history(history=History(episode=episode), data={}, version=0, by=therapist)
    with pytest.raises(StaleDraftError):
        actions.save_history(history=History(episode=episode), data={}, version=0, by=therapist)


PAGES = ("history", "history_sign", "history_amend")


@pytest.mark.parametrize("name", PAGES)
def test_the_history_is_closed_to_others(name, desk, manager_client, other_therapist_client, episode):
    assert desk.get(address(name, episode)).status_code == 403
    assert manager_client.get(address(name, episode)).status_code == 403
    assert other_therapist_client.get(address(name, episode)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_other_methods_are_refused(therapist_client, episode, name):
    assert therapist_client.delete(address(name, episode)).status_code == 405


@pytest.mark.parametrize(
    "junk", [{}, {"draft_version": "x", "amends": "y"}, {"course": "nul\0"}, {"course": "a" * 20_000}]
)
def test_garbage_is_answered_with_the_form(therapist_client, episode, junk):
    for name in ("history", "history_sign"):
        assert therapist_client.post(address(name, episode), junk).status_code in (200, 302)


@pytest.mark.parametrize(("referred_by", "asked"), [("Huisarts Bos", True), ("", False)])
def test_date_and_question_of_a_referral_are_asked_about_who_was_referred(
    therapist_client, episode, referred_by, asked
):
    episode.referred_by = referred_by
    episode.save()
    page = therapist_client.get(address("history", episode)).content.decode()
    assert ('id="id_referral"' in page) == asked
    sign(therapist_client, episode, referral="12-11-2026, schouderklachten: graag behandelen")
    assert ("schouderklachten" in episode.histories.get().referral) == asked
