"""The therapist's page with the pain drawings of an episode by date."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.pain_drawings import dated_drawings
from practice.access import get_episode


@require_safe
@permission_required("intake.view_answers", raise_exception=True)
def pain_drawings(request: HttpRequest, pk: int) -> HttpResponse:
    """The first drawing, beside it the newest, then those in between, with what changed in words."""
    episode = get_episode(request.user, pk, permission="intake.view_answers", note="intake.read")
    context = {
        "episode": episode,
        "heading": _("Pain drawings"),
        "drawings": dated_drawings(episode),
        "may_add": not episode.is_closed and episode.screenings.signed().exists(),
    }
    return render(request, "intake/staff/pain_drawings.html", context)
