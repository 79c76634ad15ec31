"""A therapist hands the tablet over, the patient signs with a finger, and staff take it back."""

import pytest
from playwright.sync_api import Page, expect

from practice.models import User
from records.models import Consent, TreatmentPlan
from tests.browser.conftest import DESK, PHONE, assert_fits
from tests.browser.walking import PASSWORD, choose, field, fill, listen, press, sign_in
from tests.records.handing import WORDS, plan_for

TYPED = "Nog niet bewaard"
NOTE_FULL_SCREEN = "Element.prototype.requestFullscreen = async () => { window.isWide = true }"


@pytest.fixture
def plan(therapist) -> TreatmentPlan:
    return plan_for(therapist)


def hand_over(page: Page, therapist: User, plan: TreatmentPlan) -> None:
    sign_in(page, therapist)
    page.goto(f"/episodes/{plan.episode_id}/consent/")
    press(page)
    page.wait_for_url("**/approval/")


def draw(page: Page) -> None:
    """A wave through the frame, with the mouse."""
    frame = page.locator("canvas")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 80)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 20 + 10 * step, box["y"] + 80 + 30 * (step % 2))
    page.mouse.up()


def agree_to_all(page: Page) -> None:
    for choice in page.locator("[value=agreed]").all():
        choice.check()


def strokes(page: Page) -> str:
    return page.locator("[name=patient_strokes]").input_value()


def has_ink(page: Page) -> bool:
    """True when something is drawn in the frame."""
    return page.locator("canvas").evaluate(
        "frame => frame.getContext('2d').getImageData(0, 0, frame.width, frame.height).data.some(Boolean)"
    )


def test_the_tablet_goes_to_the_patient_and_comes_back(open_browser, therapist, plan):
    page = open_browser(viewport=DESK)
    page.context.add_init_script(NOTE_FULL_SCREEN)
    complaints = listen(page)
    other = page.context.new_page()
    sign_in(other, therapist)
    other.goto(f"/episodes/{plan.episode_id}/history/")
    fill(other, request_for_help=TYPED)
    of_a_patient = page.context.new_page()
    of_a_patient.goto("/intake/")
    page.bring_to_front()  # a tab behind another is drawn once a second
    page.goto(f"/episodes/{plan.episode_id}/consent/")
    press(page)
    expect(page.locator("main")).to_contain_text(WORDS)
    expect(of_a_patient.locator("main")).to_contain_text(WORDS)
    expect(other.locator("input[type=password]")).to_be_visible()
    nothing_else_is_reachable(page, plan)
    agree_to_all(page)
    assert page.evaluate("isWide")
    draw(page)
    page.locator(".when-agreed.btn").click()
    page.wait_for_url("**/approval/done/")
    assert Consent.objects.get().signatures[0]["how"] == "drawn"
    take_back(page, therapist)
    expect(page.locator("article figure.signature svg")).to_be_visible()
    assert complaints == []
    other.reload()
    expect(field(other, "request_for_help")).to_have_value(TYPED)


def nothing_else_is_reachable(page: Page, plan: TreatmentPlan) -> None:
    page.go_back()
    page.wait_for_url("**/approval/")
    expect(page.locator("main")).to_contain_text(WORDS)
    for address in ("/", f"/episodes/{plan.episode_id}/", "/patients/", "/admin/"):
        page.goto(address)
        assert page.url.endswith("/approval/")


def take_back(page: Page, therapist: User) -> None:
    page.locator(".for-staff a").click()
    fill(page, login=therapist.username, password=PASSWORD)
    press(page)
    page.wait_for_url("**/consent/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_refused_page_keeps_the_drawing_and_axe_finds_nothing(open_browser, therapist, plan, scheme, axe):
    page = open_browser(viewport=PHONE)
    page.emulate_media(color_scheme=scheme)
    hand_over(page, therapist, plan)
    draw(page)
    drawn = strokes(page)
    page.locator(".when-agreed.btn").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert strokes(page) == drawn
    page.locator(".say-no summary").click()
    found = axe.run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert_fits(page, DESK, {"width": 320, "height": 640}, PHONE)
    assert has_ink(page)
    page.locator("[data-clear]").click()
    assert (strokes(page), has_ink(page)) == ("", False)


def test_with_a_question_there_is_nothing_to_sign(open_browser, therapist, plan):
    page = open_browser(viewport=PHONE)
    hand_over(page, therapist, plan)
    choose(page, line_course="question")
    expect(page.locator("canvas")).to_be_hidden()
    fill(page, question_course="Doet het pijn?")
    page.locator(".when-asked.btn").click()
    page.wait_for_url("**/approval/done/")
    assert Consent.objects.get().decision == "questions"
