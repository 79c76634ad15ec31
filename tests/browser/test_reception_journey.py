"""A receptionist at the desk, from signing in to an intake that came back."""

import pytest
from playwright.sync_api import Page, expect

from intake.actions import submit_intake
from intake.models import Intake
from practice.models import Patient, User
from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import choose, field, fill, follow, listen, press, sign_in

WRONG_BSN, BSN = "999990018", factories.TEST_BSNS[0]
TYPED = {
    "initials": "S.",
    "birth_name": "Berg",
    "phone": "06 12345678",
    "email": "sanne@example.org",
    "street": "Dorpsstraat",
    "house_number": "12",
    "postcode": "1234ab",
    "city": "Ons Dorp",
    "gp_name": "dr. Huisman",
}


def find(page: Page, text: str, javascript: bool) -> None:
    """With JavaScript typing is enough; without it there is the button."""
    page.locator("#q").fill(text)
    if not javascript:
        press(page)


def open_errors(page: Page, name: str) -> None:
    """What is wrong is summed up; each line leads to its field, which says it again."""
    page.locator(f".error-summary a[href='#id_{name}']").click()
    expect(page.locator(f".field:has([name={name}]) .field-error")).to_be_visible()


def unfold(page: Page) -> None:
    """Everything that is folded because it is seldom needed."""
    closed = page.locator("main .fold:not([open]) > summary")
    while closed.count():
        closed.first.click()


def register(page: Page, check) -> None:
    """With a wrong BSN first, and without the parent a child needs: nothing that was typed is lost."""
    unfold(page)
    fill(page, **TYPED, birth_date=f"{factories.years_ago(11):%d-%m-%Y}", bsn=WRONG_BSN)
    choose(page, sex="f")
    press(page)
    open_errors(page, "bsn")
    open_errors(page, "representative_name")
    check(page)
    for name, text in TYPED.items():
        expect(field(page, name)).to_have_value(text)
    choose(page, document_kind="passport")
    fill(
        page,
        document_number="SPECI2014",
        bsn=BSN,
        representative_name="Marieke Berg",
        representative_phone="06 87654321",
    )
    choose(page, representative_relation="parent")
    press(page)
    expect(page.locator(".registration")).to_contain_text("Marieke Berg")


def open_episode(page: Page, therapist: User, check) -> None:
    follow(page, "/episodes/new/")
    press(page)
    open_errors(page, "complaint")
    check(page)
    choose(page, complaint="upper_back", therapist=str(therapist.pk))
    press(page)
    expect(lamps(page)).to_have_class(["state state-waiting"] * 4)


def copy_link(page: Page, link: str, javascript: bool) -> None:
    """One press copies the link and says so; without JavaScript there is no such button."""
    button = page.locator("[data-copy]")
    expect(button).to_be_visible(visible=javascript)
    if javascript:
        button.click()
        expect(page.locator("#link-status")).not_to_be_empty()
        assert page.evaluate("getSelection().toString()") == link


def send_link(page: Page, check, javascript: bool) -> str:
    choose(page, send_to="screen")
    press(page)
    check(page)
    assert page.locator("img.qr").evaluate("code => code.naturalWidth") > 100
    link = page.locator("#link").input_value()
    copy_link(page, link, javascript)
    shown = page.url
    press(page)
    page.goto(shown)
    check(page)
    assert page.locator("#link").count() == 0, "the link is shown once"
    page.locator(".empty a").click()
    return link


def lamps(page: Page):
    """The states of intake, screening, plan and approval."""
    return page.locator("article dd .state")


def fill_in_as_patient(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("#id_day")).to_be_visible()
    submit_intake(intake=factories.fill_in(Intake.objects.get(), g_regions=["upper_back"]))


@pytest.fixture
def page(open_browser, language, javascript) -> Page:
    return open_browser(language=language, javascript=javascript, viewport=DESK)


@pytest.mark.parametrize(("language", "javascript"), [("nl", True), ("en", False)])
def test_the_whole_journey_at_the_desk(
    *, page, open_browser, receptionist, therapist, language, javascript, check
):
    complaints = listen(page)
    page.goto("/")
    check(page)
    sign_in(page, receptionist)
    expect(page.locator("html")).to_have_attribute("lang", language)
    check(page)
    find(page, "Sanne Berg", javascript)
    expect(page.locator("#found .empty")).to_have_count(1)
    check(page)
    follow(page, "?q=Sanne+Berg", within="#found")
    expect(field(page, "birth_name")).to_have_value("Berg")
    register(page, check)
    check(page)
    open_episode(page, therapist, check)
    check(page)
    fill_in_as_patient(open_browser(), send_link(page, check, javascript))
    page.reload()
    expect(lamps(page)).to_have_class(["state state-done", "state state-now", *["state state-waiting"] * 2])
    check(page)
    change_registration(page, check)
    find_again(page, javascript, check)
    assert complaints == []


def change_registration(page: Page, check) -> None:
    follow(page, "/representatives/new/")
    check(page)
    page.go_back()
    follow(page, "/edit/")
    check(page)
    fill(page, city="Ander Dorp")
    press(page)
    expect(page.locator(".registration")).to_contain_text("Ander Dorp")
    assert Patient.objects.get().bsn == BSN


def find_again(page: Page, javascript: bool, check) -> None:
    page.goto("/patients/")
    find(page, "berg 1234 AB", javascript)
    expect(page.locator("#found tbody tr")).to_have_count(1)
    check(page)


@pytest.mark.parametrize("javascript", [True])
def test_the_desk_cannot_open_a_record(open_browser, receptionist, therapist, javascript, check):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode, g_goal="Zeldzame zin")
    page = open_browser(javascript=javascript, viewport=DESK)
    sign_in(page, receptionist)
    for closed in ("", "intake/", "screening/", "history/", "plan/", "sessions/new/"):
        assert page.goto(f"/episodes/{episode.pk}/{closed}").status == 403
        assert "Zeldzame zin" not in page.content()
    check(page)
    press(page)
    assert page.url.endswith("/day/")
    page.locator(".sign-out button").click()
    page.goto(f"/patients/{episode.patient_id}/")
    assert "/accounts/login/" in page.url
