"""A phone on a train: whatever goes wrong while a patient fills in, nothing is lost and nothing doubled."""

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
from tests.browser.test_patient_journey import enter
from tests.browser.walking import field, press

TEXT = "Weer een uur fietsen"
MORE = "Weer een uur fietsen, ook tegen de wind in"


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


def go_to_goal(page: Page, token: str) -> Page:
    draft = Intake.objects.get()
    if "goal" not in draft.page_versions:
        factories.fill_in(draft, until="goal")
    enter(page, token, "en")
    expect(page).to_have_url(re.compile("/page/goal/"))
    return page


def write(page: Page, text: str = TEXT) -> None:
    """Type in the field and leave it."""
    field(page, "g_goal").fill(text)
    page.keyboard.press("Tab")


def stored() -> str:
    return Intake.objects.get().answers.get("g_goal", "")


def expect_saved(page: Page, within: int = 10_000) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"^\s*Saved at \d\d:\d\d"), timeout=within)


def expect_notice(page: Page, words: str) -> None:
    expect(page.locator("#trouble [role=alert]")).to_contain_text(words)


def in_words(page: Page) -> str:
    return page.locator("#saved").inner_text()


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


def test_reloading_in_the_middle_of_a_word_loses_nothing(at_goal):
    field(at_goal, "g_goal").fill(TEXT)
    at_goal.reload()
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    expect(at_goal.locator("#trouble [role=alert]")).to_have_count(0)


def test_reloading_puts_back_what_could_not_be_sent(at_goal):
    at_goal.route(
        "**/page/goal/", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    write(at_goal)
    expect_notice(at_goal, "No connection")
    at_goal.reload()
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    at_goal.unroute_all()
    expect_saved(at_goal)
    assert stored() == TEXT
    assert kept(at_goal) == []


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('intake:'))")


def test_the_back_button_shows_the_draft_of_now(at_goal, token):
    at_goal.locator("button[value=back]").click()
    at_goal.wait_for_url(lambda url: "/page/goal/" not in url)
    intake = Intake.objects.get()
    factories.save_page(
        intake=intake, page="goal", cleaned={"g_goal": MORE, "g_psk": None}, version=intake.draft_version
    )
    at_goal.go_back()
    expect(field(at_goal, "g_goal")).to_have_value(MORE)


def test_two_devices_on_one_page_see_both_texts(open_browser, at_goal, token):
    tablet = go_to_goal(open_browser(), token)
    write(at_goal)
    expect_saved(at_goal)
    write(tablet, MORE)
    expect_notice(tablet, "on another device")
    assert stored() == TEXT
    press(tablet)
    expect(tablet.locator("section.notice")).to_contain_text(TEXT)
    expect(field(tablet, "g_goal")).to_have_value(MORE)
    press(tablet)
    tablet.wait_for_url(lambda url: "goal" not in url)
    assert stored() == MORE


def test_the_answers_of_the_other_device_can_be_taken(open_browser, at_goal, token):
    tablet = go_to_goal(open_browser(), token)
    write(at_goal)
    expect_saved(at_goal)
    write(tablet, MORE)
    expect_notice(tablet, "on another device")
    press(tablet)
    tablet.locator("a[data-forget]").click()
    expect(field(tablet, "g_goal")).to_have_value(TEXT)
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


def give_birth_date(page: Page) -> None:
    for name, number in {"day": "12", "month": "4", "year": "1985"}.items():
        page.locator(f"#id_{name}").fill(number)
    press(page)


def test_a_phone_left_alone_asks_for_the_birth_date_and_keeps_the_draft(open_browser, token):
    page = open_browser()
    page.clock.install()
    go_to_goal(page, token)
    field(page, "g_goal").fill(TEXT)
    page.clock.fast_forward(31 * 60 * 1000)
    page.wait_for_url("**/intake/")
    assert stored() == TEXT
    page.goto("/intake/page/goal/")
    give_birth_date(page)
    expect(field(page, "g_goal")).to_have_value(TEXT)


def test_left_alone_without_connection_the_answers_are_out_of_sight(open_browser, token):
    page = open_browser()
    page.clock.install()
    go_to_goal(page, token)
    page.context.set_offline(True)
    write(page)
    page.clock.fast_forward(31 * 60 * 1000)
    expect(field(page, "g_goal")).to_be_hidden()
    page.context.set_offline(False)
    page.wait_for_url("**/intake/")
    assert stored() == TEXT


def test_a_visit_that_ended_while_typing_loses_nothing(at_goal, settings):
    minutes, settings.INTAKE_IDLE_MINUTES = settings.INTAKE_IDLE_MINUTES, -1
    write(at_goal)
    at_goal.wait_for_url("**/intake/")
    settings.INTAKE_IDLE_MINUTES = minutes
    give_birth_date(at_goal)
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    assert stored() == TEXT


def test_a_lost_cookie_while_typing_loses_nothing(at_goal, token):
    at_goal.context.clear_cookies(name="wervel_intake")
    write(at_goal)
    expect(field(at_goal, "g_goal")).to_have_count(0)
    enter(at_goal, token, "en")
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    expect_saved(at_goal)
    assert stored() == TEXT


def test_leaving_keeps_nothing_in_the_browser(at_goal):
    write(at_goal)
    at_goal.locator("button[value=later]").click()
    at_goal.wait_for_url("**/intake/leave/**")
    assert kept(at_goal) == []


def test_an_emergency_shows_at_once_without_a_jump_and_goes_with_the_tick(open_browser, token):
    page = open_browser()
    enter(page, token, "en")
    page.evaluate("window.scrollTo(0, 300)")
    before = page.evaluate("window.scrollY")
    page.locator("input[value=stroke]").check()
    call = page.locator("#alarm a[href='tel:112']")
    expect(call).to_be_in_viewport()
    assert page.url.endswith("/page/now/")
    assert abs(page.evaluate("window.scrollY") - before) < 300
    page.locator("input[value=stroke]").uncheck()
    expect(call).to_have_count(0)
    assert Intake.objects.get().emergency_at is None


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
