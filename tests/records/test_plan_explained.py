"""What the patient reads about each intervention, as the therapist writes it in the plan."""

import pytest
from django.urls import reverse

from records.interventions import load
from records.plan_lines import plan_lines
from tests import factories
from tests.records.test_plan import TYPED, text

pytestmark = pytest.mark.django_db

MOB = load().find("mob")
OWN = {"own_0_label": "Hydrotherapie", "own_0_hands_off": "on"}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


@pytest.fixture
def url(episode) -> str:
    return reverse("plan", args=[episode.pk])


@pytest.fixture
def sign_url(episode) -> str:
    return reverse("plan_sign", args=[episode.pk])


@pytest.fixture
def propose_url(episode) -> str:
    return reverse("plan_propose", args=[episode.pk])


def as_sent(form) -> dict[str, object]:
    """What a browser sends of the form as it stands."""
    values = {name: form[name].value() for name in form.fields}
    return {name: "on" if value is True else value for name, value in values.items() if value}


def test_three_ticks_are_a_plan_with_every_explanation(therapist_client, episode, url, sign_url):
    typed = as_sent(therapist_client.get(url).context["form"])
    typed |= {"diagnosis": "Rug", "goal_0_text": "Zitten", "do_mob": "on", "do_home": "on", "do_educ": "on"}
    assert therapist_client.post(sign_url, typed).url == reverse("consent", args=[episode.pk])
    for row in episode.plans.newest().interventions.all():
        assert all((row.what, row.why, row.risks, row.alternatives)), row.code


def test_the_texts_begin_in_the_language_of_the_patient(therapist_client, therapist):
    patient = factories.patient(language="en")
    episode = factories.screened_episode(therapist=therapist, patient_=patient)
    form = therapist_client.get(reverse("plan", args=[episode.pk])).context["form"]
    assert form["what_mob"].value() == MOB.what["en"]
    assert "112" in form["explained_risks"].value()


def test_an_own_intervention_says_what_and_why(therapist_client, sign_url):
    form = therapist_client.post(sign_url, {**TYPED, **OWN}).context["form"]
    assert list(form.errors) == ["own_0_what", "own_0_why"]
    assert 'id="id_own_0_what_error"' in text(therapist_client.post(sign_url, {**TYPED, **OWN}))


def test_what_was_changed_is_what_the_draft_shows(therapist_client, episode, url):
    therapist_client.post(url, {**TYPED, "what_mob": "Rustig wiegen."})
    assert therapist_client.get(url).context["form"]["what_mob"].value() == "Rustig wiegen."


def test_a_new_version_of_an_older_plan_sorts_its_texts_by_intervention(therapist_client, episode):
    factories.signed_plan(episode_=episode, explained_what="Rustig aan.\nMobilisatie: wiegen.")
    form = therapist_client.get(reverse("plan_amend", args=[episode.pk])).context["form"]
    assert form["explained_what"].value() == "Rustig aan."
    assert form["what_mob"].value() == "wiegen."
    assert form["why_mob"].value() == MOB.why["nl"]


def test_the_patient_reads_what_stands_with_the_intervention(therapist_client, episode, sign_url):
    therapist_client.post(sign_url, TYPED)
    read = [line for line in plan_lines(episode.plans.newest(), "en") if line.key == "do-mob"]
    assert dict(read[0].parts)["What"] == TYPED["what_mob"]


def test_a_button_puts_back_what_is_empty_and_saves_nothing(therapist_client, episode, propose_url):
    typed = {"do_mob": "on", "what_mob": "", "why_mob": "Eigen zin.", "propose": "texts"}
    form = therapist_client.post(propose_url, typed).context["form"]
    assert (form["what_mob"].value(), form["why_mob"].value()) == (MOB.what["nl"], "Eigen zin.")
    assert "bovenrug" in form["expected_course"].value()
    assert not episode.plans.exists()


def test_two_windows_differ_only_in_texts_of_what_one_of_them_chose(therapist_client, url):
    therapist_client.post(url, TYPED)
    typed = {**TYPED, "draft_version": "0", "what_mob": "Anders.", "what_tens": "Nergens gekozen."}
    conflict = therapist_client.post(url, typed).context["conflict"]
    assert [one.typed for one in conflict["differences"]] == ["Anders."]
