"""Names of patients on a screen that others can see: one key hides them, and shows them again.

The choice is this browser's, in a cookie, so that a page is never shown with names first. Style sheets hide
what carries the class "person"; nothing else changes, and a screen reader or a print says the names as ever.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from practice.way_back import way_back

COOKIE = "names"
HIDDEN = "hidden"


def are_hidden(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == HIDDEN


@require_POST
def names_switch(request: HttpRequest) -> HttpResponse:
    """Hide the names, or show them again; back to the page one came from."""
    response = redirect(_back(request))
    if are_hidden(request):
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE, HIDDEN, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    return response


def _back(request: HttpRequest) -> str:
    """The address of that page on this site, for reading it; a page that only takes forms leads home."""
    return way_back(request, request.POST.get("next", "")) or reverse("home")
