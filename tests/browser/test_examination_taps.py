"""An examination is tapped in: every click, and every key besides the typed text, is counted."""

import pytest
from playwright.sync_api import Locator, Page, expect

from records.models import Measurement
from records.neck import missing_steps
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import field, listen, sign_in

MOST = 12


class Taps:
    """A hand that counts. Typing into the field that has the focus costs nothing."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, what: Locator) -> None:
        self.count += 1
        what.click()

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def write(self, name: str, text: str) -> None:
        self.click(field(self.page, name))
        self.page.keyboard.type(text)

    def negative(self, name: str) -> None:
        """One tap on a test that is always done by itself."""
        self.click(self.page.locator(f"label:has([name='{name}'][value=neg])"))

    def all_normal(self, region: str) -> None:
        self.click(self.page.locator(f"#region-{region} button[name=fill]"))
        expect(self.page.locator(f"#region-{region} button[name=take_back]")).to_be_visible()


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist, complaint="neck")


@pytest.fixture
def page(open_browser, therapist, episode) -> Page:
    opened = open_browser(viewport=DESK)
    sign_in(opened, therapist)
    opened.goto(f"/episodes/{episode.pk}/examination/")
    return opened


def test_a_neck_examination_with_all_normal_but_two_values(page, episode):
    """Any two values, and every safety step of the neck done, also those that no other tap fills in."""
    complaints, hand = listen(page), Taps(page)
    expect(field(page, "neck_risk_factors")).to_be_focused()  # the page begins there
    page.keyboard.type("Geen vaat- of instabiliteitsrisico's")
    hand.click(field(page, "agreed"))
    hand.write("neck_weighing", "Mobiliseren weegt op")
    hand.write("vitals-systolic-R", "128/82")
    hand.negative("vitals-cranial_nerves-mid")
    hand.negative("vitals-eyes-mid")
    hand.all_normal("cervical")
    hand.write("cervical-rotation-L", "55")
    hand.write("cervical-lateral_flexion-R", "30")
    hand.all_normal("neuro")
    hand.negative("neuro-gait-mid")
    hand.write("conclusion", "Rotatie en lateroflexie beperkt, verder gaaf")
    hand.click(page.locator("main form .btn-primary"))
    page.wait_for_url("**/plan/")
    assert hand.count <= MOST, f"{hand.count} clicks and keys"
    assert missing_steps(episode) == []
    measured = Measurement.objects.filter(value__isnull=False, region="cervical")
    assert {row.code: (row.value, row.as_normal) for row in measured} == {
        "rotation": (55, False),
        "lateral_flexion": (30, False),
    }
    assert Measurement.objects.filter(as_normal=True).count() > 60
    assert complaints == []


def test_what_was_filled_in_is_marked_until_it_is_changed_and_taken_back_in_one_tap(page):
    hand = Taps(page)
    hand.all_normal("cervical")
    spurling = page.locator(".is-as-normal:has([name='cervical-spurling-L'])")
    expect(spurling).to_have_count(1)
    field(page, "cervical-spurling-L").select_option("pos")
    expect(spurling).to_have_count(0)
    page.locator("#region-cervical button[name=take_back]").click()
    expect(page.locator("#region-cervical .is-as-normal")).to_have_count(0)
    expect(field(page, "cervical-spurling-L")).to_have_value("pos")


def test_after_a_region_was_filled_in_typing_goes_on_in_its_first_movement(page):
    hand = Taps(page)
    hand.all_normal("cervical")
    page.keyboard.type("40")
    hand.press("ArrowDown")
    page.keyboard.type("35")
    expect(field(page, "cervical-flexion-mid")).to_have_value("40")
    expect(field(page, "cervical-extension-mid")).to_have_value("35")


def test_enter_goes_to_the_next_field_and_the_arrows_to_the_next_row(page):
    field(page, "cervical-rotation-L").focus()
    page.keyboard.press("Enter")
    expect(field(page, "cervical-rotation-L-pain")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field(page, "cervical-lateral_flexion-L-pain")).to_be_focused()


def test_a_number_outside_human_range_is_named_while_typing(page):
    field(page, "cervical-rotation-R").fill("650")
    field(page, "conclusion").click()
    expect(page.locator("#autosave p")).to_contain_text(
        "Nek, Rotatie, rechts: Vul een getal in van 0 tot en met 110"
    )


def test_a_place_on_the_chart_is_tapped_and_told(page, episode):
    page.locator("#region-body > summary").click()
    page.locator("#region-body [data-region=back_neck_left]").click()
    page.locator("[data-chart-panel] [data-part=score][value='2']").click()
    page.locator("[data-chart-panel] [data-part=provoked]").click()
    page.locator("[data-chart-close]").click()
    expect(page.locator("[data-chart-words]")).to_contain_text("2")
    page.locator("main form .btn-secondary:has-text('concept')").click()
    page.wait_for_load_state()
    row = Measurement.objects.get(region="body")
    assert (row.code, row.side, row.grade, row.provoked) == ("back_neck_left", "L", "2", "known")
