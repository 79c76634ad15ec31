"""While the device is handed over, it shows the plan and nothing else of the record."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from practice.models import Episode, User
from records import actions, handover_session
from records.handover_session import Visit

Handler = Callable[[HttpRequest], HttpResponse]
PAGES = {"approval", "approval_done", "intake_language", "set_language"}
SIGN_IN = "accounts/"


def handed_over(get_response: Handler) -> Handler:
    """Keep a device that was handed over on the approval pages, until a member of staff signs in on it."""

    def handle(request: HttpRequest) -> HttpResponse:
        visit = handover_session.read(request)
        if visit is None or not visit.is_in_room:
            return get_response(request)
        if not request.user.is_authenticated and not _is_open(request):
            return _to_the_plan(request)
        response = get_response(request)
        return _take_back(request, response, visit) if request.user.is_authenticated else response

    return handle


def _is_open(request: HttpRequest) -> bool:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return False
    return found.view_name in PAGES or found.route.startswith(SIGN_IN)


def _to_the_plan(request: HttpRequest) -> HttpResponse:
    if request.htmx:  # a part of a page in another tab that renews itself: the plan has no place in it
        return HttpResponse(status=401)
    return redirect("approval")


def _take_back(request: HttpRequest, response: HttpResponse, visit: Visit) -> HttpResponse:
    """Somebody signed in: end the hand-over, and lead to its episode only who may see that."""
    actions.end_handover(handover=visit.handover, by=request.user)
    episode = visit.handover.plan.episode
    to_episode = response.headers.get("Location") == reverse("consent", args=[episode.pk])
    if to_episode and not _may_see(request.user, episode):
        response = redirect("home")
    return handover_session.forget(response)


def _may_see(user: User, episode: Episode) -> bool:
    return (
        user.has_perms(["records.view_record"])
        and Episode.objects.visible_to(user).filter(pk=episode.pk).exists()
    )
