"""A form that was not let in: what somebody typed stays, and is sent again after signing in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from intake.models import Invitation
from practice.models import Patient, User
from tests import factories
from tests.conftest import signed_in
from tests.pages import main, page

pytestmark = pytest.mark.django_db

TYPED = {
    "initials": "J.",
    "birth_name": "Jansen",
    "name_use": "birth",
    "birth_date": "02-03-1961",
    "sex": "m",
    "language": "nl",
    "street": 'Lange <b>"straat"</b>',
}
HERE, ELSEWHERE = "http://testserver", "https://elsewhere.example"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def strict() -> Client:
    """Nobody's browser, held to the token in each form."""
    return Client(enforce_csrf_checks=True)


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def carried(response) -> dict[str, str]:
    """What the form on the page sends; the values here need no unescaping."""
    form = page(response).split("data-send-again")[1].split("</form>")[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


def test_what_a_signed_out_receptionist_typed_stays_on_the_page(client, practice):
    response = client.post(reverse("patient_register"), TYPED)
    assert response.status_code == 401
    assert {"birth_name": "Jansen", "birth_date": "02-03-1961"}.items() <= carried(response).items()
    assert f'action="{reverse("patient_register")}"' in main(response)
    assert "You were signed out" in page(response)
    assert 'target="_blank" rel="noopener"' in main(response)
    assert not Patient.objects.exists()


def test_what_was_typed_is_text_and_never_markup(client, practice):
    response = page(client.post(reverse("patient_register"), TYPED))
    assert "&lt;b&gt;&quot;straat&quot;" in response
    assert "<b>" not in response


def test_several_values_of_one_name_all_stay(client, practice, therapist):
    episode = factories.episode(therapist=therapist)
    response = client.post(reverse("history", args=[episode.pk]), {"course": ["one", "two"]})
    assert main(response).count('name="course"') == 2


def test_a_password_is_never_put_on_a_page(client, practice):
    typed = {"username": "ans", "password1": "een-lange-zin-12", "password2": "een-lange-zin-12"}
    response = client.post(reverse("admin:practice_user_add"), typed)
    assert carried(response)["username"] == "ans"
    assert "een-lange-zin-12" not in page(response)
    assert "password" not in main(response)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("patient_register", {}),
        ("patient_register", {"street": "x" * 600_000}),
        ("account_change_password", {"oldpassword": "a", "password1": "b", "password2": "b"}),
        ("mfa_activate_totp", {"code": "123456"}),
    ],
)
def test_where_there_is_nothing_to_keep_one_signs_in_as_always(client, practice, name, typed):
    response = client.post(reverse(name), typed)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_reading_a_page_asks_to_sign_in_as_always(client, practice):
    assert client.get(reverse("patient_register"), TYPED).status_code == 302


def test_a_search_in_an_old_tab_loads_the_page_anew(client, practice):
    response = client.post(reverse("patient_list"), {"q": "berg"}, headers={"HX-Request": "true"})
    assert response["HX-Refresh"] == "true"


def test_after_signing_in_elsewhere_it_is_sent_again(strict, receptionist):
    first = strict.post(reverse("patient_register"), TYPED, headers={"Origin": HERE})
    sign_in(strict, receptionist)
    strict.get(reverse("patient_list"))  # renews the token
    old = {**TYPED, **carried(first), "street": "Dorpsstraat"}
    strict.cookies["csrftoken"] = "n" * 32
    again = strict.post(reverse("patient_register"), old, headers={"Origin": HERE})
    assert again.status_code == 403
    assert "You were signed out" not in page(again)
    assert strict.post(reverse("patient_register"), carried(again)).status_code == 302
    assert Patient.objects.get().birth_name == "Jansen"


@pytest.mark.parametrize("headers", [{"Origin": ELSEWHERE}, {"Origin": "null"}, {}])
def test_what_another_site_sends_is_not_taken_over(strict, receptionist, headers):
    sign_in(strict, receptionist)
    response = strict.post(reverse("patient_register"), TYPED, headers=headers)
    assert response.status_code == 403
    assert "Jansen" not in page(response)
    assert "copy what you typed" in page(response)


def test_a_patient_is_not_asked_to_sign_in(strict, therapist):
    invitation, token = factories.invitation(therapist=therapist)
    strict.get(reverse("intake_enter", args=[token]))
    response = strict.post(reverse("intake_birth_date"), {"day": "12"}, headers={"Origin": HERE})
    assert response.status_code == 403
    assert carried(response)["day"] == "12"
    assert reverse("account_login") not in page(response)
    assert Invitation.objects.get() == invitation


def test_who_is_signed_in_notices_nothing(receptionist):
    assert signed_in(receptionist).post(reverse("patient_register"), TYPED).status_code == 302
