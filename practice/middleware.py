"""Small layers round every request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from practice import audit

Handler = Callable[[HttpRequest], HttpResponse]


def access_point(get_response: Handler) -> Handler:
    """Let the log know the network address a request came from."""

    def handle(request: HttpRequest) -> HttpResponse:
        token = audit.access_point.set(client_address(request))
        try:
            return get_response(request)
        finally:
            audit.access_point.reset(token)

    return handle


def client_address(request: HttpRequest) -> str:
    """The address of the browser, seen through TRUSTED_PROXIES proxies of our own; at most 45 characters."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
        return hops[-settings.TRUSTED_PROXIES][:45]
    return request.META.get("REMOTE_ADDR", "")[:45]


def never_cached(get_response: Handler) -> Handler:
    """Pages hold personal data: no browser or proxy keeps a copy of them."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        add_never_cache_headers(response)
        return response

    return handle


def explained(get_response: Handler) -> Handler:
    """A page for who opens an address that only takes what a form sends; Django answers with a blank one."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return handle
