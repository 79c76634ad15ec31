"""Small layers round every request."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from practice import audit, idle, typed
from practice.access import LivesOnError

Handler = Callable[[HttpRequest], HttpResponse]


class Compressed(GZipMiddleware):
    """Sends pages as gzip, and style sheets that nobody compressed before; not what has no whole body.

    BREACH guesses a secret from the length of compressed pages. It finds nothing to measure here: CSRF tokens
    are masked anew on each page, cookies are SameSite, and Django adds up to 100 random bytes to each page.
    """

    NO_WHOLE_BODY = (204, 206, 304)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.method == "HEAD" or response.status_code in self.NO_WHOLE_BODY:
            return response  # whitenoise's "not modified" would get a body that no browser expects
        return super().process_response(request, response)


class SignedIn(LoginRequiredMiddleware):
    """Asks everybody to sign in, as Django's own does, but drops nothing that was typed.

    Runs after the CSRF check, so what stays on the page was sent by a page of ours.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponse | None:
        if getattr(view_func, "login_required", True):  # a patient's page says nothing about a colleague
            idle.check(request, request.resolver_match)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if typed.asks_json(request):  # a page that saves itself says so, and keeps what was typed
            return JsonResponse({"problem": "signed_out"}, status=401)
        kept = typed.fields(request)
        if not kept and request.htmx:  # a part that renews itself: the sign-in page has no place in it
            return HttpResponse(status=401)
        if not kept:
            return super().handle_no_permission(request, view_func)
        response = typed.ask_again(request, kept, status=401)
        if request.htmx:  # a part of a page has no room for this: load all of it, by way of signing in
            response.headers["HX-Refresh"] = "true"
        return response


class LivesOn:
    """Leads from a registration that was made one with another to that one, and says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LivesOnError):
            return None
        told = {"number": exception.gone.number}
        match = request.resolver_match
        if request.method == "POST":
            sentence = _("Registration %(number)s was made one with this one. Nothing was saved; do it here.")
            messages.warning(request, sentence % told)
            return redirect("patient_detail", exception.kept_pk)
        messages.info(request, _("Registration %(number)s was made one with this one.") % told)
        moved = {name: exception.kept_pk for name, pk in match.kwargs.items() if pk == exception.gone.pk}
        return (
            redirect(match.view_name, **{**match.kwargs, **moved})
            if moved
            else redirect("patient_detail", exception.kept_pk)
        )


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
