"""Two therapists answer an alert in the same second: both answers stay, one was first."""

import pytest

from intake.models import AlertResponse, EmergencyAlert
from practice.models import Role
from tests import factories
from tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_answers_stay_and_one_is_the_first():
    factories.practice()
    people = [factories.user(Role.THERAPIST), factories.user(Role.THERAPIST)]
    intake = factories.alerted_intake(episode_=factories.episode(therapist=people[0]))
    who = iter(people)
    made = all_at_once(2, lambda: factories.answered_alert(intake=intake, by=next(who)))
    assert AlertResponse.objects.count() == 2
    assert EmergencyAlert.objects.get().answer == min(made, key=lambda one: one.pk)


def test_an_emergency_told_while_another_is_answered_is_never_lost():
    """Either the answer knew of both, or the new one has an alert that waits."""
    factories.practice()
    intake = factories.alerted_intake(episode_=factories.episode(therapist=factories.user(Role.THERAPIST)))
    ticked = {"intake": intake, "page": "now", "cleaned": {"s_now": ["stroke", "tearing"]}, "version": 99}
    both = iter([lambda: factories.answered_alert(intake=intake), lambda: factories.save_page(**ticked)])
    all_at_once(2, lambda: next(both)())  # noqa: PLW0108 - each thread takes its own
    intake.refresh_from_db()
    answered = AlertResponse.objects.get()
    second = intake.emergency_rules["E02"]["at"]
    assert EmergencyAlert.objects.unanswered().exists() == (second > answered.recorded_at.isoformat())
