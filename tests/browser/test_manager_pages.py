"""The manager's pages: who works here, what happened, and what changed."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import listen, sign_in

PAGES = [
    "practice/practice/1/change/",
    "practice/user/",
    "practice/user/add/",
    "practice/generalpractitioner/add/",
    "practice/auditevent/",
    "practice/patient/",
    "practice/patient/{patient}/history/",
    "practice/user/{therapist}/change/",
    "content/",
]


@pytest.mark.parametrize(("language", "javascript"), [("nl", True), ("en", False)])
def test_every_page_of_the_manager_can_be_read_by_everybody(
    *, open_browser, manager, therapist, language, javascript, check
):
    episode = factories.episode(therapist=therapist)
    page = open_browser(language=language, javascript=javascript, viewport=DESK)
    sign_in(page, manager)
    assert page.url.endswith("/admin/")
    check(page)
    for address in PAGES:
        ids = {"patient": episode.patient_id, "therapist": therapist.pk}
        assert page.goto(f"/admin/{address.format(**ids)}").ok, address
        expect(page.locator("html")).to_have_attribute("lang", language)
        check(page)


def test_the_managers_pages_need_no_exception_to_the_security_policy(open_browser, manager):
    """Apart from the test above: axe sets styles of its own, which the policy refuses."""
    page = open_browser(viewport=DESK)
    complaints = listen(page)
    sign_in(page, manager)
    for address in ("practice/user/add/", "practice/generalpractitioner/add/", "practice/auditevent/"):
        page.goto(f"/admin/{address}")
    assert complaints == []
