"""Which safety steps of the neck were done, as the standing examination says it."""

import pytest

from records.actions.examination import save_examination, sign_examination
from records.models import Examination, NeckSafety
from records.models.examination import NECK_STEPS
from records.neck import missing_steps
from tests import factories

ALL = {"risk_factors": "Geen", "weighing": "Weegt op", **dict.fromkeys(list(NECK_STEPS)[1:-1], True)}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def examine(episode, *, amends=None, follows=None, sign=True, **steps):
    """An examination with these safety steps done; a first one, a correction, or one more."""
    data = {"agreed": True, "conclusion": "Nek", "amend_reason": "Aangevuld" if amends else ""}
    told = {"data": data, "regions": [], "measurements": [], "version": 0, "by": episode.therapist}
    told["follows"] = follows
    made = save_examination(examination=Examination(episode=episode, amends=amends), **told)
    NeckSafety.objects.create(examination=made, **steps)
    return sign_examination(examination=made, by=episode.therapist) if sign else made


def test_without_an_examination_every_step_is_still_to_be_done(episode):
    assert len(missing_steps(episode)) == len(NECK_STEPS)


def test_the_steps_that_were_left_out_are_named_in_their_order(episode):
    examine(episode, **{**ALL, "eyes": False, "weighing": ""})
    assert missing_steps(episode) == [str(NECK_STEPS["eyes"]), str(NECK_STEPS["weighing"])]


def test_a_draft_does_no_step(episode):
    examine(episode, sign=False, **ALL)
    assert len(missing_steps(episode)) == len(NECK_STEPS)


def test_the_newest_version_of_the_examination_counts(episode):
    first = examine(episode, **{**ALL, "gait": False})
    examine(episode, amends=first, **ALL)
    assert missing_steps(episode) == []
