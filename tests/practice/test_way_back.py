"""Back to the page one came from: a page of ours, or the usual one."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from practice.way_back import way_back
from tests import factories, planning_world
from tests.desk_world import visit

ODD = [
    "5",
    "home",
    "day/",
    "",
    "\x00",
    "/\x00",
    "//elsewhere.example/",
    "https://elsewhere.example/",
    "/\\elsewhere",
]


def test_a_page_of_ours_is_a_way_back():
    assert way_back(RequestFactory().get("/"), "/day/?need=1") == "/day/?need=1"


@pytest.mark.parametrize("address", ["5", "home", "", "//elsewhere.example/", "https://elsewhere.example/"])
def test_anything_else_is_none(address):
    assert way_back(RequestFactory().get("/"), address) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("address", ODD)
def test_noting_who_came_leads_to_a_page_whatever_the_form_says(desk, receptionist, therapist, address):
    patient, start = factories.patient(by=receptionist), planning_world.at(days=0)
    found = visit(patient=patient, therapist=therapist, by=receptionist, start=start)
    data = {"state": "arrived", "version": 1, "next": address}
    response = desk.post(reverse("appointment_state", args=[found.pk]), data)
    assert response["Location"] in (reverse("appointment", args=[found.pk]), "/%00")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ODD)
def test_hiding_the_names_leads_to_a_page(desk, address):
    assert desk.post(reverse("names_switch"), {"next": address}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("address", ODD)
def test_a_patient_who_changes_the_language_gets_a_page(client, address):
    response = client.post(reverse("intake_language"), {"language": "en", "next": address})
    assert response.status_code == 302
