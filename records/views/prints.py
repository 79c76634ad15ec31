"""The plan and the whole record as PDF."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from practice.access import get_episode
from records.letters import render as rendering
from records.letters.plan_print import plan_print
from records.letters.record_print import record_print
from records.views.gate import may_read
from records.views.letter_sending import pdf_response


@require_safe
@may_read
def plan_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest signed plan in the words of the patient, in the patient's language or the one asked for."""
    episode = get_episode(request.user, pk, note="plan.printed")
    plan = episode.plans.newest()
    if plan is None:
        raise Http404
    asked = request.GET.get("text_language", "")
    language = asked if asked in dict(settings.LANGUAGES) else episode.patient.language
    plan.episode = episode
    made = rendering.pdf(rendering.DOCUMENT, plan_print(plan, language))
    return pdf_response(made, f"plan-{episode.patient.number}-{plan.version}")


@require_safe
@may_read
def record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is signed in this episode, in the language of the page."""
    episode = get_episode(request.user, pk, note="record.printed")
    data = record_print(episode, (get_language() or "nl")[:2], by=request.user)
    return pdf_response(
        rendering.pdf(rendering.DOCUMENT, data), f"record-{episode.patient.number}-{episode.pk}"
    )
