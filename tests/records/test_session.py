"""The session page: two minutes between two patients."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from practice.models import Phase
from records.models import Session
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(therapist):
    return factories.approved_plan(episode_=factories.screened_episode(therapist=therapist))


@pytest.fixture
def url(plan) -> str:
    return reverse("session_new", args=[plan.episode_id])


@pytest.fixture
def sign_url(plan) -> str:
    return reverse("session_new_sign", args=[plan.episode_id])


def page_of(session: Session, name: str = "session") -> str:
    return reverse(name, args=[session.episode_id, session.pk])


def typed(**extra: object) -> dict[str, object]:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return {
        "draft_version": "0",
        "held_on": str(yesterday),
        "held_time": "14:30",
        "duration_minutes": "25",
        "adverse_reaction": "none",
        "subjective": "Minder stijf.",
        "did_0": "on",
        "dose_0": "3 x 30 s",
        "plan_note": "Verder opbouwen.",
        "pain_before": "6",
        "pain_after": "3",
        **extra,
    }


def text(response) -> str:
    return response.content.decode()


def test_a_session_is_signed_in_one_go(therapist_client, plan, sign_url):
    therapist_client.post(sign_url, typed())
    session = Session.objects.get()
    assert session.is_signed
    assert (session.pain_before, session.pain_after) == (6, 3)
    assert session.interventions.get().dose == "3 x 30 s"
    plan.episode.refresh_from_db()
    assert plan.episode.phase == Phase.IN_TREATMENT


def test_a_draft_comes_back_as_it_was_typed(therapist_client, url):
    response = therapist_client.post(url, typed(own_0="Tape", own_dose_0="2 banen"))
    form = therapist_client.get(response.url).context["form"]
    assert form["held_time"].value() == "14:30"
    assert form["did_0"].value() is True
    assert [line.row.label_nl for line in form.lines if line.done.value()] == ["Mobilisatie"]
    assert [line.dose.value() for line in form.own_lines] == ["2 banen", None, None]
    assert form["pain_before"].value() == 6


def test_zero_pain_is_an_answer_and_no_pain_score_is_not(therapist_client, url):
    therapist_client.post(url, typed(pain_before="0", pain_after=""))
    session = Session.objects.get()
    assert (session.pain_before, session.pain_after) == (0, None)


def test_a_session_cannot_be_signed_without_consent_to_the_newest_plan(therapist_client, plan, sign_url):
    factories.signed_plan(episode_=plan.episode, amends=plan)
    response = therapist_client.post(sign_url, typed(), follow=True)
    assert not Session.objects.get().is_signed
    assert reverse("consent", args=[plan.episode_id]) in text(response)
    assert "Minder stijf." in text(response)


@pytest.mark.parametrize("approved", [True, False])
def test_signing_is_offered_only_with_approval(therapist_client, plan, url, sign_url, approved):
    if not approved:
        factories.signed_plan(episode_=plan.episode, amends=plan)
    assert (sign_url in text(therapist_client.get(url))) is approved


def test_after_approval_the_kept_draft_is_signed(therapist_client, therapist):
    plan = factories.signed_plan(episode_=factories.screened_episode(therapist=therapist))
    response = therapist_client.post(reverse("session_new_sign", args=[plan.episode_id]), typed())
    consent = {"plan": plan.pk, "decision": "given", "method": "oral"}
    therapist_client.post(reverse("consent", args=[plan.episode_id]), consent)
    therapist_client.post(f"{response.url}sign/", typed(draft_version="1"))
    assert Session.objects.get().is_signed


@pytest.mark.parametrize("missing", ["subjective", "plan_note"])
def test_s_and_p_are_there_when_signing(therapist_client, missing, sign_url):
    response = therapist_client.post(sign_url, typed(**{missing: ""}))
    assert list(response.context["form"].errors) == [missing]
    assert not Session.objects.exists()


def test_p_may_point_to_the_plan(therapist_client, sign_url):
    therapist_client.post(sign_url, typed(plan_note="", as_planned="on"))
    assert Session.objects.get().is_signed


@pytest.fixture
def earlier(plan) -> Session:
    return factories.signed_session(plan=plan, held_at=timezone.now() - datetime.timedelta(days=8))


def test_a_session_still_to_come_is_not_signed(therapist_client, sign_url):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    response = therapist_client.post(sign_url, typed(held_on=str(tomorrow)))
    assert list(response.context["form"].errors) == ["held_time"]


def test_dates_are_typed_the_dutch_way_too(therapist_client, url):
    therapist_client.post(url, typed(held_on="02-11-2026", held_time="9:05"))
    assert timezone.localtime(Session.objects.get().held_at).hour == 9


@pytest.mark.usefixtures("earlier")
@pytest.mark.parametrize(
    ("garbage", "fields"),
    [
        ({"held_on": "gisteren"}, ["held_on"]),
        ({"held_on": "", "held_time": ""}, ["held_on", "held_time"]),
        ({"held_time": "25:99"}, ["held_time"]),
        ({"duration_minutes": "1000"}, ["duration_minutes"]),
        ({"pain_before": "11"}, ["pain_before"]),
        ({"adverse_reaction": "perhaps"}, ["adverse_reaction"]),
        ({"subjective": "nul\0"}, ["subjective"]),
        ({"own_0": "mobilisatie"}, ["own_0"]),
        ({"own_dose_1": "veel"}, ["own_1"]),
    ],
)
def test_nonsense_is_refused_at_its_field(therapist_client, url, garbage, fields):
    response = therapist_client.post(url, typed(**garbage))
    assert response.status_code == 200
    assert sorted(response.context["form"].errors) == fields


def test_an_empty_post_is_no_session(therapist_client, url):
    assert therapist_client.post(url, {}).status_code == 200
    assert not Session.objects.exists()


@pytest.mark.parametrize("held_on", ["0001-01-01", "9999-12-31"])
def test_a_date_at_the_edge_of_the_calendar_is_no_crash(therapist_client, url, held_on):
    response = therapist_client.post(url, typed(held_on=held_on))
    assert list(response.context["form"].errors) == ["held_on"]


@pytest.mark.parametrize("pain", ["4", ""])
def test_a_double_click_makes_one_session(therapist_client, url, pain):
    for _click in "ab":
        assert therapist_client.post(url, typed(pain_before=pain)).status_code == 302
    assert Session.objects.count() == 1


def test_two_tabs_see_both_texts(therapist_client, url):
    draft = therapist_client.post(url, typed()).url
    therapist_client.post(draft, typed(draft_version="1", objective="Uit tab een"))
    response = therapist_client.post(draft, typed(draft_version="1", objective="Uit tab twee"))
    assert "Uit tab een" in text(response)
    assert "Uit tab twee" in text(response)


def test_another_session_at_the_same_minute_keeps_what_was_typed(therapist_client, sign_url):
    therapist_client.post(sign_url, typed())
    response = therapist_client.post(sign_url, typed(subjective="Een ander verhaal"))
    assert "Een ander verhaal" in text(response)
    assert Session.objects.count() == 1


def test_a_draft_follows_a_plan_that_was_changed(therapist_client, plan):
    draft = factories.draft_session(plan=plan)
    tape = {"code": "tape", "label_nl": "Tapen", "label_en": "Taping", "hands_on": True}
    content = factories.plan_content(amend_reason="Tape in plaats van mobiliseren")
    factories.sign_content(plan, {**content, "interventions": [tape]})
    lines = therapist_client.get(page_of(draft)).context["form"].lines
    assert [(line.row.label_nl, line.done.value()) for line in lines] == [
        ("Tapen", None),
        ("Mobilisatie", True),
    ]


def test_more_sessions_ask_no_more_queries(therapist_client, plan, url):
    now = timezone.now()
    factories.signed_session(plan=plan, held_at=now)
    few = _queries(therapist_client, url)
    for hours in range(1, 6):
        factories.signed_session(plan=plan, held_at=now - datetime.timedelta(hours=hours))
    assert _queries(therapist_client, url) == few


def _queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_the_last_session_is_told_first(therapist_client, plan, url):
    factories.signed_session(plan=plan, subjective="Sliep beter na de vorige keer.")
    assert "Sliep beter na de vorige keer." in text(therapist_client.get(url))


def test_a_signed_session_reads_as_soep(therapist_client, plan):
    session = factories.signed_session(plan=plan, objective="Rotatie vrij")
    page = text(therapist_client.get(page_of(session)))
    assert "Rotatie vrij" in page
    assert page_of(session, "session_amend") in page


def test_a_correction_starts_from_a_copy_and_both_stay_in_sight(therapist_client, plan):
    first = factories.signed_session(plan=plan)
    form = therapist_client.get(page_of(first, "session_amend")).context["form"]
    assert form["subjective"].value() == "Het gaat beter."
    correction = typed(amends=first.pk, amend_reason="Kant verwisseld", subjective="Links, niet rechts")
    response = therapist_client.post(page_of(first, "session_sign"), correction, follow=True)
    assert "Links, niet rechts" in text(response)
    assert "Het gaat beter." in text(response)


def test_a_correction_says_why(therapist_client, plan):
    first = factories.signed_session(plan=plan)
    response = therapist_client.post(page_of(first), typed(amends=first.pk))
    assert list(response.context["form"].errors) == ["amend_reason"]


def test_the_replaced_version_points_to_the_one_that_stands(therapist_client, plan):
    first = factories.signed_session(plan=plan)
    second = factories.signed_session(plan=plan, amends=first)
    assert page_of(second) in text(therapist_client.get(page_of(first)))
    assert therapist_client.get(page_of(first, "session_amend")).url == page_of(first)


def test_without_a_plan_the_way_to_it_is_shown(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    response = therapist_client.get(reverse("session_new", args=[episode.pk]))
    assert reverse("plan", args=[episode.pk]) in text(response)


def test_a_session_of_another_episode_is_not_found(therapist_client, plan, therapist):
    stranger = factories.screened_episode(therapist=therapist)
    session = factories.signed_session(plan=plan)
    assert therapist_client.get(reverse("session", args=[stranger.pk, session.pk])).status_code == 404
    assert therapist_client.get(reverse("session", args=[stranger.pk, 2**70])).status_code == 404


def test_a_closed_episode_takes_no_session(therapist_client, plan, sign_url):
    plan.episode.refresh_from_db()
    plan.episode.move_to(Phase.CLOSED)
    response = therapist_client.post(sign_url, typed())
    assert "Minder stijf." in text(response)
    assert not Session.objects.exists()


@pytest.mark.parametrize("name", ["session", "session_amend"])
def test_sessions_are_not_for_the_desk_nor_for_other_therapists(desk, other_therapist_client, plan, name):
    session = factories.signed_session(plan=plan)
    assert desk.get(page_of(session, name)).status_code == 403
    assert other_therapist_client.get(page_of(session, name)).status_code == 404


def test_a_new_session_is_not_for_the_desk_nor_for_other_therapists(desk, other_therapist_client, url):
    assert desk.post(url, typed()).status_code == 403
    assert other_therapist_client.post(url, typed()).status_code == 404
    assert not Session.objects.exists()
