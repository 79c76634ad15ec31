"""From a ringing telephone to a registered patient with an appointment and a link, without the mouse."""

import pytest
from playwright.sync_api import Page, expect

from practice.models import Appointment, Patient
from tests.browser.conftest import DESK
from tests.browser.walking import field, follow, sign_in

# Keystroke-level model (Card, Moran and Newell 1980), in seconds: one key of an average typist, one decision
# what comes next, one answer of the server.
KEY, DECISION, ANSWER = 0.28, 1.35, 1.0
FIELDS, KEYS = 10, 70


class Hands:
    """Hands on the keyboard: each key they press is counted, and each field they stop at."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.fields = page, 0, 0

    def tell(self, name: str, text: str) -> None:
        """What belongs in this field, which has to have the focus already."""
        expect(field(self.page, name).and_(self.page.locator(":focus"))).to_have_count(1)
        self.page.keyboard.type(text)
        self.keys, self.fields = self.keys + len(text), self.fields + 1

    def pick(self, name: str) -> None:
        """The next of these radio buttons."""
        expect(field(self.page, name).and_(self.page.locator(":focus"))).to_have_count(1)
        self.press("ArrowRight")
        self.fields += 1

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.fields * DECISION + 2 * ANSWER


@pytest.mark.parametrize(("language", "javascript"), [("nl", True)])
def test_the_usual_case_takes_a_practised_hand_less_than_a_minute(
    *, open_browser, receptionist, therapist, other_therapist, language, javascript, check
):
    page = open_browser(language=language, javascript=javascript, viewport=DESK)
    sign_in(page, receptionist)
    follow(page, "/patients/new/", within="body")
    check(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 1.5 * DESK["height"]
    page.reload()
    hands = Hands(page)
    hands.tell("initials", "J.")
    hands.press("Tab", times=3)
    hands.tell("birth_name", "de Vries")
    hands.press("Tab")
    hands.tell("birth_date", "12041985")
    hands.press("Tab")
    hands.tell("sex", "v")
    hands.press("Tab")
    hands.tell("phone", "0612345678")
    hands.press("Tab")
    hands.tell("email", "j.devries@example.org")
    hands.press("Tab")
    hands.tell("complaint", "n")
    hands.press("Tab")
    hands.tell("therapist", str(therapist)[:1])
    expect(page.locator("#id_slot_1")).to_be_visible()
    check(page)
    hands.press("Tab")
    hands.pick("slot")
    hands.press("Tab", times=2)
    hands.pick("send_to")
    hands.press("Enter")
    expect(page.locator("img.qr")).to_be_visible()
    patient, appointment = Patient.objects.get(), Appointment.objects.get()
    expect(page.locator("main time")).to_be_visible()
    assert (patient.prefix, patient.birth_name, appointment.patient) == ("de", "Vries", patient)
    assert patient.episodes.get().intakes.get().invitations.count() == 1
    assert hands.fields <= FIELDS
    assert hands.keys <= KEYS
    assert hands.seconds < 60, f"{hands.seconds:.0f} s: {hands.keys} keys, {hands.fields} fields"
