"""What the approval page shows of decisions taken on a screen: lines, questions, signatures, print."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from practice.models import Episode
from records.models import Consent
from records.tasks import next_task
from tests import factories
from tests.records.deciding import PARENT, decide, handover, plan_for, signed
from tests.records.test_consent import given, queries, url

pytestmark = pytest.mark.django_db

ASKS = {"do-mob": {"decision": "question", "question": "Doet het pijn?"}}


@pytest.fixture
def client_en(therapist_client):
    therapist_client.cookies["django_language"] = "en"
    return therapist_client


@pytest.fixture
def plan(therapist):
    return factories.signed_plan(episode_=factories.examined_episode(therapist=therapist))


def page(client, plan) -> str:
    return client.get(url(plan)).content.decode()


# --- recorded in words


@pytest.mark.parametrize("method", ["screen", "remote"])
def test_what_was_decided_on_a_screen_is_not_typed_in(therapist_client, plan, method):
    form = therapist_client.post(url(plan), given(plan, method=method)).context["form"]
    assert list(form.errors) == ["method"]


def test_a_decision_in_words_says_who_noted_it(client_en, plan):
    client_en.post(url(plan), given(plan))
    assert "not by the patient" in page(client_en, plan)


@pytest.mark.parametrize("method", ["oral", "paper"])
def test_a_yes_in_words_is_a_yes_to_each_line(therapist_client, plan, method):
    therapist_client.post(url(plan), given(plan, method=method))
    assert {line["decision"] for line in Consent.objects.get().lines} == {"agreed"}


def test_who_says_no_was_told_what_that_means(therapist_client, plan):
    typed = given(plan, decision="refused")
    form = therapist_client.post(url(plan), {**typed, "explained": " "}).context["form"]
    assert list(form.errors) == ["explained"]
    therapist_client.post(url(plan), typed)
    assert Consent.objects.get().explained == typed["explained"]


def test_what_to_tell_is_proposed_in_the_language_of_the_patient(therapist_client, therapist):
    patient = factories.patient(language="en")
    episode = factories.screened_episode(therapist=therapist, patient_=patient)
    form = therapist_client.get(url(factories.signed_plan(episode_=episode))).context["form"]
    assert "Your record stays" in form["explained"].value()


def test_a_yes_stores_no_words_about_a_no(therapist_client, plan):
    therapist_client.post(url(plan), given(plan))
    assert Consent.objects.get().explained == ""


# --- questions


def test_questions_are_the_next_thing_to_do(plan):
    decide(handover(plan), "questions", answers=ASKS, signatures=[])
    with override("en"):
        task = next_task(Episode.objects.get(pk=plan.episode_id))
        assert str(task.what) == "patient has questions on: Mobilisatie"
    assert task.url == url(plan)


@pytest.mark.parametrize("name", ["consent", "episode_detail", "plan", "work_list"])
def test_questions_show_where_the_therapist_looks(client_en, plan, name):
    decide(handover(plan), "questions", answers=ASKS, signatures=[])
    args = [] if name == "work_list" else [plan.episode_id]
    assert "questions" in client_en.get(reverse(name, args=args)).content.decode()


def test_the_question_itself_is_read(client_en, plan):
    decide(handover(plan), "questions", answers=ASKS, signatures=[])
    assert "Doet het pijn?" in page(client_en, plan)


def test_after_the_answer_the_therapist_may_record_a_yes(therapist_client, plan):
    decide(handover(plan), "questions", answers=ASKS, signatures=[])
    therapist_client.post(url(plan), given(plan))
    assert plan.consents.latest("pk").is_given


# --- what changed


def test_the_page_says_what_changed_since_the_approval(client_en, plan):
    decide(handover(plan))
    later = factories.signed_plan(episode_=plan.episode, amends=plan, frequency="2 keer per week")
    seen = page(client_en, later)
    assert "changed, asked again" in seen
    assert "agreed on" in seen
    assert "<del>" in seen


# --- signatures


def test_a_drawn_signature_is_drawn_on_the_page_and_the_sheet(client_en, plan):
    decide(handover(plan))
    seen = page(client_en, plan)
    assert seen.count('<path d="M5 41L') == 2  # in the history, and under the printed plan
    assert "Akkoord op" in seen  # the sheet is in the language of the patient


def test_child_and_parent_stand_under_the_plan(client_en, therapist):
    plan = plan_for(therapist, 14)
    decide(handover(plan, **PARENT), signatures=signed("patient", "representative"))
    seen = page(client_en, plan)
    assert "Noor Visser, patient," in seen
    assert "Els de Boer, parent with authority," in seen


@pytest.mark.parametrize("name", ["plan", "episode_detail"])
def test_the_plan_in_the_record_shows_who_signed(client_en, plan, name):
    decide(handover(plan))
    seen = client_en.get(reverse(name, args=[plan.episode_id])).content.decode()
    assert "Signature of Noor Visser" in seen


def test_a_name_is_text_and_never_markup(client_en, plan):
    decide(handover(plan), signatures=signed("patient", name="<b>Noor</b>", how="typed"))
    assert "<b>Noor" not in page(client_en, plan)


def test_more_decisions_on_a_screen_ask_no_more_queries(client_en, plan):
    decide(handover(plan))
    few = queries(client_en, plan)
    for _time in range(3):
        plan = factories.signed_plan(episode_=plan.episode, amends=plan)
        decide(handover(plan))
    assert queries(client_en, plan) == few
