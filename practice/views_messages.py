"""The mail to patients, for the desk: how each one goes, and what to do when it does not."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice import actions, messages_list
from practice.access import get_message, note_list
from practice.methods import reads_or_writes

PAGE_SIZE = 50

may_view = permission_required("practice.view_messages", raise_exception=True)


@may_view
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Under a tab per state: to whom (masked), what kind, since when, how it went."""
    note_list(request.user, "messages.listed")
    tab = request.GET.get("tab", "")
    tab = tab if tab in messages_list.STATES else ""
    page = Paginator(messages_list.listed(request.user, tab), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "counts": messages_list.counts(request.user),
        "page_obj": page,
        "nobody_sends_since": messages_list.nobody_sends_since(timezone.now()),
    }
    return render(request, "practice/message_list.html", context)


@may_view
@reads_or_writes
def message_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send once more what failed, or what was perhaps sent."""
    if request.method == "POST":
        message = get_message(request.user, pk)
        if actions.retry_message(message=message, by=request.user):
            messages.success(request, _("The mail is tried again."))
        else:
            messages.info(request, _("This mail is not to be sent any more: look at its state."))
    return _back(request)


@may_view
@reads_or_writes
def message_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a mail out of the outbox."""
    if request.method == "POST":
        message = get_message(request.user, pk)
        if actions.cancel_message(message=message, by=request.user):
            messages.success(request, _("The mail is cancelled."))
        else:
            messages.info(request, _("It was too late to cancel this mail: look at its state."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the tab the button stood under."""
    tab = request.POST.get("tab", "")
    query = f"?{urlencode({'tab': tab})}" if tab in messages_list.STATES else ""
    return redirect(f"{reverse('message_list')}{query}")
