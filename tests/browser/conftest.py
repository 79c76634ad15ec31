"""Chromium against a live server: with and without JavaScript, in Dutch and English, phone and desk."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from practice.models import Episode, User
from tests import factories

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Only the live server is found, so no page can depend on another host. (Playwright's routes would
    # do this too, but switch off the browser's cache.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
OpenBrowser = Callable[..., Page]
Check = Callable[[Page], None]

# Playwright runs an event loop in the thread of the tests; the database calls there are not inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives Chromium; without it these tests are left out, unless all must run."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            # A browser on a busy machine can be late for any patience; the run says what it tried again.
            item.add_marker(pytest.mark.flaky(reruns=1))
            if CHROMIUM is None and os.environ.get("REQUIRE_ALL") != "1":
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is not installed, and REQUIRE_ALL=1 asks for it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser, live_server, settings) -> Iterator[OpenBrowser]:
    """Opens a browser of its own: open_browser(language="en", javascript=False, viewport=DESK)."""
    settings.SITE_URL = live_server.url
    contexts: list[BrowserContext] = []

    def open_one(language: str = "nl", javascript: bool = True, viewport: dict | None = None) -> Page:
        context = chromium.new_context(
            locale=LOCALES[language],
            java_script_enabled=javascript,
            viewport=viewport or PHONE,
            base_url=live_server.url,
        )
        context.set_default_timeout(30_000)  # generous: a busy machine is no failure
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def axe() -> Axe:
    return Axe()


@pytest.fixture
def check(axe: Axe, javascript: bool, request: pytest.FixtureRequest) -> Check:
    """Fails on anything axe finds, and on a page that scrolls sideways on a phone or a desk.

    axe needs JavaScript, and what it looks at does not hang on the language: it runs in Dutch. The pages are
    the same without JavaScript, so there only the width in use is looked at.
    """
    language = request.node.callspec.params.get("language", "nl")

    def look(page: Page) -> None:
        page.wait_for_load_state("load")
        if javascript and language == "nl":
            found = axe.run(page, options={"resultTypes": ["violations"]})
            assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        if javascript:
            other = DESK if page.viewport_size == PHONE else PHONE
            assert_fits(page, other, page.viewport_size)
        else:
            assert_fits(page, page.viewport_size)

    return look


def assert_fits(page: Page, *sizes: dict[str, int]) -> None:
    """No scrolling sideways at these sizes; the page keeps the last of them."""
    for size in sizes:
        if page.viewport_size != size:
            page.set_viewport_size(size)
        excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert excess <= 0, f"{page.url} is {excess} px too wide at {size['width']} px"


@pytest.fixture
def server() -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """A server of its own on the database of the test: its address, and how to start and kill it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, running = f"http://localhost:{port}", []

    def start() -> None:
        command = [sys.executable, "-m", "gunicorn", "practice.wsgi", "--bind", f"127.0.0.1:{port}"]
        environment = {**os.environ, "DATABASE_URL": database_url(), "SITE_URL": address}
        running.append(
            subprocess.Popen([*command, "--log-level", "error"], env=environment, start_new_session=True)
        )
        wait_for(address)

    def kill() -> None:
        process = running.pop()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    yield address, start, kill
    while running:
        kill()


def database_url() -> str:
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    return f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def episode(therapist: User) -> Episode:
    """An episode with an approved plan: its first session can be logged."""
    made = factories.examined_episode(therapist=therapist)
    factories.approved_plan(episode_=made)
    return made
