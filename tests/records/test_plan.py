"""The plan page, as a therapist uses it."""

import pytest
from django.urls import reverse

from practice.models import Phase
from records.models import TreatmentPlan
from tests import factories

pytestmark = pytest.mark.django_db

TYPED = {
    "draft_version": "0",
    "diagnosis": "Aspecifieke hoge rugpijn",
    "indication": "yes",
    "goal_0_text": "Een uur achter het bureau zitten",
    "do_mob": "on",
    "detail_mob": "Th4-6",
    "what_mob": "We maken je bovenrug soepel.",
    "why_mob": "Dan zit je langer zonder pijn.",
    "risks_mob": "Een dag wat stijf.",
    "alternatives_mob": "Alleen oefenen, of afwachten.",
}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


@pytest.fixture
def url(episode) -> str:
    return reverse("plan", args=[episode.pk])


@pytest.fixture
def sign_url(episode) -> str:
    return reverse("plan_sign", args=[episode.pk])


def amend_url(episode) -> str:
    return reverse("plan_amend", args=[episode.pk])


def text(response) -> str:
    return response.content.decode()


def test_a_new_episode_offers_an_empty_plan(therapist_client, url):
    response = therapist_client.get(url)
    assert response.status_code == 200
    assert response.context["form"].record.pk is None


def test_a_draft_may_be_nearly_empty(therapist_client, url, episode):
    assert therapist_client.post(url, {"draft_version": "0"}).status_code == 302
    assert episode.plans.get().diagnosis == ""


def test_everything_typed_comes_back_in_the_draft(therapist_client, url, episode):
    typed = {
        **TYPED,
        "goal_0_measure": "NPRS",
        "goal_0_due_on": "2027-02-01",
        "goal_2_text": "Slapen",
        "own_0_label": "Hydrotherapie",
        "own_0_hands_off": "on",
        "session_count": "6",
    }
    therapist_client.post(url, typed)
    form = therapist_client.get(url).context["form"]
    assert form["goal_0_measure"].value() == "NPRS"
    assert form["goal_1_text"].value() == "Slapen"
    assert form["do_mob"].value() is True
    assert form["own_0_label"].value() == "Hydrotherapie"
    assert form["session_count"].value() == 6


def test_signing_leads_to_the_approval(therapist_client, episode, sign_url):
    response = therapist_client.post(sign_url, TYPED)
    assert response.url == reverse("consent", args=[episode.pk])
    plan = episode.plans.newest()
    assert [one.label_nl for one in plan.interventions.all()] == ["Mobilisatie"]
    episode.refresh_from_db()
    assert episode.phase == Phase.PLANNED


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ("diagnosis", "diagnosis"),
        ("goal_0_text", "goal_0_text"),
        ("do_mob", "do_mob"),
        ("what_mob", "what_mob"),
        ("why_mob", "why_mob"),
    ],
)
def test_what_a_signed_plan_misses_is_said_at_the_field(therapist_client, episode, missing, field, sign_url):
    typed = {name: value for name, value in TYPED.items() if name != missing}
    response = therapist_client.post(sign_url, typed)
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert all(form[name].value() for name in typed if name.startswith(("goal", "risks", "diag")))
    assert not episode.plans.exists()


def test_what_to_mend_is_listed_in_the_order_of_the_page(therapist_client, sign_url):
    page = text(therapist_client.post(sign_url, {"indication": "yes", "do_mob": "on"}))
    links = [f'href="#id_{name}"' for name in ("diagnosis", "goal_0_text", "what_mob", "why_mob")]
    assert sorted(links, key=page.index) == links


def test_without_indication_there_is_nothing_to_plan(therapist_client, sign_url):
    response = therapist_client.post(sign_url, {**TYPED, "indication": "no"})
    assert list(response.context["form"].errors) == ["indication"]


def test_before_the_screening_a_plan_is_kept_but_not_offered_to_be_signed(therapist_client, therapist):
    unscreened = factories.episode(therapist=therapist)
    page = text(therapist_client.get(reverse("plan", args=[unscreened.pk])))
    sentence = page.partition('class="notice notice-caution"')[2].partition("</div>")[0]
    assert reverse("screening", args=[unscreened.pk]) in sentence
    assert reverse("plan_sign", args=[unscreened.pk]) not in page


def test_after_the_screening_it_is(therapist_client, url, sign_url, episode):
    assert sign_url in text(therapist_client.get(url))
    factories.signed_plan(episode_=episode)
    assert sign_url in text(therapist_client.get(amend_url(episode)))


def test_an_unscreened_episode_keeps_the_draft_and_says_what_to_do(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    url = reverse("plan_sign", args=[episode.pk])
    response = therapist_client.post(url, TYPED, follow=True)
    assert "screening" in str(next(iter(response.context["messages"])))
    assert not episode.plans.get().is_signed


def test_a_goal_detail_without_a_goal_is_asked_about(therapist_client, url):
    response = therapist_client.post(url, {"goal_1_target": "3/10"})
    assert list(response.context["form"].errors) == ["goal_1_text"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"own_0_label": "Hydrotherapie"}, "own_0_hands_on"),
        ({"own_0_detail": "warm"}, "own_0_label"),
        ({"own_0_label": "mobilisatie", "own_0_hands_on": "on"}, "own_0_label"),
    ],
)
def test_an_own_intervention_has_a_name_of_its_own_and_a_kind(therapist_client, url, typed, field):
    assert list(therapist_client.post(url, typed).context["form"].errors) == [field]


