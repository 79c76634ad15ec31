"""Patients who wrote something about the registration."""

from django.urls import reverse

from intake.actions import invite_patient, save_page, submit_intake
from intake.details import DETAILS
from intake.models import Intake
from intake.questionnaire import load
from intake.walk import Walk
from practice.models import Episode
from tests import factories
from tests.intake.browsing import PatientBrowser

MOVED = {
    "street": "Kerkstraat",
    "house_number": "5",
    "house_addition": "bis",
    "postcode": "3512 JE",
    "city": "Utrecht",
}


def at_details(browser: PatientBrowser, intake: Intake) -> Intake:
    """The form with every question answered: the page about the registration is next."""
    return factories.fill_in(intake, until=DETAILS.id)


def send_details(browser: PatientBrowser, go: str = "next", **written: str):
    """Send the page as the browser does, over the draft as it is now."""
    return browser.send(DETAILS.id, Intake.objects.get().draft_version, go, **written)


def submitted(episode: Episode, **written: str) -> Intake:
    """An intake of this episode, sent with this about the registration; values as they are stored."""
    made, _token = invite_patient(episode=episode, by=episode.opened_by)
    draft = factories.fill_in(made.intake, until=DETAILS.id)
    draft = save_page(intake=draft, page=DETAILS.id, cleaned={}, version=draft.draft_version, details=written)
    return submit_intake(intake=draft)


def decide(client, episode: Episode, **choices: str):
    """Send the page of the desk as it is now, with these choices."""
    address = reverse("intake_reported", args=[episode.pk])
    form = client.get(address).context["form"]
    sent = {"report": form.report.pk if form.report else "", "version": form.version}
    return client.post(address, {**sent, **choices})


def pages_of(intake: Intake) -> list[str]:
    return [page.id for page in Walk.of(intake).pages]


def content_pages(intake: Intake) -> list[str]:
    return [page.id for page in load(intake.content_version).pages]
