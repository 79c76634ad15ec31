"""Where the patient's pages lead, and the language they speak."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from intake.models import Intake
from intake.walk import Walk, alarm_page

# Not the cookie of the staff pages: a colleague may be signed in on the device a patient uses.
BOTH = ("intake_birth_date",)  # the addresses where an intake and a follow-up begin alike
FOLLOW_UP = "follow_up"  # how the names of the addresses of a follow-up begin
LANGUAGE_COOKIE = "wervel_intake_language"


def page_language() -> str:
    """The language of this page, in two letters."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def chosen_language(request: HttpRequest) -> str:
    """The language this browser speaks on the patient's pages: the chosen one, else what it asks for."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in dict(settings.LANGUAGES) else page_language()


def asked_language(request: HttpRequest) -> str:
    """The language whose button was used on this page; empty when it was another button."""
    asked = request.POST.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else ""


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """Show the patient's next pages in this language; the pages of a colleague stay as they are."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def page_url(page: str) -> str:
    return reverse("intake_page", args=[page])


def other_form(intake: Intake, address: str) -> str:
    """Where this intake is filled in, when the address is for the other kind; otherwise empty."""
    if address in BOTH or address.startswith(FOLLOW_UP) == intake.is_follow_up:
        return ""
    return "follow_up" if intake.is_follow_up else "intake_birth_date"


def first_to_do(intake: Intake) -> str:
    """The address of the first page to do; the check page when all are done. A follow-up has one page."""
    if intake.is_follow_up:
        return reverse(FOLLOW_UP)
    to_do = Walk.of(intake).to_do
    return page_url(to_do[0].id) if to_do else reverse("intake_check")


def back_to_alarm(intake: Intake) -> str:
    """The address of the page with the answer that fired an emergency not confirmed as read yet."""
    page = alarm_page(intake)
    return page_url(page.id) if page else first_to_do(intake)
