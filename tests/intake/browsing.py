"""A patient's browser for tests: what a person can do on the pages of the form."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from intake.models import Intake, Invitation
from intake.questionnaire import Page
from intake.walk import Walk
from tests import factories

BIRTH_DATE = {"day": "12", "month": "4", "year": "1985"}


class PatientBrowser(Client):
    """Holds the cookies of one browser."""

    def open_link(self, token: str) -> HttpResponse:
        return self.get(reverse("intake_enter", args=[token]))

    def give_birth_date(self, **other: str) -> HttpResponse:
        return self.post(reverse("intake_birth_date"), {**BIRTH_DATE, **other})

    def enter(self, token: str) -> "PatientBrowser":
        self.open_link(token)
        self.give_birth_date()
        return self

    def see(self, page: str) -> HttpResponse:
        return self.get(reverse("intake_page", args=[page]))

    def send(self, page: str, version: int | str = 1, go: str = "next", **typed: Any) -> HttpResponse:
        return self.post(reverse("intake_page", args=[page]), {"version": version, "go": go, **typed})

    def save(self, page: str, version: int | str = 1, **typed: Any) -> HttpResponse:
        """What patient.js does: the page saves itself, or with go=... a button does."""
        return self.ask(reverse("intake_page", args=[page]), version=version, **typed)

    def ask(self, address: str, **typed: Any) -> HttpResponse:
        return self.post(address, typed, headers={"Accept": "application/json"})

    def send_refused(self, page: str, version: int | str = 1, **typed: Any) -> HttpResponse:
        """Send a page that is not in order, and see what is to be mended."""
        return self.get(self.send(page, version, **typed).url)

    def submit(self, invitation: Invitation) -> HttpResponse:
        invitation.intake.refresh_from_db()
        return self.post(reverse("intake_check"), {"version": invitation.intake.draft_version})


def typed_for(page: Page, **answers: Any) -> dict[str, Any]:
    """What a browser posts for a page with these answers, and plain ones to the other questions."""
    found: dict[str, Any] = {}
    for question in page.questions:
        answer = answers.get(question.id, factories.plain_answer(question))
        if question.type != "psk":
            found[question.id] = answer
            continue
        for row, pair in enumerate(answer):
            found |= {f"{question.id}-{row}-{part}": value for part, value in pair.items()}
    return found


def fill_in(browser: PatientBrowser, invitation: Invitation, until: str = "", **answers: Any) -> list[str]:
    """Walk through the form with the Next button, all or up to a page; the addresses that came after each."""
    seen = []
    invitation.intake.refresh_from_db()
    while (to_do := Walk.of(invitation.intake).to_do) and to_do[0].id != until:
        version = invitation.intake.draft_version
        response = browser.send(to_do[0].id, version, **typed_for(to_do[0], **answers))
        seen.append(response.url)
        invitation.intake.refresh_from_db()
    return seen


def draft() -> Intake:
    """The one intake of the test, as it is stored now."""
    return Intake.objects.select_related("episode__patient").get()


def page_url(page: str) -> str:
    return reverse("intake_page", args=[page])
