"""An examination that saved itself and could not hear that it arrived: signing it is no conflict."""

from urllib.parse import urlencode

import pytest

from records.models import Examination
from tests import factories
from tests.records.test_examination_neck import ALL, address


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist, complaint="neck")


@pytest.mark.parametrize(
    ("sent", "then"),
    [
        ({}, {}),
        ({"vitals-systolic-R": "128/82", "vitals-diastolic-R": ""}, {}),
        ({"body": "back_neck_left"}, {"body-score-back_neck_left": "2"}),
        ({"body": "back_neck_left", "body-tone-back_neck_left": "high"}, {"body-score-back_neck_left": "2"}),
        ({"cervical-rotation-L": "999"}, {"cervical-rotation-L": "50"}),
    ],
    ids=["plain", "a pressure in one field", "a place without tenderness", "its tone alone", "out of range"],
)
def test_what_the_page_sent_itself_is_no_other_window(therapist_client, therapist, episode, sent, then):
    told = {**ALL, "typed_by": str(therapist.pk), "follows": "", **sent}
    therapist_client.post(address("examination", episode), told, headers={"accept": "application/json"})
    last = {**told, **then, "unsure": urlencode(told)}
    therapist_client.post(address("examination_sign", episode), last)
    assert Examination.objects.get().is_signed


def test_what_another_window_kept_is_still_shown_beside_it(therapist_client, therapist, episode):
    told = {**ALL, "typed_by": str(therapist.pk), "vitals-systolic-R": "128/82", "vitals-diastolic-R": ""}
    kept = {**told, "vitals-systolic-R": "150/90"}
    therapist_client.post(address("examination", episode), kept, headers={"accept": "application/json"})
    answer = therapist_client.post(address("examination_sign", episode), {**told, "unsure": urlencode(told)})
    assert answer.context["conflict"] and not Examination.objects.get().is_signed
