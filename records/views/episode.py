"""The record of one episode on one page."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.access import get_episode
from records.record import read


@require_safe
@permission_required("records.view_record", raise_exception=True)
def episode_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Safety findings on top, then each step with its signed content and what it replaced."""
    episode = get_episode(request.user, pk)
    context = {"episode": episode, "heading": _("Record"), "record": read(episode)}
    return render(request, "records/episode.html", context)
