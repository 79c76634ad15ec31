"""What somebody typed in a form that was not let in: it stays on a page, to be sent again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Never put on a page again. A code of the two-step sign-in is worthless a minute later anyway.
SECRET = {"csrfmiddlewaretoken", "code"}
LIMIT = 500_000  # characters


def fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The posted fields by name, in their order, without secrets; none when they are too long to keep."""
    if request.method != "POST":
        return []
    posted = ((name, value) for name, values in request.POST.lists() for value in values)
    kept = [(name, value) for name, value in posted if name not in SECRET and "password" not in name]
    return kept if sum(len(name) + len(value) for name, value in kept) <= LIMIT else []


def is_from_here(request: HttpRequest) -> bool:
    """True when the browser says that a page of ours sent this; another site could put words in a mouth."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Origin") in ours


def asks_json(request: HttpRequest) -> bool:
    """True when a script of ours sent this and reads the answer."""
    return "application/json" in request.headers.get("Accept", "")


def must_sign_in(request: HttpRequest) -> bool:
    """True when the address is for staff and nobody is signed in."""
    is_for_staff = getattr(request.resolver_match.func, "login_required", True)
    return is_for_staff and not request.user.is_authenticated


def ask_again(request: HttpRequest, kept: list[tuple[str, str]], status: int) -> HttpResponse:
    """The page that holds what was typed and sends it to the same address."""
    context = {"kept": kept, "must_sign_in": must_sign_in(request)}
    return render(request, "send_again.html", context, status=status)
