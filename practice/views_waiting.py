"""The waiting list, recalls and calls to make; and each attempt to reach somebody."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice import actions, waiting
from practice.access import get_patient, get_waiting_entry, note_list
from practice.forms.waiting import (
    ChangeForm,
    ContactForm,
    EndForm,
    PutBackForm,
    UrgencyForm,
    WaitingForm,
)
from practice.methods import reads_or_writes
from practice.models import Patient, User, WaitingEntry, WaitingKind

PAGE_SIZE = 50
# What a therapist may ask for; who waits for an appointment is the desk's own list.
ASKED_BY_THERAPIST = {WaitingKind.CALL_BACK, WaitingKind.RECALL}

may_view = permission_required("practice.view_waiting", raise_exception=True)
may_judge = permission_required("practice.set_urgency", raise_exception=True)


@may_view
@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """One tab: who waits, who is to be called up again, whom to call back, or what was ended."""
    note_list(request.user, "waiting.listed")
    now = timezone.now()
    today, tab = timezone.localdate(now), request.GET.get("tab", "")
    tab = tab if tab in {*WaitingKind.values, waiting.ENDED} else WaitingKind.WAITING
    planned = tab == WaitingKind.RECALL and "later" in request.GET
    if tab == waiting.ENDED:
        entries = waiting.ended_entries(request.user)
    elif planned:
        entries = waiting.planned_recalls(request.user, today)
    else:
        entries = waiting.open_entries(request.user, tab, today)
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "planned": planned,
        "later": waiting.planned_recalls(request.user, today).count() if tab == WaitingKind.RECALL else 0,
        "counts": waiting.counts(request.user, today),
        "page_obj": page,
        "rows": waiting.rows(page.object_list, now),
    }
    return render(request, "practice/waiting_list.html", context)


@may_view
@reads_or_writes
def waiting_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a patient on the list; a therapist asks for a call or plans a recall, the desk does all three."""
    patient = get_patient(request.user, pk, permission="practice.view_waiting")
    asked = request.POST if request.method == "POST" else request.GET
    kinds = _kinds(request.user)
    kind = asked.get("kind", "") if asked.get("kind") in kinds else kinds[0]
    if request.method == "POST" and asked.get("kind") in WaitingKind.values and asked["kind"] not in kinds:
        raise PermissionDenied
    judges = request.user.has_perm("practice.set_urgency")
    posted = request.POST if request.method == "POST" else None
    initial = {name: request.GET.get(name, "")[:18] for name in ("episode", "therapist")}
    form = WaitingForm(posted, patient=patient, kind=kind, may_judge=judges, initial=initial)
    if form.is_valid():
        return _add(request, patient, form)
    context = {"patient": patient, "form": form, "kind": kind, "kinds": _named(kinds)}
    return render(request, "practice/waiting_add.html", context)


def _kinds(user: User) -> list[str]:
    every = list(WaitingKind.values)
    may_all = user.has_perm("practice.manage_waiting")
    return every if may_all else [kind for kind in every if kind in ASKED_BY_THERAPIST]


def _named(kinds: list[str]) -> list[tuple[str, object]]:
    return [(kind, WaitingKind(kind).label) for kind in kinds]


def _add(request: HttpRequest, patient: Patient, form: WaitingForm) -> HttpResponse:
    try:
        actions.add_waiting(patient=patient, kind=form.kind, by=request.user, **form.data_for_action)
    except actions.AlreadyWaitingError as known:
        messages.info(request, _("This patient is on the list already. Here is what it says."))
        return redirect("waiting_entry", known.entry.pk)
    messages.success(request, _("%(name)s is on the list.") % {"name": patient.full_name})
    if request.user.has_perm("practice.manage_waiting"):
        return redirect(_tab(form.kind))
    episode = form.cleaned_data["episode"]
    return redirect("episode_detail", episode.pk) if episode else redirect("patient_detail", patient.pk)


def _tab(kind: str) -> str:
    return f"{reverse('waiting_list')}?{urlencode({'tab': kind})}"


