"""A follow-up whose page, link or answers are not what they should be."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.actions import send_follow_up
from intake.models import Intake, Invitation
from records.models import OutcomeMeasure
from tests import factories
from tests.records.test_follow_up import BORN, GIVEN, open_link

pytestmark = pytest.mark.django_db


def sent_to(therapist) -> tuple[Invitation, str]:
    episode = factories.examined_episode(therapist=therapist)
    factories.approved_plan(episode_=episode)
    episode.refresh_from_db()
    return send_follow_up(episode=episode, by=therapist)


def answers(intake: Intake, **changed: str) -> dict[str, str]:
    version = Intake.objects.get(pk=intake.pk).draft_version
    return {**GIVEN, "version": version, "intake": intake.pk, "go": "send", **changed}


def test_answers_of_one_child_never_come_in_with_the_other(therapist):
    (first, first_token), (second, second_token) = sent_to(therapist), sent_to(therapist)
    client, _answer = open_link(first_token)
    client.get(reverse("intake_enter", args=[second_token]))
    client.post(reverse("intake_birth_date"), BORN)
    answer = client.post(reverse("follow_up"), answers(first.intake))
    assert answer.status_code == 409
    assert "Gaat beter" in answer.content.decode()
    assert not OutcomeMeasure.objects.exists()
    assert not Intake.objects.get(pk=second.intake_id).answers


def test_a_link_that_expired_while_it_was_filled_in_takes_nothing(therapist):
    invitation, token = sent_to(therapist)
    client, _answer = open_link(token)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.post(reverse("follow_up"), answers(invitation.intake)).status_code == 404
    assert not OutcomeMeasure.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"nprs": "11"},
        {"nprs": "-1"},
        {"nprs": "<b>"},
        {"nprs": "9" * 400},
        {"psk-0-activity": "x" * 5000},
        {"psk-0-activity": "a\x00b"},
        {"participation-work": "na", "participation-social": "na", "participation-leisure": "na"},
        {"remark": "y" * 100_000},
        {"version": "9" * 9},
    ],
)
def test_what_cannot_be_is_asked_again_and_breaks_nothing(therapist, changed):
    invitation, token = sent_to(therapist)
    client, _answer = open_link(token)
    answer = client.post(reverse("follow_up"), answers(invitation.intake, **changed))
    is_fine = set(changed) == {"version"}
    assert answer.status_code == (302 if is_fine else 200)
    assert OutcomeMeasure.objects.exists() == is_fine


def test_what_was_sent_cannot_be_sent_again_from_the_page_of_another_device(therapist):
    invitation, token = sent_to(therapist)
    one, other = open_link(token)[0], open_link(token)[0]
    one.post(reverse("follow_up"), answers(invitation.intake))
    again = other.post(reverse("follow_up"), answers(invitation.intake, nprs="9"))
    assert again.status_code == 302
    assert OutcomeMeasure.objects.filter(instrument="nprs").count() == 1


def test_without_a_link_there_is_no_follow_up():
    for name in ("follow_up", "follow_up_done"):
        assert Client().get(reverse(name)).status_code == 404
