"""The patient's form, from its first page to the thank-you."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from intake import actions, patient_session, saving
from intake.details import DETAILS, written
from intake.forms_details import DetailsForm, page_form, page_form_again
from intake.forms_patient import PageForm
from intake.models import Intake
from intake.patient_access import link_is_closed, patient_page, with_birth_date
from intake.patient_session import Visit
from intake.patient_texts import advice_for, help_with, rows
from intake.patient_ways import asked_language, first_to_do, page_language, page_url, speak
from intake.questionnaire import Page
from intake.screening import CONTACT_GP, LEVELS
from intake.views_emergency import tell_first
from intake.walk import Walk
from practice.methods import reads_or_writes

DECIDES_ALONE = 16  # years; source: domain reference 8.1
AGAIN = "again"  # in the address of a page that shows its errors
UNSURE = "unsure"  # the fields of an earlier request, in one
PatientForm = PageForm | DetailsForm


def _keep_typed(request: HttpRequest, visit: Visit, page: str) -> bool:
    """Save a page sent after a pause; False when it was saved elsewhere since then, and stays as it is.

    An emergency in it is told all the same, and after the birth date the message comes first.
    """
    shown = Walk.of(visit.intake).page(page)
    try:
        if shown is not None:
            _save_page(request, visit, shown, page_form(shown, page_language(), {}, data=request.POST))
    except actions.SubmittedError:
        return True
    except actions.StalePageError as stale:
        return stale.is_alarming
    return True


@reads_or_writes
@with_birth_date(keep=_keep_typed)
def intake_page(request: HttpRequest, visit: Visit, page: str) -> HttpResponse:
    """One topic of questions; saved whichever button is used."""
    walk = Walk.of(visit.intake)
    if page not in walk.page_ids:
        raise Http404
    shown = walk.page(page)
    if shown is None or not walk.may_open(shown):
        return redirect(first_to_do(visit.intake))
    if request.method == "POST":
        return _save(request, visit, shown, was_to_do=shown in walk.to_do)
    if visit.intake.awaits_confirmation:
        return redirect("intake_emergency")
    stored = written(visit.intake) if shown == DETAILS else {**walk.answers, **visit.intake.unfinished}
    build = page_form_again if AGAIN in request.GET and page in walk.seen else page_form
    return _show_page(request, visit.intake, shown, build(shown, page_language(), stored))


def _save(request: HttpRequest, visit: Visit, page: Page, *, was_to_do: bool) -> HttpResponse:
    form = page_form(page, page_language(), {}, data=request.POST)
    try:
        intake = _save_page(request, visit, page, form)
    except actions.StalePageError as stale:
        return _refuse(request, visit, stale, page, form)
    except actions.SubmittedError:
        return saving.answer(request, visit.intake, redirect("intake_done"))
    if saving.is_by_itself(request):
        return _stay(request, visit, intake, page)
    return saving.answer(request, intake, _onward(request, intake, page, form, was_to_do=was_to_do))


def _refuse(
    request: HttpRequest, visit: Visit, stale: actions.StalePageError, page: Page, form: PatientForm
) -> HttpResponse:
    """The page was saved elsewhere: first the emergency message if there is one, else both texts."""
    if saving.is_by_itself(request):
        return _stay(request, visit, stale.stored, page, saving.ELSEWHERE)
    if stale.is_alarming:
        return tell_first(request, stale.stored, page.id)
    if saving.asks_json(request):  # the page then sends itself again, to show what follows here
        return saving.answer(request, stale.stored, problem=saving.ELSEWHERE)
    elsewhere = rows(page, stale.stored, stale.stored.answers, page_language())
    return _show_page(request, stale.stored, page, form, elsewhere=elsewhere)


def _stay(
    request: HttpRequest, visit: Visit, intake: Intake, page: Page | None, problem: str = ""
) -> HttpResponse:
    """What a page that saved itself is told; one that was left alone leads to the birth date."""
    if not saving.locks(request):
        return saving.answer(request, intake, problem=problem)
    closed = saving.answer(request, intake, redirect("intake_birth_date"), problem)
    return patient_session.write(closed, visit.invitation, patient_session.LINK, page.id if page else "")


def _save_page(request: HttpRequest, visit: Visit, page: Page, form: PatientForm) -> Intake:
    language = asked_language(request)
    typed = _typed(form, _version(request), language or page_language())
    if saving.is_by_itself(request):
        unsure = _unsure(request, page) if UNSURE in request.POST else None
        first = "opened" in request.POST
        return actions.keep_page(intake=visit.intake, typed=typed, unsure=unsure, is_first=first)
    goes_on = not language and request.POST.get("go") not in ("back", "later")
    return actions.save_page(
        intake=visit.intake,
        page=page.id,
        cleaned=typed.answers,
        unfinished=typed.unfinished,
        version=typed.version,
        language=typed.language,
        goes_on=goes_on,
        details=typed.details,
        is_refused=typed.is_refused,
    )


def _typed(form: PatientForm, version: int = 0, language: str = "") -> actions.Typed:
    typed = (form.page.id, form.answers, form.unfinished, version, language)
    if form.page != DETAILS:
        return actions.Typed(*typed)
    return actions.Typed(*typed, details=form.details, is_refused=form.is_refused)


def _unsure(request: HttpRequest, page: Page) -> actions.Typed:
    """What the page sent before and got no answer about."""
    return _typed(page_form(page, page_language(), {}, data=QueryDict(request.POST[UNSURE])))


def _version(request: HttpRequest) -> int:
    """The draft version the page was opened with; 0, the oldest, when the field holds something else."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _onward(
    request: HttpRequest, intake: Intake, page: Page, form: PatientForm, *, was_to_do: bool
) -> HttpResponse:
    """Where each button leads, once the page is saved: before all else to the emergency message.

    From a page that had still to be done, Next skips what is done already; from another one it does not.
    """
    walk = Walk.of(intake)
    if language := asked_language(request):
        address = "intake_emergency" if intake.awaits_confirmation else request.get_full_path()
        return speak(redirect(address), language)
    if intake.awaits_confirmation:
        return redirect("intake_emergency")
    if request.POST.get("go") == "later":
        return patient_session.forget(redirect("intake_leave"))
    if request.POST.get("go") == "back":
        before = walk.before(page)
        return redirect(page_url(before.id if before else page.id))
    if form.errors:
        return redirect(_with_errors(request))
    following = walk.after(page.id)
    if following is None or was_to_do or "check" in request.GET:
        return redirect(first_to_do(intake))
    return redirect(page_url(following.id))


