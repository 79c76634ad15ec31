"""Signing in and one's own account: allauth's pages, and only those that the practice uses."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from practice.models import User
from tests.pages import main

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("gone", ["email/", "confirm-email/", "confirm-email/key/", "login/code/confirm/"])
def test_nobody_changes_an_address_of_ones_own_past_the_log(therapist_client, therapist, gone):
    before = therapist.email
    data = {"email": "elders@example.org", "action_add": ""}
    assert therapist_client.get(f"/accounts/{gone}").status_code == 404
    assert therapist_client.post(f"/accounts/{gone}", data).status_code == 404
    assert User.objects.get(pk=therapist.pk).email == before


def test_a_forgotten_password_is_replaced_through_the_mail(client, therapist):
    client.post(reverse("account_reset_password"), {"email": therapist.email})
    [message] = mail.outbox
    [link] = re.findall(r"http://[^/]+(/accounts/password/reset/key/\S+)", message.body)
    form = client.get(link, follow=True)
    new = {"password1": "nog-een-lange-zin-3", "password2": "nog-een-lange-zin-3"}
    assert client.post(form.redirect_chain[-1][0], new, follow=True).status_code == 200
    therapist.refresh_from_db()
    assert therapist.check_password("nog-een-lange-zin-3")


def test_an_unknown_address_is_answered_like_a_known_one(client, therapist):
    answers = [
        main(client.post(reverse("account_reset_password"), {"email": address}, follow=True))
        for address in (therapist.email, "niemand@example.org")
    ]
    assert answers[0] == answers[1]


def test_the_password_is_changed_by_whoever_knows_it(client, therapist):
    therapist.set_password("een-lange-zin-12")
    therapist.save()
    client.post(reverse("account_login"), {"login": therapist.username, "password": "een-lange-zin-12"})
    new = {"password1": "nog-een-lange-zin-3", "password2": "nog-een-lange-zin-3"}
    client.post(reverse("account_change_password"), {"oldpassword": "een-lange-zin-12", **new})
    therapist.refresh_from_db()
    assert therapist.check_password("nog-een-lange-zin-3")


def test_somebody_who_left_is_told_so(client, therapist):
    therapist.set_password("een-lange-zin-12")
    therapist.is_active = False
    therapist.save()
    signed = {"login": therapist.username, "password": "een-lange-zin-12"}
    response = client.post(reverse("account_login"), signed, follow=True)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
