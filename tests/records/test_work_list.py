"""The work list: what needs me now."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from records import work_list
from records.models import History
from records.tasks import Group
from tests import factories


def page(client, **query):
    return client.get(reverse("work_list"), query)


def test_the_most_urgent_comes_first(therapist):
    calm = factories.episode(therapist=therapist)
    urgent = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=calm)
    factories.answered_alert(intake=factories.submitted_intake(episode_=urgent, s_now=["tearing"]))
    rows = work_list.rows(therapist)
    assert [row.episode for row in rows] == [urgent, calm]
    assert rows[0].task.group == Group.URGENT


def test_only_my_own_patients_are_on_it(therapist_client, therapist, other_therapist):
    factories.episode(therapist=other_therapist, patient_=factories.patient(birth_name="Vreemd"))
    factories.episode(therapist=therapist, patient_=factories.patient(birth_name="Eigen"))
    shown = page(therapist_client).content.decode()
    assert "Eigen" in shown and "Vreemd" not in shown


def test_each_row_has_one_button_to_the_next_step(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode)
    assert reverse("screening", args=[episode.pk]) in page(therapist_client).content.decode()


def test_it_can_be_searched_by_name(therapist_client, therapist):
    factories.episode(therapist=therapist, patient_=factories.patient(birth_name="Jansen"))
    factories.episode(therapist=therapist, patient_=factories.patient(birth_name="Pieters"))
    shown = page(therapist_client, q="jans").content.decode()
    assert "Jansen" in shown and "Pieters" not in shown


@pytest.mark.parametrize("text", ["nobody", "\0", "%", "x" * 500, "'"])
def test_an_odd_search_finds_nothing_and_breaks_nothing(therapist_client, therapist, text):
    factories.episode(therapist=therapist)
    assert page(therapist_client, q=text).status_code == 200


def test_an_empty_list_says_what_it_is_for(therapist_client):
    assert reverse("patient_list") in page(therapist_client).content.decode()


def test_a_draft_older_than_a_day_is_marked(therapist):
    episode = factories.screened_episode(therapist=therapist)
    draft = History.objects.create(episode=episode, created_by=therapist)
    assert not work_list.rows(therapist)[0].is_late
    old = timezone.now() - datetime.timedelta(days=2)
    History.objects.filter(pk=draft.pk).update(changed_at=old)
    row = work_list.rows(therapist)[0]
    assert row.task.group == Group.DRAFT and row.is_late


def test_a_closed_episode_is_off_the_list(therapist):
    episode = factories.episode(therapist=therapist)
    episode.move_to("closed")
    assert work_list.rows(therapist) == []


@pytest.mark.parametrize("role", ["desk", "manager_client"])
def test_others_have_no_work_list(role, request):
    assert page(request.getfixturevalue(role)).status_code == 403


def test_it_is_for_reading_only(therapist_client):
    assert therapist_client.post(reverse("work_list")).status_code == 405


def test_fifty_rows_cost_as_many_queries_as_one(therapist_client, therapist):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(therapist_client)
        return len(caught)

    def busy_episode() -> None:
        made = factories.examined_episode(therapist=therapist, patient_=factories.patient())
        factories.signed_session(plan=factories.approved_plan(episode_=made))
        factories.submitted_intake(episode_=made)

    busy_episode()
    page(therapist_client)
    one = queries()
    for _ in range(4):
        busy_episode()
    for _ in range(45):
        factories.episode(therapist=therapist)
    assert queries() == one
