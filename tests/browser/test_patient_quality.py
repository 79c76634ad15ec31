"""The patient's pages for everybody: with a screen reader, on a small phone, with large letters, on paper."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from intake.models import Intake, Invitation
from tests import factories
from tests.browser.conftest import assert_fits
from tests.browser.form_walk import Look, answer, enter, give_birth_date, onward, press, walk_to_check

SMALL = {"width": 320, "height": 640}
# Whatever can be tapped, as large as its label when that is part of it.
TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(each => each.type !== "hidden" && each.checkVisibility())
  .filter(each => !each.closest(".visually-hidden, .skip-link, svg"))
  .map(each => [each, (each.closest("label") || each).getBoundingClientRect()])
  .filter(([each, box]) => box.width < 43.9 || box.height < 43.9)
  .map(([each, box]) => `${each.outerHTML.slice(0, 90)}: ${box.width} x ${box.height}`)"""
# Texts that are wider than the box they stand in, so that a part of them cannot be read.
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter(each => each.checkVisibility()
    && !each.matches(".visually-hidden, input, textarea, select, progress")
    && each.getBoundingClientRect().right > window.innerWidth + 1)
  .map(each => each.outerHTML.slice(0, 90))"""
# A page with one of these looks unlike the pages before it.
PARTS = (".choices", ".scale", ".activity", "textarea", "[type=date]", ".chart", ".notice", ".error-summary")


@pytest.fixture
def token(therapist) -> str:
    return factories.invitation(therapist=therapist)[1]


class Inspector:
    """Looks at pages with axe, by day and by night; at a page that looks like an earlier one it does not."""

    def __init__(self, axe: Axe) -> None:
        self.axe, self.seen = axe, set()

    def look(self, page: Page) -> None:
        page.wait_for_load_state()
        for theme, options in (("dark", {"runOnly": ["color-contrast"]}), ("light", {})):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # no colour halfway
            found = self.axe.run(page, options={"resultTypes": ["violations"], **options})
            assert found.violations_count == 0, f"{page.url} {theme}\n{found.generate_report()}"

    def look_if_new(self, page: Page) -> None:
        parts = {part for part in PARTS if page.locator(f"main {part}").count()}
        if not parts <= self.seen or "/page/" not in page.url:
            self.seen |= parts
            self.look(page)


@pytest.fixture
def inspector(axe: Axe) -> Inspector:
    return Inspector(axe)


def test_axe_finds_nothing_on_the_way_of_a_patient(open_browser, token, language, inspector):
    page = open_browser(language=language)
    come_in_with_mistakes(page, token, language, inspector.look)
    make_mistakes(page, inspector.look)
    walk_to_check(page, inspector.look_if_new, answer_with_trouble(inspector.look))
    for leave in (press, lambda page: page.locator("main form button").click()):
        onward(page, leave)
        inspector.look(page)
    page.goto(f"/i/{token}/")
    inspector.look(page)


def come_in_with_mistakes(page: Page, token: str, language: str, look: Look) -> None:
    """By a link that was locked first, and with a wrong birth date."""
    Invitation.objects.update(locked_at=timezone.now())
    page.goto(f"/i/{token}/")
    look(page)
    Invitation.objects.update(locked_at=None)
    enter(page, token, language, look, year="1990")
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    give_birth_date(page)


def make_mistakes(page: Page, look: Look) -> None:
    """A question that is left open, and an emergency that is none."""
    onward(page)
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    stroke = page.locator("input[value=stroke]")
    stroke.check()
    expect(page.locator(".alarm")).to_be_visible()
    look(page)
    onward(page)
    look(page)
    onward(page, lambda page: page.locator("main form .btn-link").click())
    stroke.uncheck()


def answer_with_trouble(look: Look) -> Look:
    """Answers each page; one is answered on another device too, and one is answered in two ways at once."""

    def answer_here(page: Page) -> None:
        if page.url.endswith("/page/you/"):
            factories.fill_in(Intake.objects.get(), until="where")
            page.locator("[name=ad_referral][value=yes]").check()
            expect(page.locator("#trouble .notice")).to_be_visible()
            look(page)
            onward(page)
            look(page)
        answer(page)
        if page.url.endswith("/page/health/"):
            # As without JavaScript: "none of these" clears nothing.
            page.locator("[value=fatigue]").evaluate("box => box.checked = true")
            onward(page)
            expect(page.locator(".error-summary")).to_be_focused()
            look(page)
            page.locator("[value=fatigue]").uncheck()

    return answer_here


PAGES = ("now", "draw", "pain", "goal")


@pytest.fixture
def pages(open_browser, token) -> Iterator[Page]:
    """The pages of the form on the smallest phone, from the birth date to the thank-you."""

    def all_of_them() -> Iterator[Page]:
        page = open_browser(viewport=SMALL)
        page.goto(f"/i/{token}/")
        yield page
        give_birth_date(page)
        for name in PAGES:
            factories.fill_in(Intake.objects.get(), until=name)
            page.goto(f"/intake/page/{name}/")
            yield page
        factories.fill_in(Intake.objects.get())
        page.goto("/intake/check/")
        yield page
        onward(page)
        yield page

    return all_of_them()


def test_everything_to_tap_is_as_large_as_a_fingertip_on_the_smallest_phone(pages):
    for page in pages:
        assert_fits(page, SMALL)
        assert page.evaluate(TARGETS) == [], page.url


def test_letters_of_twice_the_size_cut_nothing_off(pages):
    for page in pages:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(CUT_OFF) == [], page.url
        assert_fits(page, SMALL)


def test_nothing_moves_for_who_asked_for_that(open_browser, token):
    page = open_browser()
    page.goto(f"/i/{token}/")
    moving = "getComputedStyle(document.querySelector('main .btn')).transitionProperty"
    assert page.evaluate(moving) != "none"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == "none"


def test_the_answers_are_printed_without_what_only_works_on_a_screen(open_browser, token):
    page = open_browser()
    enter(page, token)
    factories.fill_in(Intake.objects.get())
    page.goto("/intake/check/")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_text("Weer pijnvrij bewegen").first).to_be_visible()
    for gone in ("main button", ".answers-head a", ".progress-line", ".langs"):
        expect(page.locator(gone).first).to_be_hidden()
    colours = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    assert page.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
