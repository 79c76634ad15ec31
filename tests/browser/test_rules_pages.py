"""A therapist reads and judges rules, on a phone and at a desk, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from intake.models import RuleDecision
from intake.screening import rules
from tests.browser.walking import sign_in
from tests.intake.rules_world import decide


@pytest.fixture
def page(open_browser, javascript, therapist) -> Page:
    page = open_browser(language="nl", javascript=javascript)
    sign_in(page, therapist)
    return page


def test_rules_are_read_and_judged(page, check, therapist):
    page.goto("/rules/2/?level=info")
    check(page)
    first, second = [rule.id for rule in rules("2") if rule.level == "info"][:2]
    page.check(f"[name=decision-{first}][value=approve]")
    page.check(f"[name=decision-{second}][value=reject]")
    page.locator(".save-bar .btn-primary").click()
    page.locator(".error-summary").wait_for()
    check(page)
    page.fill(f"[name=remark-{second}]", "Te ruim")
    page.locator(".save-bar .btn-primary").click()
    expect(page.locator(".messages")).to_be_visible()
    assert list(RuleDecision.objects.values_list("rule", "approved")) == [(first, True), (second, False)]


@pytest.mark.parametrize("javascript", [True])
def test_the_other_pages_about_the_rules_fit_and_are_accessible(page, check, therapist):
    info = [rule.id for rule in rules("1") if rule.level == "info"]
    decide("1", therapist, *info)
    for address in ("/rules/2/changes/", "/rules/2/unchanged/", "/rules/2/print/?level=info"):
        page.goto(address)
        check(page)
