"""A staff session that nobody touches for too long is over.

Real use is a page that somebody opens or a button; a page that saves or renews itself is none. What is typed
or pointed at in a page, its script tells at the address `still_here`.
"""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import ResolverMatch
from django.views.decorators.http import require_POST

from practice.models import User
from practice.typed import asks_json

TOUCHED = "touched"  # in the session: when it was last used, in seconds
STEP = 15  # seconds: the session is not written for every request
GRACE = 30  # seconds that a page may be behind: it tells of use every so often, and saves before it leaves


def seconds() -> float:
    """How long a staff session may be left alone."""
    return settings.STAFF_IDLE_MINUTES * 60


def begin(sender: type, user: User, request: HttpRequest, **_kwargs: object) -> None:
    """Signing in is use."""
    request.session[TOUCHED] = time.time()


def check(request: HttpRequest, match: ResolverMatch | None) -> None:
    """Sign out who left this session alone for too long; otherwise note when it is used."""
    if not request.user.is_authenticated:
        return
    now, touched = time.time(), request.session.get(TOUCHED, 0)
    if touched and now - touched > seconds() + GRACE:
        logout(request)
    elif now - touched > STEP and _is_use(request, match):
        request.session[TOUCHED] = now


def _is_use(request: HttpRequest, match: ResolverMatch | None) -> bool:
    by_itself = asks_json(request) or "HX-Request" in request.headers
    return not by_itself or (match is not None and match.url_name == "still_here")


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody types, points or scrolls in a page, or asked to stay signed in."""
    request.session[TOUCHED] = time.time()
    return JsonResponse({})
