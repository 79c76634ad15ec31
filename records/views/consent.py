"""The patient's decision on the plan: to read on a tablet, to record, to look back at."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from practice.methods import reads_or_writes
from practice.models import Episode
from records import actions, consent_lines
from records.decisions import history_of, next_decisions, questions_of, shown_lines
from records.errors import DecisionOrderError, RecordError, StalePlanError
from records.forms.consent import ConsentForm
from records.models import ConsentDecision, TreatmentPlan
from records.views.gate import episode_for, may_read


@reads_or_writes
@may_read
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest plan in the patient's words, and the form for the decision on it."""
    episode = episode_for(request, pk)
    plan = episode.plans.newest()
    if plan is None:
        return render(request, "records/consent_no_plan.html", _context(episode))
    if request.method == "POST":
        return _record(request, episode, plan)
    return _page(request, episode, plan, _form(episode, plan))


def _record(request: HttpRequest, episode: Episode, newest: TreatmentPlan) -> HttpResponse:
    decided, standing = request.POST.get("decision"), newest.standing
    if request.POST.get("plan") != str(newest.pk):
        return _ask_again(request, episode, newest, StalePlanError())
    if decided in ConsentDecision.values and decided not in next_decisions(standing):
        if standing and decided == standing.decision:
            return redirect("consent", episode.pk)  # sent twice
        return _ask_again(request, episode, newest, DecisionOrderError())
    form = _form(episode, newest, request.POST)
    if not form.is_valid():
        return _page(request, episode, newest, form)
    shown = standing.pk if standing and request.POST.get("after") == str(standing.pk) else None
    try:
        made = actions.record_consent(
            plan=newest,
            data=form.data_for_action,
            language=_language(request, episode),
            after=shown,
            by=request.user,
        )
    except RecordError as error:
        return _ask_again(request, episode, newest, error)
    messages.success(request, _("Recorded: %(decision)s.") % {"decision": made.get_decision_display()})
    return redirect("consent", episode.pk)


def _ask_again(
    request: HttpRequest, episode: Episode, newest: TreatmentPlan, error: RecordError
) -> HttpResponse:
    """Show what holds now; the remarks stay, the decision itself is asked again."""
    messages.error(request, str(error))
    kept = {name: request.POST.get(name, "") for name in ("questions_asked", "remark")}
    return _page(request, episode, newest, _form(episode, newest, initial=kept))


def _form(episode: Episode, plan: TreatmentPlan, data: dict | None = None, **extra: object) -> ConsentForm:
    language = episode.patient.language
    return ConsentForm(
        data,
        **extra,
        plan=plan,
        decisions=next_decisions(plan.standing),
        representatives=list(episode.patient.representatives.all()),
        language=language,
        asked=None if data else consent_lines.asked(plan, language),
    )


def _language(request: HttpRequest, episode: Episode) -> str:
    """The language the text is shown in: as asked, otherwise the patient's own."""
    asked = request.POST.get("text_language") or request.GET.get("text_language")
    return asked if asked in dict(settings.LANGUAGES) else episode.patient.language


def _context(episode: Episode) -> dict[str, object]:
    return {"episode": episode, "heading": _("Approval of the plan")}


def _page(request: HttpRequest, episode: Episode, plan: TreatmentPlan, form: ConsentForm) -> HttpResponse:
    language = _language(request, episode)
    asked, standing = consent_lines.asked(plan, language), plan.standing
    context = {
        **_context(episode),
        "plan": plan,
        "form": form,
        "asked": asked,
        "lines": shown_lines(asked, standing),
        "standing": standing,
        "questions": questions_of(standing),
        "text_language": language,
        "languages": settings.LANGUAGES,
        "decisions": history_of(episode),
    }
    return render(request, "records/consent.html", context)
