"""The intake inbox: how far every intake is, since when, and what to do; never what came out of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import actions, inbox
from intake.actions.screening import review_intake
from intake.desk import attention
from intake.models import Intake, Invitation
from practice.models import AuditEvent, Episode, Phase
from tests import factories
from tests.conftest import signed_in
from tests.intake.details_world import submitted
from tests.pages import main, page, queries_of

pytestmark = pytest.mark.django_db

INBOX = reverse("intake_inbox")


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def episode(therapist, receptionist) -> Episode:
    return factories.episode(therapist=therapist, by=receptionist)


@pytest.fixture
def invitation(episode, receptionist) -> Invitation:
    return actions.invite_patient(episode=episode, by=receptionist)[0]


def days_ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def shown(client, **query: str) -> str:
    return main(client.get(INBOX, query))


def state_of(user) -> str:
    [row] = inbox.rows(user, timezone.now())
    return row.state


def seen_by(therapist, episode: Episode, name: str = "intake_answers") -> None:
    assert signed_in(therapist).get(reverse(name, args=[episode.pk])).status_code == 200


def screened_in_person(episode: Episode) -> None:
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}
    review_intake(episode=episode, intake=None, data=data, decisions={}, version=0, by=episode.therapist)


def test_who_was_screened_without_the_form_is_no_longer_waited_for(receptionist, invitation):
    screened_in_person(invitation.intake.episode)
    later = timezone.now() + datetime.timedelta(days=9)
    assert (inbox.rows(receptionist, later), attention(receptionist, later)) == ([], [])


def test_a_new_form_after_the_screening_is_waited_for(receptionist, episode):
    screened_in_person(episode)
    actions.invite_patient(episode=episode, by=receptionist)
    assert state_of(receptionist) == inbox.UNOPENED


# States


def test_a_link_that_nobody_opened(desk, receptionist, invitation):
    assert state_of(receptionist) == inbox.UNOPENED
    assert "not opened" in shown(desk)


def test_a_link_that_was_opened_without_the_birth_date(receptionist, invitation):
    Invitation.objects.update(opened_at=timezone.now())
    assert state_of(receptionist) == inbox.OPENED


def test_a_form_that_was_started_says_the_page(desk, receptionist, invitation):
    Intake.objects.update(status="started", started_at=timezone.now(), pages_done=2, pages_total=6)
    assert state_of(receptionist) == inbox.STARTED
    assert "page 3 of 6" in shown(desk)


def test_a_form_that_was_sent(receptionist, episode):
    factories.submitted_intake(episode_=episode)
    assert state_of(receptionist) == inbox.SUBMITTED


@pytest.mark.parametrize("name", ["intake_answers", "screening"])
def test_a_form_that_the_therapist_looked_at(receptionist, therapist, episode, name):
    factories.submitted_intake(episode_=episode)
    seen_by(therapist, episode, name)
    assert state_of(receptionist) == inbox.SEEN


def test_what_the_therapist_read_before_does_not_count_as_seen(receptionist, therapist, episode, invitation):
    seen_by(therapist, episode)
    actions.submit_intake(intake=factories.fill_in(invitation.intake))
    assert state_of(receptionist) == inbox.SUBMITTED


def test_a_colleague_at_the_desk_who_looks_is_no_therapist(desk, receptionist, episode):
    factories.submitted_intake(episode_=episode)
    desk.get(reverse("patient_detail", args=[episode.patient_id]))
    assert state_of(receptionist) == inbox.SUBMITTED


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"expires_at": days_ago(1)}, "link expired"),
        ({"locked_at": days_ago(1)}, "link locked: wrong birth date"),
        ({"state": "revoked", "ended_at": days_ago(1)}, "link withdrawn"),
    ],
)
def test_a_link_that_does_not_work_says_why_and_since_when(desk, receptionist, invitation, change, word):
    Invitation.objects.update(created_at=days_ago(20), **change)
    [row] = inbox.rows(receptionist, timezone.now())
    assert (row.state, str(row.word)) == (inbox.TROUBLE, word)
    assert row.since.date() == days_ago(1).date()
    assert word in shown(desk)


def test_who_waits_longest_comes_first(receptionist, therapist):
    for days in (1, 9, 4):
        made, _token = factories.invitation(therapist=therapist, by=receptionist)
        Invitation.objects.filter(pk=made.pk).update(created_at=days_ago(days))
    waited = [(timezone.now() - row.since).days for row in inbox.rows(receptionist, timezone.now())]
    assert waited == [9, 4, 1]


def test_what_the_therapist_saw_comes_after_what_still_waits(receptionist, therapist, episode):
    submitted(episode)
    seen_by(therapist, episode)
    factories.invitation(therapist=therapist, by=receptionist)
    states = [row.state for row in inbox.rows(receptionist, timezone.now())]
    assert states == [inbox.UNOPENED, inbox.SEEN]


def test_only_the_newest_form_of_an_episode_is_listed(receptionist, episode):
    factories.submitted_intake(episode_=episode)
    actions.invite_patient(episode=episode, by=receptionist)
    assert state_of(receptionist) == inbox.UNOPENED


def test_what_the_therapist_saw_goes_after_two_weeks_unless_details_wait(receptionist, therapist, episode):
    submitted(episode, email="new@example.org")
    seen_by(therapist, episode)
    later = timezone.now() + inbox.SEEN_STAYS + datetime.timedelta(days=1)
    assert [row.to_look_at for row in inbox.rows(receptionist, later)] == [1]
    Intake.objects.get().reported.update(state="same")
    assert inbox.rows(receptionist, later) == []


def test_a_closed_episode_and_a_follow_up_are_not_in_the_list(receptionist, episode):
    actions.send_follow_up(episode=episode, by=receptionist)
    assert inbox.rows(receptionist, timezone.now()) == []
    actions.invite_patient(episode=episode, by=receptionist)
    Episode.objects.update(phase=Phase.CLOSED, closed_at=timezone.now())
    assert inbox.rows(receptionist, timezone.now()) == []


# Filter


def test_states_are_links_with_their_number(desk, invitation):
    assert 'href="/patients/inbox/?state=unopened">not opened <span class="count">1</span>' in shown(desk)


def test_one_state_leaves_the_others_out(desk, invitation):
    name = "Berg, Sanne van den"
    assert name in shown(desk, state="unopened")
    assert name not in shown(desk, state="submitted")
    assert "No intakes here" in shown(desk, state="submitted")


def test_details_that_wait_are_a_filter_of_their_own(desk, episode):
    submitted(episode, email="new@example.org")
    found = shown(desk, state="details")
    assert "1 detail to look at" in found
    assert reverse("intake_reported", args=[episode.pk]) in found


@pytest.mark.parametrize("query", [{"state": "x\x00"}, {"page": "9" * 50}, {"page": "-1"}, {"state": "🦴"}])
def test_nonsense_in_the_address_shows_the_list(desk, invitation, query):
    assert "not opened" in shown(desk, **query)


# What can be done


def test_a_new_link_from_the_list_leads_back_to_it(desk, invitation, episode):
    sent = {"send_to": "screen", "inbox": "unopened"}
    made = desk.post(reverse("intake_send", args=[episode.pk]), sent, follow=True)
    assert "QR code that opens the form" in page(made)
    assert f'href="{INBOX}?state=unopened"' in main(made)
    assert "Print as letter" in main(made)  # of a link that was sent again too


def test_withdrawing_and_freeing_lead_back_to_the_list(desk, invitation, episode):
    Invitation.objects.update(locked_at=timezone.now(), failed_attempts=5)
    assert "Free the link" in shown(desk)
    freed = desk.post(reverse("intake_unlock", args=[episode.pk]), {"inbox": "trouble"})
    assert freed["Location"] == f"{INBOX}?state=trouble"
    withdrawn = desk.post(reverse("intake_revoke", args=[episode.pk]), {"inbox": ""})
    assert withdrawn["Location"] == INBOX
    assert "link withdrawn" in shown(desk)


def test_the_list_leads_to_no_strange_page(desk, invitation, episode):
    sent = {"inbox": "//elsewhere.example"}
    assert desk.post(reverse("intake_revoke", args=[episode.pk]), sent)["Location"] == INBOX


def test_a_form_that_was_sent_gets_no_new_link_from_here(desk, episode):
    factories.submitted_intake(episode_=episode)
    assert "New link or letter" not in shown(desk)


# What the desk never learns


@pytest.mark.parametrize("told", [{}, {"s_now": ["stroke"]}, {"s_now": ["faint"]}])
def test_a_serious_answer_reads_the_same_as_none(desk, episode, told):
    factories.submitted_intake(episode_=episode, **told)
    found = shown(desk)
    for word in ("emergency", "alert", "GP", "suitable", "urgent", "danger"):
        assert word not in found.replace("details to look at", "")
    assert "submitted" in found


def test_the_list_reads_no_answers(desk, episode, invitation):
    actions.submit_intake(intake=factories.fill_in(invitation.intake))
    with CaptureQueriesContext(connection) as captured:
        shown(desk)
    asked = " ".join(query["sql"] for query in captured)
    for column in inbox.CLINICAL:
        assert f'"intake_intake"."{column}"' not in asked
    assert "intake_answer" not in asked


def test_opening_the_list_is_noted(desk, receptionist, invitation):
    shown(desk)
    assert AuditEvent.objects.get(verb="inbox.read").actor == receptionist


@pytest.mark.parametrize("state", ["", "unopened"])
def test_fifty_intakes_cost_as_many_queries_as_one(desk, receptionist, therapist, state):
    def more(number: int) -> None:
        for _ in range(number):
            factories.invitation(therapist=therapist, by=receptionist)
        submitted(factories.episode(therapist=therapist, by=receptionist), email="new@example.org")

    more(1)
    before = queries_of(desk, INBOX, {"state": state})
    more(49)
    assert queries_of(desk, INBOX, {"state": state}) == before


def test_more_than_a_page_comes_in_pages(desk, receptionist, therapist):
    for _ in range(26):
        factories.invitation(therapist=therapist, by=receptionist)
    assert "Page 1 of 2" in shown(desk)
    assert "Page 2 of 2" in shown(desk, page="2")
