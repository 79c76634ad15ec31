"""The record of one episode on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from records.record import read
from records.views.gate import episode_for, may_read


@require_safe
@may_read
def episode_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Safety findings on top, then each step with its signed content and what it replaced."""
    episode = episode_for(request, pk)
    context = {"episode": episode, "heading": _("Record"), "record": read(episode)}
    return render(request, "records/episode.html", context)
