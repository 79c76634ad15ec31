"""Two people, or two tabs, in the same second: one of them is told, nothing happens twice."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from practice.models import Phase, Role
from records.actions import record_consent, sign_plan, sign_session
from records.errors import AlreadySignedError, DecisionOrderError, NotApprovedError, WrongPhaseError
from tests import factories
from tests.records import deciding

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def episode():
    factories.practice()
    return factories.screened_episode(therapist=factories.user(Role.THERAPIST))


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run these at the same moment, each on a connection of its own; what they returned or raised."""
    outcomes: list[object] = [None] * len(works)
    start = Barrier(len(works))

    def run(place: int) -> None:
        start.wait()
        try:
            outcomes[place] = works[place]()
        except (AlreadySignedError, DecisionOrderError, NotApprovedError, WrongPhaseError) as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_plan_is_signed_once(episode):
    plan = factories.draft_plan(episode_=episode)
    outcomes = at_once(*[lambda: sign_plan(plan=plan, by=episode.therapist)] * 2)
    assert [type(one) for one in outcomes].count(AlreadySignedError) == 1
    assert episode.plans.newest() == plan


def test_a_decision_is_recorded_once(episode):
    plan = factories.signed_plan(episode_=episode)
    data = {"decision": "given", "method": "oral", "by_patient": True}
    at_once(*[lambda: record_consent(plan=plan, data=data, language="nl", by=episode.therapist)] * 2)
    assert plan.consents.count() == 1


def test_two_tablets_record_one_decision(episode):
    plan = factories.signed_plan(episode_=episode)
    made = [deciding.handover(plan), deciding.handover(plan)]
    outcomes = at_once(*[lambda one=one: deciding.decide(one) for one in made])
    assert [type(one) for one in outcomes].count(DecisionOrderError) == 1
    assert plan.consents.get() in outcomes


def test_a_decision_sent_twice_at_once_is_one_row(episode):
    plan = factories.signed_plan(episode_=episode)
    made = deciding.handover(plan)
    rows = at_once(*[lambda: deciding.decide(made)] * 2)
    assert rows[0] == rows[1] == plan.consents.get()


def test_no_session_is_signed_after_the_approval_was_withdrawn(episode):
    plan = factories.approved_plan(episode_=episode)
    session = factories.draft_session(plan=plan)
    data = {"decision": "withdrawn", "method": "oral", "by_patient": True, "explained": "Mag altijd"}
    signed, _withdrawn = at_once(
        lambda: sign_session(session=session, by=episode.therapist),
        lambda: record_consent(plan=plan, data=data, language="nl", by=episode.therapist),
    )
    session.refresh_from_db()
    episode.refresh_from_db()
    assert episode.phase == Phase.WITHDRAWN
    assert session.is_signed != isinstance(signed, NotApprovedError)
