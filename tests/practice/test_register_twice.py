"""One person on the phone, two colleagues or an impatient finger: registered once."""

import pytest
from django.urls import reverse

from practice.models import DifferentPeople, Patient
from tests.at_once import all_at_once
from tests.conftest import signed_in
from tests.pages import page
from tests.registering_world import REGISTER, typed


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_somebody_is_registered_once(receptionist, therapist):
    desks = [signed_in(receptionist) for _ in range(3)]
    made = all_at_once(3, lambda: desks.pop().post(reverse(REGISTER), typed(therapist)))
    assert sorted(response.status_code for response in made) == [200, 200, 302]
    assert Patient.objects.count() == 1


@pytest.mark.django_db
def test_who_comes_second_reads_who_was_first(desk, therapist, settings):
    settings.LANGUAGE_CODE = "en"
    desk.post(reverse(REGISTER), typed(therapist))
    first = Patient.objects.get()
    answer = desk.post(reverse(REGISTER), typed(therapist))
    assert "Somebody who looks the same is registered" in page(answer)
    desk.post(reverse(REGISTER), typed(therapist, not_same=[first.pk]))
    assert Patient.objects.count() == 2
    assert DifferentPeople.objects.count() == 1
