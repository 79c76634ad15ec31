"""Notes not signed for more than a day, on the work list."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from practice.actions import assign_therapist
from records import unsigned, work_list
from records.models import Evaluation, Examination, History, Session
from tests import factories

pytestmark = pytest.mark.django_db


def draft(model, episode, *, hours: int = 30, **extra: object):
    begun = timezone.now() - datetime.timedelta(hours=hours)
    made_by = {"created_by": episode.therapist, **extra}
    return model.objects.create(episode=episode, created_at=begun, **made_by)


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def test_every_draft_older_than_a_day_is_listed_oldest_first(therapist, episode):
    newer, older = draft(History, episode, hours=30), draft(Examination, episode, hours=50)
    assert [note.draft for note in unsigned.overdue(therapist)] == [older, newer]


def test_a_draft_of_today_is_not_overdue(therapist, episode):
    draft(History, episode, hours=23)
    assert unsigned.overdue(therapist) == []


def test_each_kind_is_listed_though_the_episode_waits_for_something_else(therapist, episode):
    plan = factories.approved_plan(episode_=episode)
    made = [draft(Session, episode, plan=plan), draft(Evaluation, episode)]
    assert {note.draft for note in unsigned.overdue(therapist)} == set(made)


def test_drafts_of_a_colleague_are_not_mine(therapist, other_therapist):
    draft(History, factories.screened_episode(therapist=other_therapist))
    assert unsigned.overdue(therapist) == []


def test_what_a_supervisor_began_for_a_patient_of_a_trainee_is_on_both_lists(therapist):
    trainee = factories.user("therapist", supervisor=therapist)
    episode = factories.screened_episode(therapist=trainee)
    made = draft(History, episode, created_by=therapist)
    assert [note.draft for note in unsigned.overdue(therapist)] == [made]
    assert [note.draft for note in unsigned.overdue(trainee)] == [made]


def test_what_was_begun_before_a_handover_is_finished_by_who_took_over(therapist, other_therapist, episode):
    made = draft(History, episode)
    assign_therapist(episode=episode, therapist=other_therapist, by=therapist)
    assert unsigned.overdue(therapist) == []
    assert [note.draft for note in unsigned.overdue(other_therapist)] == [made]


def test_each_leads_to_finishing_and_to_discarding(therapist_client, therapist, episode):
    made = draft(History, episode)
    page = therapist_client.get(reverse("work_list")).content.decode()
    assert f'href="{reverse("history", args=[episode.pk])}"' in page
    assert reverse("draft_discard", args=[episode.pk, "history", made.pk]) in page


def test_an_addition_is_finished_where_it_is_written(therapist, episode):
    first = factories.signed_history(episode_=episode)
    draft(History, episode, amends=first, amend_reason="Vergeten")
    assert unsigned.overdue(therapist)[0].page == reverse("history_amend", args=[episode.pk])


def test_searching_keeps_the_notes_of_that_patient(therapist, episode):
    draft(History, episode)
    assert len(unsigned.overdue(therapist, "berg")) == 1
    assert unsigned.overdue(therapist, "jansen") == []


def test_logging_a_session_stays_one_click_away(therapist, episode):
    factories.signed_history(episode_=episode)
    factories.signed_examination(episode_=episode)
    factories.signed_session(plan=factories.approved_plan(episode_=episode))
    draft(Evaluation, episode)
    (row,) = work_list.rows(therapist)
    assert row.task.url == reverse("closing", args=[episode.pk])
    assert row.session_url == reverse("session_new", args=[episode.pk])


def test_without_approval_there_is_no_session_to_log(therapist, episode):
    factories.signed_plan(episode_=episode)
    assert work_list.rows(therapist)[0].session_url == ""


def test_many_notes_cost_as_many_queries_as_one(therapist_client, therapist, episode):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            therapist_client.get(reverse("work_list"))
        return len(caught)

    draft(History, episode)
    queries()
    one = queries()
    for _ in range(5):
        more = factories.screened_episode(therapist=therapist)
        draft(History, more)
        draft(Examination, more)
    assert queries() == one
