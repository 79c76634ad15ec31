"""The time line of an episode."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from records import timeline
from records.models import History, OutcomeMeasure, Reopening
from records.timeline import Event, Wanted
from tests import factories
from tests.records.full_world import add_letters, add_measures, add_sessions, long_episode

NOON = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)


def event(day: int, *kinds: str, title: str = "Sessie", **extra: object) -> Event:
    return Event(NOON + datetime.timedelta(days=day), kinds or ("session",), title, "/", **extra)


EVENTS = [
    event(0, "history", title="Anamnese", detail="Pijn bij het zitten"),
    event(1, "session", who="Joris Bakker"),
    event(40, "session", "correction", title="Sessie aangevuld"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [2, 1, 0]),
        (Wanted(oldest_first=True), [0, 1, 2]),
        (Wanted(kinds=("history",)), [0]),
        (Wanted(kinds=("correction",)), [2]),
        (Wanted(kinds=("history", "correction")), [2, 0]),
        (Wanted(text="ZITTEN pijn"), [0]),
        (Wanted(text="bakker"), [1]),
        (Wanted(text="nergens"), []),
        (Wanted(since=datetime.date(2026, 11, 3)), [2, 1]),
        (Wanted(until=datetime.date(2026, 11, 3)), [1, 0]),
        (Wanted(since=datetime.date(2026, 11, 3), until=datetime.date(2026, 11, 3)), [1]),
    ],
)
def test_it_shows_what_is_asked_for(wanted, found):
    assert timeline.select(EVENTS, wanted) == [EVENTS[number] for number in found]


def test_events_stand_per_month_and_day():
    months = timeline.by_month([event(0), event(0), event(1), event(40)])
    assert [[len(day.events) for day in month.days] for month in months] == [[2, 1], [1]]


def test_the_overview_has_a_row_per_kind_and_a_mark_per_day():
    drawn = timeline.overview([event(0), event(0), event(1), event(40), event(20, "history")])
    assert [len(row.marks) for row in drawn.rows] == [1, 3]
    assert all(drawn.left < x < drawn.width for row in drawn.rows for x in row.marks)


@pytest.mark.parametrize("events", [[], [event(0)], [event(0), event(0)]])
def test_too_little_is_not_drawn(events):
    assert timeline.overview(events) is None


@pytest.fixture
def episode(therapist):
    return long_episode(therapist, sessions=2, measures=2, letters=1)


def page(client, episode, **asked: object):
    return client.get(reverse("timeline", args=[episode.pk]), asked)


def test_every_step_of_the_record_is_on_it(episode):
    kinds = {kind for event in timeline.read(episode) for kind in event.kinds}
    assert kinds == set(timeline.KINDS) - {"correction", "cosignature", "draft"}


def test_a_link_an_alert_and_a_decision_are_on_it(therapist):
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode, s_now=["tearing"])
    pages = {reverse(name, args=[episode.pk]) for name in ("alert", "intake_answers", "screening")}
    assert pages <= {event.url.partition("#")[0] for event in timeline.read(episode)}


def test_a_correction_tells_why(episode):
    first = History.objects.get()
    factories.signed_history(episode_=episode, amends=first, amend_reason="Verkeerd genoteerd")
    (found,) = timeline.select(timeline.read(episode), Wanted(kinds=("correction",)))
    assert found.detail == "Verkeerd genoteerd"


def test_a_re_screening_in_which_nothing_came_up_corrects_nothing(episode):
    factories.concluded_rescreening(episode_=episode)
    assert timeline.select(timeline.read(episode), Wanted(kinds=("correction",))) == []
    (found,) = timeline.select(timeline.read(episode), Wanted(text="niets nieuws"))
    assert found.title.startswith("Screening: ") and found.kinds == ("intake",)


def test_a_new_version_of_the_plan_tells_what_changed_and_why(episode):
    factories.signed_plan(
        episode_=episode, amends=episode.plans.get(), diagnosis="Stijve bovenrug", session_count=6
    )
    found = timeline.select(timeline.read(episode), Wanted(text="Het doel veranderde"))
    assert "Fysiotherapeutische diagnose" in found[0].detail and found[0].kinds == ("plan",)


def test_a_measure_is_written_as_the_language_writes_numbers(episode):
    OutcomeMeasure.objects.create(
        episode=episode, instrument="psk", value="3.50", low=0, high=10, recorded_by=episode.therapist
    )
    assert [event.title for event in timeline.select(timeline.read(episode), Wanted(text="psk"))] == [
        "Patiëntspecifieke klachten (PSK): 3,5"
    ]


def test_a_draft_says_that_it_is_not_signed(episode):
    made = factories.draft_session(plan=episode.plans.get(), held_at=timezone.now())
    (found,) = timeline.select(timeline.read(episode), Wanted(kinds=("draft",)))
    assert found.warns and found.url == reverse("session", args=[episode.pk, made.pk])


def test_each_time_it_was_closed_and_opened_again_is_on_it(episode):
    Reopening.objects.create(
        episode=episode, closed_at=timezone.now(), reason="Weer klachten", by=episode.therapist
    )
    closing = timeline.select(timeline.read(episode), Wanted(kinds=("closing",), oldest_first=True))
    assert len(closing) == 3 and closing[-1].detail == "Weer klachten"


def test_a_line_leads_to_the_signature_of_its_source(therapist_client, episode):
    session = episode.sessions.first()
    url = f"{reverse('session', args=[episode.pk, session.pk])}#session-{session.pk}"
    assert f'href="{url}"' in page(therapist_client, episode).content.decode()
    assert f'id="session-{session.pk}"' in therapist_client.get(url.partition("#")[0]).content.decode()


def test_every_line_leads_to_a_place_that_is_there(therapist_client, episode):
    """Pages are read once; a place in a page is an id in it."""
    pages: dict[str, str] = {}
    for event in timeline.read(episode):
        url, _hash, place = event.url.partition("#")
        if url not in pages:
            read = therapist_client.get(url)
            assert read.status_code == 200, url
            pages[url] = read.content.decode()
        assert not place or f'id="{place}"' in pages[url], event.url


def test_the_form_asks_for_kinds_and_words(therapist_client, episode):
    shown = page(therapist_client, episode, kind=["session"], q="keer 0", order="oldest")
    assert shown.context["count"] == 1
    assert shown.context["chosen"] == ["Zittingen", "keer 0"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"since": "gisteren"}, "since"),
        ({"kind": "junk"}, "kind"),
        ({"q": "nul\0"}, "q"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "until"),
        ({"order": "random"}, "order"),
    ],
)
def test_what_is_not_understood_is_said_at_its_field(therapist_client, episode, asked, field):
    shown = page(therapist_client, episode, **asked)
    assert shown.status_code == 200 and list(shown.context["form"].errors) == [field]


def test_a_long_episode_costs_as_many_queries_as_a_short_one(therapist_client, episode):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(therapist_client, episode)
        return len(caught)

    queries()
    few = queries()
    add_sessions(episode.plans.get(), 5)
    add_measures(episode, 8)
    add_letters(episode, 3)
    assert queries() == few
