"""What everybody does in a browser: sign in, press, fill in, choose."""

from playwright.sync_api import Locator, Page, expect

from practice.models import User

PASSWORD = "wervels-stapelen-7"


def listen(page: Page) -> list[str]:
    """What the browser complains about: a blocked script or style, an address of another host."""
    complaints: list[str] = []
    local = ("//localhost", "data:")
    page.on(
        "request",
        lambda asked: None if any(own in asked.url for own in local) else complaints.append(asked.url),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    return complaints


def sign_in(page: Page, user: User) -> None:
    """By the sign-in page, that any other page leads to."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    page.goto("/")
    fill(page, login=user.username, password=PASSWORD)
    press(page)
    expect(page.locator("input[type=password]")).to_have_count(0)


def press(page: Page) -> None:
    """The one primary button of the page, or the link that looks like it."""
    tap(page, "main .btn-primary")


def tap(page: Page, button: str) -> None:
    """This button. A form that patient.js sends stays in sight until the answer is there."""
    page.locator(button).click()
    expect(page.locator("form[data-saving] [aria-disabled=true]")).to_have_count(0)
    page.wait_for_load_state()


def follow(page: Page, address: str, within: str = "main") -> None:
    """The first link to an address that ends so."""
    page.locator(f"{within} a[href$='{address}']").first.click()


def field(page: Page, name: str) -> Locator:
    return page.locator(f"main [name='{name}']:not([type=hidden])")


def fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        field(page, name).fill(text)


def choose(page: Page, **values: str) -> None:
    """Options of lists, and radio buttons."""
    for name, value in values.items():
        if field(page, name).first.evaluate("field => field.tagName") == "SELECT":
            field(page, name).select_option(value)
        else:
            page.locator(f"main [name='{name}'][value='{value}']").check()


def tick(page: Page, *names: str) -> None:
    for name in names:
        field(page, name).check()
