"""The letter with the QR code speaks to whoever has to fill in the form."""

import pytest
from django.urls import reverse

from intake.forms_reception import ON_SCREEN
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("age", "to_parents"), [(12, True), (15, True), (16, False), (40, False)])
def test_under_16_the_letter_speaks_to_the_parents(desk, therapist, receptionist, age, to_parents):
    patient = factories.patient(by=receptionist, birth_date=factories.years_ago(age), language="en")
    episode = factories.episode(therapist=therapist, patient_=patient)
    page = desk.post(reverse("intake_send", args=[episode.pk]), {"send_to": ON_SCREEN}, follow=True)
    letter = page.content.decode().partition('class="sheet-only')[2]
    assert ("To the parents or guardians of" in letter) is to_parents
    assert ("your child" in letter) is to_parents
    assert ("Have your birth date at hand" in letter) is not to_parents
