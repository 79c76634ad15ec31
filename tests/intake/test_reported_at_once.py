"""Two at the desk, or the patient and the desk, at the same moment: everything counts once."""

from collections.abc import Callable

import pytest

from intake import actions
from intake.details import DETAILS
from intake.models import Intake, ReportedField
from practice.actions import StalePatientError
from practice.models import AuditEvent, Episode, Patient
from tests import factories
from tests.at_once import all_at_once
from tests.intake.details_world import submitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def episode(therapist, receptionist) -> Episode:
    return factories.episode(therapist=therapist, by=receptionist)


def each_of(acts: list[Callable[[], object]]) -> list[object]:
    """What each of these got, done at the same moment."""

    def next_one() -> object:
        return acts.pop()()

    return all_at_once(len(acts), next_one)


def taken_over(report: Intake, by: object) -> str:
    """What the desk is told that takes over the e-mail address."""
    try:
        actions.decide_reported(report=report, accepted=["email"], left=[], version=1, by=by)
    except (actions.OvertakenReportError, StalePatientError):
        return "look again"
    return "done"


def test_two_who_take_over_the_same_do_so_once(episode, receptionist):
    report = submitted(episode, email="new@example.org")
    told = all_at_once(4, lambda: taken_over(report, receptionist))
    assert sorted(told) == ["done", "look again", "look again", "look again"]
    assert AuditEvent.objects.filter(verb="reported.decided").count() == 1
    assert Patient.objects.get().version == 2


def test_a_form_that_comes_in_while_the_desk_decides_is_never_decided_on_unseen(episode, receptionist):
    old = submitted(episode, email="new@example.org")
    made, _token = actions.invite_patient(episode=episode, by=receptionist)
    draft = factories.fill_in(made.intake, until=DETAILS.id)
    newer = {"email": "newest@example.org"}
    draft = actions.save_page(
        intake=draft, page=DETAILS.id, cleaned={}, version=draft.draft_version, details=newer
    )
    each_of([lambda: actions.submit_intake(intake=draft), lambda: taken_over(old, receptionist)])
    rows = ReportedField.objects.filter(intake=draft, field="email")
    assert [row.state for row in rows] == [""]
    assert Patient.objects.get().email in ("sanne@example.org", "new@example.org")


def test_a_page_that_saves_itself_while_the_form_is_sent_is_in_it_or_refused(episode, receptionist):
    made, _token = actions.invite_patient(episode=episode, by=receptionist)
    draft = factories.fill_in(made.intake)

    def save() -> str:
        typed = actions.Typed(DETAILS.id, {}, {}, draft.draft_version, details={"email": "new@example.org"})
        try:
            actions.keep_page(intake=draft, typed=typed)
        except actions.SubmittedError:
            return "refused"
        return "kept"

    told = each_of([save, lambda: actions.submit_intake(intake=draft)])
    assert ReportedField.objects.exists() is ("kept" in told)
