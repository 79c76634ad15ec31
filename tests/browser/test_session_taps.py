"""Two minutes between two patients: a routine session in five clicks or keys, besides the line of text."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from records.actions.snippets import save_snippet
from records.models import Session, Snippet
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.walking import field, listen, sign_in

TOLD = "Minder stijf, kan weer een uur zitten."
# Every press on the page and every key, but for the characters of a text.
COUNT = """
addEventListener("pointerdown", () => noted("press"), true);
addEventListener("keydown", (event) => {
  const text = event.target.matches("textarea, input[type=text]");
  const character = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
  if (!(text && character)) noted(event.key);
}, true);
"""
NONE = "main label:has([name=adverse_reaction][value=none])"


@pytest.fixture
def last(therapist) -> Session:
    """An episode as the demo has it: examined, planned, approved, and treated before."""
    content = factories.plan_content()
    exercise = {"code": "exercise", "label_nl": "Oefentherapie", "label_en": "Exercise", "hands_off": True}
    plan = factories.approved_plan(episode_=factories.examined_episode(therapist=therapist))
    content["interventions"].append(exercise)
    told = {"objective": "Rotatie 30", "next_step": "Rotatie hermeten", "pain_before": 6, "pain_after": 4}
    return factories.signed_session(plan=plan, held_at=timezone.now() - datetime.timedelta(days=7), **told)


def counted(page: Page) -> list[str]:
    """What is pressed and typed from now on, on every page."""
    taps: list[str] = []

    def noted(what: str) -> None:
        taps.append(what)

    page.expose_function("noted", noted)
    page.add_init_script(COUNT)
    return taps


def begin(page: Page, therapist) -> None:
    sign_in(page, therapist)
    page.goto(reverse("work_list"))


def log_a_session(page: Page) -> None:
    page.locator("main .worklist a.btn").click()
    expect(page.locator("main")).to_contain_text("Rotatie hermeten")


def expect_signed(page: Page, last: Session) -> None:
    """Back at the work list, on to the next patient."""
    page.wait_for_url(f"**{reverse('work_list')}")
    session = Session.objects.exclude(pk=last.pk).get()
    assert (session.is_signed, session.subjective, session.as_planned) == (True, TOLD, True)


def test_by_mouse_and_keyboard(open_browser, therapist, last):
    page = open_browser(viewport=DESK)
    complaints = listen(page)
    taps = counted(page)
    begin(page, therapist)
    taps.clear()
    log_a_session(page)
    expect(field(page, "subjective")).to_be_focused()
    expect(field(page, "subjective")).to_be_in_viewport()
    page.keyboard.type(TOLD)
    page.locator(NONE).click()
    page.locator("[name=as_planned]").click()
    page.locator("main .actions .btn-primary").click()
    expect_signed(page, last)
    assert len(taps) == 4
    assert complaints == []


def test_signed_by_keyboard(open_browser, therapist, last):
    page = open_browser(viewport=DESK)
    taps = counted(page)
    begin(page, therapist)
    taps.clear()
    log_a_session(page)
    expect(field(page, "subjective")).to_be_focused()
    page.keyboard.type(TOLD)
    page.locator("[name=as_planned]").click()
    page.keyboard.press("Control+Enter")
    expect_signed(page, last)
    assert taps == ["press", "press", "Control", "Enter"]


def test_on_a_phone_and_without_javascript(open_browser, therapist, last):
    """Nobody can count here but the test itself: the work list, the text, the reaction, as planned, sign."""
    page = open_browser(viewport=PHONE, javascript=False)
    begin(page, therapist)
    log_a_session(page)
    field(page, "subjective").click()
    page.keyboard.type(TOLD)
    page.locator(NONE).click()
    page.locator("[name=as_planned]").click()
    page.locator("main .actions .btn-primary").click()
    expect_signed(page, last)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_copied_is_confirmed_before_it_is_signed(open_browser, therapist, last, javascript, check):
    page = open_browser(viewport=PHONE, javascript=javascript)
    begin(page, therapist)
    log_a_session(page)
    field(page, "subjective").fill(TOLD)
    page.locator("button[name=same]").click()
    expect(field(page, "dose_0")).to_have_value("3 x 30 s")
    page.locator("details.last-time summary").click()
    page.locator("[name=copy_objective]").check()
    page.locator("details.last-time button").click()
    expect(field(page, "objective")).to_have_value("Rotatie 30")
    field(page, "as_planned").check()
    page.locator("main .actions .btn-primary").click()
    expect(page.locator(".error-summary a")).to_have_attribute("href", "#id_objective")
    check(page)
    page.locator("[name=confirm_all]").click()
    expect(page.locator("[name=confirm_all]")).to_have_count(0)
    page.locator("main .actions .btn-primary").click()
    expect_signed(page, last)


def test_a_short_word_becomes_its_text_while_typing_and_by_thumb(open_browser, therapist, last):
    save_snippet(snippet=Snippet(), shortcut="mob", text="Mobilisatie Th5", by=therapist)
    page = open_browser(viewport=DESK)
    begin(page, therapist)
    page.goto(reverse("session_new", args=[last.episode_id]))
    with page.expect_response("**/snippets/mine/"):
        field(page, "plan_note").click()
    page.keyboard.type("Gedaan: ;mob, ;constructor ")
    expect(field(page, "plan_note")).to_have_value("Gedaan: Mobilisatie Th5, ;constructor ")
    page.set_viewport_size(PHONE)
    page.locator(".snippets > button").click()
    page.locator(".snippets-list li button").click()
    expect(field(page, "plan_note")).to_have_value("Gedaan: Mobilisatie Th5, ;constructor Mobilisatie Th5")


@pytest.mark.parametrize("javascript", [True])
def test_the_list_of_texts_fits_a_phone_and_a_screen_reader(open_browser, therapist, check, javascript):
    save_snippet(snippet=Snippet(), shortcut="mob", text="Mobilisatie Th5 " * 9, by=therapist)
    page = open_browser(viewport=PHONE)
    sign_in(page, therapist)
    page.goto(reverse("snippets"))
    check(page)