@may_view
@reads_or_writes
def waiting_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: who waits, who tried to reach whom, and what can be changed."""
    entry = get_waiting_entry(request.user, pk)
    form = ChangeForm(request.POST if request.method == "POST" else None, entry=entry)
    if form.is_valid() and _change(request, entry, form):
        messages.success(request, _("The entry is changed."))
        return redirect("waiting_entry", pk)
    return _show(request, entry, form=form)


def _change(request: HttpRequest, entry: WaitingEntry, form: ChangeForm) -> bool:
    if not _may_manage(request.user, entry):
        raise PermissionDenied
    values = {"data": form.data_for_action, "version": form.cleaned_data["version"]}
    try:
        actions.change_waiting(entry=entry, by=request.user, **values)
    except actions.StaleEntryError as stale:
        _say_stale(request)
        form.data = {
            **form.data.dict(),
            "wishes": form.data.getlist("wishes"),
            "version": stale.newer.version,
        }
        return False
    return True


def _may_manage(user: User, entry: WaitingEntry) -> bool:
    """The desk changes and ends every entry; a therapist what therapists ask for."""
    return user.has_perm("practice.manage_waiting") or entry.kind in ASKED_BY_THERAPIST


def _say_stale(request: HttpRequest) -> None:
    messages.warning(
        request, _("A colleague changed this entry in the meantime. Look at it, then do it once more.")
    )


def _show(request: HttpRequest, entry: WaitingEntry, **forms: object) -> HttpResponse:
    row = waiting.Row(waiting.with_people(WaitingEntry.objects.filter(pk=entry.pk)).get(), timezone.now())
    moments = [] if row.entry.closed_at else waiting.matching_times(row.entry, row.now)
    context = {
        "row": row,
        "moments": moments,
        "entry": row.entry,
        "patient": row.entry.patient,
        "may_manage": _may_manage(request.user, entry),
        "may_open": Patient.objects.visible_to(request.user).filter(pk=entry.patient_id).exists(),
        "form": ChangeForm(entry=row.entry),
        "end_form": EndForm(entry=row.entry),
        "urgency_form": UrgencyForm(initial={"urgency": entry.urgency, "version": row.entry.version}),
        **forms,
    }
    return render(request, "practice/waiting_entry.html", context)


@may_judge
@reads_or_writes
def waiting_urgency(request: HttpRequest, pk: int) -> HttpResponse:
    """A therapist says how soon."""
    entry = get_waiting_entry(request.user, pk, permission="practice.set_urgency")
    form = UrgencyForm(request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_urgency(entry=entry, by=request.user, **form.cleaned_data)
        except actions.StaleEntryError:
            _say_stale(request)
        else:
            messages.success(request, _("The desk sees how soon from now on."))
    elif request.method == "POST":
        return _show(request, entry, urgency_form=form)
    return redirect("waiting_entry", pk)


@may_view
@reads_or_writes
def waiting_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the waiting, with what came of it."""
    entry = get_waiting_entry(request.user, pk)
    if request.method != "POST":  # somebody comes from signing in
        return redirect("waiting_entry", pk)
    if not _may_manage(request.user, entry):
        raise PermissionDenied
    form = EndForm(request.POST, entry=entry)
    if not form.is_valid():
        return _show(request, entry, end_form=form)
    try:
        actions.close_waiting(entry=entry, by=request.user, **form.cleaned_data)
    except actions.StaleEntryError:
        _say_stale(request)
    else:
        said = _("%(name)s is off the list. A mistake? Put the entry back from “Ended”.")
        messages.success(request, said % {"name": entry.patient.full_name})
        return redirect(_tab(entry.kind))
    return redirect("waiting_entry", pk)


@may_view
@reads_or_writes
def waiting_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an entry back that was ended."""
    entry = get_waiting_entry(request.user, pk)
    form = PutBackForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("waiting_entry", pk)
    if not _may_manage(request.user, entry):
        raise PermissionDenied
    try:
        actions.reopen_waiting(entry=entry, version=form.cleaned_data["version"], by=request.user)
    except actions.StaleEntryError:
        _say_stale(request)
    except actions.AlreadyWaitingError as known:
        messages.info(request, _("This patient is on the list again already. Here is that entry."))
        return redirect("waiting_entry", known.entry.pk)
    else:
        messages.success(request, _("The entry is back on the list."))
    return redirect("waiting_entry", pk)


@may_view
@reads_or_writes
def contact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Who tried to reach this patient before, the number to dial, and what came of it now."""
    patient = get_patient(request.user, pk, permission="practice.view_waiting")
    now, posted = timezone.now(), request.method == "POST"
    entry = _entry_of(patient, (request.POST if posted else request.GET).get("entry", ""))
    tried = waiting.tried(patient, now)
    initial = {"seen": tried.newest, "ends": entry is not None and entry.kind == WaitingKind.CALL_BACK}
    form = ContactForm(request.POST if posted else None, now=now, initial=initial)
    context = {"patient": patient, "entry": entry, "form": form, "tried": tried, "look": tried.asks_to_look}
    context["representatives"] = patient.representatives.exclude(phone="")
    if not form.is_valid():
        return render(request, "practice/contact_new.html", context)
    try:
        actions.record_contact(patient=patient, entry=entry, by=request.user, **form.data_for_action)
    except actions.AttemptedMeanwhileError as meanwhile:
        form.data = form.data.copy()
        form.data["seen"] = meanwhile.attempt.pk
        context["meanwhile"] = meanwhile.attempt
        return render(request, "practice/contact_new.html", context)
    messages.success(request, _("The attempt to reach %(name)s is noted.") % {"name": patient.full_name})
    return redirect(_after_contact(request.user, patient, entry))


def _after_contact(user: User, patient: Patient, entry: WaitingEntry | None) -> str:
    if entry is not None:
        return _tab(entry.kind)
    return reverse("patient_detail", args=[patient.pk])


def _entry_of(patient: Patient, number: str) -> WaitingEntry | None:
    """The open entry of this patient that the attempt is about, if any."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return patient.waiting.open().filter(pk=number).first()
