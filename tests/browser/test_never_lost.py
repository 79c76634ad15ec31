"""A phone on a train: no connection, lost answers, a server that crashes. Nothing is lost, or doubled."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from intake.models import Answer, Intake
from practice.models import AuditEvent
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.form_walk import enter
from tests.browser.goal_page import (
    MORE,
    TEXT,
    expect_notice,
    expect_saved,
    go_to_goal,
    in_words,
    stored,
    write,
)
from tests.browser.walking import field, press


@pytest.fixture
def token(therapist) -> str:
    return factories.invitation(therapist=therapist)[1]


@pytest.fixture
def at_goal(open_browser, token) -> Page:
    """A phone at the page with room for text, in English."""
    return go_to_goal(open_browser(), token)


@pytest.fixture
def at_check(open_browser, token) -> Page:
    """A phone at the last page, where the answers are sent."""
    factories.fill_in(Intake.objects.get())
    page = open_browser()
    enter(page, token, "en")
    expect(page).to_have_url(re.compile("/intake/check/"))
    return page


def test_a_field_is_saved_within_a_second_of_leaving_it(at_goal):
    write(at_goal)
    expect_saved(at_goal, within=1000)
    assert stored() == TEXT


def test_without_connection_the_text_stays_and_is_sent_when_it_is_back(at_goal):
    at_goal.context.set_offline(True)
    write(at_goal)
    expect_notice(at_goal, "No connection")
    assert in_words(at_goal) == "Not saved yet"
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    at_goal.context.set_offline(False)
    expect_saved(at_goal)
    expect(at_goal.locator("#trouble [role=alert]")).to_have_count(0)
    assert stored() == TEXT


def test_next_without_connection_goes_on_by_itself_when_it_is_back(at_goal):
    at_goal.context.set_offline(True)
    field(at_goal, "g_goal").fill(TEXT)
    press(at_goal)
    expect_notice(at_goal, "No connection")
    at_goal.context.set_offline(False)
    at_goal.wait_for_url(lambda url: "/page/goal/" not in url or "again" in url)
    assert stored() == TEXT


def test_who_types_on_without_connection_is_not_sent_away_later(at_goal):
    at_goal.context.set_offline(True)
    press(at_goal)
    expect_notice(at_goal, "No connection")
    write(at_goal)
    at_goal.context.set_offline(False)
    expect_saved(at_goal)
    assert at_goal.url.endswith("/page/goal/")


def test_sending_without_connection_says_so_and_sends_once_when_it_is_back(at_check):
    at_check.context.set_offline(True)
    press(at_check)
    expect_notice(at_check, "not sent yet")
    assert not Intake.objects.get().is_submitted
    at_check.context.set_offline(False)
    at_check.wait_for_url("**/intake/done/")
    assert AuditEvent.objects.filter(verb="intake.submitted").count() == 1


def test_a_lost_answer_to_sending_sends_nothing_twice(at_check):
    def lose(route) -> None:
        route.fetch()  # it arrives, and the answer does not
        route.abort()

    at_check.route("**/intake/check/", lose, times=1)
    press(at_check)
    at_check.wait_for_url("**/intake/done/")
    assert AuditEvent.objects.filter(verb="intake.submitted").count() == 1


def test_a_lost_answer_to_saving_is_not_taken_for_another_device(at_goal):
    def lose(route) -> None:
        route.fetch()
        route.abort()

    at_goal.route("**/page/goal/", lose, times=1)
    write(at_goal)
    expect_notice(at_goal, "No connection")
    write(at_goal, MORE)
    expect_saved(at_goal)
    assert stored() == MORE


@pytest.mark.parametrize(
    "answer", [{"status": 500}, {"status": 429}, {"status": 200, "body": "<p>Log in</p>"}]
)
def test_an_answer_that_is_not_ours_is_never_called_saved(at_goal, answer):
    at_goal.route("**/page/goal/", lambda route: route.fulfill(**answer), times=1)
    write(at_goal)
    expect_notice(at_goal, "does not work right now")
    assert in_words(at_goal) == "Not saved yet"
    expect_saved(at_goal)
    assert stored() == TEXT


def test_a_renewed_csrf_token_loses_nothing(at_goal):
    at_goal.context.clear_cookies(name="csrftoken")
    write(at_goal)
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    expect_saved(at_goal)
    assert stored() == TEXT


def test_two_taps_on_next_go_one_page_further(at_goal):
    before = AuditEvent.objects.filter(verb="intake.page_saved").count()
    at_goal.locator("main .btn-primary").dblclick(no_wait_after=True)
    at_goal.wait_for_url(lambda url: "/page/goal/" not in url)
    at_goal.wait_for_load_state()
    assert AuditEvent.objects.filter(verb="intake.page_saved").count() == before + 1


def test_two_taps_on_send_send_once(at_check):
    at_check.locator("main .btn-primary").dblclick(no_wait_after=True)
    at_check.wait_for_url("**/intake/done/")
    assert AuditEvent.objects.filter(verb="intake.submitted").count() == 1
    assert Answer.objects.values("question").distinct().count() == Answer.objects.count()


@pytest.fixture
def server() -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """A server of its own on the database of the test: its address, and how to start and kill it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, running = f"http://localhost:{port}", []

    def start() -> None:
        command = [sys.executable, "-m", "gunicorn", "practice.wsgi", "--bind", f"127.0.0.1:{port}"]
        environment = {**os.environ, "DATABASE_URL": database_url(), "SITE_URL": address}
        running.append(
            subprocess.Popen([*command, "--log-level", "error"], env=environment, start_new_session=True)
        )
        wait_for(address)

    def kill() -> None:
        process = running.pop()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    yield address, start, kill
    while running:
        kill()


def database_url() -> str:
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    return f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


def test_a_server_that_crashes_between_two_saves_loses_nothing(chromium, server, token):
    address, start, kill = server
    start()
    context = chromium.new_context(locale="en-GB", viewport=PHONE, base_url=address)
    page = go_to_goal(context.new_page(), token)
    write(page)
    expect_saved(page)
    kill()
    write(page, MORE)
    expect_notice(page, "No connection")
    start()
    expect_saved(page, within=30_000)
    context.close()
    assert stored() == MORE
