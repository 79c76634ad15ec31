"""The patient's pages for everybody: with a screen reader, on a small phone, with large letters, on paper."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from intake.models import Intake, Invitation
from tests import factories
from tests.browser.conftest import assert_fits
from tests.browser.form_walk import Look, enter, give_birth_date, nothing, onward, press

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


@pytest.fixture
def token(therapist) -> str:
    return factories.invitation(therapist=therapist)[1]


@pytest.fixture(params=[("nl", "light"), ("en", "dark")], ids=["Dutch by day", "English by night"])
def inspected(request: pytest.FixtureRequest, open_browser, axe: Axe) -> tuple[Page, str, Look]:
    """A browser, its language, and a look with axe.

    What a page is made of does not hang on the colours, nor the colours on the language: two of the four
    together see everything.
    """
    language, theme = request.param
    page = open_browser(language=language)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # no colour halfway

    def look(page: Page) -> None:
        page.wait_for_load_state()
        found = axe.run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{page.url} {theme}\n{found.generate_report()}"

    return page, language, look


def test_axe_finds_nothing_on_the_way_in_and_in_an_emergency(inspected, token):
    page, language, look = inspected
    come_in_with_mistakes(page, token, language, look)
    onward(page)
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.locator("input[value=stroke]").check()
    expect(page.locator(".alarm")).to_be_visible()
    look(page)
    onward(page)
    look(page)


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


def test_axe_finds_nothing_in_a_form_full_of_mistakes(inspected, token):
    """Every kind of question, each with what is wrong with it."""
    page, language, look = inspected
    enter(page, token, language)
    for name, make_mistake in MISTAKES.items():
        factories.fill_in(Intake.objects.get(), until=name, ad_reporter="helper", m_meds=["other"])
        page.goto(f"/intake/page/{name}/")
        make_mistake(page)
        onward(page)
        expect(page.locator(".error-summary, [role=alert]").first).to_be_visible()
        look(page)


def answer_elsewhere_too(page: Page) -> None:
    factories.fill_in(Intake.objects.get(), until="reporter", ad_reporter="helper", ad_referral="no")
    page.locator("[name=ad_referral][value=yes]").check()
    expect(page.locator("#trouble .notice")).to_be_visible()


def say_where_and_unsay_it(page: Page) -> None:
    kind = page.locator("[name^=g_chart-kind]").first
    kind.evaluate("list => list.value = 'burning'")


def name_an_activity_without_a_number(page: Page) -> None:
    page.locator("[name=g_psk-0-activity]").fill("Autorijden")


def choose_none_and_something(page: Page) -> None:
    """As without JavaScript, where "none of these" clears nothing."""
    for value in ("none", "fatigue"):
        page.locator(f"[value={value}]").evaluate("box => box.checked = true")


MISTAKES = {
    "you": answer_elsewhere_too,
    "reporter": nothing,
    "draw": say_where_and_unsay_it,
    "goal": name_an_activity_without_a_number,
    "health": choose_none_and_something,
}


def test_axe_finds_nothing_at_the_end(inspected, token):
    page, language, look = inspected
    enter(page, token, language)
    for name in ("pain", "check"):
        factories.fill_in(Intake.objects.get(), until=name)
        page.goto(f"/intake/page/{name}/" if name != "check" else "/intake/check/")
        look(page)
    for leave in (press, lambda page: page.locator("main form button").click()):
        onward(page, leave)
        look(page)
    page.goto(f"/i/{token}/")
    look(page)


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
