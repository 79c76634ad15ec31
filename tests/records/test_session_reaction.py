"""What a session asks about the one before, as soon as there is one."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from records.models import Session
from tests import factories
from tests.records.test_session import page_of, typed

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


@pytest.fixture
def earlier(plan) -> Session:
    return factories.signed_session(plan=plan, held_at=timezone.now() - datetime.timedelta(days=8))


def test_a_first_session_asks_nothing_about_the_last_one(therapist_client, url, sign_url):
    form = therapist_client.get(url).context["form"]
    assert not {"adverse_reaction", "adverse_reaction_text"} & set(form.fields)
    therapist_client.post(sign_url, typed(adverse_reaction="yes"))
    session = Session.objects.get()
    assert session.is_signed
    assert session.adverse_reaction == "not_asked"
    assert "adverse_reaction" in therapist_client.get(url).context["form"].fields
    assert (
        "adverse_reaction"
        not in therapist_client.get(page_of(session, "session_amend")).context["form"].fields
    )


def test_a_reaction_that_was_told_is_never_left_out(therapist_client, plan):
    first = factories.signed_session(
        plan=plan, adverse_reaction="yes", adverse_reaction_text="Na het onderzoek"
    )
    form = therapist_client.get(page_of(first, "session_amend")).context["form"]
    assert form["adverse_reaction_text"].value() == "Na het onderzoek"


@pytest.mark.usefixtures("earlier")
def test_a_reaction_is_described(therapist_client, sign_url):
    form = therapist_client.post(sign_url, typed(adverse_reaction="yes")).context["form"]
    assert list(form.errors) == ["adverse_reaction_text"]


@pytest.mark.usefixtures("earlier")
def test_a_described_reaction_is_a_yes(therapist_client, url):
    response = therapist_client.post(url, typed(adverse_reaction_text="Hoofdpijn"))
    assert list(response.context["form"].errors) == ["adverse_reaction"]


def test_the_sheet_of_a_first_session_leaves_the_reaction_out(therapist_client, plan):
    therapist_client.cookies["django_language"] = "en"
    session = factories.signed_session(plan=plan)
    for address in (page_of(session), reverse("episode_detail", args=[plan.episode_id])):
        assert "Reaction to the last session" not in therapist_client.get(address).content.decode()


@pytest.mark.usefixtures("earlier")
def test_the_sheet_of_a_later_session_says_it_was_not_asked(therapist_client, plan):
    therapist_client.cookies["django_language"] = "en"
    session = factories.signed_session(plan=plan)
    assert "Reaction to the last session" in therapist_client.get(page_of(session)).content.decode()
    whole = therapist_client.get(reverse("episode_detail", args=[plan.episode_id])).content.decode()
    assert whole.count("Reaction to the last session") == 1
