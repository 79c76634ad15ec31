"""The desk's forms at both widths: labels apart from each other, and in line where they are side by side."""

from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE
from tests.browser.walking import press, sign_in

LABELS = """() => [...document.querySelectorAll('main .row label')].map(label => {
  const text = document.createRange();
  text.selectNodeContents(label);
  const {left, right, top, bottom} = text.getBoundingClientRect();
  const row = [...document.querySelectorAll('main .row')].indexOf(label.closest('.row'));
  return {name: label.innerText, row, left, right, top, bottom};
})"""


def overlapping(labels: list[dict]) -> list[tuple[str, str]]:
    return [
        (one["name"], other["name"])
        for number, one in enumerate(labels)
        for other in labels[number + 1 :]
        if one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"] - 1
        and other["top"] < one["bottom"] - 1
    ]


def test_labels_stay_apart_on_a_phone_and_in_line_at_a_desk_also_with_errors(open_browser, receptionist):
    page = open_browser()
    sign_in(page, receptionist)
    page.goto("/patients/new/")
    page.locator("summary", has_text="Adres").click()
    page.locator("[name=postcode]").fill("12")
    press(page)
    page.locator(".error-summary").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.set_viewport_size(PHONE)
    assert overlapping(page.evaluate(LABELS)) == []
    page.set_viewport_size(DESK)
    assert all(len(found) == 1 for found in tops_by_line(page).values()), tops_by_line(page)


def tops_by_line(page: Page) -> dict[int, set[int]]:
    tops: dict[int, set[int]] = {}
    for label in page.evaluate(LABELS):
        tops.setdefault(label["row"], set()).add(round(label["top"]))
    return tops