@pytest.mark.parametrize(
    "garbage",
    [
        {"session_count": "heel veel"},
        {"session_count": "9" * 40},
        {"evaluate_on": "31-02-2027"},
        {"goal_0_due_on": "morgen"},
        {"indication": "misschien"},
        {"diagnosis": "nul\0teken"},
    ],
)
def test_nonsense_is_refused_in_words_and_kept(therapist_client, url, garbage):
    response = therapist_client.post(url, garbage)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(garbage)


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 50, "²"])
def test_a_garbled_version_is_as_good_as_none(therapist_client, url, episode, version):
    response = therapist_client.post(url, {**TYPED, "draft_version": version})
    assert response.status_code in (200, 302)


def test_two_tabs_see_both_texts_and_lose_neither(therapist_client, url, episode):
    therapist_client.post(url, TYPED)
    therapist_client.post(url, {**TYPED, "draft_version": "1", "diagnosis": "Uit tab een"})
    response = therapist_client.post(url, {**TYPED, "draft_version": "1", "diagnosis": "Uit tab twee"})
    assert "Uit tab een" in text(response)
    assert "Uit tab twee" in text(response)
    again = response.context["form"]["draft_version"].value()
    therapist_client.post(url, {**TYPED, "draft_version": again, "diagnosis": "Uit tab twee"})
    assert episode.plans.get().diagnosis == "Uit tab twee"


def test_a_double_click_is_no_conflict(therapist_client, url, episode):
    therapist_client.post(url, TYPED)
    assert therapist_client.post(url, TYPED).status_code == 302
    assert episode.plans.count() == 1


def test_a_signed_plan_is_read_and_printed(therapist_client, url, episode):
    factories.signed_plan(episode_=episode)
    page = text(therapist_client.get(url))
    assert "Aspecifieke hoge rugpijn" in page
    assert "data-print" in page


def test_changing_a_plan_starts_from_a_copy_and_asks_why(therapist_client, episode, sign_url):
    factories.approved_plan(episode_=episode)
    form = therapist_client.get(amend_url(episode)).context["form"]
    assert form["diagnosis"].value() == "Aspecifieke hoge rugpijn"
    response = therapist_client.post(sign_url, {**TYPED, "amends": form["amends"].value()})
    assert "amend_reason" in response.context["form"].errors


def test_an_amended_plan_asks_for_consent_again(therapist_client, episode, sign_url):
    first = factories.approved_plan(episode_=episode)
    typed = {**TYPED, "amends": first.pk, "amend_reason": "Meer oefenen", "diagnosis": "Nieuw"}
    response = therapist_client.post(sign_url, typed, follow=True)
    assert response.redirect_chain[0][0] == reverse("consent", args=[episode.pk])
    assert response.context["plan"].version == 2
    assert response.context["plan"].standing is None


def test_both_versions_stay_in_sight(therapist_client, url, episode):
    first = factories.approved_plan(episode_=episode)
    factories.signed_plan(episode_=episode, amends=first, diagnosis="Een ander beeld")
    page = text(therapist_client.get(url))
    assert "Een ander beeld" in page
    assert "Aspecifieke hoge rugpijn" in page


def test_a_tab_that_amends_an_older_version_changes_nothing(therapist_client, episode, url):
    first = factories.approved_plan(episode_=episode)
    factories.signed_plan(episode_=episode, amends=first)
    typed = {**TYPED, "amends": first.pk, "amend_reason": "Oud", "diagnosis": "Mijn tekst"}
    response = therapist_client.post(url, typed)
    assert "Mijn tekst" in text(response)
    assert TreatmentPlan.objects.count() == 2


def test_a_tab_on_a_draft_that_was_signed_keeps_what_was_typed(therapist_client, url, episode):
    factories.signed_plan(episode_=episode)
    response = therapist_client.post(url, {**TYPED, "draft_version": "1", "diagnosis": "Mijn tekst"})
    assert "Mijn tekst" in text(response)
    assert episode.plans.count() == 1


def test_a_precaution_is_shown_at_the_interventions_it_concerns(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode, m_meds=["anticoag"])
    form = therapist_client.get(reverse("plan", args=[episode.pk])).context["form"]
    cautious = {card.content.code for shelf in form.shelves for card in shelf.cards if card.cautions}
    assert {"manip", "manip_neck", "needle"} <= cautious
    assert "educ" not in cautious


def test_a_closed_episode_keeps_the_plan_as_it_is(therapist_client, url, episode):
    episode.move_to(Phase.CLOSED)
    response = therapist_client.post(url, TYPED)
    assert "Aspecifieke hoge rugpijn" in text(response)
    assert not episode.plans.exists()


def test_the_plan_is_not_for_the_desk(desk, url):
    assert desk.get(url).status_code == 403


def test_the_plan_of_another_therapist_does_not_exist(other_therapist_client, url, episode):
    assert other_therapist_client.get(url).status_code == 404
    assert other_therapist_client.post(url, TYPED).status_code == 404
    assert not episode.plans.exists()
