"""The patient's pages, from the link to the thank-you."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse


@login_not_required
def intake_enter(request: HttpRequest, **kwargs: str) -> HttpResponse:
    raise Http404


intake_birth_date = intake_page = intake_check = intake_emergency = intake_done = intake_leave = intake_enter
