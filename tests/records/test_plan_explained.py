"""What was explained about the chosen interventions, when a plan is signed."""

import pytest
from django.urls import reverse

from tests import factories
from tests.records.test_plan import TYPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


@pytest.fixture
def sign_url(episode) -> str:
    return reverse("plan_sign", args=[episode.pk])


@pytest.fixture
def propose_url(episode) -> str:
    return reverse("plan_propose", args=[episode.pk])


def test_what_was_not_explained_is_named_at_the_explanation(therapist_client, sign_url):
    response = therapist_client.post(sign_url, {**TYPED, "do_manip": "on", "own_0_label": "Hydrotherapie"})
    assert list(response.context["form"].errors) == ["own_0_hands_on", "explained_what"]
    [sentence] = response.context["form"].errors["explained_what"]
    assert "Manipulatie" in sentence
    assert "Hydrotherapie" in sentence
    assert "Mobilisatie" not in sentence


def test_a_changed_plan_explains_what_is_new(therapist_client, episode, sign_url, propose_url):
    therapist_client.post(sign_url, TYPED)
    amends = {"amends": str(episode.plans.get().pk), "amend_reason": "Manipulatie erbij"}
    typed = {**TYPED, **amends, "do_manip": "on"}
    refused = therapist_client.post(sign_url, typed).context["form"]
    assert list(refused.errors) == ["explained_what"]
    proposed = therapist_client.post(propose_url, typed).context["form"].data
    assert therapist_client.post(sign_url, proposed).status_code == 302


def test_a_word_inside_another_word_names_nothing(therapist_client, sign_url):
    typed = {**TYPED, "do_tens": "on", "explained_why": "Mobilisatie: intensief oefenen."}
    assert "TENS" in str(therapist_client.post(sign_url, typed).context["form"].errors["explained_what"])


def test_the_explanation_may_name_an_intervention_in_the_other_language(therapist_client, sign_url):
    response = therapist_client.post(sign_url, {**TYPED, "explained_what": "The MOBILISATION of your back."})
    assert response.status_code == 302
