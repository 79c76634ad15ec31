"""The pages on which measures are read, filled in and replaced, and the course is judged."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from practice.models import AuditEvent, Episode, Phase
from records.models import CourseOverride, OutcomeMeasure
from tests import factories
from tests.conftest import signed_in
from tests.records.measured import measured, named, pairs, treated

pytestmark = pytest.mark.django_db


def page(name: str, *args: object, **query: object) -> str:
    return reverse(name, args=args) + (f"?i={'&i='.join(query['i'])}" if query else "")


def of(episode: Episode) -> Client:
    return signed_in(episode.therapist)


def filled_in(**more: str) -> dict[str, str]:
    typed = {name.replace("__", "-"): value for name, value in more.items()}
    return {"measured_on": str(timezone.localdate()), "moment": "interim", **typed}


def test_the_page_shows_charts_values_and_the_course():
    episode = treated()
    pairs(episode, (28, 7, 6), (0, 3, 2))
    shown = of(episode).get(page("measures", episode.pk)).content.decode()
    assert shown.count('<svg class="plot"') == 2
    assert "Activiteit 1: 7" in shown
    assert "normaal beloop" in shown or "normal course" in shown


def test_opening_it_is_in_the_log():
    episode = treated()
    of(episode).get(page("measures", episode.pk))
    assert AuditEvent.objects.filter(verb="measures.read", patient=episode.patient).count() == 1


def test_a_deviating_course_leads_to_what_to_consider():
    episode = factories.examined_episode(therapist=factories.user("therapist"))
    pairs(episode, (28, 7, 6), (0, 7, 6))
    shown = of(episode).get(page("measures", episode.pk)).content.decode()
    ways = [page("rescreening", episode.pk) + "?occasion=deviating"]
    ways += [page(name, episode.pk) for name in ("history_amend", "plan_amend", "letter_new")]
    assert [way for way in ways if f'href="{way}"' not in shown] == []


def test_the_number_of_queries_does_not_grow_with_measures(django_assert_max_num_queries):
    few, many = treated(), treated()
    pairs(few, (28, 7, 6))
    for number in range(40):
        measured(many, ("nprs", "psk", "gpe", "participation")[number % 4], 4, number)
    of_few, of_many = of(few), of(many)
    with django_assert_max_num_queries(30) as once:
        of_few.get(page("measures", few.pk))
    with django_assert_max_num_queries(len(once.captured_queries)):
        of_many.get(page("measures", many.pk))


def test_several_instruments_are_filled_in_at_once():
    episode = treated()
    at = page("measure_new", episode.pk, i=["nprs", "ndi"])
    response = of(episode).post(at, filled_in(nprs="3", ndi="12"))
    assert response.status_code == 302
    assert {row.instrument: row.value for row in OutcomeMeasure.objects.all()} == {"nprs": 3, "ndi": 12}


def test_what_was_typed_stays_when_something_is_wrong():
    episode = treated()
    at = page("measure_new", episode.pk, i=["psk", "ndi"])
    typed = filled_in(psk__0__activity="Fietsen", psk__0__score="6", ndi="51")
    shown = of(episode).post(at, typed).content.decode()
    assert 'value="51"' in shown and 'value="Fietsen"' in shown
    assert not OutcomeMeasure.objects.exists()


def test_the_activities_of_before_are_asked_again():
    episode = treated()
    measured(episode, "psk", 7, 10, parts=named(7))
    shown = of(episode).get(page("measure_new", episode.pk, i=["psk"])).content.decode()
    assert 'value="Activiteit 1"' in shown


def test_without_an_instrument_there_is_nothing_to_fill_in():
    episode = treated()
    response = of(episode).get(page("measure_new", episode.pk, i=["made_up"]))
    assert response.url == page("measures", episode.pk)


def test_a_replaced_result_is_shown_with_the_reason():
    episode = treated()
    row = measured(episode, "ndi", 18)
    client = of(episode)
    client.post(
        page("measure_replace", episode.pk, row.pk), filled_in(ndi="8", reason="Verkeerde regel afgelezen")
    )
    shown = client.get(page("measures", episode.pk)).content.decode()
    assert "Verkeerde regel afgelezen" in shown and "<s>18</s>" in shown


def test_a_result_is_not_replaced_without_a_reason():
    episode = treated()
    row = measured(episode, "ndi", 18)
    response = of(episode).post(
        page("measure_replace", episode.pk, row.pk), filled_in(ndi="8", reason="fout")
    )
    assert list(response.context["form"].errors) == ["reason"]


def test_a_result_of_another_episode_is_not_there():
    episode, other = treated(), treated()
    row = measured(other, "ndi", 18)
    assert of(episode).get(page("measure_replace", episode.pk, row.pk)).status_code == 404


def test_the_therapist_judges_otherwise_with_a_reason():
    episode = treated()
    pairs(episode, (28, 7, 6), (0, 7, 6))
    client, reason = of(episode), "Griep gehad; pakt nu weer op"
    client.post(page("course_override", episode.pk), {"state": "normal", "reason": reason})
    assert CourseOverride.objects.get().computed == "deviating"
    assert reason in client.get(page("measures", episode.pk)).content.decode()


@pytest.mark.parametrize("typed", [{}, {"state": "normal", "reason": "zo"}, {"state": "deviating"}])
def test_a_judgement_needs_a_choice_and_a_reason(typed):
    episode = treated()
    pairs(episode, (28, 7, 6), (0, 7, 6))
    response = of(episode).post(page("course_override", episode.pk), typed)
    assert response.context["override"].errors
    assert not CourseOverride.objects.exists()


def test_a_closed_episode_is_read_only():
    episode = treated()
    row = measured(episode, "ndi", 18)
    type(episode).objects.filter(pk=episode.pk).update(phase=Phase.CLOSED, closed_at=timezone.now())
    client = of(episode)
    shown = client.get(page("measures", episode.pk)).content.decode()
    assert page("measure_new", episode.pk) not in shown
    for at in (page("measure_new", episode.pk, i=["ndi"]), page("measure_replace", episode.pk, row.pk)):
        assert client.get(at).url == page("measures", episode.pk)


def test_the_session_opens_with_the_course_and_with_what_is_to_be_measured():
    episode = factories.examined_episode(therapist=factories.user("therapist"))
    factories.approved_plan(episode_=episode)
    pairs(episode, (28, 7, 6), (0, 7, 6))
    shown = of(episode).get(page("session_new", episode.pk)).content.decode()
    assert "afwijkend beloop" in shown or "deviating course" in shown
    assert page("measure_new", episode.pk, i=["nprs"]) in shown


def test_the_work_list_names_what_is_to_be_measured():
    episode = factories.examined_episode(therapist=factories.user("therapist"))
    measured(episode, "nprs", 6)
    shown = of(episode).get(reverse("work_list")).content.decode()
    assert page("measure_new", episode.pk, i=["psk", "participation"]).replace("&", "&amp;") in shown