def _with_errors(request: HttpRequest) -> str:
    """The address that shows this page with its errors, from the draft: the Back button can return to it."""
    query = request.GET.copy()
    query[AGAIN] = "1"
    return f"{request.path}?{query.urlencode()}"


def _show_page(
    request: HttpRequest, intake: Intake, page: Page, form: PatientForm, elsewhere: list[dict] | None = None
) -> HttpResponse:
    walk = Walk.of(intake)
    age = intake.episode.patient.age
    context = {
        "form": form,
        "page": page,
        "title": page.title(page_language()),
        "step": walk.step(page),
        "steps": walk.steps,
        "is_first": walk.before(page) is None,
        "version": intake.draft_version,
        "elsewhere": elsewhere,
        "checking": "check" in request.GET,
        "saved_at": intake.saved_at,
        "alarm": saving.alarm(request, intake),
        **_closing(intake),
        "about_details": page == DETAILS,
        "needs_parent": age < DECIDES_ALONE and any(q.id == "ad_reporter" for q in page.questions),
        "to_mend": not form.errors and page.id in walk.seen and walk.to_mend(page),
    }
    return render(request, "intake/patient/page.html", context)


def _closing(intake: Intake) -> dict[str, object]:
    """Whose form it is, and what a page needs to close itself and to keep what could not be sent."""
    idle = int(settings.INTAKE_IDLE_MINUTES * 60)
    return {"intake": intake.pk, "idle": idle, "whose": intake.episode.patient.full_name}


@reads_or_writes
@with_birth_date()
def intake_check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All answers in one list, with a way to change each, and the button that sends them."""
    if saving.locks(request):
        return _stay(request, visit, visit.intake, None)
    if request.method == "POST":
        return _submit(request, visit)
    if visit.intake.awaits_confirmation:
        return redirect("intake_emergency")
    if to_do := Walk.of(visit.intake).to_do:
        return redirect(page_url(to_do[0].id))
    return _show_check(request, visit.intake)


def _submit(request: HttpRequest, visit: Visit) -> HttpResponse:
    intake = visit.intake
    try:
        actions.submit_intake(intake=intake, language=page_language(), version=_version(request))
    except actions.IncompleteIntakeError as error:
        return saving.answer(request, intake, redirect(page_url(error.pages[0].id)))
    except actions.StaleIntakeError as stale:
        if saving.asks_json(request):
            return saving.answer(request, stale.stored, problem=saving.ELSEWHERE)
        return _show_check(request, stale.stored, changed=True)
    response = saving.answer(request, intake, redirect("intake_done"))
    return patient_session.write(response, visit.invitation, patient_session.OPEN)


def _show_check(request: HttpRequest, intake: Intake, changed: bool = False) -> HttpResponse:
    walk, lang = Walk.of(intake), page_language()
    sections = [(page, page.title(lang), rows(page, intake, walk.answers, lang)) for page in walk.pages]
    context = {
        "sections": sections,
        "left_open": [(page, row) for page, _title, found in sections for row in found if row["is_open"]],
        "step": walk.steps,
        "version": intake.draft_version,
        "changed": changed,
        "alarm": saving.alarm(request, intake),
        **_closing(intake),
        "minor": intake.episode.patient.age < DECIDES_ALONE and walk.answers.get("ad_reporter") == "self",
    }
    return render(request, "intake/patient/check.html", context)


@require_safe
@patient_page
def intake_done(request: HttpRequest) -> HttpResponse:
    """Thank you, what the answers mean for now, and what happens next. Shows no answers."""
    visit = patient_session.read(request)
    if visit is None or (visit.intake.is_submitted and not visit.is_proved):
        return link_is_closed(request)
    if not visit.intake.is_submitted:
        return redirect("intake_birth_date")
    if visit.intake.is_follow_up:
        return redirect("follow_up_done")
    intake = visit.intake
    context = {
        "urgent": intake.level in LEVELS[:2],  # what the answers say now, as sent
        "taken_back": intake.emergency_at is not None and intake.level != LEVELS[0],
        "gp_first": intake.outcome == CONTACT_GP,
        "advice": advice_for(intake, page_language()),
        **help_with(intake, intake.patient_message, page_language()),
    }
    return render(request, "intake/patient/done.html", context)


@reads_or_writes
@patient_page
def intake_leave(request: HttpRequest) -> HttpResponse:
    """Forget the visit in this browser; what was saved stays."""
    if request.method != "POST":
        return render(request, "intake/patient/left.html", {"sent": "sent" in request.GET})
    visit = patient_session.read(request)
    sent = "?sent" if visit and visit.intake.is_submitted else ""
    return patient_session.forget(redirect(reverse("intake_leave") + sent))
