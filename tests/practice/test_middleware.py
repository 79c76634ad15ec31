"""What stands round every page."""

import pytest
from django.urls import reverse

from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def test_an_address_that_only_takes_forms_explains_itself(manager_client):
    response = manager_client.get(reverse("admin:logout"))
    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")
    assert "belongs to a button" in page(response)
    assert f'href="{reverse("home")}"' in page(response)


def test_an_answer_of_a_page_is_left_as_it_is(desk):
    assert "belongs to a button" not in page(desk.get(reverse("patient_list")))
