"""From a day to a week, from a free half hour to an appointment, from a plan to a series; by keyboard too."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import fill, press, sign_in
from tests.calendar_world import booked, quiet_monday


@pytest.mark.parametrize("javascript", [True])
def test_a_free_time_becomes_an_appointment_and_a_plan_a_series(open_browser, receptionist, therapist, check):
    episode = factories.screened_episode(therapist=therapist, by=receptionist)
    factories.approved_plan(episode_=episode, session_count=3, frequency="eens per week")
    monday = quiet_monday()
    booked(episode, monday, "09:30")
    page = open_browser(viewport=DESK)
    sign_in(page, receptionist)

    # A day, the day before by keyboard and back, then the week.
    page.goto(f"/calendar/?day={monday.isoformat()}")
    expect(page.locator(".booked-name")).to_have_text("Sanne van den Berg")
    check(page)
    for key, on in (("ArrowLeft", False), ("ArrowRight", True)):
        page.locator("h1").click()
        page.keyboard.press(key)
        expect(page.locator(".booked-name")).to_have_count(1 if on else 0)
    page.locator(".calendar-views a").last.click()
    expect(page.locator(".board-column")).to_have_count(5)
    check(page)

    # The free half hour before it, for the same patient.
    page.locator(f".free-slots a[href*='{monday.isoformat()}T09:00']").click()
    fill(page, q="sanne")
    press(page)
    page.locator("main a[href*='patient=']").first.click()
    expect(page.locator("main [name=time]")).to_have_value("09:00")
    press(page)
    page.goto(f"/calendar/?day={monday.isoformat()}")
    expect(page.locator(".booked-time")).to_have_text([re.compile("09:00"), re.compile("09:30")])

    # What the plan leaves, booked in one go.
    page.goto(f"/episodes/{episode.pk}/appointments/series/")
    press(page)
    expect(page.locator(".series-line")).to_have_count(1)
    check(page)
    page.locator("form[data-once] .btn-primary").click()
    page.wait_for_url("**/patients/*/")
    assert episode.appointments.exclude(series=None).count() == 1
