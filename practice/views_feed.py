"""The calendar outside Wervel: the page of its secret address, and what that address gives."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice import actions, feed, throttle
from practice.methods import reads_or_writes
from practice.models import CalendarLink

FEED_TRIES = "calendar.feed"  # what practice/throttle.py counts failures under
SESSION_KEY = "calendar_link"
PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; every other address gets the same answer, and is counted."""
    seconds = throttle.seconds_left(FEED_TRIES)
    if seconds:
        headers = {"Retry-After": str(seconds)}
        return HttpResponse("Too many tries.", status=429, content_type=PLAIN, headers=headers)
    link = feed.link_of(token)
    if link is None:
        throttle.count_failure(FEED_TRIES)
        return _private(HttpResponse("This calendar is not here.", status=404, content_type=PLAIN))
    actions.note_feed_read(link=link, by=link.therapist)
    response = HttpResponse(feed.feed(link.therapist), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="wervel.ics"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@permission_required("practice.use_calendar_link", raise_exception=True)
@reads_or_writes
def calendar_link(request: HttpRequest) -> HttpResponse:
    """The own secret address: shown once after it was made, and made anew with the button."""
    if request.method == "POST":
        request.session[SESSION_KEY] = actions.make_calendar_link(by=request.user)
        return redirect("calendar_link")
    token = request.session.pop(SESSION_KEY, "")
    context = {"link": CalendarLink.objects.filter(therapist=request.user).first()}
    if token:
        context["address"] = feed.address(token)
        context["webcal"] = "webcal:" + context["address"].partition(":")[2]
    return render(request, "practice/calendar_link.html", context)


@permission_required("practice.use_calendar_link", raise_exception=True)
@require_POST
def calendar_link_end(request: HttpRequest) -> HttpResponse:
    """End the own secret address."""
    if actions.end_calendar_link(by=request.user):
        messages.success(
            request, _("The address no longer works. What a program took over, it may still show.")
        )
    else:
        messages.info(request, _("There is no address to end."))
    return redirect("calendar_link")
