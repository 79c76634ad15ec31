"""The search box while somebody types: on the page of the patients, and on top of any other."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from practice import audit
from practice.models import AuditEvent
from tests import factories
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def typed(client: Client, text: str, on: str = "patient_list") -> str:
    """What appears below the box of that page."""
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{reverse(on)}"}
    return page(client.post(reverse("patient_list"), {"q": text}, headers=headers))


def searches() -> int:
    return AuditEvent.objects.filter(verb="patients.searched").count()


def test_typing_letter_by_letter_is_one_search_in_the_log(desk, monkeypatch):
    for text in ("j", "ja", "jan"):
        typed(desk, text)
    assert searches() == 1
    later = timezone.now() + 2 * audit.ONE_SEARCH_EVERY
    monkeypatch.setattr(audit.timezone, "now", lambda: later)
    typed(desk, "jans")
    assert searches() == 2


def test_the_search_of_a_colleague_is_noted_too(desk, therapist_client):
    typed(desk, "jan")
    typed(therapist_client, "jan")
    assert searches() == 2


def test_a_search_that_was_sent_is_noted_each_time(desk):
    for _ in range(2):
        desk.get(reverse("patient_list"), {"q": "jan"})
    assert searches() == 2


def test_a_box_on_another_page_finds_the_same_and_leaves_the_address(desk, receptionist):
    factories.patient(by=receptionist)
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{reverse('patient_register')}"}
    response = desk.post(reverse("patient_list"), {"q": "berg"}, headers=headers)
    assert "Berg, Sanne van den" in page(response)
    assert "HX-Replace-Url" not in response


def test_a_box_on_another_page_that_was_emptied_shows_nothing(desk, receptionist):
    factories.patient(by=receptionist)
    assert "Berg" not in typed(desk, "", on="patient_register")
    assert "Berg" in typed(desk, "")


def test_the_number_of_patients_is_told_to_a_screen_reader(desk, receptionist):
    factories.patient(by=receptionist)
    status = typed(desk, "berg").split('id="found-status"')[1].split("</div>")[0]
    assert "1 patient found" in status


def test_an_unknown_bsn_does_not_stand_in_the_address_of_a_new_patient(desk):
    assert "Nobody found" in typed(desk, "999990019")
    assert "999990019" not in typed(desk, "999990019").replace('value="999990019"', "")


def test_a_phone_number_that_fits_is_shown_with_the_patient(desk, receptionist):
    factories.patient(by=receptionist)
    assert "+31 6 12345678" in typed(desk, "06 1234")
    assert "+31 6 12345678" not in typed(desk, "berg")


def test_a_name_that_only_sounds_so_is_marked(desk, receptionist):
    factories.patient(by=receptionist, birth_name="Meijer", first_name="Jan")
    assert "sounds like it" in typed(desk, "meyer")
    assert "sounds like it" not in typed(desk, "meijer")


def test_every_page_of_the_desk_knows_where_the_box_is(desk, manager_client):
    assert f'data-find="{reverse("patient_list")}"' in page(desk.get(reverse("patient_register")))
    assert "find.js" not in page(manager_client.get(reverse("rules")))
