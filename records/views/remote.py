"""The plan read at home, through a link. With REMOTE_APPROVAL off none of these addresses exists."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.forms_patient import BirthDateForm
from intake.patient_access import limited, link_is_closed, patient_page
from intake.patient_ways import speak
from practice.methods import reads_or_writes
from practice.models import Episode, Message, MessageState
from records import actions, handover_session
from records.errors import RecordError
from records.forms.handover import SendPlanForm
from records.handover_session import Visit
from records.mail import mail_of
from records.models import Handover, HandoverKind, TreatmentPlan
from records.views.gate import episode_for, may_write
from records.views.handover import give_back, with_handover

View = Callable[..., HttpResponse]


def when_switched_on(view: View) -> View:
    @wraps(view)
    def page(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not settings.REMOTE_APPROVAL:
            raise Http404
        return view(request, **kwargs)

    return page


@reads_or_writes
@when_switched_on
@may_write
def approval_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who decides and to which address; then the patient gets a link."""
    episode = episode_for(request, pk)
    plan = episode.plans.newest()
    if plan is None or episode.is_closed:
        return redirect("consent", episode.pk)
    form = SendPlanForm(
        request.POST if request.method == "POST" else None,
        plan=plan,
        representatives=list(episode.patient.representatives.all()),
    )
    if form.is_valid():
        return _send(request, plan, form)
    context = {"episode": episode, "plan": plan, "form": form, "heading": _("Send the plan to the patient")}
    sent = _links(episode).first()
    return render(request, "records/handover/start.html", {**context, "sent": sent, "mail": mail_of(sent)})


def _links(episode: Episode) -> object:
    """The links to plans of this episode that nobody ended, newest first."""
    links = Handover.objects.filter(plan__episode=episode, kind=HandoverKind.REMOTE, ended_at=None)
    return links.select_related("plan__episode__patient").order_by("-pk")


def _send(request: HttpRequest, plan: TreatmentPlan, form: SendPlanForm) -> HttpResponse:
    email = form.cleaned_data["email"]
    try:
        handover, _token = actions.send_plan(
            plan=plan, data=form.data_for_action, email=email, by=request.user
        )
    except RecordError as error:
        messages.error(request, str(error))
        return redirect("consent", plan.episode_id)
    _say_how_the_mail_goes(request, mail_of(handover), email)
    return redirect("approval_send", plan.episode_id)


def _say_how_the_mail_goes(request: HttpRequest, mail: Message | None, email: str) -> None:
    state = mail.state if mail else MessageState.FAILED
    if state == MessageState.SENT:
        messages.success(request, _("The link is sent to %(email)s.") % {"email": email})
    elif state in (MessageState.QUEUED, MessageState.SENDING):
        messages.info(request, _("The mail to %(email)s waits to be sent.") % {"email": email})
    else:
        messages.error(request, _("The mail could not be sent. Check the address and try again."))


@reads_or_writes
@when_switched_on
@may_write
def approval_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the link back: it opens nothing from now on."""
    episode = episode_for(request, pk)
    if request.method == "POST":
        for handover in _links(episode):
            actions.end_handover(handover=handover, by=request.user)
        messages.success(request, _("The link does not work any more."))
    return redirect("approval_send", episode.pk)


@patient_page
@require_safe
@when_switched_on
@limited
def approval_enter(request: HttpRequest, token: str) -> HttpResponse:
    """Trade the link for a cookie, so that the token stays out of history and referrer."""
    handover = actions.open_plan_link(token=token)
    if handover is None:
        return link_is_closed(request)
    response = redirect("approval_birth_date")
    response.headers["Referrer-Policy"] = "no-referrer"
    handover_session.write(response, handover, handover_session.LINK)
    return speak(response, handover.language)


@reads_or_writes
@when_switched_on
@limited
@with_handover
def approval_birth_date(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the birth date; whoever gave it reads the plan."""
    if visit.may_read:
        return redirect("approval")
    if not visit.handover.is_open:
        return give_back(request, visit)
    form = BirthDateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _check(request, visit, form)
    return _ask(request, visit, form)


def _check(request: HttpRequest, visit: Visit, form: BirthDateForm) -> HttpResponse:
    if actions.check_reader(handover=visit.handover, date=form.cleaned_data["date"]):
        return handover_session.write(redirect("approval"), visit.handover, handover_session.OPEN)
    visit.handover.refresh_from_db()
    left = settings.INTAKE_BIRTH_DATE_ATTEMPTS - visit.handover.failed_attempts
    if left <= 0 or not visit.handover.is_open:
        return redirect("approval_birth_date")
    form.refuse(left)
    return _ask(request, visit, form)


def _ask(request: HttpRequest, visit: Visit, form: BirthDateForm) -> HttpResponse:
    return render(request, "records/handover/birth_date.html", {"visit": visit, "form": form})
