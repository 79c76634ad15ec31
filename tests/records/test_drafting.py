"""What every page with a draft and a signature promises: nothing typed is lost, nothing happens twice."""

import pytest
from django.urls import reverse
from django.utils import timezone

from records.models import Session
from tests import factories

pytestmark = pytest.mark.django_db

YESTERDAY = str(timezone.localdate() - timezone.timedelta(days=1))
# Page: what is typed so that it can be signed, and the field in which a second window differs.
PAGES = {
    "history": (
        {
            "request_for_help": "Werken",
            "course": "Vier weken",
            "general_health": "Goed",
            "daily_life": "Zitten",
        },
        "course",
    ),
    "examination": (
        {"agreed": "on", "thoracic-rotation-L": "22,5", "conclusion": "Rotatie beperkt"},
        "conclusion",
    ),
    "plan": (
        {
            "diagnosis": "Hoge rugpijn",
            "indication": "yes",
            "goal_0_text": "Een uur zitten",
            "do_mob": "on",
            "what_mob": "Losmaken",
            "why_mob": "Minder pijn",
        },
        "diagnosis",
    ),
    "session_new": (
        {"held_on": YESTERDAY, "held_time": "14:30", "duration_minutes": "30"}
        | {"subjective": "Minder stijf", "as_planned": "on"},
        "subjective",
    ),
    "closing": (
        {"goal_result": "reached", "ending": "goal_reached", "aftercare": "Blijf bewegen"}
        | {"not_rescreened_reason": "Geen behandeling gegeven"},
        "aftercare",
    ),
}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


@pytest.fixture(params=PAGES)
def page(request, episode) -> str:
    if request.param == "session_new":
        factories.approved_plan(episode_=episode)
    return request.param


def text(response) -> str:
    return response.content.decode()


def send(client, episode, page: str, action: str = "", **changes: str):
    typed, _differs = PAGES[page]
    return client.post(reverse(f"{page}{action}", args=[episode.pk]), {**typed, **changes})


def rows(episode, page: str):
    names = {"history": "histories", "session_new": "sessions", "closing": "evaluations"}
    return getattr(episode, names.get(page, f"{page}s"))


def differing(page: str) -> dict[str, str]:
    return {PAGES[page][1]: "Uit het andere venster"}


def test_the_address_for_signing_leads_back_to_the_page(therapist_client, episode, page):
    answer = therapist_client.get(reverse(f"{page}_sign", args=[episode.pk]))
    assert answer.url == reverse(page, args=[episode.pk])


def test_keeping_signs_nothing_and_signing_does(therapist_client, episode, page):
    send(therapist_client, episode, page, sign="1")
    assert not rows(episode, page).get().is_signed
    send(therapist_client, episode, page, "_sign")
    assert rows(episode, page).get().is_signed


def test_keeping_the_same_twice_is_no_conflict(therapist_client, episode, page):
    for _click in "ab":
        assert send(therapist_client, episode, page).status_code == 302
    assert rows(episode, page).count() == 1


def test_a_newer_draft_is_shown_beside_what_was_typed_and_can_be_gone_over(therapist_client, episode, page):
    send(therapist_client, episode, page)
    answer = send(therapist_client, episode, page, **differing(page))
    assert [one.typed for one in answer.context["conflict"]["differences"]] == ["Uit het andere venster"]
    assert PAGES[page][0][PAGES[page][1]] in text(answer)
    typed = {name: answer.context["form"][name].value() or "" for name in ("draft_version", "amends")}
    again = {**PAGES[page][0], **differing(page), **typed}
    assert therapist_client.post(answer.context["keep_at"], again).status_code == 302
    assert getattr(rows(episode, page).get(), PAGES[page][1]) == "Uit het andere venster"


@pytest.mark.parametrize("page", ["history", "examination", "plan", "session_new"], indirect=True)
def test_signing_twice_leads_to_what_was_signed(therapist_client, episode, page):
    for _click in "ab":
        assert send(therapist_client, episode, page, "_sign").status_code == 302
    assert rows(episode, page).count() == 1


@pytest.mark.parametrize("page", ["history", "examination", "plan"], indirect=True)
def test_what_was_typed_over_a_signed_record_becomes_an_addition(therapist_client, episode, page):
    send(therapist_client, episode, page, "_sign")
    first = rows(episode, page).get()
    answer = send(therapist_client, episode, page, "_sign", **differing(page))
    assert "Uit het andere venster" in text(answer) and PAGES[page][0][PAGES[page][1]] in text(answer)
    form = answer.context["form"]
    added = {**differing(page), "amends": form["amends"].value(), "draft_version": "0"}
    send(therapist_client, episode, page, "_sign", **added, amend_reason="Aangevuld")
    assert rows(episode, page).exclude(pk=first.pk).get().amends == first


def test_a_session_signed_in_another_window_keeps_what_was_typed(therapist_client, episode):
    draft = factories.draft_session(plan=factories.approved_plan(episode_=episode))
    address = reverse("session", args=[episode.pk, draft.pk])
    typed = {**PAGES["session_new"][0], "draft_version": "1"}
    therapist_client.post(f"{address}sign/", typed)
    assert therapist_client.post(f"{address}sign/", typed).url == address
    answer = therapist_client.post(address, {**typed, "subjective": "Uit het andere venster"})
    assert "Uit het andere venster" in text(answer) and "Minder stijf" in text(answer)
    assert Session.objects.count() == 1


def test_a_correction_of_a_session_that_was_corrected_already_amends_the_newest(therapist_client, episode):
    first = factories.signed_session(plan=factories.approved_plan(episode_=episode))
    second = factories.signed_session(plan=first.plan, amends=first)
    typed = {**PAGES["session_new"][0], "amends": str(first.pk), "amend_reason": "Kant verwisseld"}
    answer = therapist_client.post(reverse("session_sign", args=[episode.pk, first.pk]), typed)
    assert answer.context["form"]["amends"].value() == str(second.pk)
    assert "Minder stijf" in text(answer)
    assert Session.objects.count() == 2


@pytest.mark.parametrize("page", ["history", "examination"], indirect=True)
def test_what_cannot_be_signed_in_a_closed_episode_stays_on_the_form(therapist_client, episode, page):
    episode.move_to("closed")
    answer = send(therapist_client, episode, page, "_sign", **differing(page))
    assert "Uit het andere venster" in text(answer)
    assert not rows(episode, page).exists()
