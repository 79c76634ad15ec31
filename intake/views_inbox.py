"""The intake inbox of the desk: every intake that is under way, and what can be done about it."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake import inbox
from practice.access import note_list

PAGE_SIZE = 25


@permission_required("practice.use_desk", raise_exception=True)
@require_safe
def intake_inbox(request: HttpRequest) -> HttpResponse:
    """Who waits longest comes first, what is done last; ?state= leaves one state."""
    note_list(request.user, "inbox.read")
    found = inbox.rows(request.user, timezone.now())
    state = request.GET.get("state", "")
    shown = inbox.of_state(found, state)
    context = {
        "page_obj": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "state": state if state in inbox.STATES else "",
        "counts": inbox.counts(found),
        "total": len(found),
    }
    return render(request, "intake/reception/inbox.html", context)
