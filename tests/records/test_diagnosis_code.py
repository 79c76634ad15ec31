"""The diagnosis code in the treatment plan, as a therapist fills it in."""

import pytest
from django.urls import reverse

from records.models import DcsphCode
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist, complaint="neck")


@pytest.fixture
def plan_url(episode) -> str:
    return reverse("plan", args=[episode.pk])


@pytest.fixture
def imported():
    for code, condition in (("3026", "Spier"), ("3038", "Whiplash"), ("3090", "Reumatoide artritis")):
        DcsphCode.objects.create(
            code=code,
            location="Cervicale wervelkolom",
            condition=condition,
            search_text=f"{code} cervicale wervelkolom {condition}".lower(),
        )


def found(client, **asked: str):
    return client.get(reverse("dcsph_search"), asked).content.decode()


def test_codes_appear_while_typing_words(therapist_client, imported):
    page = found(therapist_client, dcsph_code="cervi whip", complaint="neck")
    assert 'value="3038"' in page
    assert 'value="3026"' not in page


def test_before_the_list_is_imported_likely_codes_are_marked_as_hints(therapist_client):
    response = therapist_client.get(reverse("dcsph_search"), {"complaint": "neck"})
    assert [hit.code for hit in response.context["hits"]] == ["3026", "3038"]
    assert response.context["is_imported"] is False


@pytest.mark.parametrize("day", ["", "morgen", "2026-13-45", "9" * 400])
def test_no_day_breaks_the_search(therapist_client, imported, day):
    assert 'value="3026"' in found(therapist_client, dcsph_code="30", day=day)


def test_a_typed_code_is_kept_with_its_words(therapist_client, plan_url, episode, imported):
    therapist_client.post(plan_url, {"draft_version": "0", "dcsph_code": "3026"})
    plan = episode.plans.get()
    assert (plan.dcsph_code, plan.dcsph_text) == ("3026", "Cervicale wervelkolom: Spier")


def test_words_that_fit_one_code_are_enough(therapist_client, plan_url, episode, imported):
    therapist_client.post(plan_url, {"draft_version": "0", "dcsph_code": "whiplash"})
    assert episode.plans.get().dcsph_code == "3038"


def test_words_that_fit_several_codes_ask_to_choose_and_lose_nothing(
    therapist_client, plan_url, episode, imported
):
    typed = {"draft_version": "0", "dcsph_code": "cervicale", "diagnosis": "Nekpijn graad II"}
    response = therapist_client.post(plan_url, typed)
    assert response.context["form"].errors.keys() == {"dcsph_code"}
    page = response.content.decode()
    assert 'value="3090"' in page
    assert "Nekpijn graad II" in page
    therapist_client.post(plan_url, {**typed, "dcsph_choice": "3090"})
    assert episode.plans.get().dcsph_code == "3090"


def test_a_chosen_code_stays_chosen_when_something_else_has_to_be_mended(
    therapist_client, plan_url, imported
):
    typed = {"draft_version": "0", "dcsph_code": "cerv", "dcsph_choice": "3090", "session_count": "veel"}
    form = therapist_client.post(plan_url, typed).context["form"]
    assert form.errors.keys() == {"session_count"}
    assert form["dcsph_code"].value() == "3090"


@pytest.mark.parametrize("typed", ["9999", "knie", "\0", "30 26", "x" * 500])
def test_what_is_no_code_is_refused_at_its_field(therapist_client, plan_url, episode, imported, typed):
    response = therapist_client.post(plan_url, {"draft_version": "0", "dcsph_code": typed})
    assert response.context["form"].errors.keys() == {"dcsph_code"}
    assert not episode.plans.exists()


def test_a_code_that_left_the_list_stays_in_the_plan_that_has_it(
    therapist_client, plan_url, episode, imported
):
    therapist_client.post(plan_url, {"draft_version": "0", "dcsph_code": "3026"})
    DcsphCode.objects.update(allowed=False)
    shown = therapist_client.get(plan_url).context["form"]["dcsph_code"].value()
    therapist_client.post(plan_url, {"draft_version": "1", "dcsph_code": shown, "diagnosis": "Nekpijn"})
    plan = episode.plans.get()
    assert (plan.dcsph_code, plan.diagnosis) == ("3026", "Nekpijn")


def test_a_plan_needs_no_code(therapist_client, plan_url, episode, imported):
    therapist_client.post(plan_url, {"draft_version": "0", "dcsph_code": " "})
    assert episode.plans.get().dcsph_code == ""
