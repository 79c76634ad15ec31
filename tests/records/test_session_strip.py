"""What a session opens with: since last time, since the start; and the draft that is there already."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.models import Episode
from records.actions.examination import save_examination, sign_examination
from records.models import Examination, OutcomeMeasure, Session
from records.session_strip import strip_of
from tests import factories
from tests.intake.test_pain_drawings import HAND, NECK, again, mark, with_form
from tests.records.test_session import page_of, text, typed

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def plan(therapist):
    return factories.approved_plan(episode_=factories.screened_episode(therapist=therapist))


@pytest.fixture
def url(plan) -> str:
    return reverse("session_new", args=[plan.episode_id])


def nprs(plan, value: int, days: int) -> OutcomeMeasure:
    scale = {"low": 0, "high": 10, "mic_points": 2, "higher_is_worse": True}
    row = OutcomeMeasure(episode=plan.episode, instrument="nprs", value=Decimal(value), **scale)
    row.measured_at, row.recorded_by = timezone.now() - days * DAY, plan.episode.therapist
    row.save()
    return row


def test_the_step_planned_last_time_stands_on_top(therapist_client, plan, url):
    factories.signed_session(plan=plan, next_step="Rotatie hermeten", pain_before=6, pain_after=4)
    therapist_client.cookies["django_language"] = "en"
    page = text(therapist_client.get(url))
    assert page.index("Rotatie hermeten") < page.index('id="id_subjective"')
    assert "Pain 6 before, 4 after" in page


def test_a_measure_tells_first_and_last_and_what_that_means(plan):
    nprs(plan, 7, 20)
    nprs(plan, 5, 10)
    nprs(plan, 3, 1)
    [shown] = strip_of(plan.episode, None).measures
    assert (shown.first, shown.last, shown.kind) == (7, 3, "done")


def test_one_measurement_shows_no_change(plan):
    nprs(plan, 7, 20)
    [shown] = strip_of(plan.episode, None).measures
    assert (shown.first, shown.last, shown.kind) == (7, None, "")


def test_what_was_measured_again_tells_first_and_last(plan):
    first = factories.signed_examination(episode_=plan.episode)
    rotation = {"region": "thoracic", "code": "rotation", "label_nl": "Rotatie", "label_en": "Rotation"}
    by = plan.episode.therapist
    again = save_examination(
        examination=Examination(episode=plan.episode),
        data={"agreed": True, "conclusion": "Rotatie nam toe"},
        regions=[],
        measurements=[{**rotation, "side": "L", "kind": "range", "value": 34, "unit": "°"}],
        version=0,
        follows=first.pk,
        by=by,
    )
    sign_examination(examination=again, by=by)
    [moved] = strip_of(plan.episode, None).moved
    assert (moved.first, moved.last) == ("20°", "34°")


def test_the_newest_pain_drawing_stands_beside_the_first(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    with_form(episode, g_chart=[mark(NECK)])
    assert strip_of(Episode.objects.get(), None).newest is None
    again(therapist_client, episode, g_chart=[HAND])
    strip = strip_of(Episode.objects.get(), None)
    codes = [drawn.drawing.spots[0].region.code for drawn in (strip.first, strip.newest)]
    assert codes == [NECK, HAND]
    assert len(strip.redrawn) == 2  # one is new, one is gone


def test_a_first_session_without_anything_before_it_has_no_strip(plan):
    assert strip_of(plan.episode, None).is_empty


def test_a_draft_of_today_is_gone_on_with(therapist_client, plan, url):
    held = timezone.now().replace(second=0, microsecond=0)
    draft = factories.draft_session(plan=plan, held_at=held)
    assert therapist_client.get(url).url == page_of(draft)
    assert therapist_client.get(f"{url}?another").status_code == 200


def test_an_older_draft_is_offered(therapist_client, plan, url):
    draft = factories.draft_session(plan=plan, held_at=timezone.now() - 2 * DAY)
    assert page_of(draft) in text(therapist_client.get(url))


def test_a_page_that_saves_itself_twice_makes_one_draft(therapist_client, therapist, url):
    """The answer says where the draft is; opening the page of a new session again leads there."""
    now = timezone.localtime()
    sent = typed(held_on=f"{now:%Y-%m-%d}", held_time=f"{now:%H:%M}", typed_by=therapist.pk)
    json = {"accept": "application/json"}
    kept = therapist_client.post(url, sent, headers=json).json()
    again = {**sent, "draft_version": kept["version"], "objective": "Vrij"}
    therapist_client.post(kept["keep_at"], again, headers=json)
    assert Session.objects.get().objective == "Vrij"
    assert therapist_client.get(url).url == kept["keep_at"]


def test_from_a_signed_session_on_to_the_next_patient(therapist_client, url):
    response = therapist_client.post(f"{url}sign/", typed(), follow=True)
    assert response.redirect_chain[-1][0] == reverse("work_list")
    assert page_of(Session.objects.get()) in text(response)


@pytest.mark.parametrize("bad", [{"pain_after": "9"}, {"adverse_reaction": "yes"}])
def test_after_a_bad_reaction_the_sheet_advises_what_to_do(therapist_client, plan, url, bad):
    factories.signed_session(plan=plan, held_at=timezone.now() - 5 * DAY)
    told = {"adverse_reaction_text": "Hoofdpijn"} if "adverse_reaction" in bad else {}
    response = therapist_client.post(f"{url}sign/", typed(**bad, **told))
    assert response.url == page_of(Session.objects.last())
    assert reverse("rescreening", args=[plan.episode_id]) in text(therapist_client.get(response.url))


def test_the_next_step_is_on_the_sheet(therapist_client, plan):
    session = factories.signed_session(plan=plan, next_step="Afbouwen")
    assert "Afbouwen" in text(therapist_client.get(page_of(session)))
