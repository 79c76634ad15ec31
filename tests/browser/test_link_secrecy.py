"""The token of a link stays out of what a browser remembers and passes on."""

from playwright.sync_api import Request

from intake.models import Invitation
from tests import factories
from tests.browser.conftest import OpenBrowser


def test_opening_a_link_leaves_no_token_behind(open_browser: OpenBrowser, therapist):
    _, token = factories.invitation(therapist=therapist)
    page = open_browser()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright marks what it calls
    page.goto(f"/i/{token}/")
    assert token not in page.url
    assert page.evaluate("document.referrer") == ""
    assert [one.url for one in asked if token in one.headers.get("referer", "")] == []
    page.go_back()
    assert token not in page.url
    page.go_forward()
    assert page.url.endswith("/intake/")
    assert Invitation.objects.get().opened_at
