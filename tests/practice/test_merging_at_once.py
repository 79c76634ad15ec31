"""Two colleagues at the same pair at the same moment: one of them does it, the other is told."""

import itertools
from collections.abc import Callable

import pytest
from django.db import IntegrityError

from practice import actions
from practice.models import DifferentPeople, Patient, PatientMerge
from tests import factories
from tests.at_once import all_at_once
from tests.merge_world import double_of, merge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(receptionist) -> Patient:
    return factories.patient(by=receptionist)


@pytest.fixture
def gone(kept) -> Patient:
    return double_of(kept)


def tried(*acts: Callable[[], object]) -> list[object]:
    """What each of them got: done, or the name of the refusal."""
    turns = itertools.cycle(acts)

    def act() -> object:
        try:
            next(turns)()
        except (actions.MergeError, IntegrityError) as refused:
            return type(refused).__name__
        return "done"

    return sorted(all_at_once(len(acts), act))


def test_the_same_pair_is_merged_once(kept, gone, receptionist):
    def act() -> PatientMerge:
        versions = {"kept_version": kept.version, "gone_version": gone.version}
        return actions.merge_patients(kept=kept, gone=gone, taken=("phone",), **versions, by=receptionist)

    assert tried(act, act) == ["MergedAwayError", "done"]
    assert PatientMerge.objects.count() == 1


def test_a_pair_that_is_merged_both_ways_is_merged_one_way(kept, gone, receptionist):
    versions = {"kept_version": 1, "gone_version": 1, "taken": (), "by": receptionist}
    outcome = tried(
        lambda: actions.merge_patients(kept=kept, gone=gone, **versions),
        lambda: actions.merge_patients(kept=gone, gone=kept, **versions),
    )
    assert outcome == ["MergedAwayError", "done"]
    assert Patient.objects.standing().count() == 1


def test_an_undo_happens_once(kept, gone, receptionist):
    made = merge(kept=kept, gone=gone)
    assert tried(*[lambda: actions.undo_merge(merge=made, by=receptionist)] * 2) == [
        "MergeUndoneError",
        "done",
    ]


def test_telling_apart_at_once_is_one_row(kept, gone, receptionist):
    act = lambda: actions.tell_apart(first=kept, second=gone, by=receptionist)  # noqa: E731
    assert tried(act, act) == ["done", "done"]
    assert DifferentPeople.objects.count() == 1


def test_an_episode_opened_at_that_moment_ends_up_with_who_is_kept(kept, gone, receptionist, therapist):
    def opened() -> None:
        actions.open_episode(patient=gone, complaint="neck", therapist=therapist, by=receptionist)

    def merged() -> None:
        versions = {"kept_version": kept.version, "gone_version": gone.version}
        actions.merge_patients(kept=kept, gone=gone, taken=(), **versions, by=receptionist)

    assert tried(opened, merged) == ["done", "done"]
    assert kept.episodes.count() == 1
    assert gone.episodes.count() == 0
