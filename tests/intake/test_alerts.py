"""An emergency message raises an alert, and somebody has to say what came of it."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from intake import actions
from intake.models import EmergencyAlert, Intake
from practice.models import AuditEvent
from practice.signing import SignedRecordError
from tests import factories
from tests.intake.browsing import draft, fill_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def intake(therapist) -> Intake:
    return factories.alerted_intake(episode_=factories.episode(therapist=therapist))


def answer(intake, **other):
    told = {"outcome": "reached", "remark": "", "seen_rules": 1, "seen_response": 0}
    alert = EmergencyAlert.objects.filter(intake=intake).last()
    return actions.answer_alert(**{"alert": alert, "by": intake.episode.therapist, **told, **other})


def tell_another(intake, symptom="tearing"):
    cleaned = {"s_now": ["stroke", symptom]}
    return factories.save_page(intake=intake, page="now", cleaned=cleaned, version=99)


def waiting() -> int:
    return EmergencyAlert.objects.unanswered().count()


def test_it_has_to_be_answered_within_the_minutes_of_the_setting(settings, therapist):
    settings.ALERT_MINUTES = 20
    intake = factories.alerted_intake(episode_=factories.episode(therapist=therapist))
    alert = intake.alerts.get()
    assert alert.due_at - alert.raised_at == datetime.timedelta(minutes=20)
    assert alert.raised_at == intake.emergency_at


def test_another_emergency_while_nobody_answered_is_the_same_alert(intake):
    tell_another(intake)
    assert intake.alerts.count() == 1


def test_an_attempt_that_reached_nobody_does_not_make_the_next_emergency_a_new_alert(intake):
    answer(intake, outcome="not_reached")
    tell_another(intake)
    assert intake.alerts.count() == 1


def test_another_emergency_after_the_answer_is_a_new_alert(intake):
    answer(intake)
    tell_another(intake)
    assert (intake.alerts.count(), waiting()) == (2, 1)


def test_the_same_emergency_again_after_the_answer_raises_nothing(intake):
    answer(intake)
    factories.save_page(intake=intake, page="now", cleaned={"s_now": ["none"]}, version=99)
    factories.save_page(intake=intake, page="now", cleaned={"s_now": ["stroke"]}, version=99)
    assert waiting() == 0


def test_an_emergency_that_only_appears_on_sending_raises_one_too(browser, link):
    """Sending looks at everything once more, whatever way an answer came in."""
    fill_in(browser, link[0], g_regions=["upper_back"])
    stored = draft()
    stored.answers = {**stored.answers, "s_now": ["stroke"]}
    stored.save()
    assert waiting() == 0
    browser.submit(link[0])
    assert draft().is_submitted
    assert EmergencyAlert.objects.get().intake == draft()


@pytest.mark.parametrize(
    ("outcome", "left"), [("not_reached", 1), ("reached", 0), ("referred", 0), ("cleared", 0)]
)
def test_every_outcome_but_not_reached_answers_it(intake, outcome, left):
    answer(intake, outcome=outcome, remark="Partner belde 112, is erbij")
    assert waiting() == left


def test_attempts_are_counted_and_the_first_answer_stays_the_first(intake, other_therapist):
    answer(intake, outcome="not_reached")
    first = answer(intake, outcome="reached")
    answer(intake, outcome="cleared", remark="Verkeerd aangetikt, niets aan de hand", by=other_therapist)
    alert = intake.alerts.get()
    assert (len(alert.attempts), alert.answer, alert.responses.count()) == (1, first, 3)


def test_two_identical_attempts_count_twice_but_one_page_sent_twice_counts_once(intake):
    first = answer(intake, outcome="not_reached")
    assert answer(intake, outcome="not_reached") == first
    assert answer(intake, outcome="not_reached", seen_response=first.pk) != first


def test_an_answer_does_not_cover_an_emergency_that_was_told_after_the_page_was_read(intake):
    tell_another(intake)
    with pytest.raises(actions.NewEmergencyError):
        answer(intake, seen_rules=1)
    assert waiting() == 1
    assert not answer(intake, seen_rules=1, outcome="not_reached").is_answer


@pytest.mark.parametrize("outcome", ["referred", "cleared"])
def test_the_database_wants_to_know_to_whom_and_why(intake, outcome):
    with pytest.raises(IntegrityError), transaction.atomic():
        answer(intake, outcome=outcome)


def test_what_was_recorded_stays(intake):
    made = answer(intake)
    with pytest.raises(SignedRecordError):
        made.delete()


def test_the_log_names_who_raised_tried_and_answered(intake):
    answer(intake, outcome="not_reached", remark="Voicemail ingesproken")
    answer(intake, outcome="cleared", remark="Verkeerd aangetikt, niets aan de hand")
    said = list(AuditEvent.objects.filter(verb__startswith="alert.").order_by("pk"))
    assert [(line.verb, line.actor) for line in said] == [
        ("alert.raised", None),
        ("alert.attempted", intake.episode.therapist),
        ("alert.answered", intake.episode.therapist),
    ]
    assert {line.patient for line in said} == {intake.episode.patient}
    assert not [line for line in said if "Voicemail" in str(vars(line)) or "aangetikt" in str(vars(line))]


def test_an_alert_cannot_be_deleted_behind_the_actions(intake):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        EmergencyAlert.objects.filter(intake=intake).delete()
