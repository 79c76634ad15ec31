"""The versions of the clinical content, for the manager to read."""

from django.contrib import admin
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from intake import questionnaire, screening
from intake.models import Intake
from intake.models.intake import LEVEL_TEXTS


@require_safe
def content(request: HttpRequest) -> HttpResponse:
    """Each version with what it holds and how often it was used, and the rules of the chosen one."""
    versions = questionnaire.versions()
    chosen = request.GET.get("version", versions[-1])
    if chosen not in versions:
        raise Http404
    context = {
        **admin.site.each_context(request),
        "title": _("Questions, rules and messages"),
        "versions": [_summary(version) for version in versions],
        "chosen": chosen,
        "rules": [_row(rule) for rule in screening.rules(chosen)],
    }
    return TemplateResponse(request, "admin/content.html", context)


def _summary(version: str) -> dict[str, object]:
    used = Intake.objects.filter(content_version=version).aggregate(times=Count("pk"))
    return {
        "version": version,
        "questions": len(questionnaire.load(version).questions),
        "rules": len(screening.rules(version)),
        "messages": len(questionnaire.read(version, "messages")["message"]),
        "intakes": used["times"],
    }


def _row(rule: screening.Rule) -> dict[str, object]:
    language = get_language() or "nl"
    return {
        "rule": rule,
        "level_text": LEVEL_TEXTS[rule.level],
        "suspected": rule.suspected_text(language),
        "therapist": rule.therapist_text(language),
        "contact": rule.contact_text(language),
    }


admin.site.add_page("content", _("Questions, rules and messages"), "intake.view_content", content)
