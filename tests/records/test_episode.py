"""The record of one episode on one page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.models import History
from tests import factories
from tests.records.full_world import long_episode


@pytest.fixture
def episode(therapist):
    return factories.examined_episode(therapist=therapist)


def page(client, episode) -> str:
    return client.get(reverse("episode_detail", args=[episode.pk])).content.decode()


def test_it_shows_what_was_signed_in_every_step(therapist_client, episode):
    factories.signed_session(plan=factories.approved_plan(episode_=episode))
    shown = page(therapist_client, episode)
    for words in (
        "Weer pijnvrij werken",
        "Beperkte rotatie thoracaal",
        "Aspecifieke hoge rugpijn",
        "Het gaat beter.",
    ):
        assert words in shown


def test_a_replaced_version_stays_visible_with_the_reason(therapist_client, therapist, episode):
    first = History.objects.get()
    factories.signed_history(
        episode_=episode, amends=first, course="Zes weken", amend_reason="Verkeerd genoteerd"
    )
    shown = page(therapist_client, episode)
    assert "Zes weken" in shown and "Vier weken, wisselend" in shown and "Verkeerd genoteerd" in shown


def test_safety_findings_stand_on_top_with_the_answers_in_words(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode, s_now=["tearing"])
    shown = page(therapist_client, episode)
    assert shown.index("scheurende pijn") < shown.index('id="screening"')


def test_it_offers_the_next_step(therapist_client, episode):
    assert f'href="{reverse("plan", args=[episode.pk])}"' in page(therapist_client, episode)


def test_a_corrected_session_counts_once(therapist_client, episode):
    session = factories.signed_session(plan=factories.approved_plan(episode_=episode))
    factories.signed_session(plan=session.plan, amends=session, subjective="Het ging slechter.")
    read = therapist_client.get(reverse("episode_detail", args=[episode.pk])).context["record"]
    assert [len(one.replaced) for one in read.sessions] == [1]


def test_many_sessions_cost_as_many_queries_as_one(therapist_client, episode):
    plan = factories.approved_plan(episode_=episode)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(therapist_client, episode)
        return len(caught)

    factories.signed_session(plan=plan)
    page(therapist_client, episode)
    one = queries()
    for _ in range(5):
        factories.signed_session(plan=plan)
    assert queries() == one


def test_a_long_episode_costs_as_many_queries_as_a_short_one(therapist_client, therapist):
    """Forty sessions, two hundred measurements and twelve letters, against one of each."""

    def queries(episode, name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            shown = therapist_client.get(reverse(name, args=[episode.pk])).content
        assert len(shown) < 300_000  # bytes: it has to open at once on a phone
        return len(caught)

    short = long_episode(therapist, sessions=1, measures=2, letters=1)
    long = long_episode(therapist, sessions=40, measures=200, letters=12)
    queries(short, "episode_detail")
    pages = ("episode_detail", "measures", "letters", "closing", "record_pdf")
    assert {name: queries(short, name) for name in pages} == {name: queries(long, name) for name in pages}


def test_the_last_sessions_are_open_and_earlier_ones_folded(therapist_client, therapist):
    shown = page(therapist_client, long_episode(therapist, sessions=6, measures=2, letters=2))
    assert shown.count('class="folded"') == 3


def test_it_leads_to_measures_letters_and_time_line(therapist_client, episode):
    shown = page(therapist_client, episode)
    for name in ("measures", "letters", "timeline"):
        assert reverse(name, args=[episode.pk]) in shown


def test_the_record_is_closed_to_others(desk, manager_client, other_therapist_client, episode):
    address = reverse("episode_detail", args=[episode.pk])
    assert desk.get(address).status_code == 403
    assert manager_client.get(address).status_code == 403
    assert other_therapist_client.get(address).status_code == 404


def test_it_is_for_reading_only(therapist_client, episode):
    assert therapist_client.post(reverse("episode_detail", args=[episode.pk])).status_code == 405
