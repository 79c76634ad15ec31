"""The norm check beside the plan: live, jumping to the very field, and stored with the plan."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practice.models import AuditEvent
from records import norm
from records.models import TreatmentPlan
from tests import factories


@pytest.fixture
def episode(therapist):
    return factories.examined_episode(therapist=therapist)


def live(client, episode, **typed):
    data = {"draft_version": "0", "amends": "", "indication": "yes", **typed}
    headers = {"HX-Request": "true", "Accept": "application/json, text/html"}
    return client.post(reverse("norm_check", args=[episode.pk]), data, headers=headers)


def states(answer) -> dict[str, str]:
    return {row.code: row.state for phase in answer.context["norm"].phases for row in phase.rows}


def test_the_panel_stands_beside_the_plan(therapist_client, episode):
    answer = therapist_client.get(reverse("plan", args=[episode.pk]))
    found = states(answer)
    assert (found["request"], found["diagnosis"], found["goal"]) == ("filled", "missing", "missing")
    assert 'id="norm-missing"' in answer.content.decode()


@pytest.mark.parametrize(
    "code, typed, state",
    [
        ("diagnosis", {"diagnosis": "Aspecifieke hoge rugpijn"}, norm.FILLED),
        ("goal_measure", {"goal_0_measure": "NPRS"}, norm.FILLED),
        ("problems", {"icf_activities": "Zitten lukt een half uur"}, norm.FILLED),
        ("problems", {"asked_none": ["problems", "determinants"]}, norm.NONE),
        ("actions", {"do_mob": "on"}, norm.FILLED),
        ("special", {"do_mob": "on"}, norm.NONE),
        ("special", {"do_mob": "on", "neck_mob": "on"}, norm.LATER),
        ("special", {"do_needle": "on"}, norm.LATER),
    ],
)
def test_it_looks_at_what_is_typed_now(therapist_client, episode, code, typed, state):
    assert states(live(therapist_client, episode, **typed))[code] == state


def test_it_keeps_nothing(therapist_client, episode):
    before = AuditEvent.objects.exclude(verb__endswith=".read").count()
    live(therapist_client, episode, diagnosis="Rugpijn")
    assert not TreatmentPlan.objects.exists()
    assert AuditEvent.objects.exclude(verb__endswith=".read").count() <= before + 1


def test_what_is_wrong_in_the_form_is_no_trouble(therapist_client, episode):
    assert live(therapist_client, episode, session_count="veel", goal_0_due_on="straks").status_code == 200


def test_who_was_signed_out_keeps_the_page_with_what_is_typed(client, episode):
    answer = live(client, episode, diagnosis="Rugpijn")
    assert answer.status_code == 401 and "HX-Refresh" not in answer.headers


def test_a_tick_for_asked_none_is_kept_with_the_plan(therapist_client, episode):
    data = {
        "draft_version": "0",
        "amends": "",
        "indication": "yes",
        "asked_none": ["problems", "determinants"],
    }
    therapist_client.post(reverse("plan", args=[episode.pk]), data)
    assert TreatmentPlan.objects.get().asked_none == ["problems", "determinants"]
    assert states(therapist_client.get(reverse("plan", args=[episode.pk])))["problems"] == norm.NONE


def test_a_signed_plan_says_what_was_asked_in_vain(therapist_client, episode):
    factories.signed_plan(episode_=episode, asked_none=["problems"])
    assert (
        "Functionele problemen (ICF)"
        in therapist_client.get(reverse("plan", args=[episode.pk])).content.decode()
    )


def test_a_missing_item_does_not_keep_a_plan_from_being_signed(therapist, episode):
    assert factories.signed_plan(episode_=episode).is_signed


def anchors(client, url: str) -> set[str]:
    return set(re.findall(r'id="([^"]+)"', client.get(url).content.decode()))


@pytest.mark.parametrize("stage", ["new", "examined"])
def test_every_link_leads_to_a_field_that_is_there(therapist_client, therapist, stage):
    make = factories.examined_episode if stage == "examined" else factories.screened_episode
    episode = make(therapist=therapist)
    plan = reverse("plan", args=[episode.pk])
    rows = [
        row for phase in therapist_client.get(plan).context["norm"].phases for row in phase.rows if row.url
    ]
    wanted: dict[str, set[str]] = {}
    for row in rows:
        page, _, anchor = row.url.partition("#")
        wanted.setdefault(page or plan, set()).add(anchor)
    assert {page: fields - anchors(therapist_client, page) for page, fields in wanted.items()} == {
        page: set() for page in wanted
    }


def test_the_links_of_a_referred_patient_are_there_too(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    episode.referred_by = "Huisarts Bos"
    episode.save()
    rows = [one for one in norm.items() if one.only == norm.REFERRED]
    places = {"history": reverse("history", args=[episode.pk])}
    places["registration"] = reverse("patient_detail", args=[episode.patient_id])
    assert all(one.field in anchors(therapist_client, places[one.place]) for one in rows)


def test_the_panel_asks_the_same_number_of_queries_however_much_there_is(therapist_client, episode):
    with CaptureQueriesContext(connection) as few:
        live(therapist_client, episode)
    for _ in range(3):
        factories.submitted_intake(episode_=episode)
    first = factories.signed_history(
        episode_=episode, amends=episode.histories.get(), amend_reason="Aanvulling"
    )
    factories.signed_history(episode_=episode, amends=first, amend_reason="Nog een")
    with CaptureQueriesContext(connection) as many:
        live(therapist_client, episode)
    assert len(many) <= len(few) + 3  # rows of findings and alerts, fetched only where there are intakes
