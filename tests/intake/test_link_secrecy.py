"""A link that does not work tells nothing, and the token of one that works stays out of sight."""

import datetime
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import actions, patient_session
from intake.models import Invitation
from practice.logs import WithoutLinks
from practice.models import AuditEvent, Throttle
from tests import factories
from tests.intake.browsing import PatientBrowser
from tests.pages import page

pytestmark = pytest.mark.django_db

OWN_WORDS = ("Expires", "Content-Length")  # the time, and how long the address is that was asked for
DEAD = ["expired", "revoked", "used"]
MALFORMED = ["x", "a\x00b", "y" * 10_000, "héé✓𝕏", "%00", "..", "' OR 1=1 --"]


def dead_token(kind, link, therapist):
    invitation, token = link
    if kind == "expired":
        Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    if kind == "revoked":
        actions.revoke_invitation(invitation=invitation, by=therapist)
    if kind == "used":
        actions.submit_intake(intake=factories.fill_in(invitation.intake))
    return token


def seen(token):
    """All that a stranger can notice: status, words, headers, and the work it took."""
    browser = PatientBrowser(REMOTE_ADDR="203.0.113.9")
    with CaptureQueriesContext(connection) as captured:
        response = browser.open_link(token)
    headers = {name: value for name, value in response.headers.items() if name not in OWN_WORDS}
    words = page(response).split("<main")[1].split("</main>")[0]
    cookies = sorted(response.cookies)
    work = [query["sql"][:60] for query in captured if "SAVEPOINT" not in query["sql"]]
    return response.status_code, words, headers, cookies, work


@pytest.mark.parametrize("kind", DEAD)
def test_a_link_that_stopped_working_cannot_be_told_from_one_that_never_was(link, therapist, kind):
    token = dead_token(kind, link, therapist)
    events = AuditEvent.objects.count()
    unknown = seen("never-handed-out")
    assert seen(token) == unknown
    assert unknown[0] == 404
    assert patient_session.COOKIE not in unknown[3]
    assert Throttle.objects.get().count == 2
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("token", MALFORMED)
def test_a_malformed_link_is_an_unknown_one(link, token):
    assert seen(token) == seen("never-handed-out")


def test_who_holds_a_locked_link_is_told_so_and_goes_on_once_it_is_free(link, therapist):
    invitation, token = link
    for _ in range(5):
        actions.check_birth_date(invitation=invitation, date=datetime.date(2000, 1, 1))
    browser = PatientBrowser()
    browser.open_link(token)
    assert browser.get(reverse("intake_birth_date")).status_code == 403
    assert browser.give_birth_date().status_code == 403
    actions.unlock_invitation(invitation=invitation, by=therapist)
    assert browser.give_birth_date().status_code == 302


def test_too_many_wrong_links_from_one_connection_have_to_wait(link, settings):
    settings.INTAKE_TRIES_PER_ADDRESS = 2
    browser = PatientBrowser()
    assert [browser.open_link("wrong").status_code for _ in range(3)] == [404, 404, 429]
    refused = browser.open_link(link[1])
    assert refused.status_code == 429
    assert 14 * 60 < int(refused.headers["Retry-After"]) <= 15 * 60
    assert 'href="tel:+31201234567"' in page(refused)
    assert patient_session.COOKIE not in refused.cookies
    assert PatientBrowser(REMOTE_ADDR="203.0.113.9").open_link(link[1]).status_code == 302


def test_wrong_birth_dates_count_for_the_connection_too(link, settings):
    settings.INTAKE_TRIES_PER_ADDRESS = 2
    browser = PatientBrowser()
    browser.open_link(link[1])
    for _ in range(2):
        browser.give_birth_date(year="1986")
    assert browser.give_birth_date().status_code == 429
    link[0].refresh_from_db()
    assert link[0].failed_attempts == 2


def test_a_full_waiting_room_behind_one_connection_is_not_in_its_own_way(link, settings):
    settings.INTAKE_TRIES_PER_ADDRESS = 2
    for _ in range(4):
        assert PatientBrowser().enter(link[1]).see("now").status_code == 200
    assert not Throttle.objects.exists()


def test_who_is_in_goes_on_while_others_have_to_wait(link, settings):
    settings.INTAKE_TRIES_PER_ADDRESS = 1
    browser = PatientBrowser().enter(link[1])
    PatientBrowser().open_link("wrong")
    assert browser.see("now").status_code == 200


def test_the_token_is_in_no_redirect_and_no_line_of_the_log(link):
    browser = PatientBrowser()
    response = browser.open_link(link[1])
    browser.give_birth_date()
    told = [str(list(AuditEvent.objects.values())), str(response.headers), browser.cookies.output()]
    assert [text for text in told if link[1] in text] == []
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.one_engine
def test_the_server_writes_no_token(link, caplog):
    caplog.handler.addFilter(WithoutLinks())
    Invitation.objects.update(expires_at=timezone.now())
    PatientBrowser().open_link(link[1])
    logging.getLogger("gunicorn.access").info("%(r)s", {"r": f"GET /i/{link[1]}/ HTTP/1.1"})
    assert "Not Found: /i/.../" in caplog.text
    assert link[1] not in caplog.text
