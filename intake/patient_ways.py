"""Where the patient's pages lead, and the language they speak."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from intake.models import Intake
from intake.walk import Walk, alarm_page


def page_language() -> str:
    """The language of this page, in two letters."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """Show the next pages in this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def page_url(page: str) -> str:
    return reverse("intake_page", args=[page])


def first_to_do(intake: Intake) -> str:
    """The address of the first page that is not done; the check page when all are."""
    to_do = Walk.of(intake).to_do
    return page_url(to_do[0].id) if to_do else reverse("intake_check")


def back_to_alarm(intake: Intake) -> str:
    """The address of the page with the answer that fired an emergency not confirmed as read yet."""
    page = alarm_page(intake)
    return page_url(page.id) if page else first_to_do(intake)
