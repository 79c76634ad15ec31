"""Handing the device over: what the therapist says first, and the pages the patient gets."""

from collections import Counter
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.patient_access import patient_page
from intake.patient_ways import speak
from practice.methods import reads_or_writes
from records import actions, consent_lines, handover_session
from records.consent_text import saying_no, you_decide
from records.decisions import next_decisions
from records.errors import RecordError
from records.forms.approval import ApprovalForm, signers_of
from records.forms.handover import HandoverForm
from records.handover_session import Visit
from records.models import TreatmentPlan
from records.signatures import SignatureError
from records.views.gate import episode_for, may_write

LANGUAGES = dict(settings.LANGUAGES)
View = Callable[..., HttpResponse]


@reads_or_writes
@may_write
def handover_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who decides, where that has to be said; then this browser holds the plan and nothing else."""
    episode = episode_for(request, pk)
    plan = episode.plans.newest()
    if plan is None or episode.is_closed:
        return redirect("consent", episode.pk)
    form = HandoverForm(
        request.POST if request.method == "POST" else None,
        plan=plan,
        representatives=list(episode.patient.representatives.all()),
    )
    if form.is_valid():
        return _hand_over(request, plan, form)
    context = {"episode": episode, "plan": plan, "form": form, "heading": _("Hand over the tablet")}
    return render(request, "records/handover/start.html", context)


def _hand_over(request: HttpRequest, plan: TreatmentPlan, form: HandoverForm) -> HttpResponse:
    try:
        handover = actions.start_handover(plan=plan, data=form.data_for_action, by=request.user)
    except RecordError as error:
        messages.error(request, str(error))
        return redirect("consent", plan.episode_id)
    list(messages.get_messages(request))  # read: they wait in a cookie, for the page to sign in on
    logout(request)
    response = speak(redirect("approval"), handover.language)
    return handover_session.write(response, handover, handover_session.OPEN)


def with_handover(view: View) -> View:
    """Let in who holds a hand-over, ended or not, and pass the visit as `visit`."""

    @patient_page
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        visit = handover_session.read(request)
        if visit is None or not (visit.is_in_room or settings.REMOTE_APPROVAL):
            return give_back(request, None, status=404)
        if visit.is_in_room and request.user.is_authenticated:
            return redirect("home")  # somebody signed in, and took the device back
        return view(request, visit=visit)

    return guarded


def give_back(request: HttpRequest, visit: Visit | None, status: int = 200) -> HttpResponse:
    """Nothing of the plan, and the way in for staff."""
    return render(request, "records/handover/closed.html", {"visit": visit}, status=status)


@reads_or_writes
@with_handover
def approval(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The plan, line by line, for the patient to decide on; in the language of the hand-over."""
    translation.activate(visit.handover.language)
    if visit.handover.consents.exists():
        return redirect("approval_done")
    if visit.handover.is_open and not visit.may_read:
        return redirect("approval_birth_date")
    if not visit.may_read:
        return give_back(request, visit)
    if _is_outdated(visit.handover.plan):
        return _cannot_now(request, visit)
    if request.method != "POST":
        return _page(request, visit, _form(visit))
    if request.POST.get("language") in LANGUAGES:
        return _switch(request, visit)
    form = _form(visit, request.POST)
    return _decide(request, visit, form) if form.is_valid() else _page(request, visit, form)


def _is_outdated(plan: TreatmentPlan) -> bool:
    newest = plan.episode.plans.newest()
    return newest is None or newest.pk != plan.pk or plan.episode.is_closed


def _cannot_now(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The plan changed, or something else stands in the way: the therapist knows how to go on."""
    return render(request, "records/handover/changed.html", {"visit": visit}, status=409)


def _form(visit: Visit, data: dict | None = None, **extra: object) -> ApprovalForm:
    plan, language = visit.handover.plan, visit.handover.language
    return ApprovalForm(
        data,
        **extra,
        asked=consent_lines.asked(plan, language, who=consent_lines.who_decides_through(visit.handover)),
        signers=signers_of(visit.handover),
        may=next_decisions(plan.standing, on_screen=True),
        seen=consent_lines.shown_digest(plan, language),
    )


def _switch(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same page in the other language, with everything that was chosen and typed."""
    language = request.POST["language"]
    actions.read_handover_in(handover=visit.handover, language=language)
    translation.activate(language)
    typed = {name: value for name, value in request.POST.items() if name != "seen"}
    return speak(_page(request, visit, _form(visit, initial=typed)), language)


def _decide(request: HttpRequest, visit: Visit, form: ApprovalForm) -> HttpResponse:
    try:
        actions.decide_on_plan(
            handover=visit.handover,
            decision=form.decision,
            answers=form.answers,
            signatures=form.signatures,
            seen=form.cleaned_data["seen"],
        )
    except (RecordError, SignatureError):
        return _cannot_now(request, visit)
    return redirect("approval_done")


def _page(request: HttpRequest, visit: Visit, form: ApprovalForm) -> HttpResponse:
    handover = visit.handover
    context = {
        "visit": visit,
        "handover": handover,
        "patient": handover.plan.episode.patient,
        "form": form,
        "about_no": saying_no(form.no, handover.language),
        "you_decide": you_decide(handover.language),
        "said_no": handover.plan.standing if not form.no else None,
    }
    return render(request, "records/handover/approval.html", context)


@require_safe
@with_handover
def approval_done(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Thank you, what was recorded, and give the tablet back."""
    consent = visit.handover.consents.order_by("-pk").first()
    if consent is None:
        return redirect("approval")
    counts = Counter(line["decision"] for line in consent.lines)
    return render(
        request, "records/handover/done.html", {"visit": visit, "consent": consent, "counts": counts}
    )
