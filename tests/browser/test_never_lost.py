"""A phone on a train: no connection, lost answers, a server that crashes. Nothing is lost, or doubled."""

import pytest
from playwright.sync_api import Page, Route, expect

from intake.models import Answer, Intake, Invitation
from practice.models import AuditEvent
from tests import factories
from tests.browser.goal_page import (
    MORE,
    TEXT,
    come_in,
    expect_notice,
    expect_saved,
    go_to_goal,
    in_words,
    kept,
    stored,
    try_again,
    write,
)
from tests.browser.walking import field, press


@pytest.fixture(autouse=True)
def link(therapist) -> Invitation:
    return factories.invitation(therapist=therapist)[0]


@pytest.fixture
def at_goal(open_browser) -> Page:
    """A phone at the page with room for text, in English."""
    return go_to_goal(open_browser())


@pytest.fixture
def at_check(open_browser) -> Page:
    """A phone at the last page, where the answers are sent."""
    factories.fill_in(Intake.objects.get())
    return come_in(open_browser(), "/intake/check/")


def lose_answer(page: Page, address: str) -> None:
    """What is sent next arrives, and its answer does not."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(address, lose, times=1)


def answer_once(page: Page, status: int, body: str) -> None:
    page.route("**/page/goal/", lambda route: route.fulfill(status=status, body=body), times=1)


def count(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def test_a_field_is_saved_within_a_second_of_leaving_it_and_two_taps_go_one_page_further(at_goal):
    write(at_goal)
    expect_saved(at_goal, within=1000)
    assert stored() == TEXT
    before = count("intake.page_saved")
    at_goal.locator("main .btn-primary").dblclick(no_wait_after=True)
    at_goal.wait_for_url("**/page/health/")
    assert count("intake.page_saved") == before + 1


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


def test_next_without_connection_goes_on_by_itself_unless_somebody_types_on(at_goal):
    at_goal.context.set_offline(True)
    press(at_goal)
    expect_notice(at_goal, "No connection")
    write(at_goal)
    at_goal.context.set_offline(False)
    expect_saved(at_goal)
    assert at_goal.url.endswith("/page/goal/")
    at_goal.context.set_offline(True)
    press(at_goal)
    expect_notice(at_goal, "No connection")
    at_goal.context.set_offline(False)
    at_goal.wait_for_url("**/page/health/")
    assert stored() == TEXT


def test_sending_without_connection_says_so_and_two_taps_send_once_when_it_is_back(at_check):
    at_check.context.set_offline(True)
    at_check.locator("main .btn-primary").dblclick(no_wait_after=True)
    expect_notice(at_check, "not sent yet")
    assert not Intake.objects.get().is_submitted
    at_check.context.set_offline(False)
    at_check.wait_for_url("**/intake/done/")
    assert count("intake.submitted") == 1
    assert Answer.objects.values("question").distinct().count() == Answer.objects.count()


def test_a_lost_answer_to_sending_sends_nothing_twice_and_leaves_nothing_in_the_browser(at_check):
    at_check.evaluate("sessionStorage.setItem('intake:1:/intake/page/goal/', '{}')")
    lose_answer(at_check, "**/intake/check/")
    press(at_check)
    expect_notice(at_check, "not sent yet")
    at_check.reload()
    at_check.wait_for_url("**/intake/done/")
    assert count("intake.submitted") == 1
    assert kept(at_check) == []


def test_a_lost_answer_to_saving_is_not_taken_for_another_device(at_goal):
    lose_answer(at_goal, "**/page/goal/")
    write(at_goal)
    expect_notice(at_goal, "No connection")
    write(at_goal, MORE)
    expect_saved(at_goal)
    assert stored() == MORE


def test_an_answer_that_is_not_ours_is_never_called_saved(at_goal):
    for status, body in ((500, ""), (429, ""), (200, "<p>Log in</p>")):
        answer_once(at_goal, status, body)
        write(at_goal, f"{TEXT} {status}")
        expect_notice(at_goal, "does not work right now")
        assert in_words(at_goal) == "Not saved yet"
        try_again(at_goal)
        expect_saved(at_goal)
        assert stored() == f"{TEXT} {status}"


def test_a_renewed_csrf_token_loses_nothing(at_goal):
    at_goal.context.clear_cookies(name="csrftoken")
    write(at_goal)
    expect(field(at_goal, "g_goal")).to_have_value(TEXT)
    expect_saved(at_goal)
    assert stored() == TEXT


def test_a_server_that_crashes_between_two_saves_loses_nothing(open_browser, server):
    address, start, kill = server
    start()
    page = go_to_goal(open_browser(), address)
    write(page)
    expect_saved(page)
    kill()
    write(page, MORE)
    expect_notice(page, "No connection")
    start()
    try_again(page)
    expect_saved(page, within=30_000)
    assert stored() == MORE
