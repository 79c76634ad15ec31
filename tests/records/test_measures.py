"""Recording and replacing measures, the series over time, and the course of an episode."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practice.audit import PATIENT
from practice.models import AuditEvent, Phase
from practice.signing import SignedRecordError
from records.actions.measures import override_course, record_measures, replace_measure
from records.course_of import course_of
from records.errors import EpisodeClosedError, OutOfRangeError, ReplacedError
from records.measures import INTAKE, activities, series, series_of
from records.measures_due_of import due
from records.models import CourseOverride, OutcomeMeasure
from tests import factories
from tests.records.measured import ago, measured, named, pairs, treated

pytestmark = pytest.mark.django_db


def closed() -> object:
    episode = treated()
    type(episode).objects.filter(pk=episode.pk).update(phase=Phase.CLOSED, closed_at=timezone.now())
    episode.refresh_from_db()
    return episode


def test_a_result_keeps_the_figures_that_applied_then():
    row = measured(treated(), "ndi", 18)
    assert (row.low, row.high, row.mic_points, row.mic_percent) == (0, 50, 5, None)
    assert row.cutoffs[1] == ["5", "mild"]
    assert (row.source, row.recorded_by) == ("therapist", row.episode.therapist)


def test_recording_is_in_the_log_without_the_value():
    row = measured(treated(), "ndi", 18)
    line = AuditEvent.objects.get(verb="measure.recorded")
    assert (line.actor, line.subject_id, line.subject_label) == (row.recorded_by, str(row.pk), "ndi")


def test_the_same_sent_twice_is_kept_once():
    episode = treated()
    rows = [measured(episode, "psk", 7, parts=named(7)) for _press in range(2)]
    assert rows[0] == rows[1] == episode.outcome_measures.get()


def test_another_value_a_moment_later_is_a_result_of_its_own():
    episode = treated()
    assert measured(episode, "ndi", 18) != measured(episode, "ndi", 17)


def test_a_value_outside_the_range_is_refused():
    with pytest.raises(OutOfRangeError):
        measured(treated(), "ndi", 51)


def test_the_database_refuses_it_too():
    row = measured(treated(), "ndi", 18)
    wrong = OutcomeMeasure(**{**values_of(row), "value": Decimal(51)})
    with pytest.raises(DatabaseError), transaction.atomic():
        wrong.save()


def values_of(row: OutcomeMeasure) -> dict[str, object]:
    names = [field.attname for field in row._meta.concrete_fields if field.name != "id"]
    return {name: getattr(row, name) for name in names}


def test_nothing_is_added_to_a_closed_episode():
    with pytest.raises(EpisodeClosedError):
        measured(closed(), "ndi", 18)


def test_a_result_never_changes():
    row = measured(treated(), "ndi", 18)
    row.value = Decimal(10)
    with pytest.raises(SignedRecordError):
        row.save()


def test_of_several_results_all_are_kept_or_none():
    episode = treated()
    with pytest.raises(OutOfRangeError), transaction.atomic():
        record_measures(
            episode=episode,
            results=[("nprs", Decimal(3), ()), ("ndi", Decimal(99), ())],
            by=episode.therapist,
        )
    assert not episode.outcome_measures.exists()


def test_what_the_patient_filled_in_at_home_says_so():
    episode = factories.screened_episode(therapist=factories.user("therapist"))
    intake = factories.submitted_intake(episode_=factories.episode(therapist=episode.therapist))
    row = measured(intake.episode, "nprs", 3, by=PATIENT, intake=intake)
    assert (row.source, row.recorded_by) == ("patient", None)


# --- replacing -------------------------------------------------------------------------------------------


def test_a_wrong_result_is_replaced_and_stays():
    wrong = measured(treated(), "ndi", 18, 3)
    reason = "Op de verkeerde regel afgelezen"
    replace_measure(measure=wrong, value=Decimal(8), reason=reason, by=wrong.recorded_by)
    found = series(series_of(wrong.episode), "ndi")
    assert [point.value for point in found.points] == [8]
    assert found.last.replaced == (wrong,)
    assert found.last.at == wrong.measured_at


def test_a_result_is_replaced_once():
    wrong = measured(treated(), "ndi", 18)
    again = {"measure": wrong, "value": Decimal(8), "reason": "Verkeerd afgelezen", "by": wrong.recorded_by}
    replace_measure(**again)
    with pytest.raises(ReplacedError):
        replace_measure(**again)


# --- series ----------------------------------------------------------------------------------------------


def test_a_series_begins_with_what_the_patient_told_in_the_form():
    episode = factories.episode(therapist=factories.user("therapist"))
    told = [{"activity": "Autorijden", "score": 8}, {"activity": "Tillen", "score": 5}]
    factories.submitted_intake(episode_=episode, g_nrs_now=7, g_psk=told)
    measured(episode, "nprs", 4)
    found = series_of(episode)
    assert [(point.value, point.source) for point in series(found, "nprs").points] == [
        (7, INTAKE),
        (4, "therapist"),
    ]
    assert series(found, "psk").first.value == Decimal("6.5")
    assert activities(found) == ["Autorijden", "Tillen"]


def test_results_stand_in_the_order_of_their_days():
    episode = treated()
    for value, days in ((4, 1), (7, 20), (5, 10)):
        measured(episode, "nprs", value, days)
    found = series(series_of(episode), "nprs")
    assert [point.value for point in found.points] == [7, 5, 4]
    assert (found.change, found.result) == (-3, "improved")


def test_one_value_has_no_change():
    episode = treated()
    measured(episode, "nprs", 7)
    found = series(series_of(episode), "nprs")
    assert (found.change, found.result) == (None, None)


def test_reading_series_and_course_takes_the_same_queries_with_more_measures():
    few, many = treated(), treated()
    measured(few, "nprs", 7)
    for number in range(40):
        measured(many, "nprs", number % 11, number)
    counts = []
    for episode in (few, many):
        fresh = type(episode).objects.get(pk=episode.pk)
        with CaptureQueriesContext(connection) as made:
            course_of(fresh)
        counts.append(len(made))
    assert counts[0] == counts[1] <= 3


# --- what is due -----------------------------------------------------------------------------------------


def test_a_new_treatment_asks_for_start_values():
    episode = factories.examined_episode(therapist=factories.user("therapist"), complaint="neck")
    assert [one.instrument.code for one in due(episode)] == ["nprs", "psk", "participation", "ndi"]


def test_nothing_is_due_before_the_history_and_after_closing():
    assert due(treated()) == []
    assert due(closed()) == []


# --- the course ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([], "too_early"),
        ([(28, 7, 6), (0, 3, 2)], "normal"),
        ([(28, 7, 6), (0, 7, 6)], "deviating"),
        ([(28, 7, 6)], "measure_now"),
        ([(28, 7, 6), (0, 0, 1)], "recovered"),
    ],
)
def test_the_course_of_an_episode_comes_from_its_measures(told, state):
    episode = treated()
    pairs(episode, *told)
    assert course_of(episode).state == state


def test_a_neck_is_judged_over_six_weeks():
    episode = treated(complaint="neck")
    pairs(episode, (28, 7, 6), (0, 3, 2))
    assert course_of(episode).state == "too_early"


def overridden(episode: object, state: str = "normal") -> object:
    judged = course_of(episode)
    reason = "Twee weken griep gehad; pakt nu weer op"
    return override_course(
        episode=episode,
        computed=judged.computed,
        numbers=judged.numbers,
        state=state,
        reason=reason,
        by=episode.therapist,
    )


def test_a_judgement_of_the_therapist_goes_before_the_rule_and_keeps_its_numbers():
    episode = treated()
    pairs(episode, (28, 7, 6), (0, 7, 6))
    row = overridden(episode)
    judged = course_of(episode)
    assert (judged.state, judged.computed, judged.override) == ("normal", "deviating", row)
    assert (row.numbers["d_a"], row.numbers["ref"]["a"]) == ("0.0", "7.0")
    assert AuditEvent.objects.filter(verb="course.overridden").count() == 1


def test_it_holds_until_the_rule_says_something_else():
    episode = treated()
    pairs(episode, (28, 7, 6), (3, 7, 6))
    overridden(episode)
    pairs(episode, (0, 3, 6))
    judged = course_of(episode)
    assert (judged.state, judged.override, len(judged.overrides)) == ("unclear", None, 1)


def judged_on(days_ago: int, episode: object, computed: str = "deviating") -> None:
    """A judgement of that day, of a course that was not worse."""
    made = {"computed": computed, "state": "normal", "reason": "Griep", "numbers": {"worse": False}}
    CourseOverride.objects.create(episode=episode, by=episode.therapist, at=ago(days_ago), **made)


@pytest.mark.parametrize(
    ("later", "holds"),
    [
        ([(0, 7, 6)], True),  # still the same
        ([(25, 3, 2), (0, 3, 2)], False),  # recovered for a while; then the gain stopped
        ([(0, 9, 8.5)], False),  # clearly worse by now
    ],
)
def test_a_judgement_does_not_come_back_and_covers_nothing_that_got_worse(later, holds):
    episode = treated()
    pairs(episode, (60, 7, 6), (32, 7, 6))
    judged_on(30, episode)
    pairs(episode, *later)
    judged = course_of(episode)
    assert (judged.computed, judged.override is not None) == ("deviating", holds)


def test_a_closed_episode_is_judged_on_the_day_it_was_closed():
    episode = treated()
    pairs(episode, (50, 7, 6), (20, 3, 2))
    type(episode).objects.filter(pk=episode.pk).update(phase=Phase.CLOSED, closed_at=ago(19))
    episode.refresh_from_db()
    assert course_of(episode).state == "normal"


def test_other_activities_are_not_compared_with_those_of_before():
    episode = treated()
    pairs(episode, (30, 8, 8))
    measured(episode, "psk", 2, parts=[{"text": "Traplopen", "score": 2}])
    measured(episode, "participation", 2)
    found = series(series_of(episode), "psk")
    assert (found.change, found.result) == (None, None)
    assert course_of(episode).state == "too_early"


def test_an_activity_in_other_capitals_is_the_same():
    episode = treated()
    measured(episode, "psk", 8, days=30, parts=[{"text": "Trap lopen", "score": 8}])
    measured(episode, "psk", 2, parts=[{"text": "trap  lopen ", "score": 2}])
    assert series(series_of(episode), "psk").result == "improved"
