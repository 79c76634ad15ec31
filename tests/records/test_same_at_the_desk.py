"""Of two episodes that differ in what came out of them, and in nothing else, the desk gets the same pages."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from intake.actions import review_intake
from practice.models import Episode, Message
from records.actions import record_consent
from tests import factories
from tests.desk_world import somebody, visit, waits
from tests.pages import page

pytestmark = pytest.mark.django_db

RANDOM = r'(name="csrfmiddlewaretoken" value="|nonce="|content=")[^"]*|/messages/\d+/'
CLOCK = r"\d\d:\d\d"
WORRYING = {"s_now": ["chest_pressure"]}


@pytest.fixture
def episode(receptionist, therapist) -> Episode:
    """Of somebody with an appointment today, who waits for a call too."""
    made = factories.episode(therapist=therapist, patient_=somebody(receptionist), by=receptionist)
    visit(patient=made.patient, episode=made, therapist=therapist, by=receptionist)
    waits(patient=made.patient, by=receptionist, kind="call_back", episode=made)
    return made


def addresses(episode: Episode) -> list[str]:
    """Every page of the desk that says something about this episode or this patient."""
    patient, appointment, entry = episode.patient, episode.appointments.get(), episode.waiting.get()
    of_patient = ("patient_detail", "identity_check", "episode_open", "waiting_add", "contact_new")
    of_episode = ("appointment_series", "episode_therapist", "intake_reported", "intake_link")
    of_appointment = ("appointment", "appointment_move", "appointment_cancel")
    plain = ("home", "day_list", "calendar", "patient_list", "intake_inbox", "message_list", "waiting_list")
    return [
        *(reverse(name) for name in plain),
        *(reverse(name, args=[patient.pk]) for name in of_patient),
        *(reverse(name, args=[episode.pk]) for name in of_episode),
        *(reverse(name, args=[appointment.pk]) for name in of_appointment),
        reverse("waiting_entry", args=[entry.pk]),
        f"{reverse('waiting_list')}?tab=call_back",
        f"{reverse('day_list')}?need=1",
        f"{reverse('appointment_book')}?episode={episode.pk}",
    ]


def shown(desk: Client, address: str) -> str:
    response = desk.get(address)
    return f"{response.status_code} {re.sub(CLOCK, '', re.sub(RANDOM, '', page(response)))}"


def asked(desk: Client, episode: Episode) -> list[tuple[str, ...]]:
    """What the therapist gets to read when the desk asks for a step, and what the desk is answered."""
    answers = [
        shown_after(desk.post(reverse("day_ask", args=[episode.pk, step]), follow=True))
        for step in ("screening", "plan")
    ]
    mails = Message.objects.filter(once__startswith="asked:").order_by("pk")
    return [*answers, *((one.to, one.subject, one.text, one.html) for one in mails)]


def shown_after(response: object) -> str:
    return re.sub(CLOCK, "", re.sub(RANDOM, "", page(response)))


def seen_after(desk: Client, episode: Episode, happens: Callable[[], object]) -> dict[str, object]:
    """All that the desk gets when this happened, which is undone afterwards."""
    with transaction.atomic():
        happens()
        found = {address: shown(desk, address) for address in addresses(episode)}
        found["asked"] = asked(desk, episode)
        transaction.set_rollback(True)
    return found


def differing(one: dict[str, object], other: dict[str, object]) -> list[str]:
    assert sum(str(answer).startswith("200") for answer in one.values()) > 18
    return [address for address in one if one[address] != other[address]]


def concluding(episode: Episode, conclusion: str) -> Callable[[], object]:
    said = {"all_clear": True, "pattern": "recognised", "reason": "Overlegd"}
    if conclusion == "contact_gp":
        said = {"all_clear": False, "pattern": "unknown", "advice_given": "Bel je huisarts", "reason": "Zo"}
    data = said | {"conclusion": conclusion}

    def conclude() -> None:
        fresh = Episode.objects.get(pk=episode.pk)
        intake = fresh.intakes.first()
        findings = [one for one in intake.findings.all() if one.needs_decision] if intake else []
        decided = {one.pk: ("confirmed", "Nagevraagd") for one in findings}
        review_intake(
            episode=fresh, intake=intake, data=data, decisions=decided, version=0, by=fresh.therapist
        )

    return conclude


def deciding(episode: Episode, decision: str) -> Callable[[], object]:
    def decide() -> None:
        if decision:
            told = "Zonder behandeling kan het langer duren."
            data = {"decision": decision, "method": "oral", "by_patient": True, "explained": told}
            plan = episode.plans.get()
            record_consent(plan=plan, data=data, language="nl", by=episode.therapist)

    return decide


@pytest.mark.parametrize("with_intake", [True, False])
def test_a_screening_that_sends_to_the_gp_reads_like_one_that_does_not(desk, episode, with_intake):
    if with_intake:
        factories.submitted_intake(episode_=episode)
    suitable = seen_after(desk, episode, concluding(episode, "suitable"))
    to_the_gp = seen_after(desk, episode, concluding(episode, "contact_gp"))
    assert differing(suitable, to_the_gp) == []


def test_a_worrying_intake_reads_like_any_other(desk, episode):
    calm = seen_after(desk, episode, lambda: factories.submitted_intake(episode_=episode))
    worrying = seen_after(desk, episode, lambda: factories.submitted_intake(episode_=episode, **WORRYING))
    assert differing(calm, worrying) == []


def test_a_refusal_reads_like_a_plan_nobody_answered(desk, episode):
    concluding(episode, "suitable")()
    episode.refresh_from_db()
    factories.signed_plan(episode_=episode)
    unanswered = seen_after(desk, episode, deciding(episode, ""))
    refused = seen_after(desk, episode, deciding(episode, "refused"))
    assert differing(unanswered, refused) == []
