"""A small signed cookie for who is not signed in: what one browser was shown, apart from any session."""

import datetime
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse


def read(
    request: HttpRequest, name: str, salt: str, max_age: float | datetime.timedelta
) -> dict[str, Any] | None:
    """What `write` put in the cookie, while that is younger than `max_age` (seconds); None for any other."""
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None


def write(response: HttpResponse, name: str, salt: str, told: Mapping[str, Any]) -> HttpResponse:
    """Let the browser remember this until it closes; scripts and other sites' forms do not get it."""
    response.set_cookie(
        name,
        signing.dumps({**told, "at": int(time.time())}, salt=salt),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def forget(response: HttpResponse, name: str) -> HttpResponse:
    response.delete_cookie(name, samesite="Lax")
    return response


def is_idle(told: Mapping[str, Any]) -> bool:
    """True when the cookie was written longer ago than a patient may leave a page alone."""
    return time.time() - told["at"] > settings.INTAKE_IDLE_MINUTES * 60
