"""Pages about people and the practice, and the pages shown when something is refused."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from practice import audit


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def home(request: HttpRequest) -> HttpResponse:
    """Where each role starts the day."""
    if request.user.has_perm("records.view_record"):
        return redirect("work_list")
    if request.user.has_perm("practice.use_desk"):
        return redirect("patient_list")
    return redirect("admin:index")


def patient_list(request: HttpRequest) -> HttpResponse: ...


def patient_register(request: HttpRequest) -> HttpResponse: ...


def patient_edit(request: HttpRequest, pk: int) -> HttpResponse: ...


def representative_add(request: HttpRequest, pk: int) -> HttpResponse: ...


def episode_open(request: HttpRequest, pk: int) -> HttpResponse: ...


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say no, and note who was refused what."""
    if request.user.is_authenticated:
        audit.record("access.refused", by=request.user, label=request.resolver_match.view_name or "")
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; what was typed is one step back in the browser."""
    return render(request, "403_csrf.html", status=403)
