"""The versions of the clinical content, for the manager to read."""

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from intake import questionnaire
from intake.approvals import RulesState, states
from intake.models import Intake


@require_safe
def content(request: HttpRequest) -> HttpResponse:
    """Each version: what it holds, how often it was used, who approved it. Its rules are a link away."""
    found = states(questionnaire.versions())
    context = {
        **admin.site.each_context(request),
        "title": _("Questions, rules and messages"),
        "versions": [_summary(state) for state in found.values()],
    }
    return TemplateResponse(request, "admin/content.html", context)


def _summary(state: RulesState) -> dict[str, object]:
    used = Intake.objects.filter(content_version=state.version).aggregate(times=Count("pk"))
    return {
        "state": state,
        "questions": len(questionnaire.load(state.version).questions),
        "messages": len(questionnaire.read(state.version, "messages")["message"]),
        "intakes": used["times"],
    }


admin.site.add_page("content", _("Questions, rules and messages"), "intake.view_content", content)
