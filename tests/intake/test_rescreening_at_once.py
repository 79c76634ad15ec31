"""Two tabs or two therapists ask again, or sign, in the same second: nothing is lost or happens twice."""

import pytest

from intake import actions
from intake.models import Intake, Screening
from intake.rescreening import Again
from practice.models import Role
from tests import factories
from tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

TOLD = {"s_now": ["none"], "r_general": ["none"], "r_neuro": ["none"], "r_night": "no", "g_mech": "yes"}


@pytest.fixture
def episode():
    factories.practice()
    return factories.screened_episode(therapist=factories.user(Role.THERAPIST))


def ask(episode, by, seen) -> Intake | Exception:
    try:
        return actions.rescreen(episode=episode, occasion="evaluation", answers=TOLD, seen=seen, by=by)
    except actions.OvertakenRescreeningError as error:
        return error


def test_one_finger_that_presses_twice_asks_once(episode):
    seen = Again.of(episode).seen
    found = all_at_once(3, lambda: ask(episode, episode.therapist, seen))
    assert set(found) == {Intake.objects.get(kind="rescreening")}


def test_of_two_therapists_one_is_shown_what_the_other_heard(episode):
    people = iter([episode.therapist, factories.user(Role.THERAPIST)])
    seen = Again.of(episode).seen
    found = all_at_once(2, lambda: ask(episode, next(people), seen))
    stored = Intake.objects.get(kind="rescreening")
    [refused] = [one for one in found if one != stored]
    assert refused.newer == stored


def test_nothing_new_is_signed_once(episode):
    made = factories.rescreening(episode_=episode)
    all_at_once(3, lambda: actions.confirm_screening(rescreening=made, by=episode.therapist))
    assert Screening.objects.filter(intake=made).count() == 1
