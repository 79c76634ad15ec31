"""The intake link of a registration that was made one with another: it opens with what we hold true now."""

import datetime

import pytest

from intake import actions
from intake.models import Intake
from intake.walk import Walk
from practice.actions import change_patient, undo_merge
from practice.models import Patient
from tests import factories
from tests.merge_world import merge

pytestmark = pytest.mark.django_db
RIGHT, SLIP = datetime.date(1985, 4, 12), datetime.date(1958, 4, 12)


@pytest.fixture
def kept(receptionist) -> Patient:
    return factories.patient(by=receptionist, birth_date=RIGHT)


@pytest.fixture
def link(kept, receptionist, therapist):
    """Sent under a registration with a slip in the birth date."""
    gone = factories.patient(by=receptionist, birth_date=SLIP)
    episode = factories.episode(therapist=therapist, patient_=gone)
    return actions.invite_patient(episode=episode, by=receptionist)[0]


def opens(link, day: datetime.date) -> bool:
    return actions.check_birth_date(invitation=link, date=day)


def test_it_opens_with_the_birth_date_that_was_kept(kept, link, receptionist):
    made = merge(kept=kept, gone=link.intake.episode.patient, by=receptionist)
    assert (opens(link, SLIP), opens(link, RIGHT)) == (False, True)
    undo_merge(merge=made, by=receptionist)
    assert (opens(link, SLIP), opens(link, RIGHT)) == (True, False)


def test_the_form_asks_what_belongs_to_who_was_kept(kept, link, receptionist):
    """Asked by what the other registration said, the form could never be sent in."""
    kept = change_patient(patient=kept, data={"sex": "m"}, version=kept.version, by=receptionist)
    merge(kept=kept, gone=link.intake.episode.patient, by=receptionist)
    answers = Walk.of(Intake.objects.get(pk=link.intake_id)).answers
    assert (answers["ad_sex"], answers["ad_birthdate"]) == ("m", RIGHT.isoformat())
