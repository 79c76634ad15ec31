"""The patient's door: who may see a page of the form, and what the others get instead."""

import math
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from intake import patient_session
from intake.actions import LINK_TRIES
from intake.patient_session import Visit
from intake.patient_ways import chosen_language, other_form
from intake.saving import asks_json
from practice import throttle, typed

View = Callable[..., HttpResponse]
FORM = "intake"  # the field that says which form a page belongs to


def patient_page(view: View) -> View:
    """Open to everybody, indexed by nobody. Who is signed in as staff, in which language, is left alone."""

    @login_not_required
    @wraps(view)
    def page(request: HttpRequest, **kwargs: object) -> HttpResponse:
        request.language_switch, language = "intake_language", chosen_language(request)
        with translation.override(language):
            response = view(request, **kwargs)
        response.headers.setdefault("Content-Language", language)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    page.ask_again = send_again  # for practice.views.csrf_failure
    return page


def send_again(
    request: HttpRequest, kept: list[tuple[str, str]], status: int, *, link_first: bool = False
) -> HttpResponse:
    """The page that holds what a patient typed and that was not let in, to be sent again.

    With `link_first` the patient has to open the link of this form again before it will be.
    """
    with translation.override(chosen_language(request)):
        context = {"kept": kept, "link_first": link_first}
        return render(request, "intake/patient/send_again.html", context, status=status)


def limited(view: View) -> View:
    """Let in who did not fail too often from this network address, before anything is looked up."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        seconds = throttle.seconds_left(LINK_TRIES)
        if not seconds:
            return view(request, **kwargs)
        context = {"minutes": math.ceil(seconds / 60)}
        response = render(request, "intake/patient/too_many.html", context, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response

    return guarded


def with_link(view: View) -> View:
    """Let in who opened a link that still works, and pass the visit as `visit`."""

    @patient_page
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        visit = patient_session.read(request)
        if _is_of_another(request, visit):
            return send_again(request, typed.fields(request), 409, link_first=True)
        if visit is None:
            return link_is_closed(request)
        if elsewhere := other_form(visit.intake, request.resolver_match.url_name):
            return redirect(elsewhere)
        if visit.intake.is_submitted:
            return redirect("follow_up_done" if visit.intake.is_follow_up else "intake_done")
        if visit.invitation.is_locked:
            return render(request, "intake/patient/locked.html", status=403)
        if not visit.invitation.is_usable:
            return link_is_closed(request)
        return view(request, visit=visit, **kwargs)

    return guarded


def _is_of_another(request: HttpRequest, visit: Visit | None) -> bool:
    """Was this sent by the page of another form than the one that is open in this browser (any more)?

    A parent may open the links of two children: the answers of one are never stored with the other.
    """
    return request.method == "POST" and request.POST.get(FORM) not in (None, str(visit and visit.intake.pk))


def with_birth_date(keep: View | None = None) -> Callable[[View], View]:
    """Let in who also gave the right birth date; after a pause it is asked again.

    `keep` gets a form that was sent after the pause, to save what was typed before asking, and says whether
    it did; what is not saved waits on a page until the birth date was given.
    """

    def decorate(view: View) -> View:
        @with_link
        @wraps(view)
        def guarded(request: HttpRequest, visit: Visit, **kwargs: object) -> HttpResponse:
            page = str(kwargs.get("page", ""))
            if visit.is_proved:
                response = view(request, visit=visit, **kwargs)
                if patient_session.COOKIE not in response.cookies:
                    patient_session.write(response, visit.invitation, patient_session.OPEN, page)
                return response
            response = redirect("intake_birth_date")
            if keep and request.method == "POST":
                is_left = visit.idle and visit.stage == patient_session.OPEN
                is_kept = is_left and keep(request, visit=visit, **kwargs)
                if not is_kept and not asks_json(request):  # patient.js keeps it itself
                    response = send_again(request, typed.fields(request), 409, link_first=True)
            return patient_session.write(response, visit.invitation, patient_session.LINK, page)

        return guarded

    return decorate


def link_is_closed(request: HttpRequest) -> HttpResponse:
    """The same page for a link that is wrong, expired, revoked or used: it tells nothing about which."""
    return render(request, "intake/patient/link_closed.html", status=404)
