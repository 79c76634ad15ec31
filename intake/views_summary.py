"""The therapist's one-page summary of an intake."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.evidence import Evidence
from intake.summary_page import summary_for
from practice.access import get_episode


@require_safe
@permission_required("intake.view_answers", raise_exception=True)
def intake_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """What the patient told and what the rules found, on one sheet."""
    episode = get_episode(request.user, pk, permission="intake.view_answers", note="intake.read")
    evidence = Evidence.of_form(episode)
    context = {
        "episode": episode,
        "heading": _("Summary of the intake"),
        "evidence": evidence,
        "page": summary_for(evidence),
    }
    return render(request, "intake/staff/summary.html", context)
