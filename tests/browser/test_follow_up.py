"""A patient fills in a follow-up on a phone, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from intake.actions import send_follow_up
from intake.models import Intake
from records.models import OutcomeMeasure
from tests import factories
from tests.browser.form_walk import enter
from tests.browser.walking import choose, field, fill, listen


@pytest.fixture
def token(therapist) -> str:
    made = factories.examined_episode(therapist=therapist)
    factories.approved_plan(episode_=made)
    return send_follow_up(episode=made, by=therapist)[1]


def send(page: Page) -> None:
    page.locator("main button[value=send]").click()


@pytest.mark.parametrize("language", ["nl"])
def test_three_minutes_on_a_phone(open_browser, token, language, javascript, check):
    page = open_browser(language=language, javascript=javascript)
    complaints = listen(page)
    enter(page, token, language)
    page.wait_for_url("**/follow-up/")
    choose(page, nprs="3")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    expect(page.locator("[name=nprs][value='3']")).to_be_checked()
    fill(page, **{"psk-0-activity": "Zitten", "remark": "Gaat beter"})
    choose(page, **{"psk-0-score": "4", "participation-work": "2"})
    choose(page, **{"participation-social": "na", "participation-leisure": "5"})
    send(page)
    page.wait_for_url("**/follow-up/done/")
    check(page)
    assert sorted(OutcomeMeasure.objects.values_list("instrument", flat=True)) == [
        "nprs",
        "participation",
        "psk",
    ]
    assert complaints == []


@pytest.mark.parametrize("javascript", [True])
def test_what_was_filled_in_saves_itself_and_is_there_after_a_reload(open_browser, token, javascript):
    page = open_browser(language="en", javascript=javascript)
    enter(page, token, "en")
    page.wait_for_url("**/follow-up/")
    field(page, "remark").fill("Better")
    field(page, "remark").blur()
    expect(page.locator("#saved")).to_contain_text("Saved at")
    assert Intake.objects.get().answers == {"remark": "Better"}
    page.reload()
    expect(field(page, "remark")).to_have_value("Better")
