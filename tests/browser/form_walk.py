"""What a patient does with the form in a browser: come in by the link, answer what is in sight, go on."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

# On the way through the form these options are chosen; on other lists "none of these", "no" or the first.
CHOICES = {"g_regions": "upper_back", "g_onset": "trauma", "ad_reporter": "parent", "m_meds": "other"}
TYPED = {
    "ad_reporter_name": "Marieke de Vries",
    "m_meds_other": "Oogdruppels",
    "street": "Kerkstraat",
    "postcode": "3512 JE",
    "house_addition": "",
}
BIRTH_DATE = {"day": "12", "month": "4", "year": "1985"}
TEXTS = "main form textarea, main form input[type=text]"
Look = Callable[[Page], None]
# What has the focus; of an option also which others there are.
FOCUSED = """() => {
  const at = document.activeElement, all = at.name ? [...document.getElementsByName(at.name)] : [];
  return {
    type: at.type, name: at.name, value: at.value, mode: at.inputMode, values: all.map(each => each.value),
    skips: at.matches(".skip-link"), isLast: at.matches("main form .btn-primary[type=submit]"),
  };
}"""


def nothing(page: Page) -> None:
    """Look at nothing on the way."""


def press(page: Page) -> None:
    """The button that leads on stands last; a drawing has a button of its own."""
    page.locator("main form .btn-primary").last.click()


def onward(page: Page, act: Look = press) -> None:
    """Press the primary button, or do something else that leads on, and wait for the page that comes."""
    page.evaluate("document.documentElement.dataset.left = 'yes'")
    act(page)
    expect(page.locator("html:not([data-left]) main")).to_be_visible()
    page.wait_for_load_state()


def give_birth_date(page: Page, **other: str) -> None:
    for name, number in {**BIRTH_DATE, **other}.items():
        page.locator(f"#id_{name}").fill(number)
    onward(page)


def enter(page: Page, token: str, language: str = "nl", look: Look = nothing, **other: str) -> None:
    """Open the link, read on in this language, give the birth date."""
    page.goto(f"/i/{token}/")
    look(page)
    page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    give_birth_date(page, **other)


def wanted(name: str, values: list[str]) -> str:
    """The option to choose in this list."""
    return next((v for v in (CHOICES.get(name), "none", "no") if v in values), values[0])


def choose(group: Locator) -> None:
    inputs = group.locator("input[type=radio], input[type=checkbox]")
    name, *values = inputs.evaluate_all("boxes => [boxes[0].name, ...boxes.map(box => box.value)]")
    inputs.nth(values.index(wanted(name, values))).check()


def answer(page: Page) -> None:
    """Answer everything on this page that is in sight, and has to be answered; a drawing may stay empty."""
    for group in page.locator("main form fieldset:not(.chart fieldset, .chart)").all():
        if group.is_visible():
            choose(group)
    for field in page.locator(TEXTS).all():
        if field.is_visible():
            field.fill(typed(field.get_attribute("name"), field.get_attribute("inputmode")))


def typed(name: str, inputmode: str | None) -> str:
    """What is written in this field."""
    return TYPED.get(name, "3" if inputmode else "Een uur zitten")


def walk_to_check(page: Page, look: Look = nothing, answer: Look = answer, act: Look = press) -> list[str]:
    """Page after page until all answers are listed; the pages that were seen."""
    seen: list[str] = []
    while (name := page.url.partition("#")[0].rstrip("/").split("/")[-1]) != "check":
        assert name not in seen, f"{page.url} does not go on"
        seen.append(name)
        look(page)
        answer(page)
        onward(page, act)
    look(page)
    return seen


def by_keyboard(page: Page) -> None:
    """Answer the page with Tab, arrows, space and letters, until the button that leads on has the focus."""
    done: set[str] = set()
    for _step in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["skips"]:
            page.keyboard.press("Enter")  # past the header
            continue
        if at["isLast"]:
            return
        if at["name"] not in done:
            done |= answer_focused(page, at)
    raise AssertionError(f"{page.url}: Tab never reaches the button")


def answer_focused(page: Page, at: dict[str, Any]) -> set[str]:
    """Answer the field that has the focus; the names of the fields that are answered now."""
    type_, name, values = at["type"], at["name"], at["values"]
    if type_ == "radio":
        index = 3 if values[-1] == "10" else values.index(wanted(name, values))
        for key in ["ArrowRight"] * index or ["Space"]:
            page.keyboard.press(key)
    elif type_ == "checkbox" and at["value"] == wanted(name, values) and name != "g_chart":
        page.keyboard.press("Space")
    elif type_ in ("text", "textarea"):
        page.keyboard.type(BIRTH_DATE.get(name) or typed(name, at["mode"]))
    else:
        return set()
    return {name}


def go_on_by_keyboard(page: Page) -> None:
    page.keyboard.press("Enter")
