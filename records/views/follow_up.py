"""The follow-up that a patient fills in at home, through a link of its own."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from intake import patient_session, saving
from intake.conflicts import differences
from intake.models import Intake
from intake.patient_access import link_is_closed, patient_page, with_birth_date
from intake.patient_session import Visit
from intake.patient_ways import asked_language, page_language, speak
from practice.methods import reads_or_writes
from records import actions
from records.actions.follow_up import StaleFollowUpError
from records.errors import RecordError
from records.forms.follow_up import FollowUpForm
from records.measures import activities, series_of


@reads_or_writes
@with_birth_date()
def follow_up(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The questions, with what was filled in so far; every button keeps it, one sends it."""
    intake = visit.intake
    if intake.episode.is_closed:
        return link_is_closed(request)
    if request.method != "POST":
        return _page(request, intake, _form(intake, initial=intake.answers))
    if request.POST.get("go") == "send":
        return _send(request, visit)
    return _keep(request, visit)


def _form(intake: Intake, *typed: object, **kwargs: object) -> FollowUpForm:
    found = series_of(intake.episode)
    shared = {"activities": activities(found), "measured": bool(found), "lang": page_language()}
    return FollowUpForm(*typed, **shared, **kwargs)


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    intake = visit.intake
    form = _form(intake, request.POST, sending=True)
    if not form.is_valid():
        return _keep(request, visit, form)
    try:
        actions.submit_follow_up(
            intake=intake,
            answers=form.draft,
            asked=form.asked,
            results=[(one.instrument, one.value, one.parts) for one in form.results],
            version=_version(request),
            language=page_language(),
        )
    except StaleFollowUpError as stale:
        return _elsewhere(request, stale.stored, form)
    except RecordError:  # it was closed this minute
        return link_is_closed(request)
    response = saving.answer(request, intake, redirect("follow_up_done"))
    return patient_session.write(response, visit.invitation, patient_session.OPEN)


def _keep(request: HttpRequest, visit: Visit, wrong: FollowUpForm | None = None) -> HttpResponse:
    """Keep the draft; then on by the button, or back to the page with what is `wrong`."""
    form, language = wrong or _form(visit.intake, request.POST), asked_language(request)
    try:
        intake = actions.keep_follow_up(
            intake=visit.intake,
            answers=form.draft,
            version=_version(request),
            language=language or page_language(),
            unsure=_unsure(request, visit.intake),
        )
    except StaleFollowUpError as stale:
        return _elsewhere(request, stale.stored, form)
    if intake.is_submitted:
        return saving.answer(request, intake, redirect("follow_up_done"))
    if saving.is_by_itself(request):
        return _stay(request, visit, intake)
    if wrong is not None:  # patient.js sends the page itself, to show what is wrong
        if saving.asks_json(request):
            return saving.answer(request, intake, problem=saving.ELSEWHERE)
        return _page(request, intake, wrong)
    if language:
        return saving.answer(request, intake, speak(redirect("follow_up"), language))
    return patient_session.forget(saving.answer(request, intake, redirect("intake_leave")))


def _stay(request: HttpRequest, visit: Visit, intake: Intake, problem: str = "") -> HttpResponse:
    """What a page that saved itself is told; one that was left alone leads to the birth date."""
    if not saving.locks(request):
        return saving.answer(request, intake, problem=problem)
    closed = saving.answer(request, intake, redirect("intake_birth_date"), problem)
    return patient_session.write(closed, visit.invitation, patient_session.LINK)


def _elsewhere(request: HttpRequest, stored: Intake, form: FollowUpForm) -> HttpResponse:
    if saving.asks_json(request):
        return saving.answer(request, stored, problem=saving.ELSEWHERE)
    return _page(request, stored, form, elsewhere=differences(form, _blank(form) | stored.answers))


def _blank(form: FollowUpForm) -> dict[str, object]:
    return dict.fromkeys(form.fields, "")


def _unsure(request: HttpRequest, intake: Intake) -> dict[str, str] | None:
    """What the page sent before and got no answer about."""
    return _form(intake, QueryDict(request.POST["unsure"])).draft if "unsure" in request.POST else None


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _page(request: HttpRequest, intake: Intake, form: FollowUpForm, **extra: object) -> HttpResponse:
    context = {
        "form": form,
        "intake": intake.pk,
        "whose": intake.episode.patient.full_name,
        "gp": intake.episode.patient.general_practitioner,
        "version": intake.draft_version,
        "saved_at": intake.saved_at,
        "idle": int(settings.INTAKE_IDLE_MINUTES * 60),
        **extra,
    }
    return render(request, "records/follow_up.html", context)


@require_safe
@patient_page
def follow_up_done(request: HttpRequest) -> HttpResponse:
    """Thank you; shows no answers."""
    visit = patient_session.read(request)
    if visit is None or not visit.intake.is_follow_up or not visit.is_proved:
        return link_is_closed(request)
    if not visit.intake.is_submitted:
        return redirect("follow_up")
    gp = visit.intake.episode.patient.general_practitioner
    return render(request, "records/follow_up_done.html", {"gp": gp})
