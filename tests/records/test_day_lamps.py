"""The four lamps of a visit say what is missing and lead to what fixes it, never what came out of it."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from intake.actions import review_intake
from practice.models import Episode, Message, Phase, User
from records import day_list
from tests import factories
from tests.desk_world import checked, ready_episode, somebody, visit
from tests.pages import main

pytestmark = pytest.mark.django_db

DAY = "day_list"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def seen(client, **query: str) -> str:
    return main(client.get(reverse(DAY), query))


def lamps(user: User) -> dict[str, tuple[str, str]]:
    """State and word of each lamp of the only visit of today."""
    (found,) = day_list.read(user, timezone.localdate()).visits
    return {lamp.step: (lamp.state, str(lamp.word)) for lamp in found.lamps}


def states(user: User) -> dict[str, str]:
    return {step: state for step, (state, _word) in lamps(user).items()}


# Lamps


def test_a_new_patient_has_a_document_and_an_intake_to_bring(receptionist, therapist):
    episode = factories.episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist, kind="first")
    expected = {"identity": "missing", "intake": "missing", "screening": "waiting", "plan": "waiting"}
    assert states(receptionist) == expected


def test_an_intake_that_is_in_asks_for_the_screening(receptionist, therapist):
    episode = factories.episode(therapist=therapist, by=receptionist)
    factories.submitted_intake(episode_=episode)
    checked(episode.patient, receptionist)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist, kind="first")
    expected = {"identity": "done", "intake": "done", "screening": "missing", "plan": "waiting"}
    assert states(receptionist) == expected


def test_before_a_treatment_the_plan_has_to_be_approved(receptionist, therapist):
    episode = factories.screened_episode(therapist=therapist, by=receptionist)
    factories.signed_plan(episode_=episode)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist)
    assert lamps(receptionist)["plan"] == ("missing", "proposed")


def test_who_is_ready_needs_nothing(receptionist, therapist):
    episode = ready_episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist)
    assert set(states(receptionist).values()) == {"done"}


def test_who_was_screened_in_person_needs_no_form(receptionist, therapist):
    episode = ready_episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist)
    assert lamps(receptionist)["intake"] == ("done", "not needed")


def test_a_call_needs_nothing_beforehand(receptionist, therapist):
    episode = factories.episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist, kind="phone")
    assert set(states(receptionist).values()) == {"waiting"}


def test_an_appointment_without_episode_is_about_the_open_one(receptionist, therapist):
    episode = ready_episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, therapist=therapist, by=receptionist)
    assert set(states(receptionist).values()) == {"done"}


def test_somebody_without_an_episode_is_pointed_out(desk, receptionist, therapist):
    patient = somebody(receptionist)
    visit(patient=patient, therapist=therapist, by=receptionist, kind="first")
    shown = seen(desk)
    assert "no episode yet" in shown
    assert reverse("episode_open", args=[patient.pk]) in shown


def test_who_does_not_come_has_no_lamps(receptionist, therapist):
    episode = factories.episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, therapist=therapist, by=receptionist, state="no_show")
    (found,) = day_list.read(receptionist, timezone.localdate()).visits
    assert found.lamps == []


# What a lamp leads to


@pytest.fixture
def waiting_for_screening(receptionist, therapist) -> Episode:
    episode = factories.episode(therapist=therapist, by=receptionist)
    factories.submitted_intake(episode_=episode)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist, kind="first")
    return episode


def questions() -> list[Message]:
    """What therapists were asked by mail."""
    return list(Message.objects.filter(once__startswith="asked:"))


def ask(client, episode: Episode, step: str = "screening"):
    return client.post(reverse("day_ask", args=[episode.pk, step]), follow=True)


def test_at_the_desk_a_lamp_leads_to_what_fixes_it(desk, waiting_for_screening):
    shown, episode = seen(desk), waiting_for_screening
    assert reverse("identity_check", args=[episode.patient_id]) in shown
    assert f"{reverse('patient_detail', args=[episode.patient_id])}#episode-{episode.pk}" in shown
    assert reverse("day_ask", args=[episode.pk, "screening"]) in shown
    assert reverse("screening", args=[episode.pk]) not in shown


def test_a_therapist_goes_to_the_page_itself(therapist_client, waiting_for_screening):
    shown = seen(therapist_client)
    assert f'href="{reverse("screening", args=[waiting_for_screening.pk])}"' in shown
    assert "/ask/" not in shown


def test_the_therapist_is_asked_by_patient_number_only(desk, waiting_for_screening, therapist):
    shown = main(ask(desk, waiting_for_screening))
    assert "is asked by e-mail" in shown
    (message,), patient = questions(), waiting_for_screening.patient
    assert message.to == therapist.email
    assert str(patient.number) in message.subject + (message.text or "")
    for part in (message.subject, message.text or "", message.html or ""):
        assert patient.birth_name not in part


def test_who_asked_is_shown_and_nobody_asks_twice_a_day(desk, waiting_for_screening, receptionist):
    ask(desk, waiting_for_screening)
    again = main(ask(desk, waiting_for_screening))
    assert "was asked today already" in again
    assert re.search(rf"asked at \d\d:\d\d by {receptionist}", again)
    assert len(questions()) == 1


def test_a_therapist_without_an_address_is_asked_in_person(desk, waiting_for_screening, therapist):
    User.objects.filter(pk=therapist.pk).update(email="")
    assert "Ask in person" in main(ask(desk, waiting_for_screening))
    assert not questions()
    assert mail.outbox == []


def test_who_left_is_asked_nothing_but_handed_over_from(desk, waiting_for_screening, therapist):
    User.objects.filter(pk=therapist.pk).update(is_active=False)
    assert f'href="{reverse("episode_therapist", args=[waiting_for_screening.pk])}"' in seen(desk)
    ask(desk, waiting_for_screening)
    assert not questions()


def test_what_is_done_leads_to_the_episode_even_when_the_therapist_left(desk, receptionist, therapist):
    episode = ready_episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist)
    User.objects.filter(pk=therapist.pk).update(is_active=False)
    assert reverse("episode_therapist", args=[episode.pk]) not in seen(desk)


def test_after_handing_over_the_other_therapist_can_be_asked(desk, waiting_for_screening, other_therapist):
    ask(desk, waiting_for_screening)
    Episode.objects.filter(pk=waiting_for_screening.pk).update(therapist=other_therapist)
    ask(desk, waiting_for_screening)
    assert {one.to for one in questions()} >= {other_therapist.email}


def test_a_question_that_could_not_be_sent_was_not_asked(desk, waiting_for_screening):
    ask(desk, waiting_for_screening)
    Message.objects.update(state="failed")
    shown = seen(desk)
    assert "asked at" not in shown
    assert "is asked by e-mail" in main(ask(desk, waiting_for_screening))
    assert [one.state for one in questions()] == ["queued"]


def test_only_what_a_therapist_does_can_be_asked(desk, waiting_for_screening):
    assert ask(desk, waiting_for_screening, "identity").status_code == 404


def test_the_address_of_the_button_changes_nothing(desk, waiting_for_screening):
    response = desk.get(reverse("day_ask", args=[waiting_for_screening.pk, "plan"]))
    assert response["Location"].startswith(reverse(DAY))
    assert not questions()


# What the desk never sees


def pages_of_outcomes(desk, episode: Episode, *phases: str) -> set[str]:
    found = set()
    for phase in phases:
        Episode.objects.filter(pk=episode.pk).update(phase=phase)
        found.add(seen(desk))
    return found


def test_two_outcomes_of_the_screening_look_the_same(desk, receptionist, therapist):
    episode = factories.screened_episode(therapist=therapist, by=receptionist)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist)
    assert len(pages_of_outcomes(desk, episode, Phase.SCREENED, Phase.GP_ADVISED)) == 1


def test_a_refusal_and_a_withdrawal_look_like_a_plan_that_is_proposed(desk, receptionist, therapist):
    episode = factories.screened_episode(therapist=therapist, by=receptionist)
    factories.signed_plan(episode_=episode)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist)
    assert len(pages_of_outcomes(desk, episode, Phase.PLANNED, Phase.WITHDRAWN, Phase.GP_ADVISED)) == 1


def concluded(conclusion: str, therapist: User, by: User) -> Episode:
    """An episode whose screening came out so, with an appointment."""
    episode = factories.episode(therapist=therapist, patient_=somebody(by), by=by)
    data = {
        "suitable": {"all_clear": True, "pattern": "recognised"},
        "contact_gp": {"all_clear": False, "pattern": "unknown", "advice_given": "Bel"},
    }[conclusion] | {"conclusion": conclusion}
    review_intake(episode=episode, intake=None, data=data, decisions={}, version=0, by=therapist)
    visit(patient=episode.patient, episode=episode, therapist=therapist, by=by)
    return episode


def lamps_in_full(user: User) -> list[list[tuple[object, ...]]]:
    found = day_list.read(user, timezone.localdate()).visits
    return [[(str(one.word), one.state, one.fix, one.asks) for one in row.lamps] for row in found]


def test_suitable_and_sent_to_the_gp_have_the_same_lamps(receptionist, therapist):
    concluded("suitable", therapist, receptionist)
    concluded("contact_gp", therapist, receptionist)
    suitable, sent_to_gp = lamps_in_full(receptionist)
    assert suitable == sent_to_gp


def test_an_alarming_intake_has_the_lamps_of_any_other(receptionist, therapist):
    for answers in ({}, {"s_now": ["chest_pressure"]}):
        episode = factories.episode(therapist=therapist, patient_=somebody(receptionist), by=receptionist)
        factories.submitted_intake(episode_=episode, **answers)
        visit(patient=episode.patient, episode=episode, therapist=therapist, by=receptionist, kind="first")
    calm, alarming = lamps_in_full(receptionist)
    assert calm == alarming
